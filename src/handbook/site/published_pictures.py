"""Pictures of the handbook are published without where and by whom they were taken."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from handbook.documents.picture_metadata import PICTURES, without_metadata


class PublishedFile(Protocol):
    """A file of mkdocs: its path below docs/, and its content, which may be set."""

    src_uri: str
    content_bytes: bytes


def clean_pictures(files: Iterable[PublishedFile]) -> None:
    """Give each picture among the files the content that is published; its source stays as it is."""
    for file in files:
        if Path(file.src_uri).suffix.lower() in PICTURES:
            content = file.content_bytes
            if (cleaned := without_metadata(content)) != content:
                file.content_bytes = cleaned
