"""Everything that makes the published folder: the mkdocs plugin, the build, publishing, serving, offline files.

Look first at `build.py` (the commands enter here), `mkdocs_plugin.py` (mkdocs calls here) and `site_pages.py` (what the
pages of the site are). `theme/` holds the page templates and the bundle.
"""
