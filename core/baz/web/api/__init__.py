"""The HTTP API under /api/v1: the same engine and the same rights, for other programmes."""
