"""From the model to data for the browser, as classic scripts that call `handbook.define(name, data)`.

Pages opened from a folder cannot fetch, so data comes as scripts. Keys are written in a fixed order:
the same handbook gives the same bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from handbook.model.base import NamedTexts, Record
from handbook.model.handbook import Facts, Handbook
from handbook.model.organisation import CalendarYear
from handbook.model.rule_kinds import DaysBefore, DecidedBy, EveryoneAboard, OnePlace, RuleKind, WorkdayCount
from handbook.model.template import Event, Field, Rule, Section, Template
from handbook.pages.data_scripts import DATA_FOLDER, script
from handbook.pages.papers import Papers
from handbook.pages.views.post_uses import post_things
from handbook.reading.binding import attributes_of
from handbook.reading.rule_words import kind_words, list_words
from handbook.rules.checking import WORDS
from handbook.rules.decision_cells import Guard
from handbook.rules.decision_uses import tables_of
from handbook.rules.decisions import DecisionTable
from handbook.rules.mentions import Mentions, expressions_of, functions_in, mentions_of_field, mentions_of_rule
from handbook.rules.taken_values import taken_fields
from handbook.search.folding import simplified

Json = dict[str, Any]


def scripts(handbook: Handbook, papers: Papers) -> dict[str, bytes]:
    """Every data script of the site, and the blank Word files: path below the site's root -> content.

    papers: the templates' layouts as block trees. Raises DocumentError when a layout cannot be set.
    """
    from handbook.documents.word.blank_file import blank_docx  # noqa: PLC0415  (late: python-docx takes half a second)

    result: dict[str, bytes] = {}
    notice = handbook.audience.notice if handbook.audience else ""
    for id in sorted(handbook.templates):
        template = handbook.templates[id]
        result[f"{DATA_FOLDER}/template-{id}.js"] = script(
            f"template-{id}", definition(template, handbook.templates.get(template.part_of))
        )
        result[f"{DATA_FOLDER}/rules-{id}.js"] = script(f"rules-{id}", rule_data(handbook, template))
        for layout in template.layouts:
            name = f"docx-{id}-{layout.id}"
            document = blank_docx(template, layout, papers.document(template, layout), notice)
            result[f"{DATA_FOLDER}/{name}.js"] = script(name, base64.b64encode(document).decode("ascii"))
            if not layout.is_extract:
                result[template.word_url(layout)] = document
    return result


def post_scripts(handbook: Handbook) -> dict[str, bytes]:
    """What the home page shows of each post that has a page of its own, loaded once it was chosen."""
    return {
        f"{DATA_FOLDER}/post-{role.id}.js": script(
            f"post-{role.id}",
            [{"title": one.title, "url": one.url, "note": one.note} for one in post_things(handbook, role)],
        )
        for role in handbook.roles.values()
        if role.path
    }


def rule_data(handbook: Handbook, template: Template) -> Json:
    """What the browser checks `template` with, and loads once somebody begins to fill in.

    The rules with what each of them names, the calendar of workdays, the words of the findings, how the rules'
    clauses are cited, what goes into somebody's calendar, which layout suits what was filled in, and the headings'
    Simplified characters.
    """
    citations = {}
    for reference in dict.fromkeys(rule.cite for rule in template.rules if rule.cite):
        if found := citation(handbook, reference):
            citations[reference] = found
    facts = handbook.facts if template.rules else Facts()
    return _short(
        {
            **checked_with(template, facts),
            "citations": citations,
            "events": events(template),
            "layouts": [
                {"id": layout.id, "title": layout.title, "suits": layout.suits, "suits_when": layout.suits_when}
                for layout in template.layouts
                if layout.suits_when
            ],
            "simplified": _simplified(template),
        }
    )


def checked_with(template: Template, facts: Facts) -> Json:
    """What a response is checked with: the rules, the words of what they find, and what they know of the world."""
    called = set().union(*(functions_in(expression) for expression, _ in expressions_of(template)))
    used = [rule.kind for rule in template.rules if rule.kind]
    counts_workdays = any(
        isinstance(kind, WorkdayCount) or (isinstance(kind, DaysBefore) and kind.workdays) for kind in used
    )
    calendar = facts.calendar if "day_kind" in called or counts_workdays else {}
    seats = facts.seats if "seats_of" in called else {}
    travels = called & {"too_close", "in_one_building"} or any(
        isinstance(kind, OnePlace | EveryoneAboard) for kind in used
    )
    return _short(
        {
            "rules": rules(template),
            "calendar": {str(year): _year(calendar[year]) for year in sorted(calendar)},
            "seats": dict(seats),
            "people": {name: list(said) for name, said in facts.people.items()},
            "vehicles": list(facts.vehicles),
            "rooms": list(facts.rooms),
            "posts": dict(facts.posts) if any(isinstance(kind, DecidedBy) for kind in used) else {},
            "places": dict(facts.places) if travels else {},
            "names": _names(template, facts),
            "matrices": {id: table_data(table) for id, table in tables_of(template, facts).items()},
            "words": {code: list(words) for code, words in WORDS.items()} | _kind_words(template),
        }
    )


def _names(template: Template, facts: Facts) -> Json:
    """The names in the lists that rules ask for, by list, and under `called` how the lists are called."""
    asked = sorted({one.listed_in for rule in template.rules if (one := rule.known or rule.misspelt)})
    return {name: {"called": list_words()[name], "names": list(facts.names.get(name, ()))} for name in asked}


def _kind_words(template: Template) -> dict[str, list[str]]:
    """What the kinds of the template's rules find, in words, by `kind.word`; how to mend it, each rule says."""
    kinds = sorted({rule.kind_name for rule in template.rules if rule.kind})
    return {f"{kind}.{word}": [text, ""] for kind in kinds for word, text in kind_words()[kind].found.items()}


