"""What every record has: where it was read from, and attributes that carry their meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from handbook.diagnostics.diagnostics import Span

EMPTY: Mapping[str, str] = MappingProxyType({})


def attribute(
    help: str,
    default: Any = MISSING,
    *,
    refers: str = "",
    form: str = "",
    key: str = "",
    own: bool = False,
    or_one: bool = False,
    lent: bool = False,
) -> Any:
    """A dataclass field that authors fill in.

    help: what an author should know. default: the value of an absent key; without one the key is required.
    refers: the kind of thing that an id here names: "role", "clause", "template" …
    form: the form of the text, checked when it is read: "id", "name", "date", "duration", "phone", "hours", "number".
    key: the key in the source, when it is not the attribute's name.
    own: it says something of one document alone; no folder's `_defaults.yml` may say it for all.
    or_one: a list of texts that may be written as one text: `use: approval` for `use: [approval]`.
    lent: the record must have it, but it may come from elsewhere, as the label of a field from a group of fields.
    Raises TypeError for a default that could be changed.
    """
    metadata = {
        "help": help, "refers": refers, "form": form, "key": key, "own": own, "or_one": or_one, "lent": lent,
    }  # fmt: skip
    if isinstance(default, (list, dict)):
        raise TypeError("use an immutable default")
    return field(default=default, metadata=metadata, kw_only=True)


@dataclass(frozen=True)
class Origin:
    """Where a record was read from: the record itself and each of its keys."""

    span: Span
    keys: Mapping[str, Span] = field(default_factory=dict)

    def at(self, key: str) -> Span:
        """The place of `key`'s value, or of the record when the key is absent."""
        return self.keys.get(key, self.span)


@dataclass(frozen=True)
class SampleValues:
    """Values as somebody would fill them in: texts by field, and lists of rows. Their keys are those of a template.

    places: where each stands, by its path: "values.guests[2].name".
    """

    values: Mapping[str, Any]
    places: Mapping[str, Span]


@dataclass(frozen=True)
class NamedTexts:
    """Texts by names that the author chooses: `{grade: 員工, days: 3 以下}`. places: where each text stands."""

    texts: Mapping[str, str]
    places: Mapping[str, Span] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, kw_only=True)
class Record:
    """Anything read from a source file. What a kind of record says about itself stands in its class attributes."""

    plural: ClassVar[str] = ""  # of what is kept in a data list: its name; hotels are read from docs/_data/hotels.yml
    named_by: ClassVar[str] = "id"  # the attribute that no two records of a list share; "" when there is none
    shorthand: ClassVar[tuple[str, ...]] = ()  # the attributes that a bare value fills: 男 for {value: 男, label: 男}

    origin: Origin = field(repr=False, compare=False, metadata={"hidden": True})


@dataclass(frozen=True, kw_only=True)
class ListEntry(Record):
    """Anything that stands in a data list, such as a contact. What has no mark is internal, as pages are."""

    audience: str = attribute(
        "可閱讀的人：public、internal（不寫即是）、restricted，或 mkdocs.yml 的 audiences 另訂的。", ""
    )
