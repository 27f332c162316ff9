"""Floor 3: what plugins can give, how they are called apart, and all that an installation knows."""
