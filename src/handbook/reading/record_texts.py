"""Every text that an author wrote into a record, and into all records inside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handbook.model.base import NamedTexts, Record, SampleValues
from handbook.model.page import Page
from handbook.reading.binding import attributes_of


def record_texts(record: Record) -> Iterator[str]:
    """The texts of a record, of a page also its prose and its place."""
    for attribute in attributes_of(type(record)).values():
        yield from _texts(getattr(record, attribute.name))
    if isinstance(record, Page) and record.path:
        yield from (record.path, record.url, record.body)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Record):
        yield from record_texts(value)
    elif isinstance(value, NamedTexts):
        yield from value.texts.values()
    elif isinstance(value, SampleValues):
        yield from _texts(value.values)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "items"):
        for key, one in value.items():
            yield from _texts(key)
            yield from _texts(one)
