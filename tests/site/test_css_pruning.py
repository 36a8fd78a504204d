"""The styles of a single file: what the page cannot use is left out, and nothing that it can."""

from __future__ import annotations

import pytest

from handbook.site.css_pruning import prune, words

KNOWN = words('<p class="shown md:wide">', 'style.setProperty("--from-script", 1)') | {"md:wide"}


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".shown{color:red}.hidden{color:red}", ".shown{color:red}"),
        (".shown .hidden,.shown>p{color:red}", ".shown>p{color:red}"),
        ("p:not(.hidden){color:red}", "p:not(.hidden){color:red}"),
        (":is(.hidden,.shown) p{color:red}", ":is(.hidden,.shown) p{color:red}"),
        ("p:nth-child(2 of .hidden){color:red}", ""),
        ('a[href$=".hidden"]{color:red}', 'a[href$=".hidden"]{color:red}'),
        (r".md\:wide{color:red}", r".md\:wide{color:red}"),
        ('.shown:before{content:"}.hidden{"}', '.shown:before{content:"}.hidden{"}'),
        ("@media print{.hidden{color:red}.shown{color:red}}", "@media print{.shown{color:red}}"),
        ("@media print{.hidden{color:red}}", ""),
        ("@supports (display:grid){@media print{.shown{color:red}}}", "@supports (display:grid){@media print{.shown{color:red}}}"),
        ("@keyframes turn{from{opacity:0}50%{opacity:1}}", "@keyframes turn{from{opacity:0}50%{opacity:1}}"),
        ("@font-face{font-family:a;src:url(a;b.woff)}", "@font-face{font-family:a;src:url(a;b.woff)}"),
        ('@charset "utf-8";@layer a,b;p{color:red}', "@layer a,b;p{color:red}"),
        ("/* .shown */p{/* ; */color:red!important;}", "p{color:red!important}"),
    ],
)  # fmt: skip
def test_rules_that_cannot_match_are_left_out(css: str, kept: str) -> None:
    """A rule stays when one of its selectors names only classes of the page; so do rules without classes."""
    assert prune(css, KNOWN) == kept


def test_variables_that_nobody_asks_for_are_left_out() -> None:
    """One is asked for by a rule that stays, at any depth of a value, or by a script."""
    css = (
        ":root{--used:1px;--nested:2px;--from-script:3px;--idle:4px;--of-hidden:5px}"
        ".shown{width:calc(var(--used) + (1px*var( --nested , 3px)))}.hidden{width:var(--of-hidden)}"
    )

    assert prune(css, KNOWN) == (
        ":root{--used:1px;--nested:2px;--from-script:3px}.shown{width:calc(var(--used) + (1px*var( --nested , 3px)))}"
    )
