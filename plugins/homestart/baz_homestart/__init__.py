"""Plugin of Home-Start Vlaanderen: see `plugin.py`, and the folders beside it."""
