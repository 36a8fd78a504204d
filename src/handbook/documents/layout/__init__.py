"""A layout becomes a block tree. A layout is a file in Jinja and Markdown, or an organisation's own Word file.

Look first at `layout_file.py`: `read_layout` reads one layout of a template, `read_layouts` all of them.
"""
