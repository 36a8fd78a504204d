"""Is what a tree may not show in any byte of it? A second look, at what was built, whatever built it.

A *canary* is something of the sources that would give a leak away: a title, an id, a sentence of at least eight
characters, a number of at least six digits, a file's name, bytes from the middle of a picture. What a tree's own
sources say as well is no canary of it.

Every canary is looked for in every tree. In a tree that may not show it, it must not be found: the publication ends.
And the canaries of each page, template and file must be found in a tree that may show them: so it is known that the
scan finds what is there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from handbook.diagnostics.diagnostics import BuildError
from handbook.diagnostics.messages import message
from handbook.documents.picture_metadata import without_metadata
from handbook.model.audience import Audience
from handbook.model.base import Record
from handbook.model.handbook import Handbook
from handbook.model.organisation import SynonymGroup
from handbook.model.page import Page
from handbook.model.site_section import SiteSection
from handbook.model.template import Template
from handbook.pages.published_files import is_published
from handbook.reading import resources
from handbook.reading.narrowed_handbook import documents_and_entries, narrowed
from handbook.reading.record_texts import record_texts
from handbook.reading.visibility import Visibility
from handbook.search.folding import simplified
from handbook.site.opened_bytes import opened, plain_texts
from handbook.site.publish import site_files

_SENTENCE = 8  # characters
_DIGITS = 6
_SHORTEST = 6  # bytes of a title or an id; a shorter one would be found by chance
_GRAMS = (8, 4)  # characters by which a text is looked for first: as many as it has, the more the quicker
_PROBE = 48  # bytes of a file
#: What ends a sentence, or is written otherwise in HTML.
_MARKUP = re.escape(
    "。！？；「」『』《》（）()[]{}<>|*_`~#!\"'&\\/=\n"
)  # what ends a sentence, or is written otherwise in HTML
_PIECE = re.compile(rf"[^\s{_MARKUP}:：,，、.-][^{_MARKUP}]*")
_NUMBER = re.compile(r"(?<![A-Za-z0-9])\d(?:[ -]?\d)+(?![A-Za-z0-9])")
_WORD = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True)
class Canary:
    """Something that is looked for. source: the file that it stands in, and what it is there."""

    content: str | bytes
    source: Path


@dataclass
class TreeScan:
    """What was looked for in one tree, and what of it was found: canary -> the files of the tree."""

    tree: str
    files: int = 0
    found: dict[str | bytes, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TreeVerdict:
    """What a scan of a tree says. looked_for: canaries; shared: what the tree's own sources say too."""

    tree: str
    sources: int
    looked_for: int
    shared: int
    files: int


# ── what is looked for ──


def canaries(handbook: Handbook) -> list[Canary]:
    """Everything in the sources that would give a leak away, each with its first source."""
    found: dict[str | bytes, Path] = {}
    usual = {resources.usual_list(name) for name in (SiteSection.plural, SynonymGroup.plural)}
    for record in documents_and_entries(handbook):
        path = record.origin.span.path
        if path in usual and path.parents[2] != handbook.root:  # of the package: no secret of this handbook
            continue
        for text in _named(record):
            found.setdefault(text, path)
        for text in record_texts(record):
            for piece in _pieces(text):
                found.setdefault(piece, path)
    for file in Visibility(handbook).users:
        found.setdefault(file.name, file)
        content = without_metadata(file.read_bytes())  # as it is published
        if probe := _probe(content):
            found.setdefault(probe, file)
        if file.suffix in (".txt", ".csv", ".md", ".svg"):
            for piece in _pieces(content.decode("utf-8", "replace")):
                found.setdefault(piece, file)
    for file in _files_of_templates(handbook):
        for piece in _pieces(file.read_text(encoding="utf-8", errors="replace")):
            found.setdefault(piece, file)
    return [Canary(content, path) for content, path in found.items() if len(_bytes(content)) >= _SHORTEST]


def _files_of_templates(handbook: Handbook) -> Iterator[Path]:
    """Layouts and samples, which are no part of the model."""
    for template in handbook.templates.values():
        folder = template.path.parent
        yield from sorted(file for file in folder.rglob("*") if file.suffix in (".jinja", ".json") and file.is_file())


def _named(record: Record) -> Iterator[str]:
    """The titles and ids of a document or entry."""
    for key in ("title", "name", "id", "term", "plate"):
        if isinstance(value := getattr(record, key, ""), str) and value:
            yield value
    for part in (*getattr(record, "clauses", ()), *getattr(record, "procedures", ()), *getattr(record, "nodes", ())):
        if part.id and "-" in part.id:
            yield part.id


