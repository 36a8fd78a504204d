"""The folders of `macros/` become components that render HTML.

Look first at `components.py` (rendering) and `component_folders.py` (what a component says about itself).
"""
