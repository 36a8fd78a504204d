"""The handbook of one tree: a model that holds only what the tree's readers may see.

Everything that is rendered, compiled, counted or indexed for a tree is made from this model. So nothing of it has to
ask again who may see what.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from handbook.model.audience import INTERNAL, ONE_SITE, RESTRICTED, Audience
from handbook.model.base import Record
from handbook.model.handbook import Handbook
from handbook.model.matrix import Matrix
from handbook.model.organisation import Contact, Person, SynonymGroup
from handbook.model.site_section import SiteSection
from handbook.model.template import Template
from handbook.reading import references
from handbook.reading.record_texts import record_texts
from handbook.reading.visibility import Visibility

#: What of a `private` entry only readers of restricted documents see.
PRIVATE: Mapping[type[Record], tuple[str, ...]] = {
    Contact: ("name", "phone", "night_phone"),
    Person: ("phone", "also"),
}
#: What the public does not see of an entry, private or not: a person is named in public, and called by colleagues.
PERSONAL: Mapping[type[Record], tuple[str, ...]] = {Person: ("phone", "also")}


def narrowed(handbook: Handbook, audience: Audience) -> Handbook:
    """The handbook that the readers of one tree see. audience: one of `handbook.audiences`."""
    seen = Visibility(handbook)

    def is_seen(record: Record) -> bool:
        return audience.name in seen.of(record)

    pages = {path: page for path, page in handbook.pages.items() if is_seen(page)}
    checklists = {id: one for id, one in handbook.checklists.items() if is_seen(one)}
    packs = {id: pack for id, pack in handbook.rule_packs.items() if is_seen(pack)}
    templates = {id: _template(one, packs) for id, one in handbook.templates.items() if is_seen(one)}
    lists = {
        name: tuple(_entry(one, audience, seen) for one in entries if is_seen(one))
        for name, entries in handbook.lists.items()
    }
    made = dataclasses.replace(
        handbook,
        pages=pages,
        templates=templates,
        checklists=references.placed(checklists, pages),
        rule_packs=packs,
        lists=lists,
        nav=tuple(line for line in handbook.nav if line.path in pages or line.path not in handbook.pages),
        backlinks={},
        folder_marks={},
        audiences=(audience,),
        audience=audience,
    )
    made = dataclasses.replace(made, lists=lists | _used_lists(made, handbook))
    return dataclasses.replace(made, backlinks=references.backlinks(made))


def without_private(handbook: Handbook) -> Handbook:
    """The handbook of the one site of a handbook without audiences: nobody sees there what is private."""
    seen = Visibility(handbook)
    lists = {name: tuple(_entry(one, ONE_SITE, seen) for one in entries) for name, entries in handbook.lists.items()}
    return dataclasses.replace(handbook, lists=lists)


def _template(template: Template, packs: Mapping[str, object]) -> Template:
    rules = tuple(rule for rule in template.rules if not rule.pack or rule.pack in packs)
    return dataclasses.replace(template, rules=rules)


def _entry(record: Record, audience: Audience, seen: Visibility) -> Record:
    """An entry of a data list without what the readers may not see of it."""
    hidden: tuple[str, ...] = ()
    if INTERNAL not in audience.sees:
        hidden += PERSONAL.get(type(record), ())
    if RESTRICTED not in audience.sees and getattr(record, "private", False):
        hidden += PRIVATE.get(type(record), ())
    if isinstance(record, Matrix):
        rows = tuple(row for row in record.rows if not row.audience or audience.name in seen.of_mark(row.audience))
        return dataclasses.replace(record, rows=rows)
    return dataclasses.replace(record, **{key: type(getattr(record, key))() for key in hidden}) if hidden else record


def _used_lists(made: Handbook, whole: Handbook) -> dict[str, tuple[Record, ...]]:
    """Sections in which something stands, and synonyms for what is said there.

    A group of synonyms of whose meanings none is said in the tree is left out, and a word that only withheld texts say.
    """
    documents = (*made.pages.values(), *made.templates.values(), *made.checklists.values())
    used = {section.id for one in documents if (section := made.section_of(one))}
    used |= {template.group for template in made.templates.values()}
    sections = tuple(one for one in made.listed(SiteSection) if one.id in used)
    others = dataclasses.replace(made, lists={**made.lists, SiteSection.plural: sections, SynonymGroup.plural: ()})
    shown = "\0".join(text for record in documents_and_entries(others) for text in record_texts(record))
    lacking = (texts for one, texts in withheld_texts(others, whole) if not isinstance(one, SynonymGroup))
    withheld = "\0".join(text for texts in lacking for text in texts)

    def left(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(word for word in words if word in shown or word not in withheld)

    groups = (
        dataclasses.replace(group, say=left(group.say), mean=left(group.mean)) for group in made.listed(SynonymGroup)
    )
    synonyms = tuple(
        group
        for group in groups
        if any(word in shown for word in group.mean) and group.say and (len(group.say) > 1 or not group.both_ways)
    )
    return {SiteSection.plural: sections, SynonymGroup.plural: synonyms}


def documents_and_entries(handbook: Handbook) -> Iterator[Record]:
    """Every document of a handbook and every entry of its data lists."""
    yield from handbook.pages.values()
    yield from handbook.templates.values()
    yield from handbook.checklists.values()
    yield from handbook.rule_packs.values()
    for entries in handbook.lists.values():
        yield from entries


def withheld_texts(made: Handbook, whole: Handbook) -> Iterator[tuple[Record, list[str]]]:
    """The documents and entries of the whole handbook with those of their texts that the handbook of a tree lacks."""
    shown = {text for record in documents_and_entries(made) for text in record_texts(record)}
    for record in documents_and_entries(whole):
        if lacking := [text for text in dict.fromkeys(record_texts(record)) if text not in shown]:
            yield record, lacking
