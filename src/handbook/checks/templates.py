"""Can a template be filled in, printed and put into a calendar?"""

from __future__ import annotations

from collections.abc import Iterable

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.handbook import Handbook
from handbook.model.template import Event, Field, Template
from handbook.values import typed

_TIMES = ("date", "date-time", "time-span")  # what an entry of a calendar begins and ends with


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record what is wrong with the fields, layouts and calendar entries of each template."""
    for template in handbook.templates.values():
        _check_ids(template, diagnostics)
        for key in ("title", "sections"):
            if not getattr(template, key):
                diagnostics.error("missing-key", template.origin.at(key), key=key)
        _check_fields(template.fields, diagnostics)
        _check_layouts(template, diagnostics)
        for event in template.calendar:
            _check_event(event, template, diagnostics)


def _check_ids(template: Template, diagnostics: Diagnostics) -> None:
    """Record ids that two fields share; where a group brings the second one, the section that uses the group."""
    seen: dict[str, Span] = {}
    for section in template.sections:
        for field in section.fields:
            place = field.origin.at("id")
            if place.path != template.path:
                place = section.origin.at("use")
            first = seen.setdefault(field.id, place)
            if first != place:
                diagnostics.error("duplicate-id", place, id=field.id, line=first.line)


def _check_fields(fields: Iterable[Field], diagnostics: Diagnostics, inside: bool = False) -> None:
    for field in fields:
        place = field.origin.at("type")
        if field.type == "choice" and not field.choices:
            diagnostics.error("choice-without-choices", place, field=field.id)
        if field.min and field.max and float(field.min) > float(field.max):
            where = field.origin.at("min")
            diagnostics.error("min-above-max", where, field=field.id, min=field.min, max=field.max)
        if inside and field.default:
            diagnostics.error("column-default", field.origin.at("default"), field=field.id)
        for key in ("default", "example"):  # readers copy examples
            value = getattr(field, key)
            if value and not _fits(field, value):
                diagnostics.error("bad-default", field.origin.at(key), field=field.id, value=value)
        if field.type == "rows":
            if inside:
                diagnostics.error("nested-rows", place, field=field.id)
            elif not field.fields:
                diagnostics.error("columns-missing", place, field=field.id)
            _check_fields(field.fields, diagnostics, inside=True)


def _check_layouts(template: Template, diagnostics: Diagnostics) -> None:
    """Record an extract that stands first, `sections` and `each` that name nothing, and a `sort` by no time."""
    if template.layouts and template.layouts[0].is_extract:
        diagnostics.error("extract-first", template.layouts[0].origin.span, layout=template.layouts[0].id)
    columns = [f"{field.id}.{column.id}" for field in template.fields for column in field.fields]
    times = [
        f"{field.id}.{column.id}"
        for field in template.fields
        for column in field.fields
        if column.type in typed.DATE_TYPES
    ]
    sections = [section.id for section in template.sections]
    for layout in template.layouts:
        if layout.file and layout.sections:
            diagnostics.error("layout-sections", layout.origin.at("sections"))
        for number, section in enumerate(layout.sections):
            if section not in sections:
                place, near = layout.origin.at(f"sections[{number}]"), closest(section, sections)
                diagnostics.error("layout-section", place, suggestion=near, section=section)
        if layout.each and layout.each not in ("person", *columns):
            near = closest(layout.each, ("person", *columns))
            diagnostics.error("layout-each", layout.origin.at("each"), suggestion=near, each=layout.each)
        for column in layout.sort:
            if column not in times or not layout.is_extract:
                near = closest(column, times)
                diagnostics.error("layout-sort", layout.origin.at("sort"), suggestion=near, column=column)


def _check_event(event: Event, template: Template, diagnostics: Diagnostics) -> None:
    """Record names in a calendar entry that are no fields, or fields that hold no time."""
    own = {field.id: field for field in template.fields}
    fields = own
    if event.rows:
        rows = own.get(event.rows)
        if rows is None or rows.type != "rows":
            lists = [field.id for field in template.fields if field.type == "rows"]
            _unknown(event, "rows", event.rows, lists, template, diagnostics)
            return
        fields = {column.id: column for column in rows.fields}
    for key in ("start", "end", "summary", "place", "people", "details"):
        value = getattr(event, key)
        named = [(key, value)] if isinstance(value, str) else [(f"{key}[{at}]", one) for at, one in enumerate(value)]
        for where, name in named:
            found = fields.get(name) if name else None
            if name and found is None:
                _unknown(event, where, name, fields, template, diagnostics)
            elif found is not None and key in ("start", "end") and found.type not in _TIMES:
                place = event.origin.at(where)
                diagnostics.error("calendar-field", place, field=name, found=found.type, wanted=" / ".join(_TIMES))


def _unknown(
    event: Event, key: str, name: str, known: Iterable[str], template: Template, diagnostics: Diagnostics
) -> None:
    near = closest(name, known)
    diagnostics.error("unknown-field", event.origin.at(key), suggestion=near, field=name, template=template.id)


def _fits(field: Field, value: str) -> bool:
    if field.type == "choice":
        return value in [choice.value for choice in field.choices]
    return typed.parse(field.type, value)[0] is not None
