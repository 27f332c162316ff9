"""Plugin of ArmenTeKort: see `plugin.py`, and the folders beside it."""
