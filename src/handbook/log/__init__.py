"""The record of a run: its chain of digests, its files, and what they must show.

Look first at `chain.py`: `Log` and what makes it sound.
"""
