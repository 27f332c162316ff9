"""The ways in: a link, a password with a second means, a key, the account of an organisation."""
