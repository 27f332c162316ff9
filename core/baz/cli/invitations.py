"""`baz invitations`: whether who takes part in a meeting gets an invitation by mail."""

from __future__ import annotations

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import Choice, command, form, organisation
from baz.engine import invitations as engine


@command("invitations")
@click.argument("switch", type=Choice(("on", "off")), default="", metavar="[on|off]", help="Aan of uit.")
@organisation
@form()
def invitations(switch: str, organisation: str, form: str) -> None:
    """Zet uitnodigingen voor samenkomsten aan of uit; zonder woord zie je hoe het nu is.

    Wie deelneemt en een mailadres heeft, krijgt een mail met de samenkomst voor de eigen kalender.
    """
    with desk(organisation) as at:
        if switch:
            with at.engine.work() as work:
                engine.switch(work, at.organisation, on=switch == "on", actor=at.actor)
        with at.engine.reading() as work:
            on = engine.wanted(work, at.organisation)
        data = {"organisation": at.organisation, "invitations": on}
        said = f"Uitnodigingen voor samenkomsten staan {'aan' if on else 'uit'}."
        output.emit(form, data, lambda: click.echo(output.good(said)))
