"""Times in a row that lack what the row, or the one above, gives. Run in the browser's own module."""

from __future__ import annotations

from javascript import in_node

IMPORT = 'import { clearedTimes, lastMoment } from "./src/browser/values/row-times.js";'
# start and end as typed, what is before, start and end as they become clear
CASES: list[tuple[str, str, str, str, str]] = [
    ("10:30", "", "2026-12-08", "2026-12-08T10:30", ""),
    ("10點半", "", "2026-12-08T09:30", "2026-12-08T10:30", ""),
    ("2026-12-09 08:30", "9:20", "2026-12-08T17:00", "", "2026-12-09T09:20"),
    ("8:30", "9:20", "2026-12-08T17:00", "2026-12-08T08:30", "2026-12-08T09:20"),
    ("2026年12月8日9:00–10:30", "", "", "2026-12-08T09:00", "2026-12-08T10:30"),
    ("9:00-10:30", "", "2026-12-08T08:00", "2026-12-08T09:00", "2026-12-08T10:30"),
    ("9:00-10:30", "2026-12-08T11:00", "2026-12-08T08:00", "", ""),  # an end is there already
    ("2026-12-08 09:00", "半小時", "", "", "2026-12-08T09:30"),
    ("2026-12-08 09:00", "一個半小時", "", "", "2026-12-08T10:30"),
    ("9:00", "40分鐘", "2026-12-08", "2026-12-08T09:00", "2026-12-08T09:40"),
    ("半小時", "", "2026-12-08T10:30", "2026-12-08T10:30", "2026-12-08T11:00"),
    ("半小時", "", "2026-12-08", "", ""),  # nobody knows from when
    ("10:30", "", "", "", ""),
    ("上午", "", "2026-12-08T09:00", "", ""),
    ("25:00", "", "2026-12-08T09:00", "", ""),
    ("2026-12-08 23:30", "一小時", "", "", "2026-12-09T00:30"),
]


def test_the_day_and_the_end_come_from_the_row_or_the_one_above() -> None:
    """A time alone, a span in one field, and a duration; never a guess where nothing gives the day."""
    run = """cases => cases.map(([start, end, before]) => {
        const cells = clearedTimes(["start", "end"], { start, end }, before);
        return [cells.start || "", cells.end || ""];
    })"""
    found = in_node(IMPORT, run, [case[:3] for case in CASES])

    assert [(*case[:3], *answer) for case, answer in zip(CASES, found, strict=True)] == CASES


def test_the_last_moment_of_a_row() -> None:
    """The end, or the start where no end is understood."""
    run = "rows => rows.map((row) => lastMoment(['start', 'end'], row))"
    rows = [
        {"start": "2026-12-08T09:00", "end": "2026-12-08T10:00"},
        {"start": "2026-12-08T09:00", "end": "下午"},
        {"start": ""},
    ]

    assert in_node(IMPORT, run, rows) == ["2026-12-08T10:00", "2026-12-08T09:00", ""]
