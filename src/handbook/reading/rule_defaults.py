"""What an author leaves out of a rule of a kind: its id, severity, clause, sources, and how to mend what it finds.

`order: [start, end]` alone is a whole rule. Its id is `order-start-end`, its clause that of the section in which the
fields stand. A rule that is neither an expression nor one kind is recorded and left out.
"""

from __future__ import annotations

import dataclasses

from handbook.diagnostics.diagnostics import Diagnostics, Span
from handbook.model.base import NamedTexts
from handbook.model.rule_kinds import IN_BRACES, RULE_KINDS, Presence
from handbook.model.template import Rule, Template
from handbook.reading.binding import attributes_of
from handbook.reading.rule_words import kind_words, says, usual_fix


def completed(template: Template, diagnostics: Diagnostics) -> Template:
    """The template with whole rules. What is missing, too much or there twice is recorded."""
    rules = [_completed(rule, template) for rule in template.rules if _is_whole(rule, diagnostics)]
    seen: dict[str, Span] = {}
    for rule in rules:
        first = seen.setdefault(rule.id, rule.origin.span)
        if first != rule.origin.span and not rule.origin.keys.get("id"):
            diagnostics.error("duplicate-id", rule.origin.span, id=rule.id, line=first.line)
    return dataclasses.replace(template, rules=tuple(rules))


def places_of(rule: Rule) -> list[tuple[str, str]]:
    """The fields and columns that the kind of a rule names, each behind its key: "fields[0]", "with.days"."""
    kind = rule.kind
    found: list[tuple[str, str]] = []
    for key, attribute in attributes_of(type(kind)).items() if kind else ():
        if attribute.refers == "field":
            value = getattr(kind, attribute.name)
            if isinstance(value, NamedTexts):
                found += [(f"{key}.{name}", one) for name, one in value.texts.items()]
            elif isinstance(value, tuple):
                found += [(f"{key}[{number}]", one) for number, one in enumerate(value)]
            elif value:
                found.append((key, value))
        elif isinstance(value := getattr(kind, attribute.name), tuple):
            for number, one in enumerate(value):
                found += _places_of_presence(f"{key}[{number}]", one) if isinstance(one, Presence) else []
    return found


def _places_of_presence(key: str, presence: Presence) -> list[tuple[str, str]]:
    """The fields that a presence names: columns of its list as 「list.column」."""
    owner = f"{presence.rows}." if presence.rows else ""
    named = {"who": presence.who, "start": presence.start, "end": presence.end}
    named |= {"leaves": presence.leaves, "place": presence.place}
    named |= {f"says[{number}]": one for number, one in enumerate(presence.says)}
    places = [*named.items(), *(("does", one) for one in IN_BRACES.findall(presence.does))]
    return [(f"{key}.{name}", f"{owner}{place}") for name, place in places if place]


def _is_whole(rule: Rule, diagnostics: Diagnostics) -> bool:
    """Record a rule without an expression or kind, with more than one, or without what an expression needs."""
    said = [key for key in ("rule", *RULE_KINDS) if getattr(rule, key)]
    if len(said) != 1:
        known = attributes_of(Rule)
        tried = any(key in RULE_KINDS or key not in known for key in rule.origin.keys)
        if said or not tried:  # a kind that could not be read was recorded already
            place = rule.origin.at(said[1]) if said else rule.origin.span
            diagnostics.error("rule-kind", place, keys=", ".join(said) or "—", allowed=", ".join(("rule", *RULE_KINDS)))
        return False
    if rule.kind:
        for key in ("always",):
            if key in rule.origin.keys:
                diagnostics.error("rule-key", rule.origin.at(key), key=key, kind=rule.kind_name)
        return True
    missing = [key for key in ("id", "message") if not getattr(rule, key)]
    for key in missing:
        diagnostics.error("missing-key", rule.origin.span, key=key)
    return not missing


def _completed(rule: Rule, template: Template) -> Rule:
    kind = rule.kind
    if kind is None:
        return rule
    words = kind_words()[rule.kind_name]
    named = (place for key, place in places_of(rule) if not key.startswith("with.") and key != "on")
    ids = [place.replace(".", "-").replace("_", "-") for place in named]
    each = [rule.each.replace("_", "-")] if rule.each else []
    return dataclasses.replace(
        rule,
        id=rule.id or "-".join([rule.kind_name.replace("_", "-"), *each, *ids]),
        severity=rule.severity if "severity" in rule.origin.keys else words.severity,
        fix=rule.fix or usual_fix(rule, template),
        cite=rule.cite or _cite(rule, template),
        sources=rule.sources or template.sources,
        says=says(rule, template),
    )


def _cite(rule: Rule, template: Template) -> str:
    """The clause of the section in which the list of the rule stands, or the first field that it names."""
    named = [rule.each, *(place.partition(".")[0] for _, place in places_of(rule))]
    for name in named:
        for section in template.sections:
            if name and any(field.id == name for field in section.fields):
                return section.cite
    return ""
