"""Tables that are compiled from the whole handbook, so that nobody types them twice: `{{ compiled("open-points") }}`.

Look first at `tables.py`, which names them all; each module beside it makes those of one kind.
"""
