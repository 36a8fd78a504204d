"""What `handbook check` says about how the rules of an office are written: a module for each question.

All findings are warnings. Look first at `all_wording.py`. `passages.py` gives the text that readers see, and
`suppressions.py` takes out the findings that an author has answered by a remark `meant so:` in the source.
"""
