"""A layout file, written in Jinja and Markdown, becomes a block tree with blanks.

A layout may use three things of Jinja: a field, `for` over a list, and `when`. So the template is never rendered. Its
syntax tree is walked, and each blank, loop and condition becomes one private-use character (`placeholders.py`).
Markdown then sees ordinary text (`loops.py`, `outline.py`). In this way all faults are found in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.documents.blocks import EACH, INDEX, Blank, Document, Table, TableRow
from handbook.documents.layout.from_fields import options_to_tick, source_of, value_width
from handbook.documents.layout.outline import read_blocks
from handbook.documents.layout.own_paper import own_document
from handbook.documents.layout.placeholders import LayoutScope, Placeholders
from handbook.documents.layout.slips import Slips
from handbook.documents.word.own_file import is_own_word, own_word
from handbook.model.template import Field, Layout, Template
from handbook.reading.yaml_nodes import read_text

FORMATS = ("long", "short", "date", "time", "weekday", "iso")
FILTERS = (*FORMATS, "list", "count")


_OPENS = re.compile(r"\{%-? *(for|when)\b.*?%\}")
_CLOSES = re.compile(r"\{%-? *end(?:for|when)\b.*?%\}")


class WhenExtension(Extension):
    """`{% when field %} … {% endwhen %}`: left out when the field is blank."""

    tags = frozenset({"when"})  # type: ignore[assignment]  # Jinja declares a set, and only reads it

    def parse(self, parser: Parser) -> nodes.Node:
        """Read the tag into a filter block named "when": no other kind of node carries a name and a body."""
        line = next(parser.stream).lineno
        test = parser.parse_expression()
        body = parser.parse_statements(("name:endwhen",), drop_needle=True)
        carrier = nodes.Filter(None, "when", [test], [], None, None)
        return nodes.FilterBlock(body, carrier).set_lineno(line)


# Only its parser is used. Nothing is rendered with it, and html.py escapes what goes to HTML.
_SYNTAX = Environment(extensions=[WhenExtension], keep_trailing_newline=True, autoescape=True)


def read_layout(template: Template, layout: Layout, diagnostics: Diagnostics) -> Document:
    """The layout as a block tree. Faults are recorded in `diagnostics`; what is faulty is left out of the tree."""
    if is_own_word(layout):
        content, _ = own_word(template, layout, diagnostics)
        return own_document(content, template) if content else Document(())
    return _reader(template, layout, diagnostics).read()


def read_layouts(template: Template, diagnostics: Diagnostics) -> dict[str, Document]:
    """All layouts of a template, by their ids. A field that no layout prints is reported as a warning."""
    documents: dict[str, Document] = {}
    used: set[str] = set()
    before = len(diagnostics.errors)
    for layout in template.layouts:
        if is_own_word(layout):
            content, printed = own_word(template, layout, diagnostics)
            documents[layout.id] = own_document(content, template) if content else Document(())
            used |= printed
            continue
        reader = _reader(template, layout, diagnostics)
        documents[layout.id] = reader.read()
        used |= reader.used
    whole = bool(template.layouts) and all(not one.file or one.path.is_file() for one in template.layouts)
    if whole and len(diagnostics.errors) == before:  # after a fault, fields would seem unused that are only not read
        _report_unused(template.fields, used, diagnostics)
    return documents


def _reader(template: Template, layout: Layout, diagnostics: Diagnostics) -> _Reader:
    """The reader of a layout. One that is made from fields has no faults of its own: those of the fields are known."""
    return _Reader(template, layout, diagnostics if layout.file else Diagnostics())


def _report_unused(fields: Iterable[Field], used: set[str], diagnostics: Diagnostics, parent: str = "") -> None:
    for one in fields:
        path = f"{parent}{one.id}"
        if one.type == "computed" or not one.print:
            continue  # rules may need it
        if path not in used:
            diagnostics.warning("unused-field", one.origin.at("id"), field=path)
        elif one.type == "rows":
            _report_unused(one.fields, used, diagnostics, f"{path}.")


@dataclass
class _Reader:
    """Reads one layout file."""

    template: Template
    layout: Layout
    diagnostics: Diagnostics
    used: set[str] = field(default_factory=set)
    placeholders: Placeholders = field(default_factory=Placeholders)

    def read(self) -> Document:
        path = self.layout.path
        if not self.layout.file:
            source: str | None = source_of(self.template, self.layout)
        elif path.is_file():
            source = read_text(path, path.parent, self.diagnostics)
        else:
            return Document(())  # recorded when the template was loaded
        if source is None:
            return Document(())
        self.source = source
        self.lines = self.source.split("\n")
        self.fields = {one.id: one for one in self.template.fields}
        if self.placeholders.reserved(self.source):
            self.diagnostics.error("layout-unreadable", Span(path), reason=Phrase("private-use-characters"))
            return Document(())
        if ".." not in self.layout.file:  # a file from elsewhere is a fault that has been said
            Slips(path, self.lines, self.diagnostics).report()
        try:
            tree = _SYNTAX.parse(self.source)
        except TemplateSyntaxError as error:
            place = self._unclosed() or self._line_span(error.lineno)
            self.diagnostics.error("layout-syntax", place, reason=error.message or "")
            return Document(())
        except RecursionError:
            return self._too_deep()
        try:
            return self._with_lines(read_blocks(self._nodes(tree.body, {}), self.placeholders, self))
        except RecursionError:
            return self._too_deep()

    def _unclosed(self) -> Span | None:
        """The place of a loop or condition without an end tag; None when every one has its end."""
        open: list[Span] = []
        for number, line in enumerate(self.lines, start=1):
            for found in re.finditer(f"{_OPENS.pattern}|{_CLOSES.pattern}", line):
                if _OPENS.fullmatch(found[0]):
                    open.append(Span(self.layout.path, number, found.start() + 1, len(found[0])))
                elif not open:
                    return None
                else:
                    open.pop()
        return open[-1] if open else None

    def _with_lines(self, document: Document) -> Document:
        """The document with, at each row of a list, how many lines its table has at least (`lines:` of the list)."""

        def lined(row: TableRow) -> TableRow:
            return replace(row, lines=self.fields[row.rows].lines) if row.rows else row

        return Document(
            tuple(
                replace(block, rows=tuple(map(lined, block.rows))) if isinstance(block, Table) else block
                for block in document.blocks
            )
        )

    def _too_deep(self) -> Document:
        self.diagnostics.error("layout-syntax", Span(self.layout.path), reason=Phrase("nested-too-deeply"))
        return Document(())

    # ── faults that loops.py and outline.py find ──

    def fault(self, code: str, line: int, **params: str) -> None:
        """Report a fault in that line of the layout, unless `slips.py` has said better where it is."""
        if code == "layout-markup" and self.diagnostics.has_error(self.layout.path, codes=(code,)):
            return
        self.diagnostics.error(code, self._line_span(line), suggestion=None, **params)

    # ── Jinja tree -> text with placeholders ──

    def _nodes(self, body: Iterable[nodes.Node], loops: dict[str, Field]) -> str:
        return "".join(self._node(node, loops) for node in body)

    def _node(self, node: nodes.Node, loops: dict[str, Field]) -> str:
        if isinstance(node, nodes.Output):
            return "".join(
                part.data if isinstance(part, nodes.TemplateData) else self._blank(part, loops) for part in node.nodes
            )
        if isinstance(node, nodes.For):
            return self._loop(node, loops)
        if isinstance(node, nodes.FilterBlock) and node.filter.name == "when":
            return self._when(node, loops)
        self.diagnostics.error("layout-statement", self._line_span(node.lineno), statement=type(node).__name__.lower())
        return ""

    def _loop(self, node: nodes.For, loops: dict[str, Field]) -> str:
        name = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        rows = self.fields.get(name)
        target = node.target.name if isinstance(node.target, nodes.Name) else ""
        if loops or node.test or node.else_ or not name or not target:
            self.diagnostics.error("layout-loop", self._line_span(node.lineno), rows=name or "?")
            return ""
        if rows is None or rows.type != "rows":
            known = [one.id for one in self.template.fields if one.type == "rows"]
            self._unknown(name, node.lineno, known)
            return ""
        self.used.add(name)
        inner = self._nodes(node.body, {target: rows})
        return self.placeholders.scope(LayoutScope("rows", name, node.lineno)) + inner + self.placeholders.END_ROWS

    def _when(self, node: nodes.FilterBlock, loops: dict[str, Field]) -> str:
        test = node.filter.args[0]
        inner = self._nodes(node.body, loops)
        path = self._path(test, loops)
        if path is None:
            return inner
        self.used.add(path)
        return self.placeholders.scope(LayoutScope("when", path, node.lineno)) + inner + self.placeholders.END_WHEN

    def _blank(self, node: nodes.Node, loops: dict[str, Field]) -> str:
        style, column = "", ""
        if isinstance(node, nodes.Filter):
            style = node.name
            if style not in FILTERS:
                span = self._find(style, node.lineno)
                self.diagnostics.error("unknown-filter", span, name=style, suggestion=closest(style, FILTERS))
                return ""
            if node.args and isinstance(node.args[0], nodes.Const):
                column = str(node.args[0].value)
            if node.node is None:
                return ""
            node = node.node
        if style in ("list", "count"):
            return self._summary(node, style, column)
        path = self._path(node, loops)
        if path is None:
            return ""
        found = self._field(path)
        if found is not None and found.type == "rows":
            self.diagnostics.error("layout-rows", self._find(path, node.lineno), field=path)
            return ""
        self.used.add(path)
        if path == EACH:
            return self.placeholders.blank(Blank(EACH, style, width=4))
        if found is None:
            return self.placeholders.blank(Blank(path, style, type="number", width=2))
        options = "" if loops else options_to_tick(found)
        return self.placeholders.blank(
            Blank(path, style, type=found.type, width=value_width(found, style), options=options)
        )

    def _summary(self, node: nodes.Node, style: str, column: str) -> str:
        """`{{ guests|list("name") }}` or `{{ guests|count }}`, which print something of all rows."""
        name = node.name if isinstance(node, nodes.Name) else ""
        rows = self.fields.get(name)
        if rows is None or rows.type != "rows":
            self._unknown(name or "?", node.lineno, [one.id for one in self.template.fields if one.type == "rows"])
            return ""
        self.used.add(name)
        if style == "count":
            return self.placeholders.blank(Blank(f"{name}.{INDEX}", "count", type="number", width=2))
        if rows.column(column) is None:
            self._unknown(column or "?", node.lineno, [one.id for one in rows.fields])
            return ""
        self.used.add(f"{name}.{column}")
        return self.placeholders.blank(Blank(f"{name}.{column}", "list", type="text", width=14))

    def _path(self, node: nodes.Node, loops: dict[str, Field]) -> str | None:
        """The path of the field that an expression names; None, after reporting it, when it names none."""
        if isinstance(node, nodes.Name):
            if node.name == EACH and self.layout.each:
                self.used.add(self.layout.each)  # prints the column it names
                return EACH
            if node.name in self.fields:
                return node.name
            self._unknown(node.name, node.lineno, [*self.fields, *loops])
            return None
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            owner = node.node.name
            if owner == "loop" and loops and node.attr == "index":
                return f"{next(iter(loops.values())).id}.{INDEX}"
            rows = loops.get(owner)
            if rows is None:
                known = [*loops, "loop"] if loops else list(self.fields)
                self._unknown(owner if owner != "loop" else f"loop.{node.attr}", node.lineno, known)
                return None
            if rows.column(node.attr) is None:
                self._unknown(node.attr, node.lineno, [one.id for one in rows.fields])
                return None
            return f"{rows.id}.{node.attr}"
        self.diagnostics.error("layout-expression", self._line_span(node.lineno))
        return None

    def _field(self, path: str) -> Field | None:
        name, _, column = path.partition(".")
        if name == EACH and name not in self.fields:
            return None
        return self.fields[name].column(column) if column else self.fields[name]

    def _unknown(self, name: str, line: int, known: Iterable[str]) -> None:
        span, near = self._find(name, line), closest(name, known)
        self.diagnostics.error("unknown-field", span, suggestion=near, field=name, template=self.template.id)

    def _find(self, word: str, line: int) -> Span:
        """The place of `word` in `line`, the first not yet reported there."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        taken = {d.span.column for d in self.diagnostics if d.span.path == self.layout.path and d.span.line == line}
        for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text):
            if found.start() + 1 not in taken:
                return Span(self.layout.path, line, found.start() + 1, len(word))
        return self._line_span(line)

    def _line_span(self, line: int) -> Span:
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        indent = len(text) - len(text.lstrip())
        return Span(self.layout.path, line, indent + 1, max(1, len(text.strip())))
