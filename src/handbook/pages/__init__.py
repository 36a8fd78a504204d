"""Markdown and components become the HTML of pages.

`views/` makes plain objects for `components/`, which run in the `sandbox/`; `calls/` evaluates what authors call, and
`markdown/` does the rest of a page. Look first at `renderer.py` (what renders, put together).
"""
