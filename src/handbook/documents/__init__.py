"""A layout becomes a block tree, and the block tree becomes every paper: page, text, Word, spreadsheet, calendar.

Look first at `blocks.py`, the tree; then `layout/` (layouts are read), `word/` (Word files) and `readback/`
(an edited Word file becomes a response again).
"""
