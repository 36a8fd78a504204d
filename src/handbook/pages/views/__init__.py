"""What components are handed: plain objects made from the handbook.

Look first at `views.py`.
"""
