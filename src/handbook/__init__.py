"""Handbook 預立: a static site generator for fillable templates, procedures and emergency flows.

The names below are the public interface; everything else may change.
"""

from handbook.errors import (
    BuildError,
    ComponentError,
    ContentError,
    Diagnostic,
    Diagnostics,
    DocumentError,
    HandbookError,
    Span,
)
from handbook.loader import load
from handbook.model import Handbook

__all__ = [
    "BuildError",
    "ComponentError",
    "ContentError",
    "Diagnostic",
    "Diagnostics",
    "DocumentError",
    "Handbook",
    "HandbookError",
    "Span",
    "load",
]
