"""Documents: a layout becomes a block tree, and from it come the page, the Word file and the text.

layout.py    layout source (Jinja + Markdown) -> Document (blocks.py), with blanks
fill.py      Document + values -> Document without blanks; the same for a .docx
html.py      Document -> paper skeleton        docx.py  Document -> .docx
text.py      Document -> plain text, Markdown
"""
