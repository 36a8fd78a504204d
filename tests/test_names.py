"""A name means one thing: what modules and scripts give others bears a name that nothing else bears."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from rooms import MODULES, SCRIPTS, module_name
from support import ROOT


def is_command(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether a function is a command, or the group of them: it has the name that the command line looks for."""
    return any(re.search(r"\b(command|group)\b", ast.unparse(one)) for one in node.decorator_list)


def public_names(path: Path) -> Iterator[str]:
    """Functions, classes, constants and type aliases that a module defines for others.

    Left out is what a contract names: commands, and `check` in a module of the room of checks; and variables of types,
    such as `R`, which mean something within their own function alone.
    """
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            is_contract = is_command(node) or (node.name == "check" and "checks" in path.parts)
            names = [] if is_contract else [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = (one.id for one in targets if isinstance(one, ast.Name))
            is_type = isinstance(node.value, ast.Subscript | ast.BinOp)
            names = [name for name in named if name.isupper() or (is_type and name[0].isupper())]
        else:
            names = []
        yield from (name for name in names if not name.startswith("_") and len(name) > 1)


def exported_names(path: Path) -> set[str]:
    """What a script exports: values, and the types that it defines and another script imports."""
    text = path.read_text(encoding="utf-8")
    values = re.findall(r"^export (?:async )?(?:function\*?|const|let|class) (\w+)", text, re.MULTILINE)
    return {*values, *(defined_types(text) & imported_types().get(path, set()))}


def defined_types(text: str) -> set[str]:
    """The types that a script's comments define, without short names for another script's types."""
    found = set()
    for start in re.finditer(r"@typedef\s+\{", text):
        depth, at = 1, start.end()
        while depth and at < len(text):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        name = re.match(r"\s*(\w+)", text[at:])
        if name and not re.fullmatch(r"\s*import\(\"[^\"]+\"\)\.\w+", text[start.end() : at - 1]):
            found.add(name[1])
    return found


@cache
def imported_types() -> Mapping[Path, set[str]]:
    """The types that scripts import, by the script that they import them from."""
    found: dict[Path, set[str]] = {}
    for path in SCRIPTS:
        for source, name in re.findall(r"import\(\"(\.[^\"]+)\"\)\.(\w+)", path.read_text(encoding="utf-8")):
            found.setdefault((path.parent / source).resolve(), set()).add(name)
    return found


def defined_twice(names: Iterable[tuple[str, str]]) -> list[str]:
    """The names that stand in several places, each with these."""
    places: dict[str, list[str]] = {}
    for name, place in names:
        places.setdefault(name, []).append(place)
    return [f"{name}: {', '.join(found)}" for name, found in sorted(places.items()) if len(found) > 1]


def test_a_name_means_one_thing_in_python() -> None:
    """No two modules define a public function, class, constant or type alias of one name."""
    assert defined_twice((name, module_name(path)) for path in MODULES for name in public_names(path)) == []


def test_a_name_means_one_thing_in_the_browser() -> None:
    """No two scripts export a value or a type of one name."""
    named = ((name, path.relative_to(ROOT).as_posix()) for path in SCRIPTS for name in sorted(exported_names(path)))

    assert defined_twice(named) == []
