"""Everything the source documents name has its place in the handbook.

Each file of tests/content/inventory/ lists what a group of source documents names, one item a line:
`{id: patrol-record, kind: template, document: D10, place: patrol-record}`. A place is the id of a page, a template,
a checklist or a procedure; a part of one follows a "#": a clause, a heading, a rule or a step. What a kind of item
needs at its place stands in `NEEDS`. A rule on the handbook itself, such as "every procedure has an owner", has a test
as its place: `tests/content/test_duties.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.checklist import Checklist
from handbook.model.flow import Flow
from handbook.model.handbook import Handbook
from handbook.model.organisation import Role
from handbook.model.page import Page
from handbook.model.procedure import Procedure
from handbook.model.template import Template
from handbook.reading import loader
from support import ROOT

FOLDER = Path(__file__).parent / "inventory"
RULE_COUNT = 75  # rules of the source documents; an item that is lost would not be missed otherwise


@cache
def handbook() -> Handbook:
    """The handbook as it is published."""
    return loader.load(ROOT, diagnostics=Diagnostics(), packs=("integrity",))


@cache
def items() -> list[dict[str, Any]]:
    """All items of the inventory."""
    files = sorted(FOLDER.glob("*.yml"))
    return [item for path in files for item in yaml.safe_load(path.read_text(encoding="utf-8"))]


@cache
def known() -> Mapping[str, Any]:
    """What a place can name, by id. A page may have the id of the one procedure it shows; then the page counts."""
    pages = {page.id: page for page in handbook().pages.values()}
    return {**handbook().procedures, **handbook().checklists, **handbook().templates, **pages}


def parts_of(place: Any) -> Mapping[str, Any]:
    """The parts of a page, template, checklist or procedure that can be named, by id."""
    if isinstance(place, Page):
        return {clause.id: clause for clause in place.clauses}
    if isinstance(place, Procedure):
        return {step.id: step for step in place.steps}
    if isinstance(place, Checklist):
        return {item.id: item for item in place.items}
    return {rule.id: rule for rule in place.rules} | {layout.id: layout for layout in place.layouts}


def text_at(page: Page, part: str) -> str:
    """The text of a page; of a part: from its line to the next heading of its level, a clause to the next heading."""
    lines = page.body.splitlines()
    if not part:
        return page.body
    start = parts_of(page)[part].span.line - page.body_line
    level = parts_of(page)[part].heading or 6
    until = (
        at
        for at in range(start + 1, len(lines))
        if (found := re.match(r"#+ ", lines[at])) and len(found[0]) <= level + 1
    )
    return "\n".join(lines[start : next(until, len(lines))])


def has_notice(*kinds: str) -> Callable[[Any, str], bool]:
    """Whether one of these notices stands at a place."""
    notice = re.compile(rf"^\s*!!! ({'|'.join(kinds)})\b", re.MULTILINE)
    return lambda place, part: isinstance(place, Page) and notice.search(text_at(place, part)) is not None


def is_rule(place: Any, part: str) -> bool:
    """Whether it is checked when somebody fills something in."""
    return isinstance(place, Template | Checklist) and bool(part)


#: what there must be at the place of an item, by the kind of the item
NEEDS: Mapping[str, Callable[[Any, str], bool]] = {
    "role": lambda place, part: isinstance(place, Role) and bool(place.clauses),
    "procedure": lambda place, part: isinstance(place, Procedure | Flow) or (isinstance(place, Page) and bool(part)),
    "flow": lambda place, part: isinstance(place, Flow | Page),
    "template": lambda place, part: isinstance(place, Template | Checklist),
    "report": lambda place, part: isinstance(place, Template) or (isinstance(place, Page) and bool(part)),
    "rule": is_rule,
    "ethics": lambda place, part: has_notice("prohibited", "legal")(place, part) or is_rule(place, part),
    "gap": has_notice("gap"),
}


def fault_of(item: dict[str, Any]) -> str:
    """What is wrong with the place of an item; "" when nothing is."""
    if item["kind"] == "rule" and item["place"].startswith("tests/"):
        return "" if (ROOT / item["place"]).is_file() else f"there is no {item['place']}"
    id, _, part = item["place"].partition("#")
    place = known().get(id)
    if place is None:
        return f"there is no {id}"
    if part and part not in parts_of(place):
        return f"{id} has no {part}"
    return "" if NEEDS[item["kind"]](place, part) else f"{item['place']} is not what a {item['kind']} needs"


def listed(faults: Iterable[str]) -> str:
    """Faults, one a line."""
    return "\n".join(faults)


def test_every_item_has_its_place() -> None:
    """A role has a page with duties, a template is there, an ethics note is a prohibition or a legal review …"""
    faults = [f"{item['id']}: {fault}" for item in items() if (fault := fault_of(item))]

    assert not faults, listed(faults)


def test_no_item_is_listed_twice() -> None:
    """Two writers do not answer for the same item."""
    twice = [id for id, count in Counter(item["id"] for item in items()).items() if count > 1]

    assert not twice, listed(twice)


def test_no_rule_of_the_sources_is_lost() -> None:
    """Each of them is an item."""
    assert sum(item["kind"] == "rule" for item in items()) == RULE_COUNT


def test_rules_say_which_item_they_are() -> None:
    """The table of rules is compiled from what rules say of themselves."""
    wanted = {item["id"] for item in items() if item["kind"] == "rule" and not item["place"].startswith("tests/")}
    said = {id for template in handbook().templates.values() for rule in template.rules for id in rule.inventory}
    of_lists = {id for checklist in handbook().checklists.values() for id in checklist.inventory}

    assert not (missing := sorted(wanted - said - of_lists)), listed(missing)
