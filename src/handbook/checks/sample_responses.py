"""Do the sample responses beside a template give what they say? They are the template's tests.

`templates/<id>/samples/NAME.json` is a response; its `expected` lists the findings it must give (none when
absent). `NAME.LAYOUT.md` beside it, if there is one, is the paper it must print. The sample in `template.yml` itself,
`sample:`, gives none; its papers are called `samples/sample.LAYOUT.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from handbook.checks.prepared_handbook import PreparedHandbook
from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.documents import extracts, text
from handbook.model.handbook import Handbook
from handbook.model.template import Template
from handbook.rules.checking import WORDS, Checker
from handbook.rules.response import Response, inline_sample, read_response
from handbook.values.identities import register_of

INLINE = "sample"  # what the sample in a template's own file is called


def check(prepared: PreparedHandbook, diagnostics: Diagnostics) -> None:
    """Record every sample of the handbook's templates that gives something else than it says."""
    handbook = prepared.handbook
    own = (one for one in handbook.templates.values() if one.path.is_relative_to(handbook.root))
    for template in own:  # what a site inherits was tested where it comes from, with other rule packs
        _check_names(template, diagnostics)
        for name, response in samples_of(template, diagnostics):
            _check_findings(handbook, template, response, diagnostics)
            _check_papers(prepared, template, response, name, diagnostics)


def samples_of(template: Template, diagnostics: Diagnostics) -> Iterator[tuple[str, Response]]:
    """The samples of a template by name: that of its own file, `sample`, then those beside it; faults are recorded."""
    inline = inline_sample(template, diagnostics)
    if inline is not None:
        yield INLINE, inline
    for path in _files(template):
        response = read_response(path, template, diagnostics)
        if response is not None:
            yield path.stem, response


def _files(template: Template) -> list[Path]:
    return sorted((template.path.parent / "samples").glob("*.json"))


def papers(prepared: PreparedHandbook, template: Template, values: dict[str, Any]) -> dict[str, str]:
    """The papers of a response as Markdown, by the ids of the layouts."""
    computed = Checker(template, prepared.handbook.facts).compute(values)
    trees, register = prepared.papers[template.id], register_of(prepared.handbook, template)
    return {
        layout.id: text.to_markdown(extracts.document(template, layout, trees[layout.id], computed, register))
        for layout in template.layouts
    }


def _check_names(template: Template, diagnostics: Diagnostics) -> None:
    """Record papers that are named after no sample and layout: nothing would be compared with them."""
    folder = template.path.parent / "samples"
    names = [INLINE] * (template.sample is not None) + [path.stem for path in _files(template)]
    known = {f"{name}.{layout.id}.md" for name in names for layout in template.layouts}
    for path in sorted(folder.glob("*.md")):
        if path.name not in known:
            diagnostics.error("sample-stray", Span(path), suggestion=closest(path.name, known), file=path.name)


def _check_findings(handbook: Handbook, template: Template, response: Response, diagnostics: Diagnostics) -> None:
    places: dict[str, str] = {}
    for one in Checker(template, handbook.facts).check(response.values):
        places.setdefault(one.code, one.field)
    found = places.keys()
    data = response.source.value
    expected = data.get("expected", []) if isinstance(data, dict) else []
    wanted = {code for code in expected if isinstance(code, str)} if isinstance(expected, list) else set()
    if found != wanted:
        span = response.source.at("expected" if expected else "")
        more = ", ".join(f"{code} ({places[code]})" if places[code] else code for code in sorted(found - wanted))
        known = {*WORDS, *(rule.id for rule in template.rules)}
        unknown = sorted(wanted - known)
        near = closest(unknown[0], known) if unknown else None
        less = ", ".join(sorted(wanted - found))
        diagnostics.error("sample-findings", span, more=more or "—", less=less or "—", suggestion=near)


def _check_papers(
    prepared: PreparedHandbook, template: Template, response: Response, name: str, diagnostics: Diagnostics
) -> None:
    folder = template.path.parent / "samples"
    golden = {layout.id: folder / f"{name}.{layout.id}.md" for layout in template.layouts}
    if not any(file.is_file() for file in golden.values()):
        return
    printed = papers(prepared, template, response.values)
    for id, file in golden.items():
        if not file.is_file():
            continue
        wanted = file.read_text(encoding="utf-8", errors="replace").split("\n")
        lines = printed[id].split("\n")
        if lines != wanted:
            at = next((n for n, pair in enumerate(zip(lines, wanted, strict=False)) if pair[0] != pair[1]), None)
            number = min(len(lines), len(wanted)) if at is None else at
            got = lines[number] if number < len(lines) else ""
            line = min(number, len(wanted) - 1)
            column = next((n for n, (a, b) in enumerate(zip(got, wanted[line], strict=False)) if a != b), 0)
            diagnostics.error("sample-paper", Span(file, line + 1, column + 1), printed=got[:60])
