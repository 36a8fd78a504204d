"""The record of a run: its chain of digests, its files, and what they must show.

Look first at `chain.py`: what a log is, and how a change shows. The browser writes logs (`src/browser/log/`), and
Python checks them.
"""
