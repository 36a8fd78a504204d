"""A page's file is taken apart: its front matter, and the prose below. Slips around the front matter are said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.reading import yaml_slips
from handbook.reading.clauses import lines_outside_code
from handbook.reading.yaml_nodes import MapNode, parse_yaml

_HYPHENS = re.compile(r"\s*(?:[-‐-―−─－﹣]\s*){2,}$")  # as people write the three hyphens around front matter
_KEY = re.compile(r"\s*[a-z_]+\s*[:：]")
_KEY_OF_PAGE = re.compile(r"(?:kind|id|title|owner|version|audience|section)\s*[:：]")


def split_front_matter(text: str, path: Path, diagnostics: Diagnostics) -> tuple[MapNode | None, str, int]:
    """A page's front matter, its body, and the file's line of the body's first line.

    The front matter is None when there is none, or after recording what is wrong with it. Front matter that does not
    begin in the first line, or not with three hyphens, is recorded and read all the same.
    """
    lines = text.split("\n")
    opening = _front_matter_opening(lines)
    if opening is None:
        return None, text, 1
    for number, line in enumerate(lines[opening:], start=opening + 1):
        if not _HYPHENS.match(line):
            continue
        _report_fence(lines, opening, number, path, diagnostics)
        node = parse_yaml("\n".join(lines[opening : number - 1]), path, diagnostics, first_line=opening + 1)
        if node is not None and not isinstance(node, MapNode):
            head = lines[opening : number - 1]
            slip = next((found for at in range(len(head)) if (found := yaml_slips.find_slip(head, at))), None)
            if slip:
                yaml_slips.report_slip(slip, Span(path, opening + 1), diagnostics)
            else:
                diagnostics.error("front-matter-not-a-map", node.span)
            node = None
        return node, "\n".join(lines[number:]), number + 1
    diagnostics.error("front-matter-unclosed", Span(path, max(1, opening), 1, max(1, len(lines[max(1, opening) - 1]))))
    return None, "", len(lines)


def _front_matter_opening(lines: Sequence[str]) -> int | None:
    """The number of the line that opens the front matter: 0 where it begins without one, None where there is none."""
    if lines[0].rstrip() == "---":
        return 1
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    hyphens = [number for number, line in enumerate(lines) if _HYPHENS.match(line)]
    if hyphens and _KEY_OF_PAGE.match(lines[first]):
        return first
    if not hyphens:
        return None
    outside = {number for number, _ in lines_outside_code("\n".join(lines))}
    for number in hyphens:
        below = next((line for line in lines[number + 1 :] if line.strip()), "")
        if number in outside and (_KEY if number == first else _KEY_OF_PAGE).match(below):
            return number + 1
    return None


def _report_fence(lines: Sequence[str], opening: int, closing: int, path: Path, diagnostics: Diagnostics) -> None:
    """Record lines around front matter that are not three hyphens, or that stand elsewhere than at the beginning."""
    if opening != 1:
        place = Span(path, max(1, opening), 1, max(1, len(lines[max(1, opening) - 1])))
        diagnostics.error("front-matter-place" if opening else "front-matter-unopened", place)
        return
    for number in (opening, closing):
        if lines[number - 1].rstrip() != "---":
            written = lines[number - 1].rstrip()
            diagnostics.error("front-matter-hyphens", Span(path, number, 1, len(written)), written=written)
            return
