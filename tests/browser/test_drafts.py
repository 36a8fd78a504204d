"""Drafts as data: copying one to another day, and merging two copies of it. Run in the browser's own modules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from javascript import in_node, module_page

Json = dict[str, Any]
DEFINITION: Json = {
    "id": "plan",
    "title": "方案",
    "sections": [
        {
            "id": "all",
            "title": "全部",
            "fields": [
                {"id": "title", "label": "標題", "type": "text"},
                {"id": "kind", "label": "規模", "type": "choice", "default": "小型"},
                {"id": "start", "label": "開始", "type": "date-time"},
                {"id": "approved_at", "label": "審定時間", "type": "date-time", "fresh": True},
                {"id": "count", "label": "人數", "type": "computed", "value": "1.0"},
                {
                    "id": "guests",
                    "label": "來賓",
                    "type": "rows",
                    "fields": [
                        {"id": "name", "label": "姓名", "type": "text"},
                        {"id": "arrives", "label": "到達", "type": "date"},
                        {"id": "room", "label": "房號", "type": "text"},
                    ],
                },
            ],
        }
    ],
}


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    with module_page(browser) as page:
        yield page


def shifted(page: Page, values: Json, day: str) -> Json:
    """What `shiftDates` answers."""
    result: Json = page.evaluate(
        """async ([definition, values, day]) => {
          const { shiftDates } = await import("/macros/draft-desk/shifted-dates.js");
          return shiftDates(definition, values, day);
        }""",
        [DEFINITION, values, day],
    )
    return result


def merged(page: Page, base: Json | None, mine: Json, theirs: Json, choose: str = "") -> Json:
    """What `mergeCopies` answers; with `choose`, the values after that side was chosen everywhere."""
    result: Json = page.evaluate(
        """async ([definition, base, mine, theirs, choose]) => {
          const { mergeCopies, keepMine, takeTheirs } = await import("/macros/draft-desk/merged-copies.js");
          const merged = mergeCopies(definition, base, mine, theirs);
          if (choose) for (const one of merged.conflicts) (choose === "mine" ? keepMine : takeTheirs)(merged.values, one);
          return merged;
        }""",
        [DEFINITION, base, mine, theirs, choose],
    )
    return result


# ── another day ──


def test_all_dates_move_by_the_same_number_of_days(modules: Page) -> None:
    """The first date asked for becomes the new day; times stay, rows move along, across months and leap days."""
    values = {"start": "2026-12-08T09:30", "guests": [{"_id": "a", "name": "甲", "arrives": "2026-12-07"}]}
    found = shifted(modules, values, "2028-03-01")

    assert found["values"]["start"] == "2028-03-01T09:30"
    assert found["values"]["guests"][0]["arrives"] == "2028-02-29"
    assert found["days"] == 449


def test_what_cannot_be_read_stays_and_is_named(modules: Page) -> None:
    """Text as typed is moved when it is understood, and left alone and named when not; other text never changes."""
    guests = [
        {"_id": "a", "name": "2026-12-08", "arrives": "2026年12月8日"},
        {"_id": "b", "name": "乙", "arrives": "改天"},
    ]
    found = shifted(modules, {"start": "2026-12-08T09:30", "guests": guests}, "2026-12-09")

    assert [row["arrives"] for row in found["values"]["guests"]] == ["2026-12-09", "改天"]
    assert found["values"]["guests"][0]["name"] == "2026-12-08"
    assert found["left"] == ["來賓 到達"]


def test_facts_of_last_time_are_left_blank(modules: Page) -> None:
    """A copy was approved by nobody yet, also when no date moves."""
    for day in ("", "2026-12-20"):
        found = shifted(modules, {"start": "2026-12-08T09:30", "approved_at": "2026-12-01T10:00"}, day)
        assert "approved_at" not in found["values"]
        assert found["cleared"] == ["審定時間"]


def test_without_a_first_date_the_earliest_in_any_row_counts(modules: Page) -> None:
    guests = [{"_id": "a", "arrives": "2026-12-09"}, {"_id": "b", "arrives": "2026-12-07"}]
    found = shifted(modules, {"guests": guests}, "2026-12-17")

    assert [row["arrives"] for row in found["values"]["guests"]] == ["2026-12-19", "2026-12-17"]
    assert shifted(modules, {"title": "甲"}, "2026-12-17")["values"] == {"title": "甲"}


# ── two copies ──


def row(id: str, **cells: str) -> Json:
    return {"_id": id, **cells}


def test_with_a_common_start_each_sides_changes_are_taken(modules: Page) -> None:
    """Changes of either side, also to a blank, and rows added and removed by either."""
    base = {"title": "甲", "kind": "大型", "guests": [row("a", name="A"), row("b", name="B"), row("c", name="C")]}
    mine = {**base, "title": "乙", "guests": [row("a", name="A"), row("c", name="C"), row("d", name="D")]}
    theirs = {"title": "甲", "guests": [row("a", name="A", room="301"), row("b", name="B"), row("e", name="E")]}
    found = merged(modules, base, mine, theirs)

    assert found["conflicts"] == []
    assert found["values"]["title"] == "乙"
    assert found["values"]["kind"] == ""
    assert [(one["name"], one.get("room", "")) for one in found["values"]["guests"]] == [
        ("A", "301"),
        ("D", ""),
        ("E", ""),
    ]
    assert found["taken"] == ["規模", "來賓「A」房號", "刪去來賓「C」", "增加來賓「E」"]


def test_without_a_common_start_only_blanks_are_filled(modules: Page) -> None:
    """Nothing is taken away, a default gives way, and what differs is a conflict with both texts."""
    mine = {"title": "甲", "kind": "小型", "guests": [row("a", name="A")]}
    theirs = {"title": "乙", "kind": "大型", "start": "2026-12-08T09:30", "guests": [row("b", name="B")]}
    found = merged(modules, None, mine, theirs)

    assert [(one["label"], one["mine"], one["theirs"]) for one in found["conflicts"]] == [("標題", "甲", "乙")]
    assert (found["values"]["title"], found["values"]["kind"]) == ("甲", "大型")
    assert found["values"]["start"] == "2026-12-08T09:30"
    assert [one["name"] for one in found["values"]["guests"]] == ["A", "B"]
    assert merged(modules, None, mine, theirs, "theirs")["values"]["title"] == "乙"


def test_the_same_guest_typed_twice_is_one_row(modules: Page) -> None:
    """Rows of different origin are matched when equal, or by a name that each side has once."""
    mine = {"guests": [row("a", name="A"), row("b", name="B", room="1")]}
    theirs = {"guests": [row("x", name="B", room="2"), row("y", name="A"), row("z", name="Z"), row("w", name="Z")]}
    found = merged(modules, None, mine, theirs)

    assert [one["name"] for one in found["values"]["guests"]] == ["A", "Z", "Z", "B"]
    assert [one["label"] for one in found["conflicts"]] == ["來賓「B」房號"]


@pytest.mark.parametrize(("choose", "left"), [("mine", ["B2"]), ("theirs", ["A2"])])
def test_a_row_removed_here_and_changed_there_is_asked_about(modules: Page, choose: str, left: list[str]) -> None:
    """Both ways round; whichever side is chosen holds for the whole row."""
    base = {"guests": [row("a", name="A"), row("b", name="B")]}
    mine = {"guests": [row("b", name="B2")]}
    theirs = {"guests": [row("a", name="A2")]}

    assert len(merged(modules, base, mine, theirs)["conflicts"]) == 2
    assert [one["name"] for one in merged(modules, base, mine, theirs, choose)["values"]["guests"]] == left


def start(page: Page, mine: Json, theirs: Json) -> Json | None:
    """What `commonStart` answers."""
    found: Json | None = page.evaluate(
        """async ([definition, mine, theirs]) => {
          const { commonStart } = await import("/macros/draft-desk/draft-records.js");
          return commonStart(definition, mine, theirs);
        }""",
        [DEFINITION, mine, theirs],
    )
    return found


def test_what_two_copies_started_from(modules: Page) -> None:
    """A state of the other draft, whether it came as a draft or in a Word file with computed values; never a guess."""
    first = {"title": "甲", "guests": [row("a", name="A")]}
    computed = {"guests": [row("a", name="A", room="")], "title": "甲", "count": "1"}
    mine = {"id": "d1", "values": {"title": "我的"}}
    word = {"id": "d2", "lineage": "d1", "from": "d1", "received": computed, "values": {**first, "title": "改"}}
    assert start(modules, mine, word) == computed
    assert start(modules, word, mine) == computed
    returned = {"id": "d3", "lineage": "d1", "from": "d9", "received": {"title": "改"}, "before": first,
                "beforeFrom": "d1", "values": {"title": "改"}}  # fmt: skip
    assert start(modules, mine, returned) == first

    untouched = {**word, "values": first}  # nothing tells which of the two is the later one
    of_a_third = {**word, "from": "d7"}  # made of a colleague's copy, in which there was more already
    other_line = {**word, "lineage": "d8"}
    from_before = {key: value for key, value in word.items() if key not in ("lineage", "from")}  # an older Word file
    for theirs in (untouched, of_a_third, other_line, from_before):
        assert start(modules, mine, theirs) is None
    both = {**word, "id": "d4", "received": {"title": "別的"}}
    assert start(modules, word, both) is None
    assert (
        start(modules, word, {**word, "id": "d4", "values": {"title": "又改"}}) == computed
    )  # two Word files of one draft


def test_merging_is_safe_with_hostile_values(modules: Page) -> None:
    """Wrong types are no text, and a field called __proto__ changes nothing."""
    hostile = {"title": {"a": 1}, "guests": ["x", None, row("a", name="A")], "kind": 7}
    found = merged(modules, None, {"title": "甲"}, hostile)

    assert found["values"]["title"] == "甲"
    assert [one["name"] for one in found["values"]["guests"]] == ["A"]


def test_rows_of_a_file_have_ids_of_their_own(modules: Page) -> None:
    """What is typed into a row finds it by its id: two of one id would be written into each other."""
    guests = [{"_id": "a", "name": "甲"}, {"_id": "a", "name": "乙"}, {"_id": "<b>", "name": "丙"}, {"name": "丁"}]
    ids = modules.evaluate(
        """async ([definition, guests]) => {
          const { fit } = await import("/src/browser/rules/response.js");
          return fit({ guests }, definition).values.guests.map(row => row._id);
        }""",
        [DEFINITION, guests],
    )

    assert ids[0] == "a"
    assert len(set(ids)) == 4
    assert all(re.fullmatch(r"[\w-]{1,64}", id) for id in ids)


@pytest.mark.parametrize(("count", "taken"), [(501, 501), (5001, "一次最多匯入 5000 份")])
def test_all_of_a_file_or_nothing(modules: Page, count: int, taken: int | str) -> None:
    """No draft of a file is left out without a word."""
    found = modules.evaluate(
        """async ([definition, count]) => {
          const { readFile } = await import("/macros/draft-desk/draft-records.js");
          const drafts = Array.from({ length: count }, (_, at) => ({ template: "plan", values: { title: String(at) } }));
          const file = new File([JSON.stringify({ drafts })], "all.json");
          return readFile(file, new Set(["plan"]), async () => definition).then(({ records }) => records.length, error => error.message);
        }""",
        [DEFINITION, count],
    )

    assert found == taken if isinstance(taken, int) else taken in found


@pytest.mark.parametrize(
    ("stored", "left", "written"),
    [
        (None, {"revision": 1}, {"id": "d", "revision": 1}),  # never written before
        (None, {"revision": 3}, None),  # deleted since
        ({"revision": 2, "by": "a", "updated": 5}, {"revision": 3}, {"id": "d", "revision": 3}),
        ({"revision": 2, "by": "b", "updated": 5}, {"revision": 3}, {"id": "d", "revision": 3}),
        ({"revision": 3, "by": "a", "updated": 8}, {"revision": 3}, {"id": "d", "revision": 4}),  # its last write came through
        ({"revision": 4, "by": "a", "updated": 99}, {"revision": 3}, None),  # it came back and went on
        ({"revision": 4, "by": "b", "updated": 8}, {"revision": 3}, {"id": "d-9", "revision": 1}),
    ],
)  # fmt: skip
def test_what_a_page_left_behind(stored: Json | None, left: Json, written: Json | None) -> None:
    """It is written over what it goes on from; what another page has written since stays, beside it."""
    record = {"id": "d", "name": "來訪", "by": "a", "updated": 9, **left}
    found = in_node(
        'import { after } from "./src/browser/storage/left-behind.js";',
        "([stored, left]) => after(stored || undefined, left)",
        [stored, record],
    )

    assert (found and {key: found[key] for key in ("id", "revision")}) == written
    assert not found or found["name"] == ("來訪" if found["id"] == "d" else "來訪（離開前未存的）")
