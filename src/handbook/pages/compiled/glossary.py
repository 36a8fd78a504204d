"""The words of the handbook: abbreviations with their full forms, and which of several forms is used."""

from __future__ import annotations

from handbook.model.handbook import Handbook
from handbook.model.term import Term
from handbook.pages.compiled.compiled_table import CompiledGroup, CompiledTable, Row, plain_cell


def glossary(handbook: Handbook) -> CompiledTable:
    """The list of terms: abbreviations by letter, then the words that say what they mean, in the order of the file."""
    terms = handbook.listed(Term)
    letters = sorted((term for term in terms if term.term.isascii()), key=lambda term: term.term)
    words = [term for term in terms if not term.term.isascii() and (term.meaning or term.why)]
    found = (("縮寫", letters), ("用語", words))
    groups = tuple(CompiledGroup(title=title, rows=tuple(map(_row, of))) for title, of in found if of)
    columns = ("用語", "意思", "不寫作")
    return CompiledTable(title="用語與縮寫", columns=columns, groups=groups, empty="手冊沒有用語表。")


def _row(term: Term) -> Row:
    meaning = "；".join(text.rstrip("。") for text in (term.full, term.meaning, term.why) if text)
    return plain_cell(term.term), plain_cell(f"{meaning}。" if meaning else ""), plain_cell("、".join(term.avoid))
