"""Does a document hold or link every attachment that it names by number, such as 附件3?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from handbook.checks.wording.passages import Passage
from handbook.diagnostics.diagnostics import Diagnostics
from handbook.model.handbook import Handbook

_NAMED = re.compile(r"附[件表錄圖][一二三四五六七八九十\d]+")
_TITLED = re.compile(r"《([^《》]+)》")
# A heading, list item, table cell or caption that begins with 附件3 is attachment 3 itself.
_BEGINS = re.compile(r"^\s*(?:#+ |[-*] |\d+\. |\|)?\s*\**(附[件表錄圖][一二三四五六七八九十\d]+)")
_SENTENCE = re.compile("[^。；]+")
_GONE = re.compile("散失|遺失|沒有隨|只留下|不在|未附|待定")


def check(handbook: Handbook, passages: Sequence[Passage], diagnostics: Diagnostics) -> None:
    """Record numbered attachments that the document neither holds nor links, nor says are lost."""
    titles = {template.title for template in handbook.templates.values()}
    named = [passage for passage in passages if "附" in passage.text and _NAMED.search(passage.text)]
    there: dict[int, set[str]] = {}
    for passage in named:
        names = there.setdefault(id(passage.document), set())
        if begins := _BEGINS.match(passage.text):
            names.add(begins[1])
        for sentence in _SENTENCE.findall(passage.text):
            if _GONE.search(sentence):  # the document itself says that the attachment is lost
                names.update(_NAMED.findall(sentence))
    for passage in named:
        for found in _NAMED.finditer(passage.text):
            rest = passage.text[found.end() :]
            titled = _TITLED.match(rest.lstrip(" （(：:"))
            before = passage.text[: found.start()]
            linked = before.rfind("[") > before.rfind("]")
            if found[0] in there[id(passage.document)] or linked or (titled and titled[1] in titles):
                continue
            diagnostics.warning("attachment-missing", passage.at(found.start(), found[0]), name=found[0])
