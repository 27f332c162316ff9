"""`baz report YEAR`: the figures of a year, counted from the log."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from baz.cli.desk import desk
from baz.cli.options import DAY, command, form, organisation
from baz.ground.errors import BadInput
from baz.services.reports import data, html, making, text

RENDERERS = {"text": text.render, "html": html.render, "json": data.render}


class Year(click.ParamType[int]):
    """A year: 2021."""

    name = "jaar"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The year.

        Raises:
            click.BadParameter: when the text is none.
        """
        found = str(value)
        if not (found.isascii() and found.isdigit() and 1900 <= int(found) <= 2999):
            self.fail(f"'{found}' is geen jaar. Schrijf bijvoorbeeld 2021.", param, ctx)
        return int(found)


@command("report")
@click.argument("year", type=Year(), metavar="JAAR", help="Zoals 2021.")
@click.option(
    "--as-known-on",
    "known_on",
    type=DAY,
    default=None,
    metavar="DAG",
    help="Tel zoals het op die dag bekend was; standaard wat nu bekend is.",
)
@organisation
@form(tuple(RENDERERS))
@click.option(
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="BESTAND",
    help="Schrijf naar een bestand in plaats van op het scherm.",
)
def report(year: int, known_on: date | None, organisation: str, form: str, target: Path | None) -> None:
    """Tel een jaar: per doelstelling elk cijfer, het doel met zijn bron, en hoe er geteld is."""
    with desk(organisation) as at:
        made = making.report(at.engine, at.organisation, year, known_on, actor=at.actor)
    shown = RENDERERS[form](made)
    if target is None:
        click.echo(shown, nl=False)
        return
    try:
        target.write_text(shown, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"'{target}' kan niet geschreven worden: {error.strerror or error}.") from error
    click.echo(f"Geschreven: {target}")
