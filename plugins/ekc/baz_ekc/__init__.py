"""Plugin of Eigen Kracht Centrale: see `plugin.py`, and the folders beside it."""
