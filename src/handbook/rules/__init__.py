"""A filled template (a response) is held against its rules.

Look first at `checking.py`: `check` returns what is wrong with a response.
"""
