"""`baz case pause` and `baz case resume`."""

from __future__ import annotations

import click

from baz.cli import answers
from baz.cli.desk import desk
from baz.cli.options import command
from baz.cli.telling import CASE_HELP, ON, Hand, answer, hand, send
from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Pause, Resume


@command("pause")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("reason", metavar="[REDEN]", default="", help="Een van de redenen die de werkwijze kent.")
@click.option(
    "--until", default="", metavar="DATUM", help="Tot wanneer; zonder blijft het rusten tot je hervat."
)
@ON
@hand
def pause(
    case: str,
    reason: str,
    until: str,
    on: str,
    organisation: str,
    form: str,
    **by: str,
) -> None:
    """Laat een traject rusten. Taken krijgen de dagen erbij die het rust."""
    with desk(organisation) as at:
        found = at.case(case)
        workflow = at.workflow_of(found)
        known = {name: workflow.outcomes.get(name, name) for name in workflow.pause.reasons}
        reason = next((name for name, title in known.items() if title.lower() == reason.lower()), reason)
        if reason not in known and (reason or known):
            near = nearest(reason, [*known, *known.values()]) if reason else None
            shown = [f"{name} ({title})" for name, title in known.items()]
            hint = (
                f"Bedoel je '{near}'?"
                if near
                else f"Wel: {in_words(shown, 'of') or 'geen; laat de reden weg'}."
            )
            what = f"'{reason}' is geen reden om te rusten." if reason else "Zeg waarom het rust."
            raise BadInput(what, hint=hint)
        act = Pause(name=reason, until=answers.when(until) if until else None)
        occurred = answers.when(on) if on else None
        receipt = send(at, act, Hand(**by), case=found, occurred=occurred)
        answer(at, receipt, f"Het traject rust ({workflow.outcomes.get(reason, 'pauze').lower()})", form)


@command("resume")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@ON
@hand
def resume(case: str, on: str, organisation: str, form: str, **by: str) -> None:
    """Ga verder met een traject dat rust."""
    with desk(organisation) as at:
        found = at.case(case)
        occurred = answers.when(on) if on else None
        receipt = send(at, Resume(), Hand(**by), case=found, occurred=occurred)
        answer(at, receipt, "Het traject gaat verder", form)
