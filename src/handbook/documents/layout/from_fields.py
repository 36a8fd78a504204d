"""A layout without a file: its source is made from the template's sections and fields.

Labels and blanks stand in a grid, two fields a line; each list is a table; the note stands at the foot. What comes out
is text in the language of layout files, so that the rest of the way is the same for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handbook.documents.blocks import blank_width
from handbook.model.template import Field, Layout, Section, Template

_IN_LINE = 42  # characters of 10.5 pt that a line of an upright paper holds
_MARKS = re.compile(r"([\\{}*`|#])")  # what would be more than a character in a layout


def source_of(template: Template, layout: Layout) -> str:
    """The source of a layout that has no file, in the language of layout files."""
    title = _plain(layout.title or template.title)
    parts = [f"# {'{{ each }}　' if layout.each else ''}{title}"]
    sections = _sections(template, layout)
    for section in sections:
        if len(sections) > 1:
            parts.append(f"## {_plain(section.title)}")
        parts += _parts(section)
    parts += (
        f"{_plain(line)}\n{{: .no-indent}}" for line in (layout.note or template.note).split("\n") if line.strip()
    )
    return "\n\n".join(parts) + "\n"


def is_landscape(template: Template, layout: Layout) -> bool:
    """Whether the paper lies across: as the layout says, else because a list has more than an upright line holds."""
    if layout.landscape is not None or layout.file:
        return bool(layout.landscape)
    lists = (field for section in _sections(template, layout) for field in _printed(section.fields))
    return any(sum(map(_width, _printed(field.fields))) > _IN_LINE for field in lists if field.type == "rows")


def _sections(template: Template, layout: Layout) -> list[Section]:
    """The sections that have something to print."""
    wanted = [one for one in template.sections if not layout.sections or one.id in layout.sections]
    return [one for one in wanted if any(_printed(one.fields))]


def _printed(fields: Iterable[Field]) -> Iterator[Field]:
    return (field for field in fields if field.print)


def _parts(section: Section) -> Iterator[str]:
    """The tables of one section: runs of plain fields as grids, lists each by itself."""
    run: list[Field] = []
    for field in _printed(section.fields):
        if field.type != "rows":
            run.append(field)
            continue
        if run:
            yield _grid(run)
            run = []
        yield _list(field)
    if run:
        yield _grid(run)


def _grid(fields: Iterable[Field]) -> str:
    """Two labels and two blanks a line; a wide field has a line of its own, and so has one without a neighbour."""
    lines: list[list[str]] = []
    is_open = False  # whether the last line has room
    for field in fields:
        pair = [_label(field), f"{{{{ {field.id} }}}}"]
        wide = field.wide or field.type == "long-text"
        if is_open and not wide:
            lines[-1][2:] = pair
        else:
            lines.append([*pair, "<", "<"])
        is_open = not wide and not is_open
    return "\n".join(map(_row, [["", "", "", ""], ["---"] * 4, *lines]))


def _list(rows: Field) -> str:
    columns = list(_printed(rows.fields))
    head = ["序號", *map(_label, columns)]
    cells = ["{{ loop.index }}", *(f"{{{{ row.{column.id} }}}}" for column in columns)]
    body = [f"{{% for row in {rows.id} %}}", _row(cells), "{% endfor %}"]
    return "\n".join([_row(head), _row(["---"] * len(head)), *body])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _label(field: Field) -> str:
    return _plain(field.short or field.label) + (f"（{_plain(field.unit)}）" if field.unit else "")


def _plain(text: str) -> str:
    """The text of an author as a layout prints it character by character."""
    return _MARKS.sub(r"\\\1", text.strip()).replace("{%", "{% raw %}{%{% endraw %}")


def _width(column: Field) -> int:
    """Characters that a column takes."""
    return 1 + max(len(column.short or column.label), blank_width(column.type))
