"""`baz digest`: the mail of Monday, to look at or to send."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form
from baz.engine import admin
from baz.ground.clock import today_in_brussels
from baz.ground.words import counted
from baz.services import digest as service
from baz.services.rounds import rounds_of, week_of


@command("digest")
@click.option("--send", is_flag=True, help="Verstuur het nu, aan wie het deze week nog niet kreeg.")
@click.option("--all", "everybody", is_flag=True, help="Toon dat van iedereen, niet alleen dat van jou.")
@form()
def digest(send: bool, everybody: bool, form: str) -> None:
    """Toon wat deze week iets van je vraagt, zoals het maandag per mail komt.

    Wie niets te doen heeft, krijgt geen mail. Elke maandag vertrekt het vanzelf, één keer per persoon.
    """
    with desk() as at:
        if send:
            week = week_of(today_in_brussels(at.engine.clock()))
            sent, missed = rounds_of(at.installation).send_digests(week)
            output.emit(form, {"sent": sent, "missed": missed}, lambda: _sent(sent, missed))
            return
        with at.engine.reading() as work:
            if everybody:
                found = list(service.digests(work))
            else:
                mine = service.digest_of(work, admin.actor(work, at.actor.party))
                found = [mine] if mine else []
        output.emit(
            form,
            [service.as_data(one) for one in found],
            lambda: _text(found, at.installation.settings.address),
        )


def _sent(sent: int, missed: int) -> None:
    click.echo(output.good(f"{counted(sent, 'weekoverzicht', 'weekoverzichten')} vertrokken."))
    if missed:
        click.echo(
            output.late(f"{counted(missed, 'lukte', 'lukten')} niet; over een uur proberen we opnieuw.")
        )


def _text(found: list[service.Digest], address: str) -> None:
    if not found:
        click.echo(output.good("Er is niets te doen: er vertrekt geen mail."))
    for one in found:
        output.heading(f"{one.name}: {one.subject}")
        click.echo(service.as_text(one, address))
