"""What a database's error means for people. Raw driver errors and SQLAlchemy's wrapped ones alike."""

from __future__ import annotations

import sqlite3

from baz.ground.errors import BazError, Broken, Busy, Outdated, SetupError

NO_TABLES = "geen-tabellen"
"""Code of the `SetupError` for a database that still needs its tables."""

_SQLITE_UNIQUE = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID")
_POSTGRES_BUSY = ("55P03", "40P01", "40001", "53300", "57P01", "57P02", "57P03")


def translate(error: BaseException) -> BazError | None:
    """The error to show for a failure of the database, or None when it is something else."""
    found: BaseException | None = error
    while found is not None:
        cause: BaseException = getattr(found, "orig", None) or found
        meaning: BazError | None = None
        if isinstance(cause, sqlite3.Error):
            meaning = _sqlite(cause)
        elif type(cause).__module__.startswith("psycopg"):
            meaning = _postgres(cause)
        else:
            return None
        if meaning is not None:
            return meaning
        # on a full disk SQLite undoes all, and no savepoint is there to go back to: what came before counts
        found = found.__context__
    return None


def busy() -> Busy:
    """The database is held too long by somebody else."""
    return Busy(
        "De databank is even bezet. Er is niets bewaard.",
        hint="Probeer het zo dadelijk opnieuw.",
    )


def first() -> Outdated:
    """Somebody else wrote the same line first."""
    return Outdated(
        "Iemand was je voor: dit is intussen al gewijzigd.",
        hint="Laad de pagina opnieuw en kijk wat er veranderd is.",
    )


def no_tables() -> SetupError:
    """The schema is not there."""
    return SetupError(
        "De databank heeft nog niet de juiste tabellen.",
        hint="Voer 'baz db upgrade' uit.",
        code=NO_TABLES,
    )


def _sqlite(error: sqlite3.Error) -> BazError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return busy()
    if name in _SQLITE_UNIQUE:
        return first()
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Broken("Het databankbestand is beschadigd.", hint="Zet de laatste kopie terug.")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        return SetupError(
            "Het databankbestand kan niet beschreven worden. Er is niets bewaard.",
            hint="Kijk of de schijf vol is en of je in de map mag schrijven.",
        )
    if "no such table" in str(error) or "no such column" in str(error):
        return no_tables()
    return None


def _postgres(error: BaseException) -> BazError | None:
    state = getattr(error, "sqlstate", None)
    if state is None:
        lost = type(error).__name__ in ("OperationalError", "ConnectionTimeout", "InterfaceError")
        return busy() if lost else None
    if state in _POSTGRES_BUSY or state.startswith("08"):
        return busy()
    if state == "23505":
        return first()
    if state in ("42P01", "42703"):
        return no_tables()
    if state.startswith("53"):
        return SetupError(
            "De databank heeft geen plaats meer. Er is niets bewaard.",
            hint="Vraag de beheerder om schijfruimte of verbindingen bij te geven.",
        )
    return None
