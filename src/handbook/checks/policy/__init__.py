"""What `handbook check` says about how the rules of an office are written: a module for each question.

All findings are warnings. Look first at `all_policies.py`; `passages.py` gives the text that readers see, and
`meant_so.py` takes out what the author has said to be meant so.
"""
