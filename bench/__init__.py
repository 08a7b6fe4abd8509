"""Measures this project against bare baselines: `make bench`, or `python -m bench [NAME ...]`."""
