"""The first screen: what cannot wait, my post, and what people do."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, astuple, dataclass

from handbook.model.handbook import Handbook
from handbook.pages.compiled.compiled_table import readers_pages
from handbook.pages.compiled.latest_changes import ToldChange, changes_of
from handbook.pages.site_outline import Entry, OutlineSection, SiteOutline
from handbook.pages.views.contact import ContactView, contact_view
from handbook.pages.views.links import Link
from handbook.reading.references import calls

SHOWN = 5  # the most used things of a section
LATEST = 30  # changes that a device may not have seen yet; the page of changes has all
_PUBLIC_NUMBER = re.compile(r"\d{3}")  # three digits, such as 120: anybody may call it


@dataclass(frozen=True, kw_only=True)
class PostLink:
    """A post with a page of its own. id: of the role."""

    id: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PostGroup:
    """Posts under the heading of their group, which may be empty."""

    title: str
    posts: tuple[PostLink, ...]


@dataclass(frozen=True, kw_only=True)
class HomeChange:
    """A change of the handbook. key: a sign of all that it says, by which a device knows it again."""

    key: str
    on: str
    title: str
    what: str
    url: str


@dataclass(frozen=True, kw_only=True)
class HomePart:
    """A section with its most used things. count: of all that stands in it."""

    title: str
    url: str
    icon: str = ""
    colour: str = ""
    count: int = 0
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """What stands on the first screen. changes_url: of the page with all changes; "" where there is none."""

    changes: tuple[HomeChange, ...] = ()
    has_older_changes: bool = False
    changes_url: str = ""
    numbers: tuple[ContactView, ...] = ()
    emergency: Link | None = None
    flows: tuple[Link, ...] = ()
    posts: tuple[PostGroup, ...] = ()
    parts: tuple[HomePart, ...] = ()


def home_view(handbook: Handbook, outline: SiteOutline) -> HomeView:
    """What stands on the first screen of a handbook with this outline."""
    urgent, posts = outline.of_kind("flow"), outline.of_kind("role")
    flows = {flow.path for flow in handbook.flows.values()}
    placed = [one for section in outline.sections for one in section.entries if one.path in flows]
    changes = list(changes_of(handbook))
    told = next((page.url for page in readers_pages(handbook) if ("compiled", "changes") in calls(page)), "")
    apart = [one for one in (urgent, posts) if one]
    return HomeView(
        changes=tuple(HomeChange(key=_key(one), **asdict(one)) for one in changes[:LATEST]),
        has_older_changes=len(changes) > LATEST,
        changes_url=told,
        numbers=tuple(
            contact_view(handbook, one) for one in handbook.contacts.values() if _PUBLIC_NUMBER.fullmatch(one.phone)
        ),
        emergency=Link(title=urgent.section.title, url=urgent.landing.url) if urgent else None,
        flows=tuple(Link(title=one.title, url=one.url) for one in dict.fromkeys(placed)),
        posts=_posts(handbook, posts) if posts else (),
        parts=tuple(
            _part(section)
            for section in outline.sections
            if section.section.readers == "readers" and section not in apart and any(section.entries)
        ),
    )


def _key(change: ToldChange) -> str:
    return hashlib.sha256("\0".join(astuple(change)).encode()).hexdigest()[:8]


def _posts(handbook: Handbook, section: OutlineSection) -> tuple[PostGroup, ...]:
    ids = {role.path: role.id for role in handbook.roles.values() if role.path}
    groups = (
        PostGroup(
            title=group.title,
            posts=tuple(
                PostLink(id=ids[one.path], title=one.title, url=one.url) for one in group.entries if one.path in ids
            ),
        )
        for group in section.groups
    )
    return tuple(group for group in groups if group.posts)


def _part(section: OutlineSection) -> HomePart:
    entries = list(dict.fromkeys(section.entries))
    # What nav: puts first stays before the others of as many uses: sorted() keeps the order of equals.
    used = sorted(entries, key=lambda one: -one.uses)[:SHOWN]
    return HomePart(
        title=section.section.title,
        url=section.landing.url,
        icon=section.section.icon,
        colour=section.colour,
        count=len(entries),
        links=tuple(map(_link, used)),
    )


def _link(entry: Entry) -> Link:
    return Link(title=entry.title, url=entry.url, note=entry.word)
