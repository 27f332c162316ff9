"""Plugin of BurgersAanZet: see `plugin.py`, and the folders beside it."""
