"""A filled template (a response) is held against its rules.

Look first at `checking.py`: a `Checker` says what is wrong with a response. `compiling.py` finds the faults of the
rules themselves when the handbook is built.
"""
