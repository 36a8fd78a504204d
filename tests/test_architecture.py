"""The shape of the code: what may use what, what is public, what may stand in the repository.

Each rule is one test that lists everything that breaks it.
"""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from rooms import (
    BROWSER,
    BROWSER_ROOMS,
    MACROS,
    MODULES,
    PACKAGE,
    ROOMS,
    SCRIPTS,
    Edges,
    imports,
    module_name,
    python_edges,
    script_edges,
)
from rooms_picture import pictures
from support import ROOT

MOST_ROOMS = 12


def circles(edges: Edges) -> list[str]:
    """The modules that depend on themselves by way of others; those that lead to a circle are among them."""
    left = {name: set(others) for name, others in edges.items()}
    while leaves := [name for name, others in left.items() if not others & left.keys()]:
        for name in leaves:
            del left[name]
    return sorted(left)


def against_the_order(edges: Iterable[tuple[str, str, str, str]], rooms: tuple[str, ...]) -> Iterator[str]:
    """Each use of a room that comes later: (module, its room, used module, its room)."""
    for name, room, other, its_room in edges:
        if rooms.index(its_room) > rooms.index(room):
            yield f"{name} uses {other}"


# ── rooms ──


def test_the_rooms_are_those_that_are_named() -> None:
    """A folder on the first floor of either side is a room with a place in the order; there are at most twelve."""
    ours = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    theirs = {path.name for path in BROWSER.iterdir() if path.is_dir()}

    decision = (ROOT / "docs/contributing/decisions/0016-rooms.md").read_text("utf-8")

    assert (ours, theirs) == (set(ROOMS), set(BROWSER_ROOMS))
    assert [
        rooms for rooms in (ROOMS, BROWSER_ROOMS) if " → ".join(f"`{room}`" for room in rooms) not in decision
    ] == []
    assert max(len(ROOMS), len(BROWSER_ROOMS)) <= MOST_ROOMS


def test_nothing_lies_outside_the_rooms() -> None:
    """Beside the rooms the package has its public names, and the browser side nothing."""
    assert {path.name for path in PACKAGE.glob("*.py")} == {"__init__.py"}
    assert list(BROWSER.glob("*.*")) == []


def test_each_room_says_what_it_is_and_where_to_look_first() -> None:
    """A room of Python says it in the docstring of its `__init__.py`, one of the browser in a README.md."""
    folders = {path.parent for path in MODULES} - {PACKAGE}
    mute = [
        folder.relative_to(ROOT).as_posix()
        for folder in sorted(folders)
        if "Look first at" not in (ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or "")
    ]
    mute += [
        folder.relative_to(ROOT).as_posix()
        for folder in sorted({path.parent for path in BROWSER.rglob("*.js")})
        if not (folder / "README.md").is_file() or "Look first at" not in (folder / "README.md").read_text("utf-8")
    ]

    assert mute == []


def test_python_rooms_use_only_what_is_built_before() -> None:
    """A module imports from its own room and from earlier ones."""
    edges = [
        (name, name.partition(".")[0], other, other.partition(".")[0])
        for name, others in python_edges().items()
        for other in others
    ]

    assert list(against_the_order(edges, ROOMS)) == []


def test_no_room_goes_through_the_public_face() -> None:
    """`from handbook import load` would name no room: a module imports what it needs from where that stands."""
    wrong = [
        f"{module_name(path)} imports {name}"
        for path in MODULES
        for name in sorted(imports(path))
        if re.fullmatch(r"handbook\.\w+", name) and name.removeprefix("handbook.") not in ROOMS
    ]

    assert wrong == []


def test_python_modules_run_in_no_circle() -> None:
    """Within a room, too, no module depends on itself by way of others."""
    assert circles(python_edges()) == []


def test_browser_rooms_use_only_what_is_built_before() -> None:
    """A script of a room imports from its own room and earlier ones; only bundles know components."""
    inside = "src/browser/"
    edges = []
    wrong = []
    for name, others in script_edges().items():
        if not name.startswith(inside):
            continue
        room = name.removeprefix(inside).partition("/")[0]
        for other in others:
            if other.startswith(inside):
                edges.append((name, room, other, other.removeprefix(inside).partition("/")[0]))
            elif room != "bundles":
                wrong.append(f"{name} uses {other}")

    assert [*wrong, *against_the_order(edges, BROWSER_ROOMS)] == []


