"""The command line: one module for each command that does more than call one function.

Look first at `cli.py`.
"""
