"""The worked example of the architecture page shows what the program really reads and writes."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

from handbook.diagnostics.diagnostics import Diagnostics
from handbook.documents import html, text
from handbook.documents.filled_paper import fill_paper
from handbook.documents.readback.read_back import read_back
from handbook.documents.word.filled_file import fill_docx
from handbook.documents.word.package import open_word, unzip_bytes, zip_bytes
from handbook.pages.papers import Papers
from handbook.reading.loader import load
from handbook.site import manifest
from support import ROOT, run_handbook, said

SCAFFOLD = ROOT / "src/handbook/commands/scaffold"
TEMPLATE = "supply-request"


def shown(value: Any) -> str:
    """A value as Python writes it, without the attributes that have their default."""
    if is_dataclass(value):
        given = [(one, getattr(value, one.name)) for one in fields(value)]
        kept = [f"{one.name}={shown(found)}" for one, found in given if one.default is MISSING or one.default != found]
        return f"{type(value).__name__}({', '.join(kept)})"
    if isinstance(value, tuple):
        return f"({', '.join(map(shown, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def bare(written: str) -> str:
    """A text without any space: the page breaks lines where the program does not."""
    return re.sub(r"\s+", "", written)


def artefacts(folder: Path) -> Iterator[str]:
    """Every text that the example's template goes through."""
    source = SCAFFOLD / "templates" / TEMPLATE
    sample = (source / "samples/example.json").read_text("utf-8")
    yield from (sample, (source / "template.yml").read_text("utf-8"), (source / "form.md.jinja").read_text("utf-8"))

    handbook, papers = load(SCAFFOLD, diagnostics=Diagnostics(SCAFFOLD)), Papers()
    template, values = handbook.templates[TEMPLATE], json.loads(sample)["values"]
    layout = template.layouts[0]
    document = papers.document(template, layout)
    scripts = manifest.scripts(handbook, papers)
    blank = scripts[template.word_url(layout)]
    filled = fill_docx(blank, template, {"values": values})
    yield shown(document)
    yield str(html.skeleton(document, template, layout))
    yield text.to_text(fill_paper(document, template, values))
    yield from (content.decode() for name, content in scripts.items() if name.endswith(".js"))
    yield from (part.decode() for word in (blank, filled) for part in unzip_bytes(word).values())

    parts = unzip_bytes(filled)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b">2</w:t>", b">3</w:t>")
    yield repr(read_back(open_word(zip_bytes(parts)), open_word(blank), template, values, values).differences)

    shutil.copytree(SCAFFOLD, folder, dirs_exist_ok=True)
    broken = folder / "templates" / TEMPLATE / "template.yml"
    broken.write_text(broken.read_text("utf-8").replace("label: 領用人", "lable: 領用人"), "utf-8")
    yield said(run_handbook("check", "--lang", "en", "--root", folder))


def test_the_worked_example_is_what_the_program_reads_and_writes(tmp_path: Path) -> None:
    page = (ROOT / "docs/contributing/architecture.md").read_text("utf-8")
    example = page[page.index("{#worked-example") : page.index("\n## Pages are complete")]
    blocks = re.findall(r"^```\w+\n(.*?)^```$", example, re.MULTILINE | re.DOTALL)
    real = "\n".join(map(bare, artefacts(tmp_path)))
    pieces = [piece for block in blocks for line in block.splitlines() for piece in line.split("…")]

    assert len(blocks) == 12
    assert [piece for piece in pieces if bare(piece) not in real] == []
