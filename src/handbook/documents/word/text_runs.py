"""What runs show that is no plain text: signs of symbol fonts, fields, formulas, and the text in boxes.

A *run* is a stretch of one look in a paragraph. An inserted sign is a number in a symbol font, such as FE of Wingdings,
and becomes the character that looks like it (☑). A field shows its result and not its code. A phonetic guide that an
older program wrote is a field without a result: its base text stands in the code. The twin is
`src/browser/documents/word/text-runs.js`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from handbook.documents.word.docx_format import W

#: stands for a sign that no character is known for
UNKNOWN_SIGN = "\ufffd"
_SIGNS: dict[str, dict[int, str]] = {
    "wingdings": {
        **dict(zip(range(0x80, 0x8B), "⓪①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
        **dict(zip(range(0x8B, 0x96), "⓿❶❷❸❹❺❻❼❽❾❿", strict=True)),
        0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖",
        0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
        0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
    "symbol": {
        0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
        0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xD6: "√", 0xDE: "⇒",
    },
}  # fmt: skip
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_OURS = re.compile(r"hb\d+_")
#: \o\ad(\s\up 9(ㄓㄨㄥˋ),仲) is a phonetic guide, \o\ac(○,仲) a character in a circle; the last part is the base text
_OVER = re.compile(r"\s*EQ\s.*\\o\s*(?:\\a[a-z]\s*)?\((?:.*)[,;，](.*)\)\s*", re.IGNORECASE | re.DOTALL)


@dataclass
class _Field:
    """A field that has begun. code: what it says before its result."""

    code: str = ""
    has_result: bool = False


class Fields:
    """The fields that are open at a place in the document; one may lie in the code of another."""

    def __init__(self) -> None:
        self.open: list[_Field] = []

    @property
    def is_code(self) -> bool:
        """Whether text at this place is code, which nobody sees."""
        return any(not one.has_result for one in self.open)

    def edge(self, element: etree._Element) -> str:
        """Take note of a `w:fldChar`. Returns the text that a field without a result shows."""
        kind = element.get(W + "fldCharType", "")
        if kind == "begin":
            shown = "" if self.is_code else _form_field(element)
            self.open.append(_Field())
            return shown
        if kind == "separate" and self.open:
            self.open[-1].has_result = True
        elif kind == "end" and self.open:
            ended = self.open.pop()
            found = None if ended.has_result or self.is_code else _OVER.fullmatch(ended.code)
            return found[1] if found else ""
        return ""

    def add_code(self, text: str) -> None:
        """Take note of a part of the code."""
        if self.open and not self.open[-1].has_result:
            self.open[-1].code += text

    def paragraph_ended(self) -> None:
        """No code reaches into the next paragraph: a field that nobody ended would hide the rest of the file."""
        self.open = [one for one in self.open if one.has_result]


def _form_field(begin: etree._Element) -> str:
    """What a check box or a drop-down list of an old form shows."""
    box = begin.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(W + "checked")
        state = box.find(W + "default") if state is None else state
        return "☐" if state is None or state.get(W + "val", "1") in ("0", "false") else "☑"
    choices = begin.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [one.get(W + "val", "") for one in choices.findall(W + "listEntry")]
    result = choices.find(W + "result")
    number = "0" if result is None else result.get(W + "val", "0")
    return entries[int(number)] if re.fullmatch("[0-9]{1,3}", number) and int(number) < len(entries) else ""


def sign(element: etree._Element) -> str:
    """The character of a `w:sym`."""
    written = element.get(W + "char", "")
    if not re.fullmatch("[0-9A-Fa-f]{1,4}", written):
        return UNKNOWN_SIGN
    code = int(written, 16)
    if code >= 0x100 and not 0xD800 <= code <= 0xF8FF:
        return chr(code)
    return _SIGNS.get(element.get(W + "font", "").lower(), {}).get(code & 0xFF, UNKNOWN_SIGN)


def plain_text(text: str, run: etree._Element) -> str:
    """The text of a `w:t`. In a symbol font its letters are signs."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    signs = {} if fonts is None else _SIGNS.get(fonts.get(W + "ascii", "").lower(), {})

    def shown(letter: str) -> str:
        code = ord(letter)
        if 0xF000 <= code <= 0xF0FF:
            return signs.get(code & 0xFF, UNKNOWN_SIGN)
        return signs.get(code, letter) if code < 0x100 else letter

    return "".join(map(shown, text)) if signs or max(text, default="") >= "\uf000" else text


def formula(element: etree._Element) -> str:
    """The letters of a formula (`m:oMath`) in their order; "" for any other element."""
    if element.tag not in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
        return ""
    return "".join(one.text or "" for one in element.iter(f"{_MATH}t"))


def boxed_texts(root: etree._Element) -> list[str]:
    """The text of each text box in which there is no blank of ours."""
    found = []
    for box in root.iter(W + "txbxContent"):
        # What a newer program shows is written a second time for older ones.
        is_second = any(one.tag == _FALLBACK for one in box.iterancestors())
        is_ours = any(_OURS.match(one.get(W + "name", "")) for one in box.iter(W + "bookmarkStart"))
        if not is_second and not is_ours:
            lines = ("".join(t.text or "" for t in line.iter(W + "t")) for line in box.iter(W + "p"))
            found.append(" ".join(lines))
    return found
