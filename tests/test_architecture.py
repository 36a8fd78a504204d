"""The shape of the code: what may import what, what is public, what may stand in the repository."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from handbook import messages
from support import ROOT

PACKAGE = ROOT / "src/handbook"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Later layers may import earlier ones, never the other way round. Modules of one layer may import each
# other, but not in a circle. A name stands for the module or for everything below the package.
LAYERS = (
    ("messages", "language", "reasons"),
    ("errors",),
    ("reporting",),
    ("resources",),
    ("source", "json_text"),
    ("model",),
    ("data_script",),
    ("schema",),
    ("clauses", "headings", "due"),
    ("references", "flows", "flow_map", "reporting_limits", "synonyms"),
    ("loader",),
    ("values", "time_spans", "spelling", "names", "durations", "response"),
    ("documents",),
    ("rule_functions", "expressions", "rules", "rule_compile"),
    ("addresses",),
    (
        "components",
        "environment",
        "sandbox",
        "policy",
        "navigation",
        "views",
        "flow_views",
        "checklist_parts",
        "calls",
        "locate",
    ),
    ("markdown", "heading_ids"),
    ("converter",),
    ("search",),
    ("manifest",),
    ("assets", "checks"),
    ("preparation",),
    ("sample_responses",),
    ("publish", "serve", "filling", "run_log", "log_paper", "log_files"),
    ("pruning", "archive"),
    ("single_file",),
    ("offline",),
    ("page_view",),
    ("generated_pages",),
    ("mkdocs_plugin",),
    ("build",),
    ("cli", "__main__"),
    ("reference",),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def module_name(path: Path) -> str:
    """The module's name below the package: `documents.docx`; the package itself is empty."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports(path: Path) -> set[str]:
    """Every module a file imports when it runs, by full name."""
    found: set[str] = set()
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        if is_type_checking(node):
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write absolute imports"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
        todo += ast.iter_child_nodes(node)
    return found


def own_modules(path: Path) -> set[str]:
    """The modules of our package that a file imports, below the package."""
    names = {module_name(module) for module in MODULES} - {""}
    below = {name.removeprefix("handbook.") for name in imports(path) if name.startswith("handbook.")}
    return below & names


def layer(name: str) -> int:
    head = name.partition(".")[0]
    assert head in RANK, f"{name} has no place in LAYERS: decide what may import it"
    return RANK[head]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_go_one_way(path: Path) -> None:
    """A module imports only from its own layer and those before it."""
    name = module_name(path)
    if not name:
        return  # the package itself re-exports

    wrong = [other for other in own_modules(path) if layer(other) > layer(name)]

    assert wrong == [], f"{name} imports from a later layer"


def test_imports_run_in_no_circle() -> None:
    """Within a layer, too, no module depends on itself by way of others."""
    edges = {module_name(path): own_modules(path) - {module_name(path)} for path in MODULES if module_name(path)}
    while leaves := [name for name, others in edges.items() if not others & edges.keys()]:
        for name in leaves:
            del edges[name]

    assert edges == {}


def test_only_the_plugin_and_the_build_know_mkdocs() -> None:
    """mkdocs stays replaceable: besides the plugin only build.py, which starts it, imports it."""
    users = {module_name(path) for path in MODULES if any(name.split(".")[0] == "mkdocs" for name in imports(path))}

    assert users <= {"mkdocs_plugin", "build"}


def test_public_interface() -> None:
    """Every public name is exported, once, in order."""
    package = importlib.import_module("handbook")

    assert sorted(set(package.__all__)) == list(package.__all__)
    assert [name for name in package.__all__ if not hasattr(package, name)] == []


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_are_short_and_say_what_they_are(path: Path) -> None:
    """A module has a docstring and fits into one reading."""
    text = path.read_text(encoding="utf-8")

    assert ast.get_docstring(ast.parse(text)), "no docstring"
    if path.name not in {"messages.py", "model.py"}:  # a table, and the one definition of every format
        assert len(text.splitlines()) <= 450


