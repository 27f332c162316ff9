"""Floor 4: what is kept and how. SQLAlchemy Core tables, the log, projections and the outbox.

Every function takes an open connection as a keyword and none of them commits: only
`baz.store.database.Database.write` does. `docs/storage.md` says what each table is for.
Importing a module of this folder loads SQLAlchemy, so nothing below floor 4 may do it.
"""
