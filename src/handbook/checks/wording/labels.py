"""Is every label on a form a name (出發時間), and none a question (什麼時候出發)?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.checks.wording.passages import Passage
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.template import Field

# 何時 and 何人 are the names of the five questions in a report; 是否 names a thing to tick.
_QUESTION = re.compile(
    "(?:由|向|給)?(?:怎樣|怎麼|如何|誰|什麼|哪|為什麼|為何|幾[個點時]|多少|有沒有|是不是|會不會|能不能)|.*[？?嗎呢]$"
)


def check(passages: Sequence[Passage], diagnostics: Diagnostics) -> None:
    """Record labels of fields that are worded as a question."""
    for passage in passages:
        if passage.key == "label" and isinstance(passage.record, Field) and _QUESTION.match(passage.text):
            diagnostics.warning("label-as-question", passage.at(0, passage.text), label=passage.text)
