"""What a handbook is, as frozen dataclasses: one module for each kind.

Look first at `handbook.py`, the whole; then at the module named after the kind.

Each class declares what authors may write, how it is checked, and what it means. `reading/binding.py` fills the
classes from source nodes and derives the JSON Schemas. The authoring reference is made of their `help` texts; these are
Chinese because authors read them in their editor.
"""

from handbook.model.base import EMPTY, Origin, Record, SampleValues, attribute
from handbook.model.checklist import Checklist, CheckMode, Item, PauseScope, PlannedEvent
from handbook.model.flow import (
    Choice,
    Flow,
    Level,
    Node,
    NodeType,
    ReportElement,
    ReportKind,
    ReportLimit,
    SeverityLevel,
)
from handbook.model.handbook import Backlink, Facts, Handbook
from handbook.model.organisation import (
    CalendarYear,
    Contact,
    DataList,
    Hotel,
    Person,
    Role,
    Room,
    Source,
    SynonymGroup,
    Vehicle,
)
from handbook.model.page import Audience, Change, Clause, Controlled, Page, PageKind, Status
from handbook.model.procedure import Procedure, ProcedurePage, Step
from handbook.model.site_section import PlacedKind, SectionReaders, SiteSection
from handbook.model.template import (
    FIELD_TYPES,
    Category,
    Event,
    Field,
    FieldChoice,
    FieldGroup,
    FieldType,
    Layout,
    PackedDefault,
    PackedRules,
    Rule,
    RulePack,
    RuleSeverity,
    Section,
    Template,
)

__all__ = [
    "EMPTY",
    "FIELD_TYPES",
    "Audience",
    "Backlink",
    "CalendarYear",
    "Category",
    "Change",
    "CheckMode",
    "Checklist",
    "Choice",
    "Clause",
    "Contact",
    "Controlled",
    "DataList",
    "Event",
    "Facts",
    "Field",
    "FieldChoice",
    "FieldGroup",
    "FieldType",
    "Flow",
    "Handbook",
    "Hotel",
    "Item",
    "Layout",
    "Level",
    "Node",
    "NodeType",
    "Origin",
    "PackedDefault",
    "PackedRules",
    "Page",
    "PageKind",
    "PauseScope",
    "Person",
    "PlacedKind",
    "PlannedEvent",
    "Procedure",
    "ProcedurePage",
    "Record",
    "ReportElement",
    "ReportKind",
    "ReportLimit",
    "Role",
    "Room",
    "Rule",
    "RulePack",
    "RuleSeverity",
    "SampleValues",
    "Section",
    "SectionReaders",
    "SeverityLevel",
    "SiteSection",
    "Source",
    "Status",
    "Step",
    "SynonymGroup",
    "Template",
    "Vehicle",
    "attribute",
]
