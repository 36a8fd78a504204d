"""What people type: dates, numbers, spans, due times, and who or what a name means.

Look first at `typed.py`: `parse` understands what was typed, `display` prints it. The browser halves lie in
`src/browser/values/` under the same names; `periods.py` has none, because periods stand in sources alone.
"""
