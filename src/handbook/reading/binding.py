"""Nodes become records, and the records' classes become JSON Schemas.

The dataclasses of `model/` are the schema: this module reads their fields, types and metadata. A faulty value is
recorded and left out, so that one run shows everything that is wrong.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeVar

from handbook.diagnostics.diagnostics import Diagnostics, Span, closest
from handbook.diagnostics.messages import Phrase
from handbook.model.base import NamedTexts, Origin, Record, SampleValues
from handbook.reading.yaml_nodes import ListNode, MapNode, TextNode, YamlNode
from handbook.reading.yaml_slips import HALF_WIDTH

R = TypeVar("R", bound=Record)

_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    "id": (re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*"), "office-driver"),
    "name": (re.compile(r"[a-z][a-z0-9_]*"), "start_time"),
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "2026-12-01"),
    "duration": (re.compile(r"P(?=\d*[1-9])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?"), "P1Y"),
    "phone": (re.compile(r"[0-9+()#*,; -]{3,}"), "010-12345678"),
    "hours": (re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d"), "08:30-17:30"),
    "number": (re.compile(r"-?\d+(\.\d+)?"), "12"),
}


@dataclasses.dataclass(frozen=True)
class Attribute:
    """One attribute of a record that authors may write; see `model.base.attribute`."""

    name: str
    key: str
    type: Any
    required: bool
    help: str
    form: str
    refers: str
    own: bool
    or_one: bool
    lent: bool


def attributes_of(record: type[Record]) -> Mapping[str, Attribute]:
    """The attributes of `record` that authors may write, by their key in the source."""
    return _attributes_of(typing.cast(Any, record))


@functools.cache
def _attributes_of(record: Any) -> Mapping[str, Attribute]:  # Any: mypy takes the instances' __hash__ for the class's
    hints = typing.get_type_hints(record)
    result = {}
    for field in dataclasses.fields(record):
        if field.metadata.get("hidden"):
            continue
        key = field.metadata.get("key") or field.name
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        result[key] = Attribute(
            field.name,
            key,
            hints[field.name],
            required,
            field.metadata["help"],
            field.metadata["form"],
            field.metadata["refers"],
            field.metadata["own"],
            field.metadata["or_one"],
            field.metadata["lent"],
        )
    return result


def bind(
    record: type[R], node: YamlNode | None, diagnostics: Diagnostics, span: Span, *, name: str = "", **hidden: Any
) -> R | None:
    """A `record` filled from `node`; None after recording that `node` is no mapping or lacks something required.

    node: None for an empty file. span: its place. name: what a diagnostic calls the record, such as items[2]; "" for
    the whole file. hidden: values of attributes that authors do not write, such as a page's body.
    """
    if node is None:
        node = MapNode({}, {}, span)
    short = _short_attribute(record)
    if short and (isinstance(node, _node_type(short)) or (short.or_one and isinstance(node, TextNode))):
        return _bind_short(record, short, node, diagnostics)
    if not isinstance(node, MapNode):
        expected = Phrase("value-list") if short and _node_type(short) is ListNode else Phrase("value-map")
        diagnostics.error("wrong-type", node.span, expected=expected, key=name or node.span.path.name)
        return None
    known = attributes_of(record)
    values: dict[str, Any] = {}
    complete = True
    misspelt: set[str] = set()  # keys that others seem to stand for
    for key, value in node.entries.items():
        attribute = known.get(key)
        if attribute is None:
            length = max(1, len(key))
            where = dataclasses.replace(node.keys[key], length=length)
            meant = closest(key, known)
            misspelt.add(meant or "")
            diagnostics.error("unknown-key", where, key=key, suggestion=meant)
            continue
        if attribute.required and isinstance(value, TextNode) and not value.value.strip():
            diagnostics.error("empty-value", node.keys[key], key=key)
            complete = False
            continue
        bound = _value(attribute.type, attribute, value, diagnostics)
        if bound is not None:
            values[attribute.name] = bound
        elif attribute.required:
            complete = False
    for key, attribute in known.items():
        if attribute.required and key not in node.entries:
            if key not in misspelt:
                diagnostics.error("missing-key", node.span, key=key)
            complete = False
    if not complete:
        return None
    return record(origin=Origin(node.span, _places(node)), **values, **hidden)


def _short_attribute(record: type[Record]) -> Attribute | None:
    """The attribute whose value alone may stand for the whole record; None for a record that has no short form."""
    return attributes_of(record)[record.shorthand[0]] if record.shorthand else None


def _node_type(attribute: Attribute) -> type[TextNode | ListNode]:
    return ListNode if typing.get_origin(attribute.type) is tuple else TextNode


def _bind_short(record: type[R], short: Attribute, node: TextNode | ListNode, diagnostics: Diagnostics) -> R | None:
    """A record written as one value: `男` is the choice {value: 男, label: 男}. None when a part of it is faulty."""
    value = _value(short.type, short, node, diagnostics)
    if value is None or (isinstance(node, ListNode) and len(value) < len(node.items)):
        return None
    whole = ListNode((node,), node.span) if short.or_one and isinstance(node, TextNode) else node
    places = _places(MapNode(dict.fromkeys(record.shorthand, whole), {}, node.span))
    return record(origin=Origin(node.span, places), **dict.fromkeys(record.shorthand, value))


def _places(node: MapNode) -> dict[str, Span]:
    """The place of each value, and of each item of a list as "key[0]"."""
    places = {key: value.span for key, value in node.entries.items()}
    for key, value in node.entries.items():
        if isinstance(value, ListNode):
            places |= {f"{key}[{index}]": item.span for index, item in enumerate(value.items)}
    return places


def is_made_of_records(kind: Any) -> bool:
    """Whether a value of the type `kind` is a record or a list of records."""
    kind = _present(kind)
    inner = typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else kind
    return isinstance(inner, type) and issubclass(inner, Record)


def value_of(attribute: Attribute, node: YamlNode, diagnostics: Diagnostics) -> Any:
    """The value that `node` gives `attribute`, or None after recording why it gives none."""
    return _value(attribute.type, attribute, node, diagnostics)


def _present(kind: Any) -> Any:
    """The type of an optional record, `Record | None`; any other type as it is."""
    options = [option for option in typing.get_args(kind) if option is not types.NoneType]
    return options[0] if types.NoneType in typing.get_args(kind) and len(options) == 1 else kind


def _value(kind: Any, attribute: Attribute, node: YamlNode, diagnostics: Diagnostics, name: str = "") -> Any:
    """The node as a value of the type `kind`, or None after recording why not. name: see `bind`."""
    kind = _present(kind)
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        kind = next(option for option in typing.get_args(kind) if typing.get_origin(option) is Literal)
        if isinstance(node, TextNode) and not node.value:
            return ""
        origin = Literal
    if origin is tuple:
        return _sequence(typing.get_args(kind)[0], attribute, node, diagnostics)
    if kind is SampleValues:
        return _sample_values(attribute, node, diagnostics)
    if kind is NamedTexts:
        return _named_texts(attribute, node, diagnostics)
    if isinstance(kind, type) and issubclass(kind, Record):
        return bind(kind, node, diagnostics, node.span, name=name or attribute.key)
    if not isinstance(node, TextNode):
        diagnostics.error("wrong-type", node.span, expected=Phrase("value-text"), key=attribute.key)
        return None
    if origin is Literal:
        allowed = typing.get_args(kind)
        if node.value not in allowed:
            suggestion = closest(node.value, allowed)
            diagnostics.error(
                "unknown-value", node.span, key=attribute.key, value=node.value, allowed=", ".join(allowed),
                suggestion=suggestion,
            )  # fmt: skip
            return None
        return node.value
    if kind is bool:
        if node.value not in ("true", "false"):
            diagnostics.error("wrong-type", node.span, expected=Phrase("value-true-or-false"), key=attribute.key)
            return None
        return node.value == "true"
    if kind is int:
        if not re.fullmatch(r"\d{1,9}", node.value):
            diagnostics.error("wrong-type", node.span, expected=Phrase("value-number"), key=attribute.key)
            return None
        return int(node.value)
    return _text(attribute, node, diagnostics)


def _sample_values(attribute: Attribute, node: YamlNode, diagnostics: Diagnostics) -> SampleValues | None:
    if not isinstance(node, MapNode):
        diagnostics.error("wrong-type", node.span, expected=Phrase("value-map"), key=attribute.key)
        return None
    places: dict[str, Span] = {}

    def plain(one: YamlNode, path: str) -> Any:
        places[path] = one.span
        if isinstance(one, MapNode):
            return {key: plain(value, f"{path}.{key}") for key, value in one.entries.items()}
        if isinstance(one, ListNode):
            return [plain(value, f"{path}[{number}]") for number, value in enumerate(one.items)]
        return one.value

    return SampleValues(plain(node, "values"), places)


def _named_texts(attribute: Attribute, node: YamlNode, diagnostics: Diagnostics) -> NamedTexts | None:
    if not isinstance(node, MapNode):
        diagnostics.error("wrong-type", node.span, expected=Phrase("value-map"), key=attribute.key)
        return None
    for key, value in node.entries.items():
        if not isinstance(value, TextNode):
            diagnostics.error("wrong-type", value.span, expected=Phrase("value-text"), key=key)
    texts = {key: value for key, value in node.entries.items() if isinstance(value, TextNode)}
    places = {key: value.span for key, value in texts.items()}
    return NamedTexts({key: value.value.strip() for key, value in texts.items()}, places)


def _sequence(item: Any, attribute: Attribute, node: YamlNode, diagnostics: Diagnostics) -> tuple[Any, ...] | None:
    if isinstance(node, TextNode) and not node.value:
        return ()
    if isinstance(node, TextNode) and attribute.or_one:
        node = ListNode((node,), node.span)
    if isinstance(node, TextNode) and node.value[:1] in "［｛":
        span = dataclasses.replace(node.span, length=1)
        diagnostics.error("full-width-mark", span, mark=node.value[0], suggestion=HALF_WIDTH[node.value[0]])
        return None
    if not isinstance(node, ListNode):
        diagnostics.error("wrong-type", node.span, expected=Phrase("value-list"), key=attribute.key)
        return None
    values = (
        _value(item, attribute, child, diagnostics, f"{attribute.key}[{number}]")
        for number, child in enumerate(node.items, 1)
    )
    bound = tuple(value for value in values if value is not None)
    _check_unique(bound, diagnostics)
    return bound


def _check_unique(records: tuple[Any, ...], diagnostics: Diagnostics) -> None:
    """Record ids (of choices: values) that two records of one list share."""
    seen: dict[str, Span] = {}
    for record in records:
        name = getattr(record, record.named_by, "") if isinstance(record, Record) else ""
        if name:
            place = record.origin.at(record.named_by)
            first = seen.setdefault(name, place)
            if first.path != place.path:
                path = f"{first.path.parent.name}/{first.path.name}"
                diagnostics.error("duplicate-document-id", place, id=name, path=path, line=first.line)
            elif first != place:
                diagnostics.error("duplicate-id", place, id=name, line=first.line)


def _text(attribute: Attribute, node: TextNode, diagnostics: Diagnostics) -> str | None:
    value = node.value.strip()
    if not value or attribute.form not in FORMS:
        return value
    pattern, example = FORMS[attribute.form]
    valid = pattern.fullmatch(value) is not None
    if valid and attribute.form == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            valid = False
    if not valid:
        diagnostics.error(f"bad-{attribute.form}", node.span, key=attribute.key, value=value, example=example)
        return None
    return value


def schema_of(record: type[Record], *, many: bool = False, by_id: bool = False) -> dict[str, Any]:
    """JSON Schema (2020-12) of a source file that holds one `record`, for help in the editor.

    many: it holds a list of them. by_id: it holds a mapping of them, whose keys are their ids.
    """
    definitions: dict[str, Any] = {}
    schema = _or_short(record, _record_schema(record, definitions), definitions)
    if many:
        schema = {"type": "array", "items": schema}
    if by_id:
        names = {"pattern": f"^(?:{FORMS['id'][0].pattern})$"}
        schema = {"type": "object", "propertyNames": names, "additionalProperties": schema}
    return {"$schema": _SCHEMA, **schema, "$defs": definitions}


def keys_schema(known: Mapping[str, Attribute], title: str, description: str) -> dict[str, Any]:
    """JSON Schema of a mapping that may have the keys `known` and needs none of them."""
    return {"$schema": _SCHEMA, **_keys_schema(known, {}), "title": title, "description": description, "required": []}


def _record_schema(record: type[Record], definitions: dict[str, Any]) -> dict[str, Any]:
    schema = _keys_schema(attributes_of(record), definitions)
    return {"title": record.__name__, "description": (record.__doc__ or "").split("\n")[0], **schema}


def _keys_schema(known: Mapping[str, Attribute], definitions: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": sorted(key for key, attribute in known.items() if attribute.required and not attribute.lent),
        "properties": {
            key: {**_type_schema(attribute.type, attribute, definitions), "description": attribute.help}
            for key, attribute in known.items()
        },
    }


def _or_short(record: type[Record], schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of a record, or of what may stand for it."""
    short = _short_attribute(record)
    return {"anyOf": [_type_schema(short.type, short, definitions), schema]} if short else schema


