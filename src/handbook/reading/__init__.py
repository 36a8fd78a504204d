"""Files become positioned nodes, nodes become records, and ids are resolved. Whether they are right is for `checks`.

Look first at `loader.py`: `load` reads a folder and returns the handbook.
"""
