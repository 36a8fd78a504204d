"""Do the samples of templates and decision tables give what they say? They are tests, which a build runs as well."""

from __future__ import annotations

from handbook.checks.prepared_handbook import PreparedHandbook
from handbook.diagnostics.diagnostics import Diagnostics


def check(prepared: PreparedHandbook, diagnostics: Diagnostics) -> None:
    """Record every sample that gives something else than it says; nothing where something else is broken already.

    A broken template would only make its samples look broken.
    """
    if diagnostics.errors or not prepared.handbook.templates:
        return
    from handbook.checks import matrix_samples, sample_responses  # noqa: PLC0415  (late: for those who have templates)

    sample_responses.check(prepared, diagnostics)
    matrix_samples.check(prepared.handbook, diagnostics)