def rules(template: Template) -> list[Json]:
    """The template's rules, each with what it names."""
    return [_rule(rule, template) for rule in template.rules]


def _simplified(template: Template) -> str:
    """Characters of columns and choices, each followed by its Simplified form, for pasted text may be in either."""
    columns = [column for field in template.fields for column in field.fields]
    texts = [column.label for column in columns]
    texts += [choice.label or choice.value for column in columns for choice in column.choices]
    forms = {one: other for text in texts for one, other in zip(text, simplified(text), strict=False)}
    return "".join(one + forms[one] for one in sorted(forms) if forms[one] != one)


def definition(template: Template, whole: Template | None = None) -> Json:
    """What the form and the paper need of the template, without its blank attributes.

    whole: the template that it is part of, whose drafts can be taken over.
    """
    made = _short(
        {
            "id": template.id,
            "title": template.title,
            "version": template.version,
            "sections": [_section(section, template) for section in template.sections],
            "papers": [layout.id for layout in template.layouts if layout.reads_back],
        }
    )
    if whole is not None:
        taken = {field: list(columns) for field, columns in taken_fields(template, whole).items()}
        made["whole"] = {"id": whole.id, "title": whole.title, "taken": taken}
    return made


def events(template: Template) -> list[Json]:
    """What goes into a calendar once the template is filled in."""
    return [_event(event) for event in template.calendar]


def citation(handbook: Handbook, reference: str) -> dict[str, str] | None:
    """How a clause is cited: {"title": "《車輛管理辦法》二（三）", "url": address}."""
    found = handbook.clause(reference)
    if found is None:
        return None
    page, clause = found
    return {"title": f"《{page.title}》{clause.label}", "url": f"{page.url}#{clause.id}"}


def _section(section: Section, template: Template) -> Json:
    fields = [_field(field, template) for field in section.fields]
    return {"id": section.id, "title": section.title, "fields": fields}


