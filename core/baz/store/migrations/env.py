"""Alembic runs this file. The connection, inside its transaction, comes from `baz.store.schema`."""

from __future__ import annotations

from alembic import context

from baz.store.page_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