def _pieces(text: str) -> Iterator[str]:
    """The sentences of a text without its markup, and its numbers: as they are written, and as bare digits."""
    for found in _PIECE.finditer(text):
        piece = found[0].strip()
        if len(piece) >= _SENTENCE:
            yield piece
    for number in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", number[0])
        if len(digits) >= _DIGITS:
            yield from {number[0], digits}


def _probe(content: bytes) -> bytes:
    start = max(0, len(content) // 2 - _PROBE // 2)
    return content[start : start + _PROBE]


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


# ── looking ──


class CanaryFinder:
    """Finds any of many texts and byte strings in contents, in a time that does not grow with their number.

    A text is looked for by its first characters that are a key; only where such a key stands, the whole is compared.
    """

    def __init__(self, contents: Iterable[str | bytes]) -> None:
        #: length -> the first characters -> (as looked for, canary)
        self._by_gram: dict[int, dict[tuple[str, ...], list[tuple[str, str]]]] = {
            size: defaultdict(list) for size in _GRAMS
        }
        self._short: list[tuple[str, str]] = []
        self._probes: list[bytes] = []
        for one in contents:
            if isinstance(one, bytes):
                self._probes.append(one)
                continue
            for text in {one, simplified(one)}:
                size = next((size for size in _GRAMS if len(text) >= size), 0)
                if size:
                    self._by_gram[size][tuple(text[:size])].append((text, one))
                else:
                    self._short.append((text, one))

    def in_text(
        self, text: str, *, anywhere: bool = False, known: Collection[str | bytes] = frozenset()
    ) -> set[str | bytes]:
        """The texts that stand in `text`. anywhere: an id or number also within another. known: not looked for."""
        found: set[str | bytes] = set()
        candidates = list(self._short)
        for size, texts in self._by_gram.items():
            shifted = (text[start:] for start in range(size))
            for gram in texts.keys() & zip(*shifted, strict=False):
                candidates += texts[gram]
        for looked_for, one in candidates:
            if one not in known and one not in found and _stands_in(looked_for, text, anywhere):
                found.add(one)
        return found

    def in_bytes(self, content: bytes) -> set[str | bytes]:
        """The byte strings that stand in `content`."""
        return {probe for probe in self._probes if probe in content}


def _stands_in(looked_for: str, text: str, anywhere: bool) -> bool:
    """Whether a text stands in another; an id or number only where no letter or digit touches it, unless `anywhere`."""
    start = text.find(looked_for)
    if start < 0 or anywhere or not looked_for.isascii():
        return start >= 0
    while start >= 0:
        end = start + len(looked_for)
        if not _WORD.match(text[end : end + 1]) and not _WORD.match(text[max(0, start - 1) : start]):
            return True
        start = text.find(looked_for, start + 1)
    return False


def scan_tree(tree: Path, finder: CanaryFinder) -> TreeScan:
    """Look through every file of a tree, its name, and whatever is packed in it."""
    result = TreeScan(tree.name)
    seen: set[bytes] = set()
    lines: set[bytes] = set()
    for path in site_files(tree):
        name = path.relative_to(tree).as_posix()
        result.files += 1
        hits = set(finder.in_text(name))
        for content in opened(path.read_bytes(), seen):
            hits |= finder.in_bytes(content)
            new = [line for line in content.split(b"\n") if line not in lines]  # most lines stand on every page
            lines.update(new)
            for text in plain_texts(b"\n".join(new)):
                hits |= finder.in_text(text, known=result.found)
        for hit in hits:
            result.found.setdefault(hit, name)
    return result


# ── judging ──


def check_trees(whole: Handbook, trees: Sequence[Path]) -> list[TreeVerdict]:
    """Scan the trees of a site. Raises BuildError for a leak, and for a scan that proves nothing."""
    all_canaries = canaries(whole)
    finder = CanaryFinder(one.content for one in all_canaries)
    scans = {tree.name: scan_tree(tree, finder) for tree in trees}
    named = {one.name: one for one in whole.audiences}
    withheld_from: dict[str, list[Canary]] = {}
    verdicts = []
    for tree in trees:
        withheld, shared = _withheld(whole, named[tree.name], all_canaries, finder)
        withheld_from[tree.name] = withheld
        found = scans[tree.name].found
        leaks = [one for one in withheld if one.content in found]
        if leaks := _unknown_to_the_program(leaks):
            lines = [
                message("leak", tree=tree.name, file=found[one.content], canary=_shown(one), source=_short(one, whole))
                for one in leaks[:20]
            ]
            raise BuildError("\n".join([*lines, message("leaks", tree=tree.name, number=len(leaks))]))
        sources = {one.source for one in withheld}
        verdicts.append(TreeVerdict(tree.name, len(sources), len(withheld), shared, scans[tree.name].files))
    _check_controls(whole, scans, withheld_from)
    return verdicts


def _withheld(
    whole: Handbook, audience: Audience, all_canaries: Sequence[Canary], finder: CanaryFinder
) -> tuple[list[Canary], int]:
    """The canaries that a tree must not show, and how many others its own sources say as well."""
    made = narrowed(whole, audience)
    visible = Visibility(whole)
    own = {text for record in documents_and_entries(made) for text in record_texts(record)}
    own |= {name for record in documents_and_entries(made) for name in _named(record)}
    own |= {audience.name, audience.title, audience.notice}
    known = _said_in("\n".join(own), finder)
    files = [file for file, trees in visible.files.items() if audience.name in trees]
    for file in (*files, *_files_of_templates(made)):
        content = without_metadata(file.read_bytes())  # as it is published
        known |= finder.in_bytes(content) | finder.in_text(file.name, anywhere=True)
        known |= _said_in(content.decode("utf-8", "replace"), finder)
    kept = {record.origin.span.path for record in documents_and_entries(made)} | set(files)
    withheld = [one for one in all_canaries if one.content not in known]
    shared = sum(1 for one in all_canaries if one.content in known and one.source not in kept)
    return withheld, shared


def _said_in(text: str, finder: CanaryFinder) -> set[str | bytes]:
    """The canaries that a source says: a number also without its hyphens, as the link that dials has it."""
    return finder.in_text("\n".join([text, *_pieces(text)]), anywhere=True)


def _unknown_to_the_program(found: list[Canary]) -> list[Canary]:
    """Those that no file of the program or of the site's own components says: a word of the interface is no leak."""
    if not found:
        return []
    finder = CanaryFinder(one.content for one in found)
    known: set[str | bytes] = set()
    for folder in (resources.PACKAGE, resources.macros_dir(), resources.material_dir() / "assets/stylesheets"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".toml", ".jinja", ".js", ".css", ".html", ".yml", ".svg") and path.is_file():
                known |= finder.in_text(path.read_text(encoding="utf-8", errors="replace"), anywhere=True)
    return [one for one in found if one.content not in known]


def _check_controls(whole: Handbook, scans: Mapping[str, TreeScan], withheld_from: Mapping[str, list[Canary]]) -> None:
    """Raise BuildError when the scan looked at nothing, or does not find what is there.

    Each page, template and file that is withheld from some tree must be found in a tree that shows it, of those that
    are there.
    """
    seen = Visibility(whole)
    for name, result in scans.items():
        if not result.files or not result.found:
            raise BuildError(message("scan-of-nothing", tree=name))
    needed: dict[Path, frozenset[str]] = {
        one.origin.span.path: seen.of(one) for one in documents_and_entries(whole) if _is_shown(one)
    }
    docs = whole.root / "docs"
    needed |= {
        file: trees
        for file, trees in seen.files.items()
        if file.is_relative_to(docs) and is_published(file.relative_to(docs).as_posix())
    }
    by_source: dict[Path, list[Canary]] = defaultdict(list)
    for withheld in withheld_from.values():
        for one in withheld:
            by_source[one.source].append(one)
    for source, those in by_source.items():
        places = [scans[name] for name in needed.get(source, ()) if name in scans]
        if places and not any(one.content in place.found for one in those for place in places):
            raise BuildError(message("canary-not-found", source=source.relative_to(whole.root).as_posix()))


def _is_shown(record: Record) -> bool:
    """Whether a tree shows at least the title of a record."""
    return isinstance(record, Page | Template) and bool(getattr(record, "path", ""))


def _shown(one: Canary) -> str:
    return one.content if isinstance(one.content, str) else f"{len(one.content)} bytes"


def _short(one: Canary, whole: Handbook) -> str:
    path = one.source
    return path.relative_to(whole.root).as_posix() if path.is_relative_to(whole.root) else path.name
