"""Files become nodes that know their place, nodes become records, and ids are resolved. `checks` judges the result.

Look first at `loader.py`: `load` reads a folder and returns the handbook.
"""
