"""What a CEL expression names: fields, columns of lists, functions.

The names are read off the expression's syntax tree. `guests.all(g, g.name != title)` names the list `guests`, its
column `name` and the field `title`; `g` is a variable of its own. A text names nothing, except where a function
takes the name of a column: `duplicates(guests, "name")`. The browser is given what `mentions_of` finds with each
rule and parses nothing itself (docs/contributing/decisions/0014-mentions.md).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from handbook.model.rule_kinds import BESIDE, ForbiddenWords
from handbook.model.template import Field, Rule, Template
from handbook.reading.rule_defaults import places_of
from handbook.rules.functions import FUNCTIONS

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

    Node: TypeAlias = Tree[Token] | Token

OWN_ROW = "_row"  # in a rule for each row, the row it is about is a row of this list; no field has such a name
PLACE = "_index"  # the place of a row in its list, as a column of any row
_FREE = ("text", "long-text")
MACROS = ("all", "exists", "exists_one", "map", "filter")
_COUNTING = ("size", "is_blank")  # of a list they ask how many rows it has, and for no column


class NotCelError(Exception):
    """An expression that the browser's library would refuse; `line` and `column`, from 1, are where it cannot go on."""

    def __init__(self, line: int, column: int) -> None:
        super().__init__(line, column)
        self.line, self.column = line, column


@dataclass(frozen=True)
class Scope:
    """The names an expression may use."""

    fields: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]  # by list, `_row` and `_index` included
    variables: Mapping[str, str]  # what is a row -> its list: `row` in a rule for each row, `g` within `all(g, …)`


@dataclass(frozen=True)
class Mention:
    """A name in an expression."""

    kind: Literal["field", "column", "function"]
    name: str
    offset: int  # its first character in the expression
    list: str = ""  # of a column: its list, or `_row`


@dataclass(frozen=True)
class Mentions:
    """What the value of an expression can depend on."""

    fields: Mapping[str, tuple[str, ...]]  # by id: of a list the columns that matter, of any other field nothing
    row: tuple[str, ...]  # columns of the row it is about, `_index` for the row's place


def scope_of(template: Template, each: str = "") -> Scope:
    """What an expression of `template` may name. each: the list whose rows it is about; "" for the whole response."""
    lists = {field.id: field for field in template.fields if field.type == "rows"}
    columns = {id: (*(column.id for column in field.fields), PLACE) for id, field in lists.items()}
    fields = tuple(field.id for field in template.fields)
    if each not in lists:
        return Scope(fields, columns, {})
    return Scope(fields, {**columns, OWN_ROW: columns[each]}, {"row": OWN_ROW, "index": PLACE})


def mentions_of(expression: str, scope: Scope) -> Mentions:
    """What the value of `expression` can depend on; nothing when it is no CEL, for then it has no value."""
    try:
        finder = _find(expression, scope)
    except NotCelError:
        return Mentions({}, ())
    columns: dict[str, set[str]] = {OWN_ROW: set()}
    for one in finder.found:
        if one.kind == "field" and one.name in scope.fields:
            columns.setdefault(one.name, set())
        elif one.kind == "column":
            columns[one.list].add(one.name)
    for owner in finder.whole_lists:
        columns[owner].update(scope.columns[owner])
    row = columns.pop(OWN_ROW)
    return Mentions({id: tuple(sorted(columns[id])) for id in sorted(columns)}, tuple(sorted(row)))


def mentions_of_rule(rule: Rule, template: Template) -> Mentions:
    """What a rule of `template` can depend on: what its expression or its kind names."""
    if rule.kind is None:
        return mentions_of(rule.rule, scope_of(template, rule.each))
    places = places_of(rule)
    if isinstance(rule.kind, ForbiddenWords) and not rule.kind.fields:
        places = [("fields", place) for place in free_texts(template)]
    named = [place for key, place in places if key not in BESIDE]
    beside = [place for key, place in places if key in BESIDE]
    found = _mentions_of_places(named, template, rule.each, compares_rows=rule.kind.compares_rows)
    return Mentions({**found.fields, **_mentions_of_places(beside, template, "").fields}, found.row)


