"""Responses from outside: a sample, a draft exported by the browser, or what a Word file carries.

What comes in is held against the template before anything is made of it. A fault of the file (a field that the template
has not, a number where a list should be) is a diagnostic at its place. Whether the values make sense, the rules say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.model.template import Field, Template
from handbook.reading.json_nodes import PlacedJson, parse_json
from handbook.reading.yaml_nodes import MAX_BYTES, decode_utf8
from handbook.values.typed import clean

MAX_ROWS = 5000
MAX_TEXT = 100_000  # characters of one value
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)


@dataclass
class Response:
    """The values filled into a template."""

    template: str
    version: str
    values: dict[str, Any]
    saved: str = ""  # when it was last saved, if the file says so
    identity: str = ""  # the draft's own id, if the file says so
    kept: dict[str, Any] = field(default_factory=dict)  # by which copies of one draft can be merged; see _kept
    source: PlacedJson = field(default_factory=PlacedJson)

    def as_json(self) -> dict[str, Any]:
        """What is written into a .json file, which the browser reads as a draft."""
        return {"template": self.template, "version": self.version, **self.kept, "values": self.values}


def blank(template: Template) -> Response:
    """A response with nothing in it."""
    return Response(template.id, template.version, {})


def is_id(text: object) -> bool:
    """Whether it can be the id of a draft."""
    return isinstance(text, str) and _ID.fullmatch(text) is not None


def read_bytes(path: Path, limit: int, diagnostics: Diagnostics) -> bytes | None:
    """The file's bytes, if it is an ordinary file of at most `limit` bytes."""
    start = Span(path)
    try:
        if path.exists() and not path.is_file():
            diagnostics.error("not-a-file", start)
            return None
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        diagnostics.error("unreadable-file", start, reason=error.strerror or str(error))
        return None
    if len(content) > limit:
        diagnostics.error("file-too-large", start, megabytes=limit // 1024 // 1024)
        return None
    return content


def read_response(path: Path, template: Template, diagnostics: Diagnostics) -> Response | None:
    """The response in a .json file; None, after recording every fault, when the file has one."""
    parsed = read_json(path, diagnostics)
    return check_response(parsed, template, diagnostics) if parsed is not None else None


def read_json(path: Path, diagnostics: Diagnostics) -> PlacedJson | None:
    """The values in a .json file with their places; None after recording why it cannot be used."""
    content = read_bytes(path, MAX_BYTES, diagnostics)
    text = decode_utf8(content, path, diagnostics) if content is not None else None
    return parse_json(text, path, diagnostics) if text is not None else None


def inline_sample(template: Template, diagnostics: Diagnostics) -> Response | None:
    """The sample that stands in a template's own file; None when there is none, or after recording its faults."""
    if template.sample is None:
        return None
    data = {"template": template.id, "version": template.version, "values": template.sample.values}
    places = {"": template.origin.at("sample"), **template.sample.places}
    return check_response(PlacedJson(data, places), template, diagnostics)


def check_response(parsed: PlacedJson, template: Template, diagnostics: Diagnostics) -> Response | None:
    """A parsed file as a response to `template`; None, after recording every fault, when the file has one."""
    data = parsed.value
    if (
        not isinstance(data, dict)
        or not isinstance(data.get("template"), str)
        or not isinstance(data.get("values"), dict)
    ):
        diagnostics.error("response-shape", parsed.at(""))
        return None
    if data["template"] != template.id:
        diagnostics.error(
            "response-template", parsed.at("template"), found=clean(data["template"])[:60], wanted=template.id
        )  # fmt: skip
        return None
    before = len(diagnostics.errors)
    values = _Fitter(parsed, diagnostics).values(data["values"], template)
    if len(diagnostics.errors) > before:
        return None
    version, saved, identity = (
        data[key] if isinstance(data.get(key), str) else "" for key in ("version", "saved", "id")
    )
    return Response(template.id, version, values, saved, identity, _kept(data, template), parsed)


def _kept(data: Mapping[str, Any], template: Template) -> dict[str, Any]:
    """Where a draft comes from: its line of copies, which copy it is, its values when it came, and from which copy."""
    given = {**data, "lineage": data.get("lineage") or data.get("id")}
    kept: dict[str, Any] = {key: given[key] for key in ("lineage", "draft", "from") if is_id(given.get(key))}
    if isinstance(given.get("received"), dict):
        kept["received"] = known_values(given["received"], template, Diagnostics())
    return kept


def known_values(given: Mapping[str, Any], template: Template, diagnostics: Diagnostics) -> dict[str, Any]:
    """Of values that stand in no file (a Word file carries them) what the template knows; the others are recorded."""
    return _Fitter(PlacedJson(), diagnostics).values(given, template)


class _Fitter:
    """Takes over the values that a template knows, and records the others."""

    def __init__(self, parsed: PlacedJson, diagnostics: Diagnostics) -> None:
        self.parsed = parsed
        self.diagnostics = diagnostics

    def values(self, given: Mapping[str, Any], template: Template) -> dict[str, Any]:
        fields = {field.id: field for field in template.fields}
        result: dict[str, Any] = {}
        for key, value in given.items():
            path = f"values.{key}"
            known = fields.get(key)
            if known is None:
                self.unknown(path, key, fields)
            elif known.type == "rows":
                result[key] = self.rows(known, value, path)
            elif (text := self.text(value, path, key)) is not None:
                result[key] = text
        return result

    def rows(self, field: Field, value: Any, path: str) -> list[dict[str, str]]:
        if not isinstance(value, list):
            self.wrong(path, field.id, Phrase("value-list"))
            return []
        if len(value) > MAX_ROWS:
            self.diagnostics.error("response-rows", self.parsed.at(path), field=path, limit=MAX_ROWS)
            return []
        columns = {column.id: column for column in field.fields}
        found = []
        for index, row in enumerate(value):
            here = f"{path}[{index}]"
            if not isinstance(row, dict):
                self.wrong(here, field.id, Phrase("value-map"))
                continue
            kept = {}
            for key, cell in row.items():
                if key == "_id":
                    if isinstance(cell, str) and len(cell) <= 64:
                        kept[key] = cell
                elif key not in columns:
                    self.unknown(f"{here}.{key}", key, columns)
                elif (text := self.text(cell, f"{here}.{key}", key)) is not None:
                    kept[key] = text
            found.append(kept)
        return found

    def text(self, value: Any, path: str, key: str) -> str | None:
        """A value as text, null as blank; None, after recording it, for what is no text or number, or too long."""
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            self.wrong(path, key, Phrase("value-text"))
            return None
        text = value if isinstance(value, str) else f"{value:.15g}" if isinstance(value, float) else str(value)
        if len(text) > MAX_TEXT:
            self.diagnostics.error("response-text", self.parsed.at(path), field=path, limit=MAX_TEXT)
            return None
        return text

    def wrong(self, path: str, key: str, expected: Phrase) -> None:
        self.diagnostics.error("response-type", self.parsed.at(path), field=path, expected=expected)

    def unknown(self, path: str, key: str, known: Mapping[str, Field]) -> None:
        near = closest(key[:60], known)
        self.diagnostics.error("response-field", self.parsed.at(path), suggestion=near, field=clean(path)[:200])
