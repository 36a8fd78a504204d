"""What components are handed: plain objects made from the handbook.

Look first at `links.py` (the most used view) and `view_types.py` (all of them).
"""
