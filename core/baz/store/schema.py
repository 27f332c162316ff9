"""Making the tables, moving them to a newer version, and checking that they are as they should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from baz.ground.errors import BazError
from baz.store.database import Database, read_url
from baz.store.page_tables import metadata
from baz.store.tables import HEAD

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 7_226_105
"""Any number, as long as nothing else takes this advisory lock of PostgreSQL."""


def migrate(url: str) -> str:
    """Make the tables, or bring them up to date, in one transaction; gives the version they now have.

    Two processes that start together wait for each other. Nothing happens when all is up to date.

    Raises:
        SetupError: when the database cannot be reached or written.
    """
    database = Database(read_url(url), busy_seconds=60)
    try:
        with database.write() as connection:
            if not database.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        database.close()
    return HEAD


def schema_version(url: str) -> str | None:
    """The version that the tables of this database have; None when there are none."""
    database = Database(read_url(url))
    try:
        return database.schema_version()
    finally:
        database.close()


def newest() -> str:
    """The newest migration that this code brings; a test compares it with `tables.HEAD`."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def check(url: str) -> list[str]:
    """Everything that is wrong with the database itself, one Dutch sentence each; empty when it is sound.

    Looks at the schema version, the tables against the metadata, and the file and the references
    between rows on SQLite (PostgreSQL guards those itself). The logs have `log.verify_chain`.
    """
    database = Database(read_url(url))
    try:
        version = database.schema_version()
        if version is None:
            return ["De databank heeft nog geen tabellen. Voer 'baz db upgrade' uit."]
        if version != HEAD:
            return [f"De tabellen hebben versie {version}; deze toepassing verwacht {HEAD}."]
        with database.read() as connection:
            problems = _differences(connection)
            if database.sqlite:
                problems += _file(connection)
        return problems
    except BazError as error:
        return [error.message]
    finally:
        database.close()


def _differences(connection: Connection) -> list[str]:
    context = MigrationContext.configure(connection)
    return [f"De tabellen wijken af: {_words(found)}." for found in compare_metadata(context, metadata)]


def _words(found: Any) -> str:
    if isinstance(found, list):
        return "; ".join(_words(one) for one in found)
    names = [str(getattr(part, "name", part)) for part in found[1:] if part is not None]
    return f"{found[0]} {' '.join(names)}"


def _file(connection: Connection) -> list[str]:
    raw = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    problems = [f"Het databankbestand is beschadigd: {line}." for line in raw if line != "ok"]
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        problems.append(f"Tabel {row[0]}, rij {row[1]} verwijst naar iets in {row[2]} dat er niet is.")
    return problems


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
