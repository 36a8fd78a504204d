"""What a log looks like where people read it: the table of the .docx, the rows of the .csv.

The browser half, `src/browser/log/shown-table.js`, makes the files. This half works out from the record (header and
entries as JSON) what a file must show, so that an edited cell is found even when the record beside it is whole.
tests/fixtures/log holds both to the same files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handbook.log.chain import Log, short_code

HEADS = ("序", "時間", "已用時", "誰", "事項", "校驗碼")  # of the table
HINT = "時間取自裝置時鐘。每條的校驗碼由前一條算出，改動、刪除或調換都查得出來。"
COLUMNS = {
    "序": "seq", "時間": "at", "時區": "zone", "距上條毫秒": "delta", "已用毫秒": "elapsed", "誰": "who",
    "種類": "kind", "事項": "text", "內容": "value", "備註": "note", "更正第幾條": "refers",
    "前一條校驗碼": "prev", "校驗碼": "hash",
}  # fmt: skip
RECORD_COLUMN = "原始記錄"  # the last column of the .csv
FIRST, LAST = "0", "止"  # how the .csv numbers the rows around the entries

_JS_SPACE = "[\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_NEW_LINE = re.compile(f"{_JS_SPACE}*\n{_JS_SPACE}*")


@dataclass(frozen=True)
class LogLine:
    """A row as it must be shown. `seq` is the number of its entry; 0 for a row of the .csv that is no entry."""

    seq: int
    cells: Mapping[str, str]  # by heading


def title(header: Mapping[str, Any]) -> str:
    """The title above the table: 「【演練】水管爆裂 處置記錄」."""
    what = "執行" if header["run"].startswith("checklist:") else "處置"
    return f"{'【演練】' if header['drill'] else ''}{header['title']} {what}記錄"


def above(log: Log) -> list[str]:
    """The lines above the table."""
    zone = _text(log.entries[0], "zone") if log.entries else ""
    about = (
        f"版本 {log.header['version'] or '未註明'}；編號 {log.header['run']}；時區 {zone}；"
        f"共 {log.count} 條；結尾校驗碼 {short_code(log.head)}"
    )
    return [title(log.header), about, HINT]


def table_lines(log: Log) -> list[LogLine]:
    """The rows of the table."""
    return [LogLine(entry["seq"], dict(zip(HEADS, _cells(entry), strict=True))) for entry in log.entries]


def csv_lines(log: Log) -> list[LogLine]:
    """The rows of the .csv: one for the header, one for each entry, one for the end."""
    version = f"版本 {log.header['version'] or '未註明'}"
    empty = dict.fromkeys(COLUMNS, "")
    first = {**empty, "序": FIRST, "事項": title(log.header), "內容": version, "備註": log.header["run"]}
    last = {**empty, "序": LAST, "事項": f"共 {log.count} 條", "校驗碼": log.head}
    entries = [
        LogLine(entry["seq"], {label: _text(entry, name) for label, name in COLUMNS.items()}) for entry in log.entries
    ]
    return [LogLine(0, first), *entries, *([LogLine(0, last)] if log.count >= 0 else [])]


def _cells(entry: Mapping[str, Any]) -> Sequence[str]:
    at = entry["at"]
    when = f"{at[:10]} {at[11:19]} {at[23:]}"
    return (
        str(entry["seq"]), when, _duration(entry.get("elapsed")), _text(entry, "who"), _told(entry),
        short_code(entry["hash"])[:9],
    )  # fmt: skip


def _told(entry: Mapping[str, Any]) -> str:
    """What an entry says, in one line."""
    return _NEW_LINE.sub("；", "：".join(filter(None, (_text(entry, name) for name in ("text", "value", "note")))))


def _duration(milliseconds: object) -> str:
    seconds = max(0, milliseconds // 1000) if isinstance(milliseconds, int) else 0
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:" * (hours > 0) + f"{rest // 60:02}:{rest % 60:02}"


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return "" if value is None else str(value)
