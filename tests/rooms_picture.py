"""Draws the rooms of both sides and who uses whom, from the imports: `./dev rooms`.

A room stands above those it uses. Its line runs to the right; a dot joins it to the column of each room it uses,
and a column ends in an arrow into its room.

A picture is 304 pixels wide: a telephone shows it unscaled, and on a desk two stand side by side. It has a ground of
its own, because a picture follows the system's choice of light or dark and cannot know the reader's choice on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rooms import BROWSER_ROOMS, ROOMS, python_edges, script_edges
from support import ROOT

FOLDER = ROOT / "docs/contributing"
COMPONENTS = "components"  # macros/: between the bundles, which are made of them, and what they use
WIDTH, ROW, TOP = 304, 36, 16
BOX, HEIGHT, GAP = 104, 26, 16  # a room's box: width and height; from one column to the next
STYLE = """\
  .ground { fill: #ffffff; } .box { fill: #eef2f7; stroke: #51637a; }
  text { fill: #1b2733; font: 13px system-ui, sans-serif; }
  .line { fill: none; stroke: #51637a; stroke-width: 1.5; } .dot, .tip { fill: #1b2733; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #1d242c; } .box { fill: #2c3846; stroke: #9fb3c8; }
    text { fill: #f0f4f8; } .line { stroke: #9fb3c8; } .dot, .tip { fill: #f0f4f8; }
  }"""

Uses = Mapping[str, set[str]]  # of each room: the rooms it uses


def python_uses() -> Uses:
    """Which rooms each room of `src/handbook` uses."""
    uses: dict[str, set[str]] = {room: set() for room in ROOMS}
    for module, others in python_edges().items():
        room = module.partition(".")[0]
        uses[room] |= {other.partition(".")[0] for other in others} - {room}
    return uses


def browser_uses() -> Uses:
    """Which rooms each room of `src/browser` uses; the components of `macros` count as one."""
    uses: dict[str, set[str]] = {room: set() for room in (*BROWSER_ROOMS, COMPONENTS)}

    def room_of(script: str) -> str:
        return COMPONENTS if script.startswith("macros/") else script.removeprefix("src/browser/").partition("/")[0]

    for script, others in script_edges().items():
        uses[room_of(script)] |= {room_of(other) for other in others} - {room_of(script)}
    return uses


def picture(title: str, rooms: Sequence[str], uses: Uses) -> str:
    """The SVG. `rooms`: from the one that uses all others to the one that uses none."""
    users = {room: [number for number, other in enumerate(rooms) if room in uses[other]] for room in rooms}
    columns = {room: number for number, room in enumerate(room for room in rooms if users[room])}

    def across(room: str) -> int:
        return 8 + BOX + 18 + columns[room] * GAP

    height = TOP + len(rooms) * ROW
    lines: list[str] = []
    boxes: list[str] = []
    for number, room in enumerate(rooms):
        middle = TOP + number * ROW + HEIGHT // 2
        leaves, enters = middle - 6, middle + 6
        boxes.append(f'<rect class="box" x="8" y="{middle - HEIGHT // 2}" width="{BOX}" height="{HEIGHT}" rx="4"/>')
        boxes.append(f'<text x="16" y="{middle + 4}">{room}</text>')
        if uses[room]:
            ends = max(across(other) for other in uses[room])
            lines.append(f'<path class="line" d="M{8 + BOX} {leaves}H{ends}"/>')
            lines += [
                f'<circle class="dot" cx="{across(other)}" cy="{leaves}" r="3.5"/>'
                for other in rooms
                if other in uses[room]
            ]
        if users[room]:
            begins = TOP + users[room][0] * ROW + HEIGHT // 2 - 6
            lines.append(f'<path class="line" d="M{across(room)} {begins}V{enters}H{8 + BOX + 6}"/>')
            lines.append(f'<path class="tip" d="M{8 + BOX} {enters}l8 -4v8z"/>')
    told = "; ".join(
        f"{room} uses {', '.join(one for one in rooms if one in uses[room])}" for room in rooms if uses[room]
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
            f"<title>{title}</title>",
            f"<desc>{told}.</desc>",
            f"<style>\n{STYLE}\n</style>",
            f'<rect class="ground" width="{WIDTH}" height="{height}" rx="6"/>',
            *lines,
            *boxes,
            "</svg>\n",
        ]
    )


def pictures() -> dict[Path, str]:
    """Both pictures by the files in which they stand."""
    browser = [*BROWSER_ROOMS[::-1]]
    browser.insert(browser.index("bundles") + 1, COMPONENTS)
    return {
        FOLDER / "rooms-handbook.svg": picture("The rooms of src/handbook", ROOMS[::-1], python_uses()),
        FOLDER / "rooms-browser.svg": picture("The rooms of src/browser", browser, browser_uses()),
    }


if __name__ == "__main__":
    for path, drawn in pictures().items():
        path.write_text(drawn, encoding="utf-8")
