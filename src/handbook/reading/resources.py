"""Where the files lie that are not Python: components, shared templates, theme, scaffold, stylesheets, bundles.

In an installed wheel all of them are inside the package; in a checkout `macros/` and `templates/` lie at the top.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message

PACKAGE = Path(__file__).resolve().parents[1]

# Pages carry this policy as a meta tag, which works from a folder as well; `handbook serve` sends it as a header.
# `img-src data:` is for the mask images in Material's stylesheet; nothing inline is allowed.
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"
)

MATERIAL_STYLESHEETS = ("main.*.min.css",)  # not palette: all it sets, macros/site/tokens.css sets
BUNDLE = (
    "handbook-early.js",
    "handbook.js",
    "handbook.css",
    "handbook-run.js",
    "handbook-flow.js",
    "handbook-flow.css",
    "handbook-print.css",
)
SEARCH_BUNDLE = ("handbook-search.js", "handbook-search.css")  # loaded when the search box is first used
FILL_BUNDLE = (  # for pages of templates, and of their drafts
    "handbook-fill.js",
    "handbook-fill.css",
    "handbook-rules.js",
    "handbook-word.js",
    "handbook-tools.js",
    "handbook-tools.css",
    "handbook-papers.js",
    "handbook-exports.js",
    "handbook-readback.js",
    "handbook-readback.css",
    "handbook-desk.js",
    "handbook-desk.css",
)
WORKER = "handbook-worker.js"  # not linked by pages: `site/offline.py` makes the site's worker of it
OFFLINE_WORKER = "offline-worker.js"  # the site's worker, at its root: a worker serves what lies beside and below it
ALL_BUNDLES = (*BUNDLE, *SEARCH_BUNDLE, *FILL_BUNDLE)


def _shared(name: str) -> Path:
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parents[1] / name


@cache
def macros_dir() -> Path:
    """The folder with our components."""
    return _shared("macros")


@cache
def templates_dir() -> Path:
    """The folder with the templates, checklists and rule packs that other handbooks may take over."""
    return _shared("templates")


@cache
def theme_dir() -> Path:
    """The folder with the page template and, below `assets/`, the bundled scripts and styles."""
    return PACKAGE / "site/theme"


@cache
def scaffold_dir() -> Path:
    """The small handbook that `handbook new` copies."""
    return PACKAGE / "commands/scaffold"


@cache
def usual_list(name: str) -> Path:
    """The data list of a handbook that has none of its own: `synonyms` or `sections`."""
    inside = PACKAGE / f"{name}.yml"
    return inside if inside.is_file() else PACKAGE.parents[1] / f"docs/_data/{name}.yml"


@cache
def material_dir() -> Path:
    """The folder of mkdocs-material's templates, found without importing the package.

    Importing it prints a banner and loads plugins that we do not use.
    """
    spec = importlib.util.find_spec("material")
    if spec is None or not spec.submodule_search_locations:
        raise BuildError(message("no-material"))
    return Path(next(iter(spec.submodule_search_locations))) / "templates"


@cache
def material_stylesheets() -> tuple[Path, ...]:
    """Material's stylesheets in the order in which a page links them."""
    folder = material_dir() / "assets" / "stylesheets"
    found = [sorted(folder.glob(pattern)) for pattern in MATERIAL_STYLESHEETS]
    if not all(found):
        raise BuildError(message("no-material-stylesheets", files=", ".join(MATERIAL_STYLESHEETS), folder=folder))
    return tuple(paths[-1] for paths in found)


def check_bundle() -> None:
    """Raise BuildError when the browser side was not bundled (a fresh checkout)."""
    missing = [name for name in (*BUNDLE, *SEARCH_BUNDLE, WORKER) if not (theme_dir() / "assets" / name).is_file()]
    if missing:
        raise BuildError(message("no-bundle", files=", ".join(missing)))
