"""An edited Word file becomes a response again.

Look first at `read_back.py`: `read_back` returns the values a file shows and how they differ from those it carries.
"""
