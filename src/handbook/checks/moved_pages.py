"""Does every address that was published still lead somewhere?"""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import basename, dirname

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.model.handbook import Handbook
from handbook.reading import published_addresses


def check(handbook: Handbook, diagnostics: Diagnostics) -> None:
    """Record published addresses that are gone, and declarations of old ones that cannot hold."""
    now = published_addresses.current_addresses(handbook)
    _check_moves(handbook, now, diagnostics)
    recorded = published_addresses.read_record(handbook.root, diagnostics)
    if not recorded:
        return
    ways = published_addresses.redirects(handbook, recorded)
    path = handbook.root / published_addresses.RECORD_FILE
    places = _Places(now, recorded)
    for address, line in recorded.items():
        if address in now:
            continue
        page, _, id = address.partition("#")
        if id in ways.get(page, {}) or (id and page not in now and "" not in ways.get(page, {}) and page in recorded):
            continue  # it has a way, or its page is reported
        span = Span(path, line, 1, len(address))
        diagnostics.error("vanished-address", span, suggestion=places.likeliest(page, id), address=address)
    fresh = sorted(now - recorded.keys())
    if fresh:
        diagnostics.warning("unrecorded-addresses", Span(path), count=len(fresh), address=fresh[0])


def _check_moves(handbook: Handbook, now: set[str], diagnostics: Diagnostics) -> None:
    pages = {address.partition("#")[0].casefold(): address.partition("#")[0] for address in now}
    seen: dict[str, Span] = {}
    for move in published_addresses.declared_moves(handbook):
        page = move.old.partition("#")[0]
        if not move.valid:
            diagnostics.error("formerly-address", move.span, address=move.old)
        elif move.old in now or pages.get(page.casefold(), page) != page:
            diagnostics.error("formerly-in-use", move.span, address=move.old)
        elif move.old in seen and seen[move.old] != move.span:
            first = seen[move.old]
            file = first.path.relative_to(handbook.root).as_posix()
            diagnostics.error("formerly-twice", move.span, address=move.old, file=file, line=first.line)
        seen.setdefault(move.old, move.span)


class _Places:
    """Finds the address that a vanished one has probably moved to."""

    def __init__(self, now: set[str], recorded: Mapping[str, int]) -> None:
        self._pages = sorted(address for address in now if "#" not in address)
        self._on: dict[str, list[str]] = {}  # page -> ids
        self._with: dict[str, list[str]] = {}  # id -> pages
        for address in sorted(now):
            page, mark, id = address.partition("#")
            if mark:
                self._on.setdefault(page, []).append(id)
                self._with.setdefault(id, []).append(page)
        self._fresh = now - recorded.keys()

    def likeliest(self, page: str, id: str) -> str | None:
        """The present address that whoever looks for this page, or this id on it, probably wants; None for none."""
        return self._id(page, id) if id else self._page(page)

    def _id(self, page: str, id: str) -> str | None:
        here = self._on.get(page, [])
        told_apart = [one for one in here if one.endswith(f"-{id}")]  # a heading of the same words was added
        fresh = [one for one in here if f"{page}#{one}" in self._fresh]
        near = told_apart[0] if told_apart else closest(id, fresh)
        if near:
            return f"{page}#{near}"
        if id in self._with:
            return f"{self._with[id][0]}#{id}"
        near = fresh[0] if len(fresh) == 1 else closest(id, here)
        return f"{page}#{near}" if near else None

    def _page(self, page: str) -> str | None:
        same = [one for one in self._pages if basename(one) == basename(page) and basename(page) != "index.html"]
        fresh = [one for one in self._pages if one in self._fresh]
        beside = [one for one in fresh if dirname(one) == dirname(page)]
        only = same or (beside if len(beside) == 1 else fresh if len(fresh) == 1 else [])
        return only[0] if only else closest(page, fresh) or closest(page, self._pages)
