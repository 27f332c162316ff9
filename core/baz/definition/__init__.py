"""Floor 1: the grammar of a definition, how it is read, checked and explained."""
