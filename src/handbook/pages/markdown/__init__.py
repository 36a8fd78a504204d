"""Markdown becomes the HTML of a page: clauses, headings, notices, tables, and nothing that is not allowed.

Look first at `markdown_extension.py` (the order of work on a page) and `converter.py` (the converter of a site).
"""
