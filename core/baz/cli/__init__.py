"""Floor 8: the command line. `main` holds the commands; each has a module of its own, imported when used."""
