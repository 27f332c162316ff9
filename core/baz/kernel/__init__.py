"""Floor 2: deciding and folding. Pure: no I/O, and no clock of its own."""
