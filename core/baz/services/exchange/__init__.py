"""Lists of everything, out as a file, and files in: what an organisation knows, as tables."""
