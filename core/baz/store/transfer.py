"""Moving everything from one database to another: from a file to PostgreSQL, and back."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, insert, select, text

from baz.ground.errors import Broken, SetupError
from baz.store.database import Database, open_database
from baz.store.page_tables import metadata
from baz.store.schema import migrate

_PAGE = 1000


def copy(source_url: str, target_url: str) -> dict[str, int]:
    """Copy every row into an empty database, in one transaction; gives the number of rows per table.

    Makes the tables of the target first. The source is only read: stop the application before, or what
    happens meanwhile stays behind.

    Raises:
        SetupError: when the target already holds something, or a database cannot be opened.
        Broken: when the target does not hold as many rows as the source.
    """
    migrate(target_url)
    with open_database(source_url) as source, open_database(target_url) as target:
        return _copy(source, target)


def _copy(source: Database, target: Database) -> dict[str, int]:
    copied = {}
    with source.read() as old, target.write() as new:
        for table in metadata.sorted_tables:
            if _count(table, new):
                raise SetupError(
                    "De databank waar alles naartoe moet, is niet leeg. Er is niets gekopieerd.",
                    hint="Maak een nieuwe, lege databank.",
                )
            for page in old.execute(select(table)).mappings().partitions(_PAGE):
                new.execute(insert(table), [dict(row) for row in page])
            copied[table.name] = _count(table, new)
            if copied[table.name] != _count(table, old):
                raise Broken(f"Tabel {table.name} is niet volledig gekopieerd.")
            if not target.sqlite:
                _go_on_counting(table, new)
    return copied


def _count(table: Table, connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _go_on_counting(table: Table, connection: Connection) -> None:
    # Rows that bring their number leave PostgreSQL's counter behind: it would give the same ones again.
    if any(column.identity for column in table.columns):
        query = "SELECT setval(pg_get_serial_sequence(:name, 'id'), coalesce(max(id), 0) + 1, false) FROM "
        connection.execute(text(query + table.name), {"name": table.name})
