"""What can be wrong with a handbook: the codes, their places, how they are printed, in which language.

Look first at `diagnostics.py`: `Diagnostics` collects, `Diagnostic` is one fault, `Span` its place.
"""
