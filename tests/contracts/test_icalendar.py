"""Calendars of filled templates: read back by another program, the same from Python and from the browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents.icalendar import calendar, people
from handbook.model.handbook import Facts
from handbook.model.template import Template
from handbook.reading.loader import load
from handbook.site.manifest import definition
from handbook.site.manifest import events as calendar_events
from handbook.values.identities import Register
from javascript import in_node
from support import MINIMAL_CONFIG, ROOT, run_handbook, said, write_files

FIXTURES = ROOT / "tests/fixtures/icalendar"
CASES: list[dict[str, Any]] = json.loads((FIXTURES / "cases.json").read_text("utf-8"))
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    names = ("template.yml", "form.md.jinja")
    files = {f"templates/sample-visit/{name}": (FIXTURES / name).read_bytes() for name in names}
    root = write_files(
        tmp_path_factory.mktemp("site"), {"mkdocs.yml": MINIMAL_CONFIG, "docs/index.md": "# 手冊", **files}
    )
    diagnostics = Diagnostics(root)
    found = load(root, diagnostics=diagnostics).templates["sample-visit"]
    assert diagnostics.errors == []
    return found


def made(template: Template, case: dict[str, Any]) -> bytes:
    more = {key: case[key] for key in ("person", "saved", "identity") if key in case}
    return calendar(template, case["values"], **more)[0]


def events(content: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def by_name(name: str) -> dict[str, Any]:
    return next(case for case in CASES if case["name"] == name)


def test_another_program_reads_what_was_written(template: Template) -> None:
    """Times in Asia/Shanghai, texts whole, days with an end that is not part of them."""
    found = {str(event["summary"]): event for event in events(made(template, by_name("a visit")))}

    assert list(found) == ["座談", "結束比開始早", "沒有編號的列", "迎接來賓", "來訪期間 省廳來訪"]
    talk = found["座談"]
    assert talk.decoded("dtstart") == datetime(2026, 10, 5, 10, 0, tzinfo=SHANGHAI)
    assert talk.decoded("dtend") == datetime(2026, 10, 5, 11, 30, tzinfo=SHANGHAI)
    assert talk.decoded("dtstart").utcoffset() == timedelta(hours=8)
    assert str(talk["location"]) == "第一會議室"
    assert str(talk["description"]) == "承辦人：錢承辦、趙陪同"
    assert [alarm.decoded("trigger") for alarm in talk.walk("VALARM")] == [timedelta(minutes=-15)]
    assert found["結束比開始早"].decoded("dtstart").hour == 9
    assert "dtend" not in found["結束比開始早"]  # an end before the begin would make the file invalid
    days = found["來訪期間 省廳來訪"]
    assert (days.decoded("dtstart"), days.decoded("dtend")) == (date(2026, 10, 5), date(2026, 10, 7))


def test_what_has_no_time_is_named(template: Template) -> None:
    """It is in no calendar, and somebody must know."""
    _, untimed = calendar(template, by_name("a visit")["values"])

    assert [one.path for one in untimed] == ["agenda[1].start"]
    assert [one.path for one in calendar(template, {"title": "x"})[1]] == ["greet_at", "first_day"]


def test_a_time_span_is_begin_and_end(template: Template) -> None:
    """Also over midnight; one that is not understood is named."""
    case = by_name("time spans")

    found = [(one.decoded("dtstart"), one.decoded("dtend")) for one in events(made(template, case))]
    assert found == [
        (datetime(2026, 12, 8, 9, 0, tzinfo=SHANGHAI), datetime(2026, 12, 8, 11, 30, tzinfo=SHANGHAI)),
        (datetime(2026, 12, 8, 22, 0, tzinfo=SHANGHAI), datetime(2026, 12, 9, 2, 0, tzinfo=SHANGHAI)),
    ]
    assert "bookings[2].used" in [one.path for one in calendar(template, case["values"])[1]]


def test_one_person_gets_only_what_concerns_them(template: Template) -> None:
    """Also when several are named in one cell; a longer name is another person."""
    case = by_name("a visit, one person")

    assert [str(event["summary"]) for event in events(made(template, case))] == ["座談", "迎接來賓"]
    assert people(template, case["values"]) == ["錢承辦", "趙陪同", "趙陪同人"]


def test_identifiers_stay_and_sequence_rises(template: Template) -> None:
    """A calendar that imports the plan again updates its events instead of doubling them."""
    case = by_name("a visit")
    first = events(made(template, case))
    changed = json.loads(json.dumps(case))
    changed["values"]["title"] = "改了名稱"
    changed["values"]["agenda"].insert(0, {"_id": "new", "start": "2026-10-05T08:00", "what": "早會"})
    changed["saved"] = "2026-11-24T10:30:00+08:00"
    again = {str(event["uid"]): event for event in events(made(template, changed))}

    with_ids = [event for event in first if str(event["summary"]) != "沒有編號的列"]
    assert all(str(event["uid"]) in again for event in with_ids)
    assert len({str(event["uid"]) for event in first}) == len(first)
    assert all(again[str(event["uid"])]["sequence"] > event["sequence"] for event in with_ids)
    other = events(made(template, {**case, "identity": "another draft"}))
    assert not {str(event["uid"]) for event in other} & {str(event["uid"]) for event in first}
    # Two of a kind that nobody gave an identity or a title are two: the second does not overwrite the first.
    times = ("2026-10-05T09:00", "2026-10-06T09:00")
    nameless = [events(calendar(template, {"greet_at": at})[0])[0]["uid"] for at in times]
    assert nameless[0] != nameless[1]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_form_of_the_file(template: Template, case: dict[str, Any]) -> None:
    """CRLF, at most 75 octets a line, no character cut, no line of a value's making."""
    content = made(template, case)

    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode("utf-8")
    assert lines.count(b"BEGIN:VCALENDAR") == lines.count(b"END:VCALENDAR") == lines.count(b"BEGIN:VTIMEZONE") == 1
    assert lines.count(b"BEGIN:VEVENT") == len(events(content))
    assert content == made(template, case)


