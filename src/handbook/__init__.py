"""Handbook 預立: a static site generator for fillable templates, procedures and emergency flows.

The names below are the public interface; everything else may change.
"""

from handbook.diagnostics.diagnostics import (
    BuildError,
    ComponentError,
    ContentError,
    Diagnostic,
    Diagnostics,
    DocumentError,
    HandbookError,
    Span,
)
from handbook.model.handbook import Handbook
from handbook.reading.loader import load

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
