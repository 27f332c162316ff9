"""`baz parameters ...`: the numbers of workflows with their source, and an organisation's own values."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from baz.cli import output
from baz.cli.desk import Desk, desk
from baz.cli.lazy import LazyGroup
from baz.cli.options import DAY, form, organisation
from baz.definition.model import Workflow
from baz.definition.sentences import value_text
from baz.definition.values import parse_value
from baz.engine import online
from baz.ground.clock import today_in_brussels
from baz.store import settings as store_settings

parameters = LazyGroup("parameters", help="Instellingen van werkwijzen, met hun bron.")


@parameters.command("list")
@click.argument("name", metavar="[WERKWIJZE]", default="", help="Alleen van deze werkwijze.")
@organisation
@form()
def listing(name: str, organisation: str, form: str) -> None:
    """Toon elke instelling: de waarde, waar ze vandaan komt, en wat je organisatie zelf koos."""
    with desk(organisation) as at:
        known = at.installation.catalogue
        said = at.installation.chosen(at.organisation)
        chosen = (known.workflow(name, at.organisation),) if name else known.workflows(at.organisation, said)
        rows = [row for workflow in chosen for row in _rows(at, workflow)]
        output.emit(form, rows, lambda: _text(rows))


@parameters.command("set")
@click.argument("name", metavar="WERKWIJZE", help="Zoals baz/workshop.")
@click.argument("parameter", metavar="INSTELLING", help="De naam, zoals antwoord.")
@click.argument("value", metavar="WAARDE", help="Van dezelfde soort, zoals '10 days'; off zet uit.")
@click.option(
    "--from", "frm", type=DAY, default=None, metavar="DAG", help="Vanaf welke dag; standaard vandaag."
)
@organisation
@form()
def change(name: str, parameter: str, value: str, frm: date | None, organisation: str, form: str) -> None:
    """Geef een instelling een eigen waarde, vanaf een dag. Wat al liep, houdt zijn waarde."""
    with desk(organisation, make=True) as at:
        workflow = at.installation.catalogue.workflow(name, at.organisation).workflow
        day = frm or today_in_brussels(at.installation.clock())
        at.engine.set_parameter(at.organisation, workflow, parameter, value, day, at.actor)
        data = {
            "organisation": at.organisation,
            "workflow": workflow,
            "name": parameter,
            "value": value,
            "from": day,
        }
        shown = value_text(parse_value(value))
        output.emit(
            form,
            data,
            lambda: click.echo(f"{output.good('Bewaard')}: {parameter} is {shown} vanaf {output.day(day)}."),
        )


def _rows(at: Desk, workflow: Workflow) -> list[dict[str, Any]]:
    with at.engine.reading() as work:
        own = store_settings.parameters_of(at.organisation, workflow.workflow, connection=work.connection)
    today = today_in_brussels(at.installation.clock()).isoformat()
    rows = []
    for name, found in online.parameters(workflow).items():
        lines = own.get(name, [])
        now = [line for line in lines if line.from_day <= today]
        rows.append(
            {
                "workflow": workflow.workflow,
                "name": name,
                "value": found.text or str(found.value),
                "source": found.source,
                "own": now[-1].value if now else "",
                "own_from": now[-1].from_day if now else "",
                "later": [
                    {"value": line.value, "from": line.from_day} for line in lines if line.from_day > today
                ],
            }
        )
    return rows


def _text(rows: list[dict[str, Any]]) -> None:
    if not rows:
        click.echo("Deze werkwijzen hebben geen instellingen.")
        return
    cells = []
    for r in rows:
        own = f"{_shown(r['own'])} sinds {output.day(r['own_from'])}" if r["own"] else ""
        for later in r["later"]:
            own = f"{own}{'; ' if own else ''}{_shown(later['value'])} vanaf {output.day(later['from'])}"
        cells.append((r["name"], _shown(r["value"]), own, r["source"]))
    for name in dict.fromkeys(r["workflow"] for r in rows):
        if name != rows[0]["workflow"]:
            click.echo()
        output.heading(name)
        mine = [cell for cell, r in zip(cells, rows, strict=True) if r["workflow"] == name]
        output.table(("instelling", "waarde", "eigen waarde", "bron"), mine, wrap=(2, 3))


def _shown(text: str) -> str:
    value = parse_value(text)
    return text if value is None else value_text(value)
