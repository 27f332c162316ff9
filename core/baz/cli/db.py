"""`baz db ...`: the tables."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import settings
from baz.cli.lazy import LazyGroup
from baz.cli.options import form
from baz.engine.installation import open_installation
from baz.store import schema

db = LazyGroup("db", help="De databank: tabellen maken en nakijken.")


@db.command("upgrade")
@form()
def upgrade(form: str) -> None:
    """Maak de tabellen, of breng ze bij. Is alles al in orde, dan gebeurt er niets."""
    told = settings()
    before = schema.schema_version(told.database)
    after = schema.migrate(told.database)
    with open_installation(told) as installation:
        installation.begin()
    data = {"database": shown(told.database), "before": before, "after": after}

    def text() -> None:
        if before == after:
            click.echo(f"{data['database']} was al in orde (versie {after}).")
        else:
            was = f" (was {before})" if before else ""
            click.echo(output.good(f"{data['database']} heeft nu versie {after}{was}."))

    output.emit(form, data, text)


@db.command("check")
@form()
def check(form: str) -> int:
    """Kijk de databank zelf na: de tabellen, en het bestand. Met een fout eindigt dit met code 1."""
    told = settings()
    found = schema.check(told.database)
    data = {"database": shown(told.database), "problems": found}

    def text() -> None:
        for sentence in found:
            output.paragraph(sentence)
        if not found:
            click.echo(output.good(f"{data['database']} is in orde."))

    output.emit(form, data, text)
    return 1 if found else 0


def shown(url: str) -> str:
    """A database's address without its password."""
    from baz.store.database import read_url

    parsed = read_url(url)
    return parsed.database or "" if parsed.get_backend_name() == "sqlite" else parsed.render_as_string()
