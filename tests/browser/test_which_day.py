"""Dates that were not written out: which day is meant. Run in the browser's own module."""

from __future__ import annotations

from javascript import in_node

IMPORT = 'import { today, whichDay } from "./src/browser/values/which-day.js";'
# type, text, first day of the plan, today, canonical
CASES: list[tuple[str, str, str, str, str | None]] = [
    ("date-time", "10月5日上午9點半", "", "2026-09-01", "2026-10-05T09:30"),
    ("date-time", "1月5日9:00", "", "2026-12-20", "2027-01-05T09:00"),
    ("date-time", "12月20日9:00", "", "2026-12-30", "2026-12-20T09:00"),
    ("date-time", "1月2日9:00", "2026-12-30", "2026-06-01", "2027-01-02T09:00"),
    ("date-time", "2月29日9:00", "", "2027-12-01", "2028-02-29T09:00"),
    ("date-time", "10.5 9:30", "", "2026-09-01", "2026-10-05T09:30"),
    ("date", "10月5日（星期一）", "", "2026-09-01", "2026-10-05"),
    ("date", "10月5日（星期二）", "", "2026-09-01", None),  # 2027 would fit, but is not meant
    ("date-time", "26年10月5日9:30", "", "2026-09-01", "2026-10-05T09:30"),
    ("date-time", "'26-10-5 9:30", "", "2026-09-01", "2026-10-05T09:30"),
    ("date-time", "10/5/26 9:30", "", "2026-09-01", None),  # the year may be the last of the three
    ("date-time", "明天上午9點半", "", "2026-12-31", "2027-01-01T09:30"),
    ("date-time", "今晚8點", "", "2026-11-28", "2026-11-28T20:00"),
    ("date-time", "大後天9:30", "2031-01-01", "2026-11-28", "2026-12-01T09:30"),
    ("date", "昨日", "", "2026-03-01", "2026-02-28"),
    ("date", "下周一", "", "2026-11-29", "2026-11-30"),  # a Sunday
    ("date", "本週日", "", "2026-11-28", "2026-11-29"),
    ("date", "上個星期五", "", "2026-11-28", "2026-11-20"),
    ("date", "明年1月5日", "", "2026-11-28", "2027-01-05"),
    ("time-span", "明天9:00–11:30", "", "2026-11-28", "2026-11-29T09:00/2026-11-29T11:30"),
    ("date-time", "10月5日", "", "2026-09-01", None),
    ("date-time", "明天", "", "2026-09-01", None),
    ("date-time", "2月30日9:00", "", "2026-09-01", None),
    ("date-time", "上午", "", "2026-09-01", None),
]


def test_which_day_is_meant() -> None:
    """The coming one, or the one closest to the plan; never when more is missing than the day."""
    run = "cases => cases.map(([type, text, near, day]) => whichDay(type, text, near, Date.parse(`${day}T00:00:00Z`)))"
    found = in_node(IMPORT, run, [case[:4] for case in CASES])

    assert [(*case[:4], day) for case, day in zip(CASES, found, strict=True)] == CASES


def test_today_is_the_day_on_the_readers_wall() -> None:
    """In China it is already tomorrow while it is evening in Greenwich."""
    run = """now => {
      process.env.TZ = "Asia/Shanghai";
      const Real = Date;
      globalThis.Date = class extends Real { constructor() { super(now); } };
      return new Real(today()).toISOString().slice(0, 10);
    }"""

    assert in_node(IMPORT, run, "2026-11-28T20:00:00Z") == "2026-11-29"
