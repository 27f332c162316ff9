"""`baz tick`: what the clock does and what must leave the house, once."""

from __future__ import annotations

from pathlib import Path

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form
from baz.engine.finding import short
from baz.ground.words import counted
from baz.services.mail.outgoing import LETTERS, Outgoing
from baz.services.rounds import Round, rounds_of


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
        rounds = rounds_of(at.installation, folder=folder)
        done = rounds.once(forget=True)
        moved, delivered, forgotten = list(done.moved), done.delivered, done.forgotten
        at.installation.remember_organisations()
        data = {
            "cases": moved,
            "delivered": len(delivered.done),
            "failed": dict(delivered.failed),
            "forgotten": forgotten,
            "digests": done.digests,
        }
        output.emit(form, data, lambda: _text(done, rounds.outgoing))


def _text(done: Round, outgoing: Outgoing) -> None:
    moved, delivered, forgotten = done.moved, done.delivered, done.forgotten
    if moved:
        click.echo(output.good(f"{counted(len(moved), 'traject', 'trajecten')} bijgewerkt."))
    if delivered.done:
        where = f"per mail via {outgoing.post.mailbox.host}" if outgoing.post else f"naar {outgoing.folder}"
        sent = counted(len(delivered.done), "zending", "zendingen")
        click.echo(output.good(f"{sent} vertrokken, {where}."))
    for job, code in delivered.failed:
        click.echo(output.late(f"Zending {job} lukte niet ({code}). We proberen het drie keer."))
    if forgotten.values:
        values = counted(forgotten.values, "gegeven", "gegevens")
        people = counted(len(forgotten.people), "persoon", "mensen")
        click.echo(output.good(f"{values} lang genoeg bewaard en nu gewist; {people} vergeten."))
    for what, message in forgotten.failed.items():
        click.echo(output.late(f"Wissen lukte niet voor {short(what)}: {message}"))
    if done.digests:
        click.echo(output.good(f"{counted(done.digests, 'weekoverzicht', 'weekoverzichten')} vertrokken."))
    if not (
        done.digests or moved or delivered.done or delivered.failed or forgotten.values or forgotten.failed
    ):
        click.echo("Er was niets te doen.")
