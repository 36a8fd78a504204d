"""Where templates run: authors' expressions and components can neither reach Python nor run for ever.

Look first at `bounded_environment.py` (what may be read and called).
"""
