"""Whatever stands in the parts of a Word file, the reader reads it or refuses it in a sentence."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handbook.diagnostics.diagnostics import DocumentError
from handbook.documents.readback.read_back import read_back
from handbook.documents.word.package import open_word
from handbook.model.template import Template
from readback_cases import SHARED
from word_edits import DOCUMENT, parts, with_part

pytestmark = pytest.mark.slow  # whole sites are built or tried

SECONDS = float(os.environ.get("HANDBOOK_FUZZ_SECONDS", "15"))  # longer on demand
PIECES = (
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>甲</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>",
    '<w:vMerge w:val="restart"/>', "<w:vMerge/>", "<w:hMerge/>", '<w:gridSpan w:val="999"/>', '<w:gridBefore w:val="9"/>',
    '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="separate"/>', '<w:fldChar w:fldCharType="end"/>',
    "<w:instrText>EQ \\\\o(a,b)</w:instrText>", "<w:ruby><w:rubyBase><w:r><w:t>乙</w:t></w:r></w:rubyBase></w:ruby>",
    '<w:sym w:font="Wingdings" w:char="F0FE"/>', '<w:sym w:char="zz"/>', "<w:del>", "</w:del>", "<w:ins>", "</w:ins>",
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr></w:sdt>", '<w:bookmarkStart w:id="1" w:name="hb1_title"/>',
    '<w:bookmarkEnd w:id="1"/>', "<w:trPr><w:del/></w:trPr>", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "1．", "\ue000",
)  # fmt: skip
EDIT = st.tuples(st.integers(0, 10**6), st.integers(0, 400), st.lists(st.sampled_from(PIECES), max_size=4))


def test_a_reader_of_changed_parts_never_fails_otherwise_than_with_a_reason(
    sample: Template, blanks: dict[str, bytes], filled: dict[str, bytes]
) -> None:
    """Pieces of XML are cut out of the document and put in anywhere; most results are damaged, some are read."""
    end = time.monotonic() + SECONDS
    read = 0

    @settings(
        max_examples=int(27 * SECONDS), deadline=None, database=None, derandomize=SECONDS <= 15,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.sampled_from(sorted(blanks)), st.lists(EDIT, min_size=1, max_size=4), st.booleans())
    def hold(layout: str, edits: list[tuple[int, int, list[str]]], whole: bool) -> None:
        nonlocal read
        if time.monotonic() > end:
            return
        document = parts(filled[layout])[DOCUMENT].decode()
        for place, length, pieces in edits:
            if whole:  # between two elements, and only what is well-formed by itself
                places = [at for at in range(len(document)) if document.startswith("<w:", at)]
                at = places[place % len(places)]
                put = [one for one in pieces if one.count("<") == 2 * one.count("</") + one.count("/>") and "<" in one]
                document = document[:at] + "".join(put) + document[at:]
            else:
                at = place % len(document)
                document = document[:at] + "".join(pieces) + document[at + length :]
        try:
            word = open_word(with_part(filled[layout], DOCUMENT, document.encode()))
        except DocumentError:
            return
        read += 1
        reading = read_back(word, open_word(blanks[layout]), sample, SHARED["values"], SHARED["values"])
        assert isinstance(reading.values, dict)

    hold()
    assert read > 10