def _field(field: Field, template: Template, each: str = "") -> Json:
    return _short(
        {
            "id": field.id,
            "label": field.label,
            "type": field.type,
            "required": field.required,
            "choices": [_short({"value": choice.value, "label": choice.label}) for choice in field.choices],
            "fields": [_field(column, template, field.id) for column in field.fields],
            "min": field.min,
            "max": field.max,
            "unit": field.unit,
            "lines": field.lines or None,
            "default": field.default,
            "value": field.value,
            "matrix": field.matrix,
            "with": dict(field.inputs.texts) if field.inputs else None,
            "on": field.on,
            "mentions": _written_mentions(mentions_of_field(field, template, each))
            if field.type == "computed"
            else None,
            "completes": field.completes,
            "fresh": field.fresh,
        }
    )


def _event(event: Event) -> Json:
    return _short(
        {
            "rows": event.rows,
            "start": event.start,
            "end": event.end,
            "summary": list(event.summary),
            "prefix": event.prefix,
            "place": list(event.place),
            "people": list(event.people),
            "details": list(event.details),
            "remind": event.remind or None,
        }
    )


def _written_mentions(found: Mentions) -> Json:
    return {"fields": {id: list(columns) for id, columns in found.fields.items()}, "row": list(found.row)}


def _kind(kind: RuleKind | None) -> Json:
    """What a rule of a kind says, by attribute."""
    said = (
        {attribute.name: getattr(kind, attribute.name) for attribute in attributes_of(type(kind)).values()}
        if kind
        else {}
    )
    return _short({name: _plain(value) for name, value in said.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, NamedTexts):
        return dict(value.texts)
    if isinstance(value, Record):
        return _short({one.name: _plain(getattr(value, one.name)) for one in attributes_of(type(value)).values()})
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def table_data(table: DecisionTable) -> Json:
    """A decision table as the browser asks it."""
    inputs = [_short({"id": one.id, "title": one.title, "unit": one.unit}) for one in table.inputs]
    rows = [
        _short(
            {
                "guards": [guard_data(guard) for guard in row.guards],
                "then": list(row.then),
                "open": row.open,
                "since": row.since,
                "until": row.until,
            }
        )
        for row in table.rows
    ]
    return {"output": table.output, "hit": table.hit, "inputs": inputs, "rows": rows}


def guard_data(guard: Guard | None) -> Json | None:
    """A cell of a table as the browser asks it; null admits everything."""
    return None if guard is None else _short({"texts": list(guard.texts), "spans": [list(one) for one in guard.spans]})


def _rule(rule: Rule, template: Template) -> Json:
    return _short(
        {
            "id": rule.id,
            "rule": rule.rule,
            "kind": rule.kind_name,
            "of": _kind(rule.kind),
            "mentions": _written_mentions(mentions_of_rule(rule, template)),
            "message": rule.message,
            "fix": rule.fix,
            "each": rule.each,
            "fields": list(rule.fields),
            "always": rule.always,
            "severity": rule.severity,
            "cite": rule.cite,
        }
    )


def _year(year: CalendarYear) -> Json:
    return _short(
        {
            "public_holidays": list(year.public_holidays),
            "days_off": list(year.days_off),
            "workdays": list(year.workdays),
        }
    )


def _short(record: Mapping[str, Any]) -> Json:
    """Without what is blank: the browser reads a missing key as blank."""
    return {key: value for key, value in record.items() if value not in ("", [], {}, False, None)}


def calendar_script(handbook: Handbook) -> dict[str, bytes]:
    """The days the browser counts workdays by, with their source; path below the site's root -> content."""
    if not handbook.checklists:
        return {}
    years = {
        str(number): {
            "source": year.source,
            "public_holidays": list(year.public_holidays),
            "days_off": list(year.days_off),
            "workdays": list(year.workdays),
        }
        for number, year in sorted(handbook.calendar.items())
    }
    return {f"{DATA_FOLDER}/calendar.js": script("calendar", years)}
