"""What `handbook check` says about a handbook that could be read: its content, not its form.

Look first at `all_checks.py`: each of its lines is one module with a question and a `check`. `prepared_handbook.py`
is the one way through reading and checks for `handbook check` and for the build.
"""
