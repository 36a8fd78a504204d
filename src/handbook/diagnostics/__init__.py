"""What can be wrong with a handbook, and every sentence the program says, in English and Chinese.

Look first at `diagnostics.py`: `Diagnostics` collects, `Diagnostic` is one fault, `Span` its place. The sentences
are data: `messages.toml` in each room, found by `messages.py`.
"""
