"""The package as others get it: an sdist that carries the bundle, a wheel that works without Node."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from support import ROOT, fingerprint, said

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("packaging")]  # one worker: the package is built once


def without_node() -> dict[str, str]:
    """An environment in which neither Node nor npm can be found, and no registry is asked."""
    kept = [folder for folder in os.environ["PATH"].split(os.pathsep) if not (Path(folder) / "node").exists()]
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))},
        "PATH": os.pathsep.join(kept),
        "PIP_NO_INDEX": "1",
        "PIP_NO_INPUT": "1",
        "LC_ALL": "C.UTF-8",
    }


def run(*arguments: str | Path, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [str(argument) for argument in arguments]
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, said(done)
    return done


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, built from the checkout."""
    folder = tmp_path_factory.mktemp("sdist")
    run(
        sys.executable,
        "-m",
        "build",
        "--sdist",
        "--no-isolation",
        "--outdir",
        folder,
        ".",
        cwd=ROOT,
        env={**os.environ},
    )
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the unpacked sdist on a machine without Node."""
    folder = tmp_path_factory.mktemp("wheel")
    safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Debian 12's 3.11.2 has none
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, **safely)
    source = next(path for path in folder.iterdir() if path.is_dir())
    for path in source.rglob("*"):
        os.utime(path)  # unpacking need not keep times
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, "."]
    run(*command, cwd=source, env=without_node())
    assert not (source / "node_modules").exists()
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with the wheel in it; its dependencies are lent by the tests' own."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=True)
    python = home / "bin/python"
    run(python, "-m", "pip", "install", "-q", "--no-deps", wheel, cwd=home, env=without_node())
    lent = _lend_dependencies(home / "lent")
    packages = next((home / "lib").glob("python*/site-packages"))
    (packages / "dependencies.pth").write_text(f"{lent}\n", encoding="utf-8")
    return home / "bin"


def _lend_dependencies(folder: Path) -> Path:
    """A folder of links to everything installed beside the tests, except our own package."""
    folder.mkdir()
    for path in next(Path(sys.prefix).glob("lib/python*/site-packages")).iterdir():
        if "handbook" not in path.name and path.suffix != ".pth" and not path.name.startswith("_editable"):
            (folder / path.name).symlink_to(path)
    return folder


def test_the_sdist_carries_the_bundle(sdist: Path) -> None:
    """The sdist holds sources, components, templates and the bundle with its licences, and nothing private."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    for wanted in ("handbook.js", "handbook.css", "handbook-licenses.txt"):
        assert f"src/handbook/site/theme/assets/{wanted}" in names
    assert {"hatch_build.py", "package-lock.json", "src/browser/bundles/index.js", "LICENSE", "README.md"} <= names
    assert [name for name in names if name.startswith(("node_modules", ".venv", "tests", "site/"))] == []


def test_the_wheel_is_whole(wheel: Path) -> None:
    """The wheel holds the bundle, every component, every template and every message, once."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    for folder in ("macros", "templates"):
        ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {f"handbook/{name}" for name in ours if "__pycache__" not in name} <= set(names)
    ours = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/handbook").rglob("*.toml")}
    assert ours
    assert ours <= set(names)
    assert "handbook/site/theme/assets/handbook.js" in names
    assert "handbook/py.typed" in names
    assert len(names) == len(set(names))


def test_the_bundle_is_up_to_date() -> None:
    """The tests run against the browser code as it is now."""
    sys.path.insert(0, str(ROOT))
    try:
        import hatch_build
    finally:
        sys.path.remove(str(ROOT))

    assert hatch_build.fresh(ROOT), "run `python hatch_build.py`"


def test_an_installed_package_needs_no_node(installed: Path, tmp_path: Path) -> None:
    """`handbook new`, `check` and `build` work from the wheel, away from the checkout and without Node."""
    handbook = installed / "handbook"
    env = without_node()

    run(handbook, "new", "mine", "--lang", "en", cwd=tmp_path, env=env)
    checked = run(handbook, "check", "--lang", "en", cwd=tmp_path / "mine", env=env)
    run(handbook, "build", cwd=tmp_path / "mine", env=env)

    assert re.search(r"^0 errors", checked.stdout, re.MULTILINE), said(checked)
    built = fingerprint(tmp_path / "mine/site")
    assert {"index.html", "404.html", "build-manifest.json"} <= built.keys()
    origin = run(installed / "python", "-c", "import handbook; print(handbook.__file__)", cwd=tmp_path, env=env)
    assert str(ROOT) not in origin.stdout


def test_a_site_shadows_our_components(installed: Path, tmp_path: Path) -> None:
    """A folder macros/<name>/ of the site stands in for ours of that name."""
    handbook = installed / "handbook"
    env = without_node()
    run(handbook, "new", "mine", cwd=tmp_path, env=env)
    source = ROOT / "macros/checklist"
    shutil.copytree(source, tmp_path / "mine/macros/checklist")
    markup = tmp_path / "mine/macros/checklist/checklist.html.jinja"
    text = markup.read_text(encoding="utf-8")
    head = re.search(r"{%-?\s*macro [^%]*%}", text)
    assert head is not None
    markup.write_text(text[: head.end()] + "<p>本單位自訂的清單</p>" + text[head.end() :], encoding="utf-8")
    item = "  - {id: one, action: 核對, role: office-clerk}\n"
    files = {
        "templates/checklists/morning-list.yml": f"id: morning-list\ntitle: 早上\nitems:\n{item}",
        "docs/morning.md": '# 早上\n\n{{ checklist("morning-list") }}\n',
    }
    for name, content in files.items():
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_text(content, encoding="utf-8")

    run(handbook, "build", "--lang", "en", cwd=tmp_path / "mine", env=env)

    assert "本單位自訂的清單" in (tmp_path / "mine/site/morning.html").read_text(encoding="utf-8")
