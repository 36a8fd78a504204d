"""Data for the browser, as classic scripts that call `handbook.define(name, data)`.

A page that is opened from a folder cannot fetch data, but it can load scripts.
"""

from __future__ import annotations

import json

DATA_FOLDER = "assets/handbook/data"
READERS_INDEX, AUTHORS_INDEX = "search", "search-authors"  # of search: for readers, for those who write the handbook


def script(name: str, data: object) -> bytes:
    """A classic script that defines `name` as `data`. Nothing in it can end a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, escape in (("<", "\\u003c"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(character, escape)
    return f"handbook.define({json.dumps(name)},{text});\n".encode()