def free_texts(template: Template) -> list[str]:
    """The places of all free texts: fields, and 「list.column」."""
    found = []
    for field in template.fields:
        found += [field.id] if field.type in _FREE else []
        found += [f"{field.id}.{column.id}" for column in field.fields if column.type in _FREE]
    return found


def mentions_of_field(field: Field, template: Template, each: str = "") -> Mentions:
    """What a computed field can depend on. each: the list whose column it is."""
    if not field.matrix:
        return mentions_of(field.value, scope_of(template, each))
    named = [*(field.inputs.texts.values() if field.inputs else ()), *([field.on] if field.on else ())]
    return _mentions_of_places(named, template, each)


def _mentions_of_places(
    named: Iterable[str], template: Template, each: str, *, compares_rows: bool = False
) -> Mentions:
    """What depends on these fields, columns of the list `each`, and 「list.column」."""
    lists = {field.id: field for field in template.fields if field.type == "rows"}
    own = lists.get(each)
    columns: dict[str, set[str]] = {OWN_ROW: set()}
    for place in named:
        name, _, column = place.partition(".")
        if own and own.column(place):
            columns[OWN_ROW].add(place)
            if compares_rows:
                columns.setdefault(own.id, set()).add(place)
        elif name in lists:
            columns.setdefault(name, set()).update([column] if column else [one.id for one in lists[name].fields])
        elif any(field.id == name for field in template.fields):
            columns.setdefault(name, set())
    row = columns.pop(OWN_ROW)
    return Mentions({id: tuple(sorted(columns[id])) for id in sorted(columns)}, tuple(sorted(row)))


def expressions_of(template: Template) -> list[tuple[str, str]]:
    """Every expression of a template, with the list whose rows it is about, "" for the whole response."""
    found = [(field.value, "") for field in template.fields if field.type == "computed" and not field.matrix]
    for field in template.fields:
        computed = (column for column in field.fields if column.type == "computed" and not column.matrix)
        found += [(column.value, field.id) for column in computed]
    found += [(layout.suits_when, "") for layout in template.layouts if layout.suits_when]
    return found + [(rule.rule, rule.each) for rule in template.rules if rule.rule]


def functions_in(expression: str) -> frozenset[str]:
    """The functions that `expression` calls; none when it is no CEL."""
    try:
        finder = _find(expression, Scope((), {}, {}))
    except NotCelError:
        return frozenset()
    return frozenset(one.name for one in finder.found if one.kind == "function")


def names_in(expression: str, scope: Scope) -> list[Mention]:
    """Every name in `expression`, known to `scope` or not, in their order. Raises NotCelError."""
    return sorted(_find(expression, scope).found, key=lambda one: one.offset)


def _find(expression: str, scope: Scope) -> _Finder:
    finder = _Finder(scope.columns)
    finder.as_whole(_parse(expression), scope.variables)
    return finder


@functools.lru_cache(maxsize=1024)
def _parse(expression: str) -> Node:
    from lark import UnexpectedInput  # noqa: PLC0415  (late: lark and its tables take a tenth of a second)

    try:
        return _parser().parse(expression)
    except UnexpectedInput as error:
        raise NotCelError(error.line, error.column) from error


@functools.cache
def _parser() -> Lark:
    from lark import Lark  # noqa: PLC0415

    return Lark.open("cel.lark", rel_to=__file__, parser="lalr", maybe_placeholders=False)


