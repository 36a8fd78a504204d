"""The language in which the command line speaks: "en" or "zh"."""

from __future__ import annotations

import os


def preferred() -> str:
    """HANDBOOK_LANG, or else the locale of the environment. Anything that is not Chinese is English."""
    for name in ("HANDBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def either(en: str, zh: str) -> str:
    """The one of the two texts that the reader understands."""
    return zh if preferred() == "zh" else en
