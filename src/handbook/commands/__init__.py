"""The command line: one module for each command, such as `verify_log.py` for `handbook verify-log`.

The program begins in `entry.py`. Look first at `cli.py`, which finds the commands; `options.py` holds the options they
share. The other modules are the work of several commands, or too much for one module.
"""
