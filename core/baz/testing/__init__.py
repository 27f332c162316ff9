"""Floor 7: what the tests of core and of every plugin share."""
