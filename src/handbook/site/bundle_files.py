"""Stylesheets and scripts that every page may load, with the addresses by which pages load them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from handbook.reading import resources

# Files of the theme's folder that are not copied as they are: bundles get an address with a hash, the worker is made
# for each site, and the digest of the bundle's sources is for developers.
NOT_COPIED = frozenset({*resources.ALL_BUNDLES, resources.WORKER, "handbook-inputs.txt"})


@dataclass(frozen=True)
class BundleFiles:
    """Contents by path below the site's root; addresses by name, also from the site's root.

    For example "handbook.js" -> "assets/handbook.js?v=1f0c2a9b". The hash is that of the content, so that a browser
    never mixes two versions.
    """

    contents: Mapping[str, bytes]
    addresses: Mapping[str, str]


def read_bundle_files() -> BundleFiles:
    """Material's stylesheet and our bundles, each read once, so that hash and content cannot differ."""
    contents: dict[str, bytes] = {}
    addresses: dict[str, str] = {}
    for path in resources.material_stylesheets():  # the name holds a hash already: main.1b2c3d4e.min.css
        file = f"assets/stylesheets/{path.name}"
        contents[file] = path.read_bytes()
        addresses[path.name.split(".")[0]] = file
    for name in resources.ALL_BUNDLES:
        path = resources.theme_dir() / "assets" / name
        if path.is_file():
            content = contents[f"assets/{name}"] = path.read_bytes()
            addresses[name] = f"assets/{name}?v={hashlib.sha256(content).hexdigest()[:8]}"
    return BundleFiles(contents, addresses)
