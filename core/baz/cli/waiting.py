"""`baz waiting`: places without anybody and volunteers without a place, and whom nothing was offered."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form, organisation
from baz.engine.finding import short
from baz.ground.words import counted
from baz.services.matching.waiting import Waiting, WaitingList, waiting_list


@command("waiting")
@organisation
@form()
def waiting(organisation: str, form: str) -> None:
    """Wie wacht er: open plaatsen, en vrijwilligers zonder plaats.

    Wie al te lang wacht zonder dat je iets aanbood, krijgt een uitroepteken. Hoe lang dat mag, zegt de
    instelling niets_aangeboden van de werkwijze. Zoek geen nieuwe vrijwilligers zolang je deze mensen niets
    kan bieden.
    """
    with desk(organisation) as at, at.engine.reading() as work:
        found = waiting_list(work, at.organisation, at.actor)
        output.emit(form, found, lambda: _text(found))


def _text(found: WaitingList) -> None:
    output.heading("Open plaatsen")
    if found.places:
        rows = [(output.day(p.since), p.title, p.about, p.area, short(p.case)) for p in found.places]
        output.table(("sinds", "plaats", "voor", "gemeente", "nummer"), rows, wrap=(1, 2))
    else:
        click.echo("Er is geen open plaats.")
    click.echo()
    output.heading("Vrijwilligers zonder plaats")
    if not found.volunteers:
        click.echo("Er wacht niemand.")
        return
    output.table(
        ("sinds", "wie", "gemeente", "laatst aangeboden", ""), map(_row, found.volunteers), wrap=(1, 2)
    )
    late = [w for w in found.volunteers if w.flagged]
    if late:
        click.echo()
        who = counted(len(late), "vrijwilliger wacht", "vrijwilligers wachten")
        output.paragraph(f"{who} te lang. Bied iets aan, of bel even. Zoek er nu geen nieuwe bij.")


def _row(line: Waiting) -> tuple[str, str, str, str, str]:
    offered = output.day(line.offered) if line.offered else "nog niets"
    mark = output.late("!") if line.flagged else ""
    return output.day(line.since), line.name or line.party, line.area, offered, mark
