"""What people type: dates, numbers, spans, due times, and who or what a name means.

Look first at `typed.py`: `parse` understands what was typed, `display` prints it. The browser half of each module lies
in `src/browser/values/` under the same name.
"""
