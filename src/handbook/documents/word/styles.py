"""Page, styles, numbering and fonts of a Word file, by GB/T 9704-2012: 22 lines of 28 characters on A4.

28 characters to a line come from a spacing of -0.25 pt between characters, and 22 lines from exact line spacing. The
type of `docGrid` is `lines` and not `linesAndChars`, with which LibreOffice sets half as many characters to a line.
"""

from __future__ import annotations

import functools
import io
from typing import Any, cast

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

LATIN = "Times New Roman"
FANGSONG, SONG, HEI, KAI = "仿宋", "方正小标宋简体", "黑体", "楷体"
# (name, what to use when the font is missing). Word reads alternatives from the font table only.
_FONTS = ((FANGSONG, "FangSong"), (SONG, "宋体"), (HEI, "SimHei"), (KAI, "KaiTi"), ("宋体", "SimSun"))

TITLE, BODY, CELL, HEAD_CELL, LIST = "Title", "Handbook Body", "Handbook Cell", "Handbook Head Cell", "Handbook List"
NOTE = "Handbook Note"  # at the foot, in small type
GAP = "Handbook Gap"  # between two tables
DENSE = " Dense"  # suffix of the cell styles of tables with small type
HEADINGS = {2: "Heading 1", 3: "Heading 2", 4: "Heading 3"}
NUMBERED, BULLETS, FIRST_LIST = 1, 2, 3  # ids of numberings: headings, bullets, the first ordered list

_EXACT = '<w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_PLAIN = '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'


def new_document(*, landscape: bool = False, fold: bool = False) -> WordDocument:
    """An empty document with page, fonts, styles and numbering set."""
    return docx.Document(io.BytesIO(_prepared(landscape, fold)))


@functools.cache
def _prepared(landscape: bool, fold: bool) -> bytes:
    """The empty document as a file. It is made once, because making it takes 50 ms."""
    word, content = docx.Document(), io.BytesIO()
    _prepare(word, landscape=landscape, fold=fold)
    word.save(content)
    return content.getvalue()


def _prepare(word: WordDocument, *, landscape: bool, fold: bool) -> None:
    _page(word, landscape)
    if fold:
        _lower_half(word)
    _defaults(word)
    _style(word, "Normal", f'{_PLAIN}{_EXACT}<w:jc w:val="both"/>', FANGSONG, 32)
    _style(word, BODY, f'{_PLAIN}{_EXACT}{_INDENT}<w:jc w:val="both"/>', FANGSONG, 32)
    _style(word, LIST, f'{_PLAIN}{_EXACT}<w:jc w:val="both"/>', FANGSONG, 32)
    below = 240 if landscape else 579  # a register needs its lines
    title = f'<w:spacing w:before="0" w:after="{below}" w:line="660" w:lineRule="exact"/><w:jc w:val="center"/>'
    _style(word, TITLE, f'<w:keepNext/>{_PLAIN}{title}<w:outlineLvl w:val="0"/>', SONG, 44, spacing=0)
    if fold:
        # Line heights are exact, because fonts differ in theirs. Two lines of a long name and three below it fit the
        # half.
        for name, font, size, line in ((TITLE, SONG, 160, 1920), (BODY, FANGSONG, 56, 680)):
            large = f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
            _style(word, name, f'{_PLAIN}{large}<w:jc w:val="center"/>', font, size, spacing=0)
    for level, font, bold in ((2, HEI, False), (3, KAI, False), (4, FANGSONG, True)):
        outline = f'<w:outlineLvl w:val="{level - 1}"/>'
        _style(word, HEADINGS[level], f"<w:keepNext/>{_PLAIN}{_EXACT}{_INDENT}{outline}", font, 32, bold=bold)
    cell = '<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="320" w:lineRule="atLeast"/>'
    for suffix, size in (("", 24), (DENSE, 21)):
        _style(word, CELL + suffix, f'{_PLAIN}{cell}<w:jc w:val="left"/>', FANGSONG, size, spacing=0)
        _style(word, HEAD_CELL + suffix, f'<w:keepNext/>{_PLAIN}{cell}<w:jc w:val="center"/>', HEI, size, spacing=0)
    note = '<w:snapToGrid w:val="0"/><w:spacing w:before="80" w:after="0" w:line="380" w:lineRule="exact"/>'
    _style(word, NOTE, f'{_PLAIN}{note}<w:jc w:val="left"/>', FANGSONG, 24, spacing=0)
    gap = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>'
    _style(word, GAP, f"{_PLAIN}{gap}", FANGSONG, 12, spacing=0)
    _keep_only_ours(word)
    _numbering(word)
    _font_table(word)
    _settings(word)


def _page(word: WordDocument, landscape: bool) -> None:
    section = word.sections[0]
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(20), Mm(22)
        section.left_margin, section.right_margin = Mm(25), Mm(18)
    else:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(10 if landscape else 20)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="579"/>'))


def _lower_half(word: WordDocument) -> None:
    """Set the margins of a sheet that is folded: the text stands in the middle of its lower half."""
    section = word.sections[0]
    section.top_margin, section.bottom_margin = Mm(178), Mm(10)
    section.left_margin = section.right_margin = Mm(15)


