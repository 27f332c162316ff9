"""`baz tick`: what the clock does and what must leave the house, once."""

from __future__ import annotations

from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form
from baz.engine.finding import short
from baz.engine.forgetting import Forgotten
from baz.ground.words import counted
from baz.services.jobs import Delivered, Worker
from baz.services.webhooks.sending import senders

PAGE = 200
LETTERS = "brieven"


@command("tick")
@click.option(
    "--letters",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    metavar="MAP",
    help=f"Waar de brieven komen; standaard de map {LETTERS} naast baz.toml.",
)
@form()
def tick(folder: Path | None, form: str) -> None:
    """Doe één keer wat de klok vraagt: taken en stappen, brieven die vertrekken, gegevens die weg moeten.

    Het mag zo vaak als je wil: wat gebeurd is, gebeurt geen tweede keer.
    """
    with desk() as at:
        moved: list[str] = []
        while page := at.engine.tick(PAGE):
            moved += page
        target = folder or at.installation.settings.folder / LETTERS
        delivered = Worker(
            at.engine, target, extra=senders(at.engine, at.installation.settings.webhooks)
        ).run()
        forgotten = at.engine.forget()
        at.installation.remember_organisations()
        data = {
            "cases": moved,
            "delivered": len(delivered.done),
            "failed": dict(delivered.failed),
            "forgotten": forgotten,
        }
        output.emit(form, data, lambda: _text(moved, delivered, forgotten, target))


def _text(moved: list[str], delivered: Delivered, forgotten: Forgotten, folder: Path) -> None:
    if moved:
        click.echo(output.good(f"{counted(len(moved), 'traject', 'trajecten')} bijgewerkt."))
    if delivered.done:
        click.echo(
            output.good(f"{counted(len(delivered.done), 'zending', 'zendingen')} vertrokken, naar {folder}.")
        )
    for job, code in delivered.failed:
        click.echo(output.late(f"Zending {job} lukte niet ({code}). We proberen het drie keer."))
    if forgotten.values:
        values = counted(forgotten.values, "gegeven", "gegevens")
        people = counted(len(forgotten.people), "persoon", "mensen")
        click.echo(output.good(f"{values} lang genoeg bewaard en nu gewist; {people} vergeten."))
    for what, message in forgotten.failed.items():
        click.echo(output.late(f"Wissen lukte niet voor {short(what)}: {message}"))
    if not (moved or delivered.done or delivered.failed or forgotten.values or forgotten.failed):
        click.echo("Er was niets te doen.")
