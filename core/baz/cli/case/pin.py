"""`baz case pin`."""

from __future__ import annotations

from datetime import date

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import DAY, command
from baz.cli.telling import CASE_HELP, Hand, answer, hand, send
from baz.ground.errors import BadInput
from baz.ground.words import nearest
from baz.kernel.acts import Pin
from baz.kernel.when import When


@command("pin")
@click.argument("case", metavar="TRAJECT", help=CASE_HELP)
@click.argument("task", metavar="TAAK", help="De naam van de taak; 'baz case show' toont ze.")
@click.argument("day", metavar="DAG", type=DAY, help="De nieuwe dag, zoals 2026-11-18.")
@click.option("--reason", default="", metavar="TEKST", help="Waarom.")
@hand
def pin(
    case: str,
    task: str,
    day: date,
    reason: str,
    organisation: str,
    form: str,
    **by: str,
) -> None:
    """Zet de datum van een taak zelf vast. Ze schuift dan niet meer mee met de rest."""
    with desk(organisation) as at:
        found = at.case(case)
        workflow = at.workflow_of(found)
        if task not in workflow.tasks:
            near = nearest(task, workflow.tasks)
            hint = f"Bedoel je '{near}'?" if near else "'baz case show' toont de taken."
            raise BadInput(f"{workflow.title} heeft geen taak '{task}'.", hint=hint)
        act = Pin(name=task, on=When(day), reason=reason)
        receipt = send(at, act, Hand(**by), case=found)
        answer(at, receipt, f"{workflow.tasks[task].title} staat vast op {output.day(day)}", form)
