"""Each of the ten blocks of a reception plan can be filled in, and is printed."""

from __future__ import annotations

from test_inventory import handbook


def test_every_block_of_the_guideline_is_a_section_of_the_plan() -> None:
    """`plan-blocks` says what a plan contains: ten blocks, each a section of the form."""
    page = next(page for page in handbook().pages.values() if page.id == "plan-blocks")
    blocks = [clause.id for clause in page.clauses if clause.id.startswith("block-") and clause.id != "block-extra"]
    asked = [section.id for section in handbook().templates["reception-plan"].sections]

    assert len(blocks) == 10
    assert sorted(blocks) == sorted(id for id in asked if id.startswith("block-"))
