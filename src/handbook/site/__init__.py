"""Everything that makes the published folder: the mkdocs plugin, the build, publishing, serving, offline files.

Look first at `build.py` (the commands enter here) and `mkdocs_plugin.py` (mkdocs calls here). `theme/` holds the
page templates and the bundle.
"""
