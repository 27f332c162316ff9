"""`baz export`: a list as a file."""

from __future__ import annotations

from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form, organisation
from baz.ground.errors import BadInput
from baz.ground.files import put
from baz.services.exchange import asking, saving
from baz.services.exchange.columns import LISTS


@command("export")
@click.argument("name", metavar="LIJST", help=f"{', '.join(LISTS)}.")
@click.argument("words", nargs=-1, metavar="[FILTER]...", help="filter=waarde, zoals werkwijze=baz/workshop.")
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="BESTAND",
    help="Waar het komt: .xlsx of .csv; standaard LIJST.xlsx in deze map.",
)
@organisation
@form()
def export(name: str, words: tuple[str, ...], target: Path | None, organisation: str, form: str) -> None:
    """Bewaar een lijst als bestand: elke rij, met dezelfde kolommen en filters als op het scherm.

    \b
    baz export trajecten werkwijze=baz/workshop kolom=nummer,van_wie,veld.gemeente
    """  # fmt: skip
    pairs = [_pair(word) for word in words]
    ask = asking.read(name, pairs)
    path = target or Path(f"{name}.xlsx")
    with desk(organisation) as at:
        saved = saving.save(at.engine, at.actor, at.organisation, ask, path.suffix.removeprefix(".").lower())
    try:
        put(path, saving.chunks(saved))
    except OSError as error:
        raise BadInput(f"'{path}' kan niet geschreven worden: {error.strerror or error}.") from error
    data = {"file": str(path), "rows": saved.rows}
    output.emit(form, data, lambda: click.echo(f"{output.good('Bewaard')}: {path} ({saved.rows} rijen)"))


def _pair(word: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not equals:
        raise BadInput(f"'{word}' is geen filter.", hint="Schrijf filter=waarde, zoals gemeente=Gent.")
    return key.strip(), value.strip()
