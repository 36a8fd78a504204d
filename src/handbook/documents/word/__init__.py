"""Word files: blank, filled, made from an organisation's own file, and their visible text.

Look first at `blank_file.py` (the file without values) and `filled_file.py` (values are put in).
"""
