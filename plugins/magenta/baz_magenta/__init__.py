"""Plugin of Magenta: see `plugin.py`, and the folders beside it."""
