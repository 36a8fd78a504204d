"""A block tree becomes the paper on the page, as HTML.

The browser fills it (`src/browser/documents/filled-paper.js`), and the print stylesheet prints it. The markup has no
inline style, because the site's policy allows none. The numbers of headings are text and not counters of the
stylesheet, so that they can be copied and are read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from handbook.documents.blocks import (
    Blank,
    Block,
    Break,
    Cell,
    Document,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Paragraph,
    Table,
    TableRow,
    Text,
    When,
)
from handbook.documents.column_widths import fitted, room
from handbook.documents.filled_paper import fill_paper
from handbook.documents.heading_numbers import HeadingNumbers
from handbook.documents.layout.from_fields import is_landscape
from handbook.model.template import Layout, Template

_Attributes = dict[str, str | None]


def skeleton(document: Document, template: Template, layout: Layout) -> Markup:
    """The paper with its blanks, as an `<article>`."""
    return _article(document, template, layout)


def filled(document: Document, template: Template, layout: Layout, values: dict[str, object]) -> Markup:
    """The paper with values in its blanks, as an `<article>`: a sample that is readable without JavaScript."""
    return _article(fill_paper(document, template, values), template, layout)


def _article(document: Document, template: Template, layout: Layout) -> Markup:
    landscape = is_landscape(template, layout)
    body = Markup("\n").join(_Writer(landscape=landscape).blocks(document))
    version = f"版本 {template.version}" if template.version else ""
    effective = f"{template.effective} 生效" if template.effective else ""
    foot = "　".join(part for part in (template.title, version, effective) if part)
    kind = " hb-paper--landscape" if landscape else " hb-paper--fold" if layout.fold else ""
    kind += " hb-paper--by-hand" if template.is_by_hand else ""
    attributes: _Attributes = {
        "class": f"hb-paper{kind}",
        "lang": "zh-Hant",
        "aria-label": template.paper_title(layout),
        "data-template": template.id,
        "data-version": template.version,
        "data-layout": layout.id,
    }
    footer = _tag("footer", escape(foot), {"class": "hb-paper__foot"})
    sheet = _tag("div", body, {"class": "hb-paper__body"})
    if layout.fold:  # a card that is folded shows the name on its other side as well
        sheet += _tag("div", body, {"class": "hb-paper__back", "aria-hidden": "true"})
    return _tag("article", Markup("\n{}\n{}\n").format(sheet, footer), attributes)


def _tag(name: str, content: str, attributes: _Attributes | None = None) -> Markup:
    """An element. Attributes without a value are left out."""
    shown = Markup("").join(Markup(' {}="{}"').format(key, value) for key, value in (attributes or {}).items() if value)
    return Markup(f"<{name}{{}}>{{}}</{name}>").format(shown, content)


class _Writer:
    def __init__(self, *, landscape: bool) -> None:
        self.numbering = HeadingNumbers()
        self.landscape = landscape

    def blocks(self, document: Document) -> list[Markup]:
        return [self._block(block) for block in document.blocks]

    def _block(self, block: Block) -> Markup:
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Paragraph):
            kind = f" hb-paper__text--{block.style}" if block.style else ""
            return _tag("p", self._inlines(block.inlines), {"class": f"hb-paper__text{kind}", **_repeat(block)})
        if isinstance(block, ListBlock):
            items = Markup("").join(_tag("li", self._inlines(item.inlines), _repeat(item)) for item in block.items)
            name = "ol" if block.ordered else "ul"
            return _tag(name, items, {"class": "hb-paper__list", "data-when": block.when})
        return self._table(block)

    def _heading(self, block: Heading) -> Markup:
        number = Markup("")
        if block.numbered:
            number = _tag("span", self.numbering.next(block.level), {"class": "hb-paper__number"})
        kind = "title" if block.level == 1 else f"heading hb-paper__heading--{block.level}"
        attributes: _Attributes = {"class": f"hb-paper__{kind}", **_repeat(block)}
        if block.numbered:
            attributes["data-number"] = str(block.level)
        # The page has an h1 of its own, so the headings of the paper begin at h2.
        return _tag(f"h{block.level + 1}", number + self._inlines(block.inlines), attributes)

    def _table(self, table: Table) -> Markup:
        widths = self._fitted(table) if table.is_list else table.widths
        total = sum(widths) or 1
        # The attribute `width`, because the policy allows no inline style.
        columns = Markup("").join(Markup('<col width="{:.1f}%">').format(width * 100 / total) for width in widths)
        head = Markup("").join(self._row(row, "th") for row in table.head)
        rows = Markup("").join(
            Markup("\n") + self._row(row, "th" if row.is_heading else "td") + self._line(row) * (row.lines - 1)
            for row in table.rows
        )
        parts = _tag("colgroup", columns) + (_tag("thead", head) if head else "") + _tag("tbody", rows)
        kind = " hb-paper__table--dense" if table.is_dense else ""
        return _tag("table", parts, {"class": f"hb-paper__table{kind}", "data-when": table.when})

    def _fitted(self, table: Table) -> Sequence[int]:
        """The widths of the columns by what stands in them."""
        rows = [[_words(cell.inlines) for cell in row.cells] for row in (*table.head, *table.rows)]
        rows = [row for row in rows if len(row) == len(table.widths)]
        return fitted(table.widths, rows, room(table, landscape=self.landscape)) if len(rows) > 1 else table.widths

    def _row(self, row: TableRow, name: str) -> Markup:
        return _tag("tr", Markup("").join(self._cell(cell, name) for cell in row.cells), _repeat(row))

    def _line(self, row: TableRow) -> Markup:
        """A blank row for writing by hand. The browser hides one for each filled row after the first."""
        cells = (_tag("td", "", {"colspan": str(cell.span) if cell.span > 1 else None}) for cell in row.cells)
        return Markup("\n") + _tag("tr", Markup("").join(cells), {"class": "hb-paper__line", "data-line": row.rows})

    def _cell(self, cell: Cell, name: str) -> Markup:
        attributes: _Attributes = {
            "class": f"hb-paper__cell--{cell.align}" if cell.align else None,
            "colspan": str(cell.span) if cell.span > 1 else None,
            "scope": ("colgroup" if cell.span > 1 else "col") if name == "th" else None,
        }
        return _tag(name, self._inlines(cell.inlines, alone=len(cell.inlines) == 1), attributes)

    def _inlines(self, inlines: Sequence[Inline], *, alone: bool = False) -> Markup:
        return Markup("").join(self._inline(inline, alone=alone) for inline in inlines)

    def _inline(self, inline: Inline, *, alone: bool = False) -> Markup:
        if isinstance(inline, Break):
            return Markup("<br>")
        if isinstance(inline, When):
            return _tag("span", self._inlines(inline.inlines), {"data-when": inline.when})
        if isinstance(inline, Blank):
            kind = " hb-blank--cell" if alone else ""
            kind += f" hb-blank--{inline.type}" if inline.type in ("signature", "long-text") else ""
            attributes: _Attributes = {
                "class": f"hb-blank{kind}",
                "data-field": inline.path,
                "data-style": inline.style,
                "data-options": inline.options if alone else None,
            }
            span = _tag("span", "", attributes)
        elif inline.underline:
            span = _tag("span", "", {"class": "hb-blank"})
        else:
            span = escape(inline.text)
        return _tag("strong", span) if inline.bold else span


def _repeat(unit: Heading | Paragraph | TableRow | ListItem) -> _Attributes:
    return {"data-rows": unit.rows, "data-when": unit.when}


def _words(inlines: Sequence[Inline]) -> str:
    """What a filled cell says. The no-break spaces of an unfilled blank say nothing."""
    words = ("\n" if isinstance(one, Break) else one.text if isinstance(one, Text) else "" for one in inlines)
    return "".join(words).replace("\u00a0", "")
