"""What people type: dates, numbers, spans, due times, and who or what a name means.

Look first at `typed.py`: `parse` takes what was typed, `display` prints it.
"""
