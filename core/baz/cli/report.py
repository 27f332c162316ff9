"""`baz report YEAR`: the figures of a year, counted from the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from baz.cli.desk import desk
from baz.cli.options import DAY, command, form, organisation
from baz.ground.errors import BadInput
from baz.ground.files import put
from baz.services.reports import data, html, making, pdf, sheets, text, word
from baz.services.reports.figures import Report

RENDERERS: dict[str, Callable[[Report], str]] = {
    "text": text.render,
    "html": html.render,
    "json": data.render,
}
FILES: dict[str, Callable[[Report], bytes]] = {
    "pdf": pdf.render,
    "docx": word.render,
    "xlsx": sheets.render,
}


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
@form((*RENDERERS, *FILES))
@click.option(
    "--output",
    "-o",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="BESTAND",
    help="Schrijf naar een bestand in plaats van op het scherm.",
)
def report(year: int, known_on: date | None, organisation: str, form: str, target: Path | None) -> None:
    """Tel een jaar: per doelstelling elk cijfer, het doel met zijn bron, en hoe er geteld is."""
    if form in FILES and target is None:
        raise BadInput(
            f"Een {form} past niet op het scherm.", hint=f"Zeg waar het komt: --output {year}.{form}"
        )
    with desk(organisation) as at:
        made = making.report(at.engine, at.organisation, year, known_on, actor=at.actor)
    if target is None:
        click.echo(RENDERERS[form](made), nl=False)
        return
    shown = FILES[form](made) if form in FILES else RENDERERS[form](made).encode()
    try:
        put(target, [shown])
    except OSError as error:
        raise BadInput(f"'{target}' kan niet geschreven worden: {error.strerror or error}.") from error
    click.echo(f"Geschreven: {target}")
