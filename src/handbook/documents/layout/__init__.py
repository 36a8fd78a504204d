"""A layout, written in Markdown with Jinja marks, becomes a block tree.

Look first at `layout.py`: `blocks` reads the layout of a template.
"""
