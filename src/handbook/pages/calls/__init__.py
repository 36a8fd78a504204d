"""What authors write in `{{ … }}` is evaluated, and every fault is said at its place.

Look first at `author_calls.py` (what may be called) and `engine.py` (how a page's calls are evaluated).
"""