def _type_schema(kind: Any, attribute: Attribute, definitions: dict[str, Any]) -> dict[str, Any]:
    kind = _present(kind)
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        options = [option for option in typing.get_args(kind) if typing.get_origin(option) is Literal]
        return {"enum": [value for option in options for value in typing.get_args(option)]}
    if origin is Literal:
        return {"enum": list(typing.get_args(kind))}
    if origin is tuple:
        item = _type_schema(typing.get_args(kind)[0], attribute, definitions)
        many = {"type": "array", "items": item}
        return {"anyOf": [item, many]} if attribute.or_one else many
    if isinstance(kind, type) and issubclass(kind, Record):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}  # reserved first: Field contains Field
            definitions[kind.__name__] = _record_schema(kind, definitions)
        return _or_short(kind, {"$ref": f"#/$defs/{kind.__name__}"}, definitions)
    if kind is SampleValues:
        return {"type": "object"}
    if kind is NamedTexts:
        return {"type": "object", "additionalProperties": {"type": ["string", "number"]}}
    if kind is bool:
        return {"type": "boolean"}
    if kind is int:
        return {"type": "integer", "minimum": 0}
    schema: dict[str, Any] = {"type": ["string", "number"] if attribute.form in ("number", "") else "string"}
    if attribute.form in FORMS:
        schema["pattern"] = f"^(?:{FORMS[attribute.form][0].pattern})$"
    return schema
