"""A stylesheet without what a given page cannot use, for files that carry their styles with them.

Careful rather than clever: a rule goes only when each of its selectors names a class that stands nowhere in the page or
its scripts, a variable only when nothing asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tinycss2

Nodes = Sequence[Any]
"""Nodes of tinycss2, which has no types of its own: tokens, blocks, rules or declarations."""

_WORD = re.compile(r"[\w-]+")
_GROUPS = frozenset({"media", "supports", "layer", "container"})  # at-rules that hold rules for elements
_STEPS = frozenset({"keyframes", "-webkit-keyframes"})  # at-rules that hold steps, which are kept as a whole
_CONDITIONS = frozenset({"not", "is", "where", "has", "host"})  # `:not(.a)` matches without any element of class a


@dataclass(frozen=True)
class Selector:
    """One of the selectors before a rule's `{`. classes: what an element must have, or be inside of, to match."""

    text: str
    classes: frozenset[str]


@dataclass(frozen=True)
class CssDeclaration:
    """`color: var(--ink)`. variables: those its value asks for, such as "--ink"."""

    name: str
    text: str
    variables: frozenset[str]


@dataclass(frozen=True)
class CssRule:
    """A rule, or an at-rule.

    prelude: what stands before `{` where no selectors do, such as "@media print". content: None for a statement such
    as `@import`.
    """

    prelude: str
    selectors: tuple[Selector, ...]
    content: tuple[CssDeclaration | CssRule, ...] | None


def words(*texts: str) -> frozenset[str]:
    """Every word that could be the name of a class or variable."""
    return frozenset(word for text in texts for word in _WORD.findall(text))


def prune(css: str, known: AbstractSet[str]) -> str:
    """`css` without rules for classes that are not among `known`, and without variables nobody asks for.

    A variable is asked for by what is left of the stylesheet, or when its name is among `known`.
    """
    kept = list(_matching(_parsed(css), known))
    return "".join(_written(kept, known | set(_asked(kept))))


@lru_cache(maxsize=8)  # the flows of a site share their stylesheets
def _parsed(css: str) -> tuple[CssRule, ...]:
    return tuple(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: Nodes) -> Iterator[CssRule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield CssRule("", tuple(_selectors(node.prelude)), tuple(_declarations(node.content)))
        elif node.type == "at-rule" and node.lower_at_keyword != "charset":
            yield CssRule(f"@{node.at_keyword}{_text(node.prelude, strip=False)}".strip(), (), _content(node))


def _content(node: Any) -> tuple[CssDeclaration | CssRule, ...] | None:
    """What an at-rule holds: rules, steps, or declarations as in `@font-face`."""
    if node.content is None:
        return None
    if node.lower_at_keyword in _GROUPS:
        return tuple(_rules(_rule_list(node.content)))
    if node.lower_at_keyword in _STEPS:
        return tuple(
            CssRule(_text(step.prelude), (), tuple(_declarations(step.content)))
            for step in _rule_list(node.content)
            if step.type == "qualified-rule"
        )
    return tuple(_declarations(node.content))


def _rule_list(nodes: Nodes) -> Nodes:
    found: Nodes = tinycss2.parse_rule_list(nodes, skip_comments=True, skip_whitespace=True)
    return found


def _declarations(nodes: Nodes) -> Iterator[CssDeclaration]:
    for node in tinycss2.parse_blocks_contents(nodes, skip_comments=True, skip_whitespace=True):
        if node.type == "declaration":  # what is none, a browser leaves out as well
            value = f"{_text(node.value)}{'!important' if node.important else ''}"
            yield CssDeclaration(node.name, f"{node.name}:{value}", frozenset(_variables(node.value)))


def _variables(nodes: Nodes) -> Iterator[str]:
    """The variables that a value asks for, at any depth."""
    for node in nodes:
        if node.type == "function":
            if node.lower_name == "var":
                yield from (one.value for one in node.arguments if one.type == "ident" and one.value.startswith("--"))
            yield from _variables(node.arguments)
        elif node.type in ("() block", "[] block", "{} block"):
            yield from _variables(node.content)


def _selectors(prelude: Nodes) -> Iterator[Selector]:
    """The selectors between the commas of a rule's prelude."""
    start = 0
    for end, node in enumerate([*prelude, None]):
        if node is None or node == ",":
            tokens = prelude[start:end]
            yield Selector(_text(tokens), frozenset(_classes(tokens)))
            start = end + 1


def _classes(tokens: Nodes) -> Iterator[str]:
    """The classes that a selector cannot do without."""
    previous = None
    for token in tokens:
        if token.type == "ident" and previous == ".":
            yield token.value
        elif token.type == "function" and token.lower_name not in _CONDITIONS:
            yield from _classes(token.arguments)
        previous = token


def _text(nodes: Nodes, *, strip: bool = True) -> str:
    text: str = tinycss2.serialize(nodes)
    return text.strip() if strip else text


# ── what is left ──


def _matching(rules: Sequence[CssRule], known: AbstractSet[str]) -> Iterator[CssRule]:
    """The rules that can match something, each with the selectors that can."""
    for rule in rules:
        if rule.selectors:
            selectors = tuple(one for one in rule.selectors if one.classes <= known)
            if selectors:
                yield CssRule("", selectors, rule.content)
        elif rule.content and isinstance(rule.content[0], CssRule):
            inner = tuple(_matching([one for one in rule.content if isinstance(one, CssRule)], known))
            if inner:
                yield CssRule(rule.prelude, (), inner)
        else:
            yield rule


def _asked(rules: Sequence[CssDeclaration | CssRule]) -> Iterator[str]:
    for one in rules:
        if isinstance(one, CssDeclaration):
            yield from one.variables
        else:
            yield from _asked(one.content or ())


def _written(rules: Sequence[CssRule], asked: AbstractSet[str]) -> Iterator[str]:
    for rule in rules:
        prelude = rule.prelude or ",".join(one.text for one in rule.selectors)
        if rule.content is None:
            yield f"{prelude};"
            continue
        inner = [one for one in rule.content if isinstance(one, CssRule)]
        texts = [
            one.text
            for one in rule.content
            if isinstance(one, CssDeclaration) and not (one.name.startswith("--") and one.name not in asked)
        ]
        body = "".join(_written(inner, asked)) if inner else ";".join(texts)
        if body:
            yield f"{prelude}{{{body}}}"
