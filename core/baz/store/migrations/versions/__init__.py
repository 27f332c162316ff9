"""One module per version of the tables, in order."""