def test_scripts_run_in_no_circle() -> None:
    """No script depends on itself by way of others, by types named in comments neither: a part does not know its host."""
    assert circles(script_edges()) == []


def test_components_do_not_use_bundles() -> None:
    """A component's script may use any room of the browser side but the bundles, which are made of components."""
    wrong = [
        f"{name} uses {other}"
        for name, others in script_edges().items()
        if name.startswith("macros/")
        for other in others
        if other.startswith("src/browser/bundles/")
    ]

    assert wrong == []


def test_only_the_plugin_knows_mkdocs() -> None:
    """mkdocs stays replaceable: one module imports it."""
    users = [module_name(path) for path in MODULES if any(name.split(".")[0] == "mkdocs" for name in imports(path))]

    assert users == ["site.mkdocs_plugin"]


def test_the_pictures_of_the_rooms_are_up_to_date() -> None:
    """`./dev rooms` would draw what stands in the developers' pages, and a page shows it."""
    page = (ROOT / "docs/contributing/architecture.md").read_text(encoding="utf-8")
    drawn = pictures()

    assert [path.name for path, text in drawn.items() if path.read_text(encoding="utf-8") != text] == []
    assert [path.name for path in drawn if f"]({path.name})" not in page] == []


def test_twins_are_in_the_table() -> None:
    """The table of twins names files that exist, and every pair of one room and one name is in it."""
    page = (ROOT / "docs/contributing/twins.md").read_text("utf-8")
    named = set(re.findall(r"`((?:[\w-]+/)+[\w-]+(?:\.\w+)?)`", page))
    listed = set(re.findall(r"`([\w/-]+\.(?:py|js))`", "".join(re.findall(r"^\|.*$", page, re.MULTILINE))))
    modules = {path.relative_to(PACKAGE).as_posix() for path in MODULES}
    scripts = {path.relative_to(BROWSER).as_posix() for path in BROWSER.rglob("*.js")}
    pairs = {
        (name, twin) for name in scripts if (twin := f"{name.removesuffix('.js').replace('-', '_')}.py") in modules
    }
    places = (PACKAGE, BROWSER, ROOT / "tests", ROOT)

    assert [name for name in sorted(named) if not any((place / name).exists() for place in places)] == []
    assert sorted(name for pair in pairs for name in pair if name not in listed) == []


def test_what_only_one_side_needs_is_on_the_page_of_twins() -> None:
    """In a room of both sides, a file without another half is named there as well, or its folder is."""
    page = (ROOT / "docs/contributing/twins.md").read_text("utf-8")
    named = re.findall(r"`([\w/-]+(?:\.py|\.js))`", page)
    folders = tuple(name for name in re.findall(r"`([\w/-]+/)`", page) if name.startswith("documents/"))
    shared = set(ROOMS) & set(BROWSER_ROOMS)
    files = [
        *(path.relative_to(PACKAGE) for path in MODULES if path.name != "__init__.py"),
        *(path.relative_to(BROWSER) for path in BROWSER.rglob("*.js")),
    ]
    names = sorted(path.as_posix() for path in files if path.parts[0] in shared)

    assert [name for name in names if name not in named and not name.startswith(folders)] == []


def test_developer_pages_name_files_that_exist() -> None:
    """A file that these pages name is in the repository, or is made by the code and stands there by its name."""
    files = [f"/{path.relative_to(ROOT).as_posix()}" for path in tracked()]
    code = "\n".join(path.read_text("utf-8") for path in (*MODULES, ROOT / "hatch_build.py"))
    pages = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *(ROOT / "docs/contributing").rglob("*.md")]
    wrong = [
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages
        for name in re.findall(r"`([\w./-]+\.(?:py|js|css|toml|ya?ml|json))`", page.read_text("utf-8"))
        if not any(one.endswith(f"/{name}") for one in files) and name not in code
    ]

    assert wrong == []


def test_public_interface() -> None:
    """Every public name is exported, once, in order."""
    package = importlib.import_module("handbook")

    assert sorted(set(package.__all__)) == list(package.__all__)
    assert [name for name in package.__all__ if not hasattr(package, name)] == []


