"""Markdown and components become the HTML of pages.

Look first at `markdown_extension.py` (the order of work on a page), `renderer.py` (what renders, put together) and
`engine.py` (calls are evaluated).
"""
