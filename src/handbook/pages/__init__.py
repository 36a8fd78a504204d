"""Markdown and components become the HTML of pages.

Look first at `markdown_extension.py` (the order of work on a page) and `engine.py` (calls are evaluated).
"""
