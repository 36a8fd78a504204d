"""What the rules of a template find in a response, as diagnostics."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from handbook.model.template import Template
from handbook.rules.checking import Checker
from handbook.rules.response import Response


def record_findings(
    handbook: Handbook, template: Template, response: Response, diagnostics: Diagnostics, file: Path | None = None
) -> None:
    """Record what the rules find in the response.

    file: the Word file that was read back, whose places have no lines; by default places are those of the response's
    .json.
    """
    for found in Checker(template, handbook.facts).check(response.values):
        path = f"values.{found.field}" if found.field else "values"
        span = Span(file, 0) if file is not None else response.source.at(path)
        shown = _label(template, found.field) if file is not None else path
        cited = f"〔{citation}〕" if (citation := _citation(handbook, found.cite)) else ""
        stop = "" if found.message.endswith(("。", "？", "！")) else "。"
        finding = f"{found.message}{stop}{found.fix}{cited}"
        record = diagnostics.error if found.severity == "error" else diagnostics.warning
        record("finding", span, field=shown, finding=finding, rule=found.code)


def _citation(handbook: Handbook, reference: str) -> str:
    """The clause a rule cites, such as 《國內公務接待規定》第十條; "" when there is none."""
    found = handbook.clause(reference) if reference else None
    return f"《{found[0].title}》{found[1].label}" if found else ""


def _label(template: Template, path: str) -> str:
    """What a reader calls the field at `path`: guests[1].room is 來賓第2列的房號."""
    found = re.fullmatch(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?", path)
    known = next((field for field in template.fields if found and field.id == found[1]), None)
    if found is None or known is None:
        return path or template.title
    column = known.column(found[3] or "")
    row = f"第{int(found[2]) + 1}列" if found[2] else ""
    return known.label + row + (f"的{column.label}" if column else "")