class _Finder:
    """Collects the names in a syntax tree.

    `variables` are the names bound around a node, each with the list whose row it is: `g` in `guests.all(g, …)` is a
    row of `guests`. A variable that is no row (`word` in `["甲", "乙"].all(word, …)`) has the list "".
    """

    def __init__(self, columns: Mapping[str, tuple[str, ...]]) -> None:
        self.columns = columns
        self.found: list[Mention] = []
        self.whole_lists: set[str] = set()  # lists of which every column matters

    def add(self, kind: Literal["field", "column", "function"], token: Node, owner: str = "") -> None:
        """Note a name; that of a column may stand in quotes."""
        assert isinstance(token, str)  # by the grammar
        quoted = token.lstrip("rR").lstrip("'\"") if token.type == "TEXT" else str(token)
        offset = (token.start_pos or 0) + len(token) - len(quoted)
        self.found.append(Mention(kind, quoted.rstrip("'\""), offset, owner))

    def as_whole(self, node: Node, variables: Mapping[str, str]) -> None:
        """Collect what `node` names; when it is a list or a row, all columns matter (`guests == others`)."""
        if owner := self.names(node, variables):
            self.whole_lists.add(owner)

    def names(self, node: Node, variables: Mapping[str, str]) -> str:
        """Collect what `node` names; give the list that it is or whose row it is, if any.

        Of that list no column is collected: which of them matter is seen from what is done to it.
        """
        if isinstance(node, str):
            return self.word(node, variables)
        if node.data == "select":
            return self.cell(node, variables)
        if node.data == "index":
            return self.item(node, variables)
        if node.data == "call":
            return self.call(node, variables)
        if node.data == "method":
            return self.method(node, variables)
        for part in node.children:
            self.as_whole(part, variables)
        return ""

    def word(self, token: Token, variables: Mapping[str, str]) -> str:
        """A name by itself: `guests`, `row`, `index`; a text names nothing."""
        if token.type == "TEXT":
            return ""
        if token not in variables:
            self.add("field", token)
            return str(token) if token in self.columns else ""
        owner = variables[token]
        if owner == PLACE:
            self.found.append(Mention("column", PLACE, token.start_pos or 0, OWN_ROW))
        return owner if owner in self.columns else ""

    def cell(self, node: Tree[Token], variables: Mapping[str, str]) -> str:
        """A cell, by name: `row.room`."""
        record, column = node.children
        if owner := self.names(record, variables):
            self.add("column", column, owner)
        return ""

    def item(self, node: Tree[Token], variables: Mapping[str, str]) -> str:
        """A row of a list, `guests[0]`, or a cell, `row["room"]`."""
        record, key = node.children
        owner = self.names(record, variables)
        if owner and isinstance(key, str) and key.type == "TEXT":
            self.add("column", key, owner)
            return ""
        self.as_whole(key, variables)
        return owner

    def call(self, node: Tree[Token], variables: Mapping[str, str]) -> str:
        """A function: `overlaps(agenda, "start", "end", "owner")`. The texts behind a list name its columns."""
        name, *arguments = node.children
        self.add("function", name)
        known = FUNCTIONS.get(str(name))
        kinds = (known.kinds if known else "").ljust(len(arguments), "?")
        owner = ""
        for kind, argument in zip(kinds, arguments, strict=False):
            if kind == "r" or name in _COUNTING:
                owner = self.names(argument, variables)
            elif kind == "t" and owner and isinstance(argument, str) and argument.type == "TEXT":
                self.add("column", argument, owner)
            else:
                self.as_whole(argument, variables)
                if kind == "t" and owner:  # the name of a column is worked out: it may be any
                    self.whole_lists.add(owner)
        return ""

    def method(self, node: Tree[Token], variables: Mapping[str, str]) -> str:
        """A method: `guests.size()`; or a macro: `guests.all(g, …)`. Of the macros `filter` gives rows of the list."""
        receiver, name, *arguments = node.children
        self.add("function", name)
        if name in MACROS and arguments and isinstance(arguments[0], str):
            owner = self.names(receiver, variables)
            variables = {**variables, arguments[0]: owner}
            arguments = arguments[1:]
        elif name in _COUNTING:
            owner = self.names(receiver, variables)
        else:
            owner = ""
            self.as_whole(receiver, variables)
        for argument in arguments:
            self.as_whole(argument, variables)
        return owner if name == "filter" else ""
