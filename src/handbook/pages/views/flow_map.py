"""The drawing of a flow: one row a step, lines between the rows like those of a railway map.

A row is as high as its text needs, so a line ends at so many pixels from the row's top or at the row's end ("100%").
The drawing fits a telephone as well as a sheet of paper. Lanes run right of the steps; each leads to one step.
"""

from __future__ import annotations

from dataclasses import dataclass

from handbook.model.flow import Choice, Flow, Node

_FIRST, _APART = 16, 14  # px: the column of the steps, and between two lanes
_IN, _STEP, _OUT = 11, 20, 29  # px from the top of a row: where lanes end, the middle of the step, where lanes begin
_RADIUS = 12
_WHOLE = "100%"


@dataclass(frozen=True)
class MapLine:
    """A straight line within a row; it has a head when it ends in a step."""

    x1: int
    y1: str
    x2: int
    y2: str
    head: str = ""  # points of the arrow's head


@dataclass(frozen=True)
class Way:
    """Where a step leads. label: the words of the choice. number: of the next step, from 1."""

    label: str
    id: str
    number: int
    default: bool = False
    straight: bool = False  # to the next row


@dataclass(frozen=True)
class MapRow:
    """A step of the drawing."""

    id: str
    number: int
    type: str
    who: str
    do: str
    ways: tuple[Way, ...]
    lines: tuple[MapLine, ...]
    width: int  # px of the drawing beside the text


@dataclass
class _Lane:
    target: int
    sources: list[int]
    column: int = 0

    @property
    def first(self) -> int:
        return min(self.target, *self.sources)

    @property
    def last(self) -> int:
        return max(self.target, *self.sources)


def map_rows(flow: Flow) -> tuple[MapRow, ...]:
    """Every step in the order of the flow. Ways to unknown steps are left out; `handbook check` records them."""
    place = {node.id: at for at, node in enumerate(flow.nodes)}
    ways = [_ways(node, place) for node in flow.nodes]
    lanes = _lanes(ways)
    width = _x(max((lane.column for lane in lanes), default=0)) + _RADIUS + 4
    return tuple(
        MapRow(node.id, at + 1, node.type, node.who, node.do, ways[at], tuple(_lines(at, ways, lanes)), width)
        for at, node in enumerate(flow.nodes)
    )


def _ways(node: Node, place: dict[str, int]) -> tuple[Way, ...]:
    choices = node.choices or ((Choice(origin=node.origin, label="", next=node.next),) if node.next else ())
    following = place[node.id] + 1
    return tuple(
        Way(choice.label, choice.next, place[choice.next] + 1, choice.default, place[choice.next] == following)
        for choice in choices
        if choice.next in place
    )


def _lanes(ways: list[tuple[Way, ...]]) -> list[_Lane]:
    """The lanes of all ways that do not lead to the next row, each in the first column that is free.

    Ways forward to one step share a lane, and so do the ways back to it.
    """
    found: dict[tuple[int, bool], _Lane] = {}
    for source, out in enumerate(ways):
        for way in out:
            target = way.number - 1
            if target != source + 1:
                lane = found.setdefault((target, target > source), _Lane(target, []))
                lane.sources.append(source)
    lanes = sorted(found.values(), key=lambda lane: (lane.first, lane.last))
    free: list[int] = []  # per column: the row in which its last lane ends
    for lane in lanes:
        column = next((at for at, last in enumerate(free) if last < lane.first), len(free))
        free[column : column + 1] = [lane.last]
        lane.column = column + 1
    return lanes


def _lines(at: int, ways: list[tuple[Way, ...]], lanes: list[_Lane]) -> list[MapLine]:
    lines = []
    if any(way.number - 1 == at + 1 for way in ways[at]):
        lines.append(MapLine(_FIRST, str(_STEP + _RADIUS), _FIRST, _WHOLE))
    if at and any(way.number - 1 == at for way in ways[at - 1]):
        tip = _STEP - _RADIUS
        lines.append(
            MapLine(_FIRST, "0", _FIRST, str(tip), f"{_FIRST - 4},{tip - 6} {_FIRST + 4},{tip - 6} {_FIRST},{tip}")
        )
    for lane in lanes:
        if lane.first <= at <= lane.last:
            lines += _lane_lines(at, lane)
    return lines


def _lane_lines(at: int, lane: _Lane) -> list[MapLine]:
    x = _x(lane.column)
    edge = _FIRST + _RADIUS
    turn = _IN if at == lane.target else _OUT
    top = "0" if lane.first < at else str(turn)
    bottom = _WHOLE if at < lane.last else str(turn)
    lines = [MapLine(x, top, x, bottom)]
    if at == lane.target:
        lines.append(
            MapLine(x, str(_IN), edge, str(_IN), f"{edge + 5},{_IN - 4} {edge + 5},{_IN + 4} {edge - 1},{_IN}")
        )
    if at in lane.sources:
        lines.append(MapLine(edge - 2, str(_OUT), x, str(_OUT)))
    return lines


def _x(column: int) -> int:
    return _FIRST + (_APART * column + 8 if column else 0)
