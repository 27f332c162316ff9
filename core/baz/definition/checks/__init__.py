"""The checks of a definition's graph: what a developer would otherwise find out in a running case."""
