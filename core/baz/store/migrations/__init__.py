"""Making the tables and keeping them up to date, with Alembic but without its ini file."""
