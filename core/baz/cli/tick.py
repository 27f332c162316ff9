"""`baz tick`: what the clock does, once."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form
from baz.engine.finding import short
from baz.ground.words import counted

PAGE = 200


@command("tick")
@form()
def tick(form: str) -> None:
    """Doe één keer wat door de klok moet gebeuren: stappen die vanzelf gaan en taken die nu beginnen.

    Het mag zo vaak als je wil: wat gebeurd is, gebeurt geen tweede keer.
    """
    with desk() as at:
        moved: list[str] = []
        while page := at.engine.tick(PAGE):
            moved += page
        output.emit(form, {"cases": moved}, lambda: _text(moved))


def _text(moved: list[str]) -> None:
    if not moved:
        click.echo("Er was niets te doen.")
        return
    click.echo(output.good(f"{counted(len(moved), 'traject', 'trajecten')} bijgewerkt."))
    output.paragraph(" ".join(short(case) for case in moved), "  ")
