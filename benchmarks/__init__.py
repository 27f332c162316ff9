"""Speed, as ratios with a reference in the same run (design, section 8): `make bench`."""
