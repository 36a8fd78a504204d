"""The whole: everything that was loaded, with its ids resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from handbook.model.checklist import Checklist
from handbook.model.flow import Flow
from handbook.model.organisation import CalendarYear, Contact, Hotel, Person, Role, Room, Source, SynonymGroup, Vehicle
from handbook.model.page import Clause, Page
from handbook.model.procedure import Procedure
from handbook.model.template import RulePack, Template


@dataclass(frozen=True)
class Backlink:
    """Something that points at a role or a clause."""

    kind: Literal["clause", "step", "item", "node", "template", "page", "rule", "level"]
    title: str  # what the reader sees
    url: str  # relative to the site's root, with fragment
    detail: str = ""  # e.g. the step's action
    parent: str = ""  # title of the page, procedure, checklist or flow it belongs to


@dataclass(frozen=True)
class Facts:
    """What rules may ask about the world: which days are holidays, how many people a room holds, who is who."""

    calendar: Mapping[int, CalendarYear] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)  # by the room's name or the vehicle's plate
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by name: the post, then other names
    vehicles: tuple[str, ...] = ()  # plates
    rooms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handbook:
    """Everything that was loaded, with references resolved. Mappings are keyed by id."""

    root: Path
    pages: Mapping[str, Page]  # every page, by its path below docs/
    roles: Mapping[str, Role]
    procedures: Mapping[str, Procedure]
    flows: Mapping[str, Flow]
    templates: Mapping[str, Template]
    checklists: Mapping[str, Checklist]
    contacts: Mapping[str, Contact]
    people: Mapping[str, Person]
    vehicles: Mapping[str, Vehicle]
    rooms: Mapping[str, Room]
    sources: Mapping[str, Source]
    calendar: Mapping[int, CalendarYear]
    rule_packs: Mapping[str, RulePack] = field(default_factory=dict)  # those switched on
    synonyms: tuple[SynonymGroup, ...] = ()  # in the order of the file
    hotels: Mapping[str, Hotel] = field(default_factory=dict)
    order: tuple[str, ...] = ()  # paths of pages, as the `nav:` of mkdocs.yml has them
    backlinks: Mapping[str, tuple[Backlink, ...]] = field(default_factory=dict)
    # keys of backlinks: "role:office-driver", "clause:vehicle-rules#dispatch", "template:vehicle-request"

    @property
    def facts(self) -> Facts:
        """What rules may ask about."""
        seats = {car.plate: car.seats for car in self.vehicles.values() if car.seats}
        seats |= {room.name: room.seats for room in self.rooms.values() if room.seats}
        people = {one.name: (one.title, *one.also) for one in self.people.values()}
        plates, rooms = ([one.plate for one in self.vehicles.values()], [one.name for one in self.rooms.values()])
        return Facts(self.calendar, seats, people, tuple(plates), tuple(rooms))

    def page_by_id(self, id: str) -> Page | None:
        """The page with that id."""
        return self._pages_by_id.get(id)

    def clause(self, reference: str) -> tuple[Page, Clause] | None:
        """The page and clause named by "page-id#clause-id"."""
        page_id, _, clause_id = reference.partition("#")
        page = self.page_by_id(page_id)
        if page is None:
            return None
        found = next((clause for clause in page.clauses if clause.id == clause_id), None)
        return (page, found) if found else None

    @property
    def _pages_by_id(self) -> dict[str, Page]:
        cache: dict[str, Page] | None = self.__dict__.get("_by_id")
        if cache is None:
            cache = {page.id: page for page in self.pages.values() if page.id}
            object.__setattr__(self, "_by_id", cache)
        return cache
