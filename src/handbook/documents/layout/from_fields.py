"""A layout without a file: its source is made from the template's sections and fields.

What comes out is text in the language of layout files, so that the rest of the way is the same for both. A paper has
one of two shapes:

- A form, register or extract has the labels and blanks of its sections in one grid, and a table for each list. Above
  a list, a few fields stand in lines instead (`單位：…　登記人：…`).
- A plan or report is a text by GB/T 9704-2012: headings numbered 一、, paragraphs, the unit and the date at the foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from handbook.documents.blocks import blank_width
from handbook.model.template import Field, Layout, Section, Template

_UPRIGHT, _ACROSS = 42, 68  # characters of 10.5 pt that a line of a table holds
_UPRIGHT_TEXT, _ACROSS_TEXT = 28, 45  # characters of 16 pt that a line of text holds
_MOST_LINES = 3  # that fields above or below a list may take as text
_OPTIONS, _OPTIONS_TEXT = 5, 24  # choices, and their characters, that a cell has room for in two lines
_SIGNATURES = 3  # from how many on signatures stand side by side
_MARKS = re.compile(r"([\\{}*`|#+-]|(?<=^[0-9])\.)")  # what would be more than a character in a layout
_TIMES = ("date", "date-time", "time-span")

_Part = tuple[Section, Field]


def source_of(template: Template, layout: Layout) -> str:
    """The source of a layout that has no file, in the language of layout files."""
    return _Paper(template, layout).source()


def is_landscape(template: Template, layout: Layout) -> bool:
    """Whether the paper lies across: as the layout says, else because a list has more than an upright line holds.

    A plan or report without a word on it stays upright.
    """
    if layout.landscape is not None or layout.file or _is_text(template, layout):
        return bool(layout.landscape)
    lists = (field for _, field in _parts(template, layout) if field.type == "rows")
    return any(sum(map(_column_width, _printed(rows.fields))) > _UPRIGHT for rows in lists)


def value_width(field: Field, style: str = "") -> int:
    """Characters that a value of the field is likely to take on paper, printed in that style."""
    if field.type == "choice":
        return max((len(choice.label or choice.value) for choice in field.choices), default=4)
    if field.type == "date-time" and style in ("time", "short", "date"):
        return {"time": 3, "short": 6, "date": 7}[style]
    if field.type == "time-span" and style in ("time", "short", "date"):
        return {"time": 6, "short": 9, "date": 7}[style]
    if field.type == "date" and style == "short":
        return 5
    if field.type == "computed" and field.unit:
        return blank_width("money")
    return blank_width(field.type)


def options_to_tick(field: Field) -> str:
    """The choices of a field as boxes on a blank paper, such as □是　□否; "" when they are many or long."""
    options = [f"□{choice.label or choice.value}" for choice in field.choices]
    text = "\u3000".join(options)
    return text if field.type == "choice" and len(options) <= _OPTIONS and len(text) <= _OPTIONS_TEXT else ""


class _Paper:
    """Writes the source of one layout."""

    def __init__(self, template: Template, layout: Layout) -> None:
        self.template = template
        self.layout = layout
        self.parts = list(_parts(template, layout))
        self.landscape = is_landscape(template, layout)
        self.lists = [field for _, field in self.parts if field.type == "rows"]
        self.in_grid = False  # whether a grid was written

    def source(self) -> str:
        """The whole source."""
        if _is_text(self.template, self.layout):
            parts = self._text()
        else:
            name = self.layout.title if self.layout.is_extract else self.template.title
            parts = [f"# {'{{ each }}　' if self.layout.each else ''}{_plain(name)}", *self._form()]
        note = self.layout.note or self.template.note
        parts += (f"{_plain(line)}\n{{: .note}}" for line in note.split("\n") if line.strip())
        return "\n\n".join(parts) + "\n"

    # ── forms, registers, extracts ──

    def _form(self) -> Iterator[str]:
        for is_list, parts in groupby(self.parts, lambda part: part[1].type == "rows"):
            for run in [[part] for part in parts] if is_list else _apart(list(parts)):
                yield from self._list(run[0][1]) if is_list else self._run(run)

    def _run(self, run: Sequence[_Part]) -> Iterator[str]:
        """Fields that follow one another without a list between them."""
        fields = [field for _, field in run]
        if all(field.type == "signature" for field in fields) and len(fields) >= _SIGNATURES:
            yield _table([_label(one) for one in fields], [f"{{{{ {one.id} }}}}" for one in fields])
            return
        if any(map(_is_main, self.lists)) and not any(field.type == "signature" for field in fields):
            room = _ACROSS_TEXT if self.landscape else _UPRIGHT_TEXT
            sections = [[field for _, field in parts] for _, parts in groupby(run, lambda part: part[0])]
            lines = [line for one in sections for line in _lines(one, room)]
            if len(lines) <= _MOST_LINES:
                yield from (f"{line}\n{{: .no-indent}}" for line in lines)
                return
        self.in_grid = True
        yield _grid(run)

    def _list(self, rows: Field, *, named: bool = False) -> Iterator[str]:
        """The table of a list, under its label; unless it is named already, or the one list of the paper."""
        columns = list(_printed(rows.fields))
        cells = [f"{{{{ row.{one.id}{self._style(one)} }}}}" for one in columns]
        table = _table(
            ["序號", *map(_label, columns)],
            [f"{{% for row in {rows.id} %}}", "{{ loop.index }}", *cells, "{% endfor %}"],
        )
        caption = (
            [f"{_plain(rows.label)}\n{{: .no-indent}}"] if (len(self.lists) > 1 or self.in_grid) and not named else []
        )
        if _is_main(rows):
            yield from (*caption, table)
        else:
            yield "\n\n".join([f"{{% when {rows.id} %}}", *caption, table, "{% endwhen %}"])

    def _style(self, column: Field) -> str:
        """How a column is printed: on a paper that lies across, times go without the year that stands elsewhere."""
        if not self.landscape or column.type not in _TIMES:
            return ""
        said = any(field.type in _TIMES or field.id == "year" for _, field in self.parts)
        crowded = any(sum(map(_column_width, _printed(rows.fields))) > _ACROSS for rows in self.lists)
        return "|short" if said or crowded else ""

    # ── plans and reports ──

    def _text(self) -> list[str]:
        title = next((field for _, field in self.parts if field.id == "title"), None)
        found = [f"# {{{{ {title.id} }}}}" if title else f"# {_plain(self.template.title)}"]
        sections = [
            (section, [field for _, field in parts if field is not title])
            for section, parts in groupby(self.parts, lambda part: part[0])
        ]
        for number, (section, fields) in enumerate(sections):
            if number and number == len(sections) - 1 and any(field.type == "date" for field in fields):
                found += self._foot(fields)
                continue
            if not number:
                found += self._paragraphs(fields, headed=False)
                continue
            parts = [f"## {_plain(section.title)} {{: .numbered}}", *self._paragraphs(fields, headed=True)]
            found.append(_optional(fields[0], "\n\n".join(parts)) if len(fields) == 1 else "\n\n".join(parts))
        return found

    def _paragraphs(self, fields: Sequence[Field], *, headed: bool) -> Iterator[str]:
        """A section as paragraphs and tables. Its one long text has no label, nor its one list below a heading."""
        plain = [field for field in fields if field.type != "rows"]
        for kind, run in groupby(fields, _kind_of_paragraph):
            if kind == "line":
                yield from _lines(run, _UPRIGHT_TEXT - 2)
            elif kind == "list":
                for field in run:
                    yield from self._list(field, named=headed and len(fields) - len(plain) == 1)
            else:
                for field in run:
                    named = field.type == "long-text" and len(plain) == 1
                    yield _optional(field, f"{{{{ {field.id} }}}}" if named else _said(field))

    def _foot(self, fields: Sequence[Field]) -> Iterator[str]:
        """The last section: who wrote and who approved; at the right the unit, and below it the date of the paper."""
        dates = [field for field in fields if field.type == "date"]
        date = next((field for field in dates if field.required), dates[-1])
        units = [field for field in fields if field.type == "text"]
        units += [field for _, field in self.parts if field.id == "unit"]
        unit = units[0] if units else None
        rest = [field for field in fields if field is not date and field is not unit]
        for kind, run in groupby(rest, lambda field: field.type == "rows"):
            yield from (
                (part for field in run for part in self._list(field))
                if kind
                else (f"{line}\n{{: .no-indent}}" for line in _lines(run, _UPRIGHT_TEXT))
            )
        for field in (unit, date):
            if field:
                yield _optional(field, f"{{{{ {field.id} }}}}\n{{: .right}}")


def _is_main(rows: Field) -> bool:
    """Whether a list is always printed: it must be filled, or has lines for a hand. Others go when they are empty."""
    return rows.required or rows.lines > 0


def _is_text(template: Template, layout: Layout) -> bool:
    return template.category in ("plan", "report") and not layout.is_extract


def _parts(template: Template, layout: Layout) -> Iterator[_Part]:
    """What the paper prints: (section, field), in order."""
    for section in template.sections:
        if not layout.sections or section.id in layout.sections:
            yield from ((section, field) for field in _printed(section.fields))


def _printed(fields: Iterable[Field]) -> Iterator[Field]:
    return (field for field in fields if field.print)


def _lines(fields: Iterable[Field], room: int) -> Iterator[str]:
    """Labels and blanks as lines of text, as many in each as it holds. room: characters of a line."""
    line: list[str] = []
    taken = 0
    for field in fields:
        wide = field.wide or field.type == "long-text"
        value = max(value_width(field), len(field.example)) if field.type == "text" else value_width(field)
        width = len(field.short or field.label) + 2 + value + len(field.unit)
        if line and (wide or taken + width > room):
            yield "　".join(line)
            line, taken = [], 0
        line.append(_said(field))
        taken += room if wide else width
    if line:
        yield "　".join(line)


def _apart(parts: list[_Part]) -> Iterator[list[_Part]]:
    """The parts, and by themselves signatures at their end that are many enough to stand side by side."""
    end = len(parts)
    while end and parts[end - 1][1].type == "signature":
        end -= 1
    if len(parts) - end < _SIGNATURES:
        end = len(parts)
    yield from (run for run in (parts[:end], parts[end:]) if run)


def _kind_of_paragraph(field: Field) -> str:
    if field.type == "rows":
        return "list"
    return "line" if field.required and not field.wide and field.type != "long-text" else "paragraph"


def _grid(run: Sequence[_Part]) -> str:
    """Two labels and two blanks a line, under the title of each section where there are several.

    A wide field has a line of its own, and so has one without a neighbour.
    """
    lines: list[list[str]] = []
    headed = len({section.id for section, _ in run}) > 1
    for section, parts in groupby(run, lambda part: part[0]):
        if headed:
            lines.append([_plain(section.title), "<", "<", "<"])
        is_open = False  # whether the last line has room
        for _, field in parts:
            pair = [_label(field), f"{{{{ {field.id} }}}}"]
            wide = field.wide or field.type == "long-text"
            if is_open and not wide:
                lines[-1][2:] = pair
            else:
                lines.append([*pair, "<", "<"])
            is_open = not wide and not is_open
    return "\n".join(map(_row, [["", "", "", ""], [":---:", "---", ":---:", "---"], *lines]))


def _table(head: Sequence[str], body: Sequence[str]) -> str:
    """A table with one row; the first and last item of `body` may be the tags of a loop around it."""
    loops = body[0].startswith("{%")
    cells = body[1:-1] if loops else body
    rows = [body[0], _row(cells), body[-1]] if loops else [_row(cells)]
    return "\n".join([_row(head), _row(["---"] * len(head)), *rows])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _said(field: Field) -> str:
    """The label and the blank as running text."""
    return f"{_plain(field.short or field.label)}：{{{{ {field.id} }}}}{_plain(field.unit)}"


def _optional(field: Field, text: str) -> str:
    """What a plan or report prints only when the field, unless it is required, was filled in."""
    return text if field.required else f"{{% when {field.id} %}}\n\n{text}\n\n{{% endwhen %}}"


def _label(field: Field) -> str:
    label = field.short or field.label
    return _plain(label) + (f"（{_plain(field.unit)}）" if field.unit and field.unit not in label else "")


def _plain(text: str) -> str:
    """The text of an author as a layout prints it character by character."""
    return _MARKS.sub(r"\\\1", text.strip()).replace("{%", "{% raw %}{%{% endraw %}")


def _column_width(column: Field) -> int:
    """Characters that a column takes, its head on two lines."""
    return 1 + max((len(column.short or column.label) + 1) // 2, value_width(column))
