"""Stylesheets and scripts that every page may load, with the addresses by which pages load them.

Of Material's stylesheet half is for parts of its own pages, such as its tabs and its search. What no page of ours can
use is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.model.handbook import Handbook
from handbook.reading import resources
from handbook.site import css_pruning

# Files of the theme's folder that are not copied as they are: bundles get an address with a hash, the worker is made
# for each site, and the digest of the bundle's sources is for developers.
NOT_COPIED = frozenset({*resources.ALL_BUNDLES, resources.WORKER, "handbook-inputs.txt"})


_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")


@dataclass(frozen=True)
class BundleFiles:
    """Contents by path below the site's root; addresses by name, also from the site's root.

    For example "handbook.js" -> "assets/handbook.js?v=1f0c2a9b". The hash is that of the content, so that a browser
    never mixes two versions.
    """

    contents: Mapping[str, bytes]
    addresses: Mapping[str, str]


def read_bundle_files(handbook: Handbook) -> BundleFiles:
    """Material's stylesheet and our bundles, each read once, so that hash and content cannot differ."""
    contents: dict[str, bytes] = {}
    addresses: dict[str, str] = {}
    for path in resources.material_stylesheets():
        file = f"assets/stylesheets/{path.name}"
        content = contents[file] = _usable(path.read_text(encoding="utf-8"), handbook).encode()
        addresses[path.name.split(".")[0]] = f"{file}?v={hashlib.sha256(content).hexdigest()[:8]}"
    for name in resources.ALL_BUNDLES:
        path = resources.theme_dir() / "assets" / name
        if path.is_file():
            content = contents[f"assets/{name}"] = path.read_bytes()
            addresses[name] = f"assets/{name}?v={hashlib.sha256(content).hexdigest()[:8]}"
    return BundleFiles(contents, addresses)


def _usable(css: str, handbook: Handbook) -> str:
    """Material's stylesheet without the rules for parts of a page that no page of the handbook has.

    Those for what Markdown makes stay, and Material's buttons, which an author may ask for.
    """
    classes = set(_CLASS.findall(css))
    kept = {one for one in classes if not one.startswith("md-") or one.startswith("md-button")}
    return css_pruning.prune(css, kept | css_pruning.words(*_texts(handbook)))


def _texts(handbook: Handbook) -> Iterator[str]:
    """Everything that pages are made of: templates, components, scripts and what authors wrote."""
    for folder, pattern in (
        (resources.theme_dir(), "*.html"),
        (resources.theme_dir() / "assets", "*.js"),
        (resources.macros_dir(), "*.jinja"),
        (handbook.root / "macros", "*.jinja"),
    ):
        for path in sorted(folder.rglob(pattern)):
            yield path.read_text(encoding="utf-8")
    for page in handbook.pages.values():
        yield page.body