def test_modules_are_short_and_say_what_they_are() -> None:
    """A module has a docstring and fits into one reading."""
    wrong = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if not ast.get_docstring(ast.parse(text)):
            wrong.append(f"{module_name(path)}: no docstring")
        if len(text.splitlines()) > 450:
            wrong.append(f"{module_name(path)}: too long")

    assert wrong == []


# ── components and browser code ──

# Folders of macros/ that are parts of the page, not calls.
SHARED = {"common", "exports", "paper", "readback", "search", "site", "tools"}
MOST_LINES = 300
FORBIDDEN = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b|\beval\s*\(|\bnew\s+Function\b")


def test_component_folders_are_whole() -> None:
    """A component has its contract, its markup, and examples that serve as tests and documentation."""
    wrong = []
    for contract_file in sorted(MACROS.glob("*/*.yml")):
        folder = contract_file.parent
        contract = yaml.safe_load(contract_file.read_text(encoding="utf-8"))
        markup = (folder / f"{folder.name}.html.jinja").read_text(encoding="utf-8")
        is_whole = contract["summary"] and contract["examples"]
        if not is_whole or f"macro {folder.name.replace('-', '_')}(" not in markup:
            wrong.append(folder.name)

    assert wrong == []


def test_every_folder_of_macros_is_known() -> None:
    """A folder of macros/ is a component, or one of the named parts of the page."""
    folders = {path.name for path in MACROS.iterdir() if path.is_dir()}
    components = {path.parent.name for path in MACROS.glob("*/*.yml")}

    assert folders - components == SHARED


def test_exported_functions_of_scripts_say_what_they_take() -> None:
    """Above an exported function of a script stands a JSDoc block; it names the parameters, if there are any."""
    function = re.compile(
        r"export (?:async )?(?:function\*? \w+|const \w+ = (?:async )?(?=\())\((\s*\)?)", re.MULTILINE
    )
    mute = []
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        for found in function.finditer(text):
            above = text[: found.start()].rstrip("\n")
            block = above[above.rfind("/**") :] if above.endswith("*/") else ""
            takes_nothing = found.group(1).endswith(")")
            if not block or not (takes_nothing or "@param" in block or "@type" in block):
                mute.append(f"{path.relative_to(ROOT).as_posix()}: {found.group().strip()}")

    assert mute == []


def test_scripts_are_short_and_write_no_markup() -> None:
    """Browser code never parses text as HTML or code, and a module fits into one reading."""
    wrong = []
    for path in SCRIPTS:
        lines = path.read_text(encoding="utf-8").splitlines()
        name = path.relative_to(ROOT).as_posix()
        wrong += [f"{name}: {line.strip()}" for line in lines if FORBIDDEN.search(line.partition("//")[0])]
        if len(lines) > MOST_LINES:
            wrong.append(f"{name}: too long")

    assert wrong == []


# ── the repository ──


def tracked() -> list[Path]:
    """Everything under version control, or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines()]


def test_nothing_leads_out_of_the_repository() -> None:
    """A symbolic link may point at a folder that other machines do not have."""
    assert [path.name for path in tracked() if path.is_symlink()] == []


def test_nothing_names_a_registry_or_a_machine() -> None:
    """Locks hold hashes and no addresses; no text holds a path of the machine it was written on."""
    hosts = r"registry\.npmjs\.org|files\.pythonhosted\.org|pypi\.org/simple|--(extra-)?index-url"
    pattern = re.compile(hosts + r"|\"resolved\"\s*:|/home/\w+/|/root/")
    allowed = {Path("tests/test_architecture.py")}  # it says what may not be there
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in filter(Path.is_file, tracked())
        if path.relative_to(ROOT) not in allowed
        for match in pattern.finditer(path.read_bytes().decode("utf-8", errors="replace"))
    ]

    assert found == []


def test_locks_agree_with_what_is_asked_for() -> None:
    """Every package of pyproject.toml has a pinned version with hashes in requirements.txt."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], *groups["build"], *groups["lint"], *groups["test"]]
    names = {re.split(r"[<>=\[]", line)[0].lower().replace("_", "-") for line in wanted}
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==.+\\\n    --hash=sha256:", locked, re.MULTILINE))

    assert sorted(names - pinned) == []
