"""Statements that are written once with SQLAlchemy Core and run many times on the driver's own cursor.

A durable step executes some eight small statements. Through `Connection.execute` each costs more
than the database's own work (0.35 of the bare `sqlite3` speed was measured, 0.45 through
`exec_driver_sql`), so the text is compiled once per database and the driver runs it, inside the
transaction of the given connection. Values go in and come out as plain tuples of str, int, bool and
None; that is all that the tables hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.elements import CompilerElement

Values = tuple[Any, ...]
Build = Callable[[str], CompilerElement]

# "format" makes psycopg's parameters positional too, so that a plain tuple serves both databases.
_DIALECTS: dict[str, Callable[[], Dialect]] = {
    "sqlite": lambda: SQLiteDialect_pysqlite(),
    "postgresql": lambda: PGDialect_psycopg(paramstyle="format"),  # type: ignore[no-untyped-call]  # SQLAlchemy does not type it
}


class Prepared:
    """One statement. `names` are its parameters in the order in which callers give the values.

    `statement` is a Core statement, or a function of the dialect's name (`sqlite`, `postgresql`)
    for the few that differ.
    """

    def __init__(self, statement: CompilerElement | Build, names: Iterable[str]) -> None:
        self._statement = statement
        self.names = tuple(names)
        self._compiled: dict[str, tuple[str, Callable[[Values], Values] | None]] = {}

    def rows(self, connection: Connection, *values: Any) -> list[Values]:
        """All rows of a select."""
        return cast(list[Values], self._run(connection, values).fetchall())

    def row(self, connection: Connection, *values: Any) -> Values | None:
        """The first row of a select, or None."""
        return cast("Values | None", self._run(connection, values).fetchone())

    def run(self, connection: Connection, *values: Any) -> int:
        """Execute once; gives how many rows were touched."""
        return cast(int, self._run(connection, values).rowcount)

    def many(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Execute once for each row of values, as one batch; nothing for no rows."""
        if not rows:
            return
        if len(rows) == 1:
            self._run(connection, rows[0])
            return
        text, shuffle = self._text(connection.dialect.name)
        _cursor(connection).executemany(text, rows if shuffle is None else [shuffle(row) for row in rows])

    def sql(self, dialect: str) -> str:
        """The text for `sqlite` or `postgresql`, for tests that look at the query plan."""
        return self._text(dialect)[0]

    def _run(self, connection: Connection, values: Values) -> Any:
        text, shuffle = self._text(connection.dialect.name)
        cursor = _cursor(connection)
        cursor.execute(text, values if shuffle is None else shuffle(values))
        return cursor

    def _text(self, dialect: str) -> tuple[str, Callable[[Values], Values] | None]:
        found = self._compiled.get(dialect)
        if found is None:
            found = self._compiled[dialect] = self._compile(dialect)
        return found

    def _compile(self, dialect: str) -> tuple[str, Callable[[Values], Values] | None]:
        statement = self._statement
        if not isinstance(statement, CompilerElement):
            statement = statement(dialect)
        compiled: Any = statement.compile(dialect=_DIALECTS[dialect](), column_keys=list(self.names))
        if "POSTCOMPILE" in str(compiled):
            raise TypeError("write `in_` with literal() elements: a list has no fixed number of parameters")
        order: tuple[str, ...] = tuple(compiled.positiontup or ())
        if order == self.names:
            return str(compiled), None
        where = {name: at for at, name in enumerate(self.names)}
        fixed = {name: bind.value for name, bind in compiled.binds.items()}
        missing = [name for name in order if name not in where and fixed.get(name) is None]
        unused = set(self.names) - set(order)
        if missing or unused:
            raise TypeError(f"parameters do not agree: {missing} have no value, {sorted(unused)} no place")
        steps = [(where.get(name, -1), fixed.get(name)) for name in order]

        def shuffle(values: Values) -> Values:
            return tuple(values[at] if at >= 0 else constant for at, constant in steps)

        return str(compiled), shuffle


def _cursor(connection: Connection) -> Any:
    if not connection.in_transaction():
        # Without this SQLite would commit every statement by itself.
        raise RuntimeError("open the transaction first: use Database.read() or Database.write()")
    return connection.connection.cursor()
