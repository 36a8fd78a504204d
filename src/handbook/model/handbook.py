"""A whole handbook: everything that was loaded, with its ids resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeVar, cast

from handbook.model.audience import ONE_SITE, Audience
from handbook.model.base import Record
from handbook.model.checklist import Checklist
from handbook.model.first_aid import FirstAid
from handbook.model.flow import Flow
from handbook.model.matrix import Matrix
from handbook.model.organisation import CalendarYear, Contact, Hotel, Person, Role, Room, Source, SynonymGroup, Vehicle
from handbook.model.page import Clause, Controlled, Page
from handbook.model.procedure import Procedure, ProcedurePage
from handbook.model.site_section import NavLine, SiteSection
from handbook.model.template import RulePack, Template

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Backlink:
    """Something that points at a role or a clause."""

    kind: Literal["clause", "step", "item", "node", "template", "page", "rule", "level", "decision"]
    title: str  # what the reader sees
    url: str  # relative to the site's root, with fragment
    detail: str = ""  # e.g. the step's action
    parent: str = ""  # title of the page, procedure, checklist or flow it belongs to


@dataclass(frozen=True)
class Facts:
    """What rules may ask besides the response: which days are holidays, how many people a room holds, who is who."""

    calendar: Mapping[int, CalendarYear] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)  # by the room's name or the vehicle's plate
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by name: the post, then other names
    vehicles: tuple[str, ...] = ()  # plates
    rooms: tuple[str, ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of hotels, contacts and roles, by list
    matrices: Mapping[str, Matrix] = field(default_factory=dict)  # decision tables by id
    roles: Mapping[str, str] = field(default_factory=dict)  # titles of posts by id
    places: Mapping[str, str] = field(default_factory=dict)  # where rooms and hotels are, by name
    posts: Mapping[str, str] = field(default_factory=dict)  # titles of the posts that people hold, by name


@dataclass(frozen=True)
class Handbook:
    """Everything that was loaded, with references resolved. Mappings are keyed by id unless they say otherwise."""

    root: Path
    pages: Mapping[str, Page]  # every page, by its path below docs/
    templates: Mapping[str, Template] = field(default_factory=dict)
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    rule_packs: Mapping[str, RulePack] = field(default_factory=dict)  # those switched on
    lists: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)  # by name (LISTS), in the order of the file
    nav: tuple[NavLine, ...] = ()  # what the `nav:` of mkdocs.yml names
    backlinks: Mapping[str, tuple[Backlink, ...]] = field(default_factory=dict)
    # keys of backlinks: "role:office-driver", "clause:vehicle-rules#dispatch", "template:vehicle-request"
    folder_marks: Mapping[str, str] = field(default_factory=dict)  # audience that a folder's `_defaults.yml` says
    included_from: tuple[Path, ...] = ()  # folders of files that pages include
    audiences: tuple[Audience, ...] = ()  # the trees that the site is built as; none when it is one site
    audience: Audience | None = None  # the tree whose model this is; None for a whole handbook

    @property
    def trees(self) -> tuple[Audience, ...]:
        """The trees that the site is built as; of a handbook without audiences the one site."""
        return self.audiences or (ONE_SITE,)

    def listed(self, kind: type[R]) -> tuple[R, ...]:
        """The records of a data list, in the order of its file: `handbook.listed(Hotel)`."""
        return cast("tuple[R, ...]", self.lists.get(kind.plural, ()))

    def by_id(self, kind: type[R]) -> Mapping[str, R]:
        """The records of a data list by id."""
        return {getattr(record, kind.named_by): record for record in self.listed(kind)}

    @cached_property
    def contacts(self) -> Mapping[str, Contact]:
        """Whom to call."""
        return self.by_id(Contact)

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """Who can be named in a plan."""
        return self.by_id(Person)

    @cached_property
    def vehicles(self) -> Mapping[str, Vehicle]:
        """Vehicles that can be assigned."""
        return self.by_id(Vehicle)

    @cached_property
    def rooms(self) -> Mapping[str, Room]:
        """Rooms that can be assigned."""
        return self.by_id(Room)

    @cached_property
    def hotels(self) -> Mapping[str, Hotel]:
        """Where guests can stay the night."""
        return self.by_id(Hotel)

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The documents that the handbook's facts come from."""
        return self.by_id(Source)

    @cached_property
    def sections(self) -> Mapping[str, SiteSection]:
        """The sections of the site, in the order in which readers see them."""
        return self.by_id(SiteSection)

    def section_of(self, document: Controlled) -> SiteSection | None:
        """The section in which a page, template or checklist stands: its own `section:`, else that of its kind.

        A kind that no section takes stands where plain pages do, else in the last section for readers. None only in a
        handbook without sections.
        """
        if own := self.sections.get(document.section):
            return own
        kind = document.kind if isinstance(document, Page) else type(document).__name__.lower()
        taken = self._sections_by_kind
        last = next((one for one in reversed(list(self.sections.values())) if one.readers == "readers"), None)
        return taken.get(kind) or taken.get("page") or last

    def is_for_readers(self, document: Controlled) -> bool:
        """Whether a document is for readers of the handbook, and not for those who write it or develop the program."""
        section = self.section_of(document)
        return section is None or section.readers == "readers"

    @cached_property
    def _sections_by_kind(self) -> Mapping[str, SiteSection]:
        return {kind: section for section in self.sections.values() for kind in section.kinds}

    @cached_property
    def first_aid(self) -> Mapping[str, FirstAid]:
        """Cards for whoever is with a patient."""
        return self.by_id(FirstAid)

    @cached_property
    def matrices(self) -> Mapping[str, Matrix]:
        """Decision tables."""
        return self.by_id(Matrix)

    @cached_property
    def calendar(self) -> Mapping[int, CalendarYear]:
        """Public holidays and shifted workdays by year."""
        return {one.year: one for one in self.listed(CalendarYear)}

    @cached_property
    def synonyms(self) -> tuple[SynonymGroup, ...]:
        """Groups of words for the search, in the order of the file."""
        return self.listed(SynonymGroup)

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """Posts: those of the data list, then those with a page of their own; the page counts where both exist."""
        return {**self.by_id(Role), **{page.id: page for page in self.pages.values() if isinstance(page, Role)}}

    @cached_property
    def procedures(self) -> Mapping[str, Procedure]:
        """The procedures of all pages."""
        pages = (page for page in self.pages.values() if isinstance(page, ProcedurePage))
        return {procedure.id: procedure for page in pages for procedure in page.procedures}

    @cached_property
    def flows(self) -> Mapping[str, Flow]:
        """The pages that are emergency flows."""
        return {page.id: page for page in self.pages.values() if isinstance(page, Flow)}

    @cached_property
    def facts(self) -> Facts:
        """What rules may ask about."""
        seats = {car.plate: car.seats for car in self.vehicles.values() if car.seats}
        seats |= {room.name: room.seats for room in self.rooms.values() if room.seats}
        people = {one.name: (one.title, *one.also) for one in self.people.values()}
        plates, rooms = ([one.plate for one in self.vehicles.values()], [one.name for one in self.rooms.values()])
        names = {
            "hotels": tuple(one.name for one in self.hotels.values()),
            "contacts": tuple(one.title for one in self.contacts.values()),
            "roles": tuple(one.title for one in self.roles.values()),
        }
        roles = {id: role.title for id, role in self.roles.items()}
        places = {one.name: one.place for one in self.rooms.values() if one.place}
        places |= {one.name: one.place for one in self.hotels.values() if one.place}
        posts = {one.name: roles[one.role] for one in self.people.values() if one.role in roles}
        known = (self.calendar, seats, people, tuple(plates), tuple(rooms), names)
        return Facts(*known, self.matrices, roles, places, posts)

    def page_by_id(self, id: str) -> Page | None:
        """The page with that id; None when there is none."""
        return self._pages_by_id.get(id)

    def clause(self, reference: str) -> tuple[Page, Clause] | None:
        """The page and clause that "page-id#clause-id" names; None when one of them does not exist."""
        page_id, _, clause_id = reference.partition("#")
        page = self.page_by_id(page_id)
        if page is None:
            return None
        found = next((clause for clause in page.clauses if clause.id == clause_id), None)
        return (page, found) if found else None

    @cached_property
    def _pages_by_id(self) -> dict[str, Page]:
        return {page.id: page for page in self.pages.values() if page.id}
