"""A layout, written in Markdown with Jinja placeholders, becomes a block tree.

Look first at `layout.py`: `blocks` reads the layout of a template.
"""
