"""`baz municipalities`: the table of municipalities that distances are measured with."""

from __future__ import annotations

from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.lazy import LazyGroup
from baz.cli.options import form
from baz.ground.words import counted
from baz.services.matching.municipalities import SHIPPED, read_table
from baz.store import places

municipalities = LazyGroup("municipalities", help="Gemeenten met hun ligging, om te zien wie dichtbij woont.")


@municipalities.command("import")
@click.argument(
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="BESTAND",
    help="De tabel, met de namen van de kolommen in de eerste regel.",
)
@form()
def import_(file: Path, form: str) -> None:
    """Lees een tabel met gemeenten (csv met nis, naam, lat en lon). Ze vervangt wat er stond."""
    rows = read_table(file)
    with desk(make=True) as at, at.engine.work() as work:
        places.replace_all(rows, connection=work.connection)
    output.emit(
        form,
        {"read": len(rows)},
        lambda: click.echo(f"{counted(len(rows), 'gemeente', 'gemeenten')} ingelezen."),
    )


@municipalities.command("shipped")
@form()
def shipped(form: str) -> None:
    """Zet de gemeenten klaar die onze eigen verhalen noemen; wat er al is, blijft."""
    with desk(make=True) as at, at.engine.work() as work:
        places.add_missing(SHIPPED, connection=work.connection)
        total = places.count(connection=work.connection)
    output.emit(
        form, {"known": total}, lambda: click.echo(f"{counted(total, 'gemeente', 'gemeenten')} bekend.")
    )
