"""Does every signature say what is signed for?"""

from __future__ import annotations

from collections.abc import Sequence

from handbook.checks.wording.passages import Passage
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.template import Field

_BARE = frozenset(["簽字", "簽名", "簽章", "簽署", "蓋章", "簽字蓋章", "簽名蓋章", "簽收", "簽核", "簽批"])


def check(passages: Sequence[Passage], diagnostics: Diagnostics) -> None:
    """Record fields for a signature whose label does not say who signs, or for what."""
    for passage in passages:
        field = passage.record
        if isinstance(field, Field) and passage.key == "label" and field.type == "signature":
            label = passage.text.strip("：:（）() 　")
            if label in _BARE:
                diagnostics.warning("signature-without-purpose", passage.at(0, passage.text), label=label)