# ── diagnostics ──


def literals(path: Path) -> list[str]:
    """A pattern for every text written in the file; {…} of an f-string stands for anything."""
    texts: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
            if any(parts):
                texts.append("".join("[a-z-]+" if part is None else re.escape(part) for part in parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(re.escape(node.value))
    return texts


def reported(path: Path) -> set[str]:
    """The codes given literally to Diagnostics.error and .warning."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"error", "warning"}
        and len(call.args) >= 2  # a code and a place; loggers take one text
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
        and re.fullmatch(r"[a-z][a-z0-9-]*", call.args[0].value)
    }


def test_every_reported_code_is_explained() -> None:
    """A code used in the package stands in messages.CODES."""
    used = set().union(*(reported(path) for path in MODULES))

    assert sorted(used - messages.CODES.keys()) == []


def test_every_explained_code_is_used() -> None:
    """messages.CODES holds nothing that can no longer be reported."""
    texts = {text for path in MODULES if path.name != "messages.py" for text in literals(path)}
    spoken = re.compile("|".join(sorted(texts)))

    assert [code for code in messages.CODES if not spoken.fullmatch(code)] == []


@pytest.mark.parametrize("code", messages.CODES)
def test_diagnostics_are_complete(code: str) -> None:
    """A diagnostic speaks both languages, says how to mend it, and names the same things in both."""
    message = messages.CODES[code]

    assert all(text.strip() for text in (message.en, message.zh, message.help_en, message.help_zh))
    assert set(re.findall(r"{(\w+)}", message.en)) == set(re.findall(r"{(\w+)}", message.zh))
    assert re.search(r"[\u4e00-\u9fff]", message.zh)


# ── components and browser code ──

# Folders of macros/ that are parts of the page, not calls.
SHARED = {"common", "exports", "paper", "readback", "search", "site", "template", "tools"}
SCRIPTS = sorted((ROOT / "macros").rglob("*.js"))
FORBIDDEN = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b|\beval\s*\(|\bnew\s+Function\b")


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in (ROOT / "macros").glob("*/*.yml")), ids=lambda path: path.name
)
def test_component_folders_are_whole(folder: Path) -> None:
    """A component has its contract, its markup, and examples that serve as tests and documentation."""
    contract = yaml.safe_load((folder / f"{folder.name}.yml").read_text(encoding="utf-8"))
    markup = (folder / f"{folder.name}.html.jinja").read_text(encoding="utf-8")

    assert contract["summary"]
    assert contract["examples"]
    assert f"macro {folder.name.replace('-', '_')}(" in markup


def test_every_folder_of_macros_is_known() -> None:
    """A folder of macros/ is a component, or one of the named parts of the page."""
    folders = {path.name for path in (ROOT / "macros").iterdir() if path.is_dir()}
    components = {path.parent.name for path in (ROOT / "macros").glob("*/*.html.jinja")}

    assert folders - components <= SHARED


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.relative_to(ROOT / "macros").as_posix())
def test_scripts_are_short_and_write_no_markup(path: Path) -> None:
    """Browser code never parses text as HTML or code, and a module fits into one reading."""
    text = path.read_text(encoding="utf-8")

    assert [line for line in text.splitlines() if FORBIDDEN.search(line.partition("//")[0])] == []
    assert len(text.splitlines()) <= 300


# ── the repository ──


def tracked() -> list[Path]:
    """Every file under version control, or about to be."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_nothing_names_a_registry_or_a_machine() -> None:
    """Locks hold hashes and no addresses; no text holds a path of the machine it was written on."""
    hosts = r"registry\.npmjs\.org|files\.pythonhosted\.org|pypi\.org/simple|--(extra-)?index-url"
    pattern = re.compile(hosts + r"|\"resolved\"\s*:|/home/\w+/|/root/")
    allowed = {Path("tests/test_architecture.py")}  # it says what may not be there
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
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