def test_characters_with_a_meaning_come_back(template: Template) -> None:
    case = by_name("characters with a meaning, long lines, several lines")
    row = case["values"]["agenda"][0]
    [event] = events(made(template, case))

    assert str(event["summary"]) == row["what"]
    assert str(event["location"]) == row["place"]
    assert str(event["description"]) == "承辦人：王\n備註：第一行 第二行 BEGIN:VEVENT END:VCALENDAR"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(), st.text(), st.text())
def test_any_text_survives(template: Template, what: str, place: str, saved: str) -> None:
    """Whatever is typed: the file is read back, with one event."""
    row = {"_id": place, "start": "2026-10-05T10:00", "what": what, "place": place, "owner": what}
    content, _ = calendar(template, {"title": what, "agenda": [row]}, saved=saved, identity=place)

    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert len(events(content)) == 1


def test_the_browser_writes_the_same_bytes(template: Template) -> None:
    """One fixture, two languages."""
    keys = ("person", "saved", "identity")
    found = in_node(
        'import { calendarOf } from "./src/browser/documents/icalendar.js";',
        "([definition, cases]) => cases.map(({ values, ...options }) => calendarOf(definition, values, options))",
        [{**definition(template), "events": calendar_events(template)}, CASES],
    )

    for case, theirs in zip(CASES, found, strict=True):
        content, untimed = calendar(template, case["values"], **{key: case[key] for key in keys if key in case})
        ours = {"text": content.decode(), "untimed": [one.path for one in untimed]}
        assert theirs == ours, case["name"]


def test_one_calendar_for_one_person_however_the_name_is_written(template: Template) -> None:
    """As the rules know people: in the list of names, and in what each of them is given, in both languages."""
    owners = ("王秀英", "王主任", "李四 王秀英", "李四")
    rows = [{"_id": f"a{n}", "start": "2026-10-05T10:00", "what": str(n), "owner": who} for n, who in enumerate(owners)]
    values = {"greeter": "王秀英（主任）", "agenda": rows}
    register = Register(Facts(people={"王秀英": ("主任",)}))
    listed = people(template, values, register)
    content, _ = calendar(template, values, person="王主任", register=register)
    theirs = in_node(
        'import { calendarOf, calendarPeople } from "./src/browser/documents/icalendar.js";'
        'import { Register } from "./src/browser/values/identities.js";',
        """([definition, values]) => { const known = new Register({ people: { 王秀英: ["主任"] } });
          const named = (text) => known.written(text);
          return [calendarPeople(definition, values, named), calendarOf(definition, values, { person: "王主任", named }).text]; }""",
        [{**definition(template), "events": calendar_events(template)}, values],
    )

    assert sorted(listed) == ["李四", "王秀英"]
    assert sorted(theirs[0]) == sorted(listed)
    assert [str(event["summary"]) for event in events(content)] == ["0", "1", "2"]
    assert theirs[1] == content.decode()


# ── the command, and the template's definition ──


def test_fill_writes_calendars_for_all_and_for_one(tmp_path: Path) -> None:
    """The reception plan's sample: everything, and what one driver must know."""
    sample = "templates/reception-plan/samples/visit.json"
    done = run_handbook("fill", "reception-plan", sample, "-o", tmp_path / "all.ics")
    assert done.returncode == 0, said(done)
    assert (
        run_handbook("fill", "reception-plan", sample, "-o", tmp_path / "one.ics", "--person", "褚司機").returncode == 0
    )
    nobody = run_handbook("fill", "reception-plan", sample, "-o", tmp_path / "none.ics", "--person", "褚司")

    every, one = (events((tmp_path / name).read_bytes()) for name in ("all.ics", "one.ics"))
    assert len(every) > len(one) > 0
    assert {str(event["uid"]) for event in one} < {str(event["uid"]) for event in every}
    assert all("褚司機" in str(event["description"]) for event in one)
    assert nobody.returncode == 1
    assert '"褚司機"' in nobody.stderr
    assert not (tmp_path / "none.ics").exists()


def test_a_template_without_a_calendar_says_so(make_site: Callable[..., Path]) -> None:
    text = (FIXTURES / "template.yml").read_text("utf-8").partition("calendar:")[0]
    root = make_site(
        {
            "docs/index.md": "# 手冊",
            "templates/sample-visit/template.yml": text,
            "templates/sample-visit/form.md.jinja": (FIXTURES / "form.md.jinja").read_bytes(),
        }
    )
    done = run_handbook("fill", "sample-visit", "-o", "x.ics", cwd=root)

    assert done.returncode == 1
    assert "calendar" in done.stderr
