"""What belongs to a list item, a clause or a notice: the lines below it that are indented by two spaces or more."""

from __future__ import annotations

INSIDE = 2  # spaces before a line that belongs to what stands above
DEEPEST = 4  # spaces that are taken away from such a line; what is left may make it code


def spaces_before(line: str) -> int:
    """The spaces that a line begins with."""
    return len(line) - len(line.lstrip(" "))


class Indented:
    """Lines that belong to something above them, without their indentation. base: spaces before what they belong to.

    The first line says how deep the others stand: two spaces, three, or four. A later line with fewer is as deep.
    """

    def __init__(self, base: int = 0, lines: list[str] | None = None) -> None:
        self.lines = lines if lines is not None else []
        self._base = base
        self._depth = -1

    def add(self, line: str) -> None:
        """Take a line."""
        spaces = spaces_before(line)
        if self._depth < 0 and line.strip():
            self._depth = min(spaces, self._base + DEEPEST)
        self.lines.append(line[min(spaces, max(self._depth, 0)) :])

    def blocks(self) -> list[str]:
        """The lines as Python-Markdown wants them: in blocks, which an empty line parts."""
        return "\n".join(self.lines).rstrip("\n").split("\n\n")


def take_indented(blocks: list[str], into: Indented) -> None:
    """Take away from `blocks` the indented lines that they begin with."""
    while blocks and belongs(blocks[0]):
        lines = blocks.pop(0).split("\n")
        if into.lines:
            into.lines.append("")
        for number, line in enumerate(lines):
            if line.strip() and spaces_before(line) < INSIDE:
                blocks.insert(0, "\n".join(lines[number:]))
                return
            into.add(line)


def belongs(block: str) -> bool:
    """Whether a block begins with an indented line."""
    line = next((line for line in block.split("\n") if line.strip()), "")
    return spaces_before(line) >= INSIDE
