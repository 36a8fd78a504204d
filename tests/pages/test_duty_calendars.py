"""Duties that come again: what their words say, the calendar file of a post, the charts for the wall."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.rrule import rrulestr

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook
from handbook.pages.compiled.tables import TABLES
from handbook.pages.compiled.wall_chart import wall_sheets
from handbook.pages.views.duty_calendar import calendar_files
from handbook.pages.views.role import role_view
from handbook.reading.loader import load
from handbook.values.recurring_times import recurring_time
from support import write_files

SHANGHAI = ZoneInfo("Asia/Shanghai")
FILES = {
    "mkdocs.yml": "site_name: 測試手冊\nplugins:\n  - handbook\n",
    "docs/index.md": "# 首頁\n",
    "docs/driver.md": (
        "---\nkind: role\nid: driver\ntitle: 司機\nunit: 車隊\nversion: '1.0'\neffective: 2026-12-02\n---\n# 司機\n\n## 職責 {#duties}\n\n"
        "1. 加油，見{{ ref(\"driver#file\") }}。{#refuel when=\"每週二、週五上午 9:00–10:00\"}\n"
        "2. 報送登記表。{#file when=\"每月 25 日前\" to=clerk}\n3. 巡查。{#patrol when=每週}\n4. 接客。{#guest when=有客人時}\n"
        "5. 收車。{#park when=每晚}\n"
    ),
    "docs/clerk.md": (
        "---\nkind: role\nid: clerk\ntitle: 科員\nunit: 車隊\n---\n# 科員\n\n## 職責 {#duties}\n\n"
        "1. 巡查。{#patrol when=每週}\n2. 立卷。{#archive when=上半年}\n3. 盤點。{#count when=每年6月底}\n"
    ),
    "docs/guard.md": "---\nkind: role\nid: guard\ntitle: 門衛\nunit: 傳達室\n---\n# 門衛\n\n## 職責 {#duties}\n\n1. 登記。{#log when=每班}\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    diagnostics = Diagnostics()
    loaded = load(write_files(tmp_path_factory.mktemp("duties"), FILES), diagnostics=diagnostics)
    assert [one.render("en") for one in diagnostics.errors] == []
    return loaded


@pytest.mark.parametrize(
    ("when", "rule", "hours"),
    [
        ("每日", "FREQ=DAILY", ("", "")),
        ("每天上午 10:00 前", "FREQ=DAILY", ("10:00", "")),
        ("每晚", "FREQ=DAILY", ("", "")),
        ("每星期一和星期五下午3點", "FREQ=WEEKLY;BYDAY=MO,FR", ("15:00", "")),
        ("每週日", "FREQ=WEEKLY;BYDAY=SU", ("", "")),
        ("每個月 5 日", "FREQ=MONTHLY;BYMONTHDAY=5", ("", "")),
        ("月末", "FREQ=MONTHLY;BYMONTHDAY=-1", ("", "")),
        ("每季度末", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", ("", "")),
        ("年底", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1", ("", "")),
        ("每年 3 月 12 日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=12", ("", "")),
    ],
)
def test_a_time_that_says_its_day(when: str, rule: str, hours: tuple[str, str]) -> None:
    """The rule of RFC 5545 and the hours, if any."""
    found = recurring_time(when)
    assert found
    assert (found.rule, (found.start, found.end)) == (rule, hours)


@pytest.mark.parametrize(
    "when",
    ["", "隨時", "每週", "每月", "每年", "每季", "每月兩次", "每週至少一次", "每班", "下班後", "每日下班後", "每個上班日提前 30 分鐘",
     "每日、每週、每月", "每月，按規定時間", "每季度評定後", "上半年", "每月初", "每月 31 日", "每月 0 日", "每年 2 月 29 日", "每天 25:00",
     "每日 22:00–6:00", "每小時", "每天早上"],
)  # fmt: skip
def test_a_time_that_leaves_the_day_open_is_not_guessed(when: str) -> None:
    """No weekday, no roster, a day that some months do not have, more than the words of a day and an hour."""
    assert recurring_time(when) is None


def test_a_post_has_a_calendar_that_another_program_reads(handbook: Handbook) -> None:
    """The days are those of the words, from the day on which the duties hold; times are those of Shanghai."""
    files = calendar_files(handbook)
    assert sorted(files) == ["calendars/clerk.ics", "calendars/driver.ics"]
    content = files["calendars/driver.ics"]
    found = {str(one["uid"]): one for one in icalendar.Calendar.from_ical(content).walk("VEVENT")}

    assert list(found) == ["driver-refuel@handbook", "driver-file@handbook", "driver-park@handbook"]
    refuel, file = found["driver-refuel@handbook"], found["driver-file@handbook"]
    assert str(refuel["summary"]) == "加油，見《司機》職責2"
    assert refuel.decoded("dtstart") == datetime(2026, 12, 4, 9, tzinfo=SHANGHAI)
    assert refuel.decoded("dtend") - refuel.decoded("dtstart") == timedelta(hours=1)
    assert file.decoded("dtstart") == date(2026, 12, 25)
    assert str(file["description"]) == "時間：每月 25 日前\n報給：科員\n依據：《司機》職責2（1.0版）"
    assert next(one for one in found.values()).decoded("dtstamp").date() == date(2026, 12, 2)
    days = rrulestr(refuel["rrule"].to_ical().decode(), dtstart=datetime(2026, 12, 4, tzinfo=SHANGHAI))
    assert [day.date().isoformat() for day in days[:3]] == ["2026-12-04", "2026-12-08", "2026-12-11"]
    assert content == calendar_files(handbook)["calendars/driver.ics"]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    ends = icalendar.Calendar.from_ical(files["calendars/clerk.ics"]).walk("VEVENT")[0]
    assert ends.decoded("dtstart") == date(2026, 6, 30)


def test_what_is_not_in_the_calendar_is_said(handbook: Handbook) -> None:
    """On the page of the post and in the table of calendars; a duty that waits for an event is no part of the count."""
    shown = role_view(handbook, handbook.roles["driver"])
    assert shown.calendar
    assert (shown.calendar.title, shown.calendar.url) == ("日曆檔（3 件）", "calendars/driver.ics")
    assert shown.not_in_calendar == "1 件沒有寫明哪一天，不在日曆裡：「每週」"
    assert role_view(handbook, handbook.roles["guard"]).calendar is None
    rows = TABLES["calendars"](handbook).groups[0].rows
    assert [[cell[0].title for cell in row] for row in rows] == [
        ["科員", "日曆檔（1 件）", "2 件沒有寫明哪一天，不在日曆裡：「每週」、「上半年」"],
        ["司機", "日曆檔（3 件）", "1 件沒有寫明哪一天，不在日曆裡：「每週」"],
    ]


def test_each_department_has_a_sheet_for_the_wall(handbook: Handbook) -> None:
    """Written days are dots, periods are bars; what two posts do at the same time is one row; small ones share a sheet.

    A post that some may not know of is on none.
    """
    fleet, others = wall_sheets(handbook)
    assert (fleet.title, others.title, others.count) == ("車隊", "其他部門", 1)
    rows = {row.what: row for band in fleet.bands for row in band.rows}
    assert [band.title for band in fleet.bands] == ["每天", "每週", "每月", "每年"]
    assert rows["巡查"].who == ("科員", "司機")
    drawn = {what: [(cell.kind, cell.span) for cell in row.cells] for what, row in rows.items()}
    assert drawn == {
        "收車": [],
        "加油，見《司機》職責2": [("", 1), ("day", 1), ("", 2), ("day", 1), ("", 2)],
        "巡查": [("period", 7)],
        "報送登記表": [("", 24), ("day", 1), ("", 7)],
        "盤點": [("", 5), ("day", 1), ("", 6)],
        "立卷": [("period", 6), ("", 6)],
    }
    assert [row.what for row in fleet.bands[1].rows] == ["加油，見《司機》職責2", "巡查"]
