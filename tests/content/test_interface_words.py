"""What the program says to readers, and what the handbook says to them, is in the same words."""

from __future__ import annotations

from handbook.checks.wording import term_forms
from handbook.checks.wording.passages import Passage
from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.handbook import Handbook
from support import ROOT


def test_components_use_the_words_of_the_list_of_terms(own_handbook: Handbook) -> None:
    """No component shows a word that docs/_data/terms.yml does not use."""
    owner = next(iter(own_handbook.pages.values()))
    shown = [
        Passage(line, Span(path, number), owner)
        for suffix in ("jinja", "js")
        for path in sorted((ROOT / "macros").glob(f"*/*.{suffix}"))
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
    ]
    found = Diagnostics(ROOT)

    term_forms.check(own_handbook, shown, found)

    assert [one.render("en", ROOT) for one in found if one.span.path.is_relative_to(ROOT / "macros")] == []
