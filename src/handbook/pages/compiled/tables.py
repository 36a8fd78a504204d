"""The compiled tables by name, as authors write it: `{{ compiled("open-points") }}`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handbook.model.handbook import Handbook
from handbook.pages.compiled.authority import authority
from handbook.pages.compiled.calendars import calendars
from handbook.pages.compiled.checked_rules import checked_rules
from handbook.pages.compiled.compiled_table import CompiledGroup, CompiledTable
from handbook.pages.compiled.duty_times import duty_times
from handbook.pages.compiled.glossary import glossary
from handbook.pages.compiled.latest_changes import latest_changes
from handbook.pages.compiled.notices import legal_review_register, open_point_register, prohibition_register
from handbook.pages.compiled.organisation_chart import ChartPost
from handbook.pages.compiled.responsibilities import responsibilities
from handbook.pages.compiled.used_sources import used_sources
from handbook.pages.compiled.wall_chart import WallBand, WallCell, WallRow, WallSheet

TABLES: Mapping[str, Callable[[Handbook], CompiledTable]] = {
    "authority": authority,
    "calendars": calendars,
    "changes": latest_changes,
    "duty-times": duty_times,
    "legal-reviews": legal_review_register,
    "open-points": open_point_register,
    "prohibitions": prohibition_register,
    "responsibilities": responsibilities,
    "rules": checked_rules,
    "sources": used_sources,
    "terms": glossary,
}

#: the classes of this folder that a component's description may name as the type of a parameter
COMPILED_TYPES: Mapping[str, type] = {
    one.__name__: one for one in (ChartPost, CompiledGroup, CompiledTable, WallBand, WallCell, WallRow, WallSheet)
}
