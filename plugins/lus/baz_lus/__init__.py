"""Plugin of Lus vzw: see `plugin.py`, and the folders beside it."""