def run_properties(font: str, size: int, *, latin: str = LATIN, bold: bool = False, spacing: int = -5) -> str:
    """The content of a w:rPr. size: in half points. spacing: between characters, in twentieths of a point.

    latin: the font of Latin letters and digits. Marks that both scripts have, such as “ and —, take `font`.
    """
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{font}" w:cs="{latin}"/>'
        + ("<w:b/>" if bold else '<w:b w:val="0"/>')
        + f'<w:i w:val="0"/><w:color w:val="000000"/><w:spacing w:val="{spacing}"/><w:kern w:val="0"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def _style(
    word: WordDocument, name: str, paragraph: str, font: str, size: int, *, bold: bool = False, spacing: int = -5
) -> None:
    styles = word.styles
    if name in [style.name for style in styles]:
        element = cast(Any, styles[name]).element
    else:
        element = cast(Any, styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)).element
        element.get_or_add_basedOn().val = "Normal"
    for tag in ("w:pPr", "w:rPr"):
        for old in element.findall(qn(tag)):
            element.remove(old)
    characters = run_properties(font, size, bold=bold, spacing=spacing)
    element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{paragraph}</w:pPr>"))
    element.append(parse_xml(f"<w:rPr {nsdecls('w')}>{characters}</w:rPr>"))


def _keep_only_ours(word: WordDocument) -> None:
    """Remove the 160 other styles of python-docx's default template: they make every file ten times as large."""
    root = cast(Any, word.styles.element)
    ours = {TITLE, BODY, LIST, NOTE, GAP, *HEADINGS.values(), *(n + s for n in (CELL, HEAD_CELL) for s in ("", DENSE))}
    kept = {str(cast(Any, word.styles[name]).style_id) for name in ours} | {"Normal", "Footer"}
    for style in root.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in kept and style.get(qn("w:default")) != "1":
            root.remove(style)
            continue
        for reference in ("w:link", "w:next"):
            for old in style.findall(qn(reference)):
                style.remove(old)


def _defaults(word: WordDocument) -> None:
    """Set the defaults without any theme font, so that East Asian text takes the font that is named."""
    defaults = cast(Any, word.styles.element).find(qn("w:docDefaults"))
    for old in list(defaults):
        defaults.remove(old)
    language = '<w:lang w:val="en-US" w:eastAsia="zh-TW" w:bidi="ar-SA"/>'
    characters = run_properties(FANGSONG, 32)
    defaults.append(parse_xml(f"<w:rPrDefault {nsdecls('w')}><w:rPr>{characters}{language}</w:rPr></w:rPrDefault>"))
    defaults.append(parse_xml(f"<w:pPrDefault {nsdecls('w')}/>"))


def _numbering(word: WordDocument) -> None:
    root = cast(Any, word.part.numbering_part).element
    for old in list(root):
        root.remove(old)
    counted = "chineseCountingThousand"
    # The third level has a space behind it, so that 1. before a date or an amount does not look like a decimal.
    levels = ((counted, "%1、", "nothing"), (counted, "（%2）", "nothing"), ("decimal", "%3.", "space"))
    headings = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:pStyle w:val="Heading{at + 1}"/><w:suff w:val="{gap}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{_INDENT}</w:pPr></w:lvl>'
        for at, (kind, text, gap) in enumerate(levels)
    )
    hanging = '<w:pPr><w:ind w:left="1120" w:hanging="480"/></w:pPr>'
    left = f'<w:lvlJc w:val="left"/>{hanging}'
    ordered = f'<w:numFmt w:val="decimal"/><w:suff w:val="tab"/><w:lvlText w:val="%1."/>{left}'
    bullets = f'<w:numFmt w:val="bullet"/><w:suff w:val="tab"/><w:lvlText w:val="•"/>{left}'
    multilevel = '<w:multiLevelType w:val="multilevel"/>'
    single = '<w:multiLevelType w:val="singleLevel"/>'
    for number, kind, inside in (
        (0, multilevel, headings),
        (1, single, f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{bullets}</w:lvl>'),
        (2, single, f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{ordered}</w:lvl>'),
    ):
        root.append(
            parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{kind}{inside}</w:abstractNum>')
        )
    root.append(_number(NUMBERED, 0))
    root.append(_number(BULLETS, 1))


def new_list(word: WordDocument, count: int) -> int:
    """The id of a new numbering that begins at 1. count: how many ordered lists the document has already."""
    number = FIRST_LIST + count
    cast(Any, word.part.numbering_part).element.append(_number(number, 2, restart=True))
    return number


def _number(id: int, abstract: int, *, restart: bool = False) -> BaseOxmlElement:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    return parse_xml(f'<w:num {nsdecls("w")} w:numId="{id}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>')


def _font_table(word: WordDocument) -> None:
    for relation in word.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            fonts = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
                '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
                for name, other in _FONTS
            )
            xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
            relation.target_part._blob = xml.encode()  # python-docx has no font table of its own


def _settings(word: WordDocument) -> None:
    """Set that a line before a line break is not stretched to the margin."""
    settings = cast(Any, word.settings.element)
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = parse_xml(f"<w:compat {nsdecls('w')}/>")
        settings.append(compat)
    compat.insert(0, parse_xml(f"<w:doNotExpandShiftReturn {nsdecls('w')}/>"))
    for language in settings.findall(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-TW")
