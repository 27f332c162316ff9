"""`baz agenda`: the worklist, tasks and meetings together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import DAY, command, form, organisation
from baz.engine.desk import AgendaLine
from baz.engine.finding import short
from baz.ground.clock import today_in_brussels
from baz.ground.words import counted

LATE, TODAY, WEEK, LATER = "Te laat", "Vandaag", "Deze week", "Later"


@command("agenda")
@click.option("--until", type=DAY, default=None, metavar="DAG", help="Tot en met welke dag; standaard twee weken vooruit.")
@click.option("--mine", is_flag=True, help="Alleen wat aan jou is.")
@organisation
@form()
def agenda(until: date | None, mine: bool, organisation: str, form: str) -> None:
    """Toon wat te doen is: taken en samenkomsten, het oudste eerst."""
    with desk(organisation) as at:
        today = today_in_brussels(at.installation.clock())
        lines = at.engine.agenda(at.actor, at.organisation, until, mine)
        output.emit(form, lines, lambda: show(lines, today))


def show(lines: list[AgendaLine], today: date) -> None:
    """The worklist as text, in parts from late to later."""
    if not lines:
        click.echo(output.good("Alles gedaan.") + " Niemand wacht op jou.")
        return
    waiting = sum(1 for line in lines if line.late)
    counts = counted(len(lines), "regel", "regels")
    click.echo(f"{output.day(today)}: {counts}, {output.late(f'{waiting} te laat') if waiting else 'niets te laat'}")
    for title in (LATE, TODAY, WEEK, LATER):
        part = [line for line in lines if _part(line, today) == title]
        if part:
            click.echo()
            output.heading(title)
            _rows(part)


def _part(line: AgendaLine, today: date) -> str:
    if line.late:
        return LATE
    day = date.fromisoformat(line.on) if line.on else date.max
    if day <= today:
        return TODAY
    return WEEK if day <= today + timedelta(days=6 - today.weekday()) else LATER


def _rows(lines: Iterable[AgendaLine]) -> None:
    for line in lines:
        hour = f" {output.minute(line.minute)}" if line.minute is not None else ""
        when = f"{output.day(line.on)}{hour}"
        mark = output.late(output.ago(line.late)) if line.late else "samenkomst" if line.what == "meeting" else ""
        paused = f"rust: {line.paused}" if line.paused else ""
        pinned = "vastgezet" if line.pinned else ""
        extra = ", ".join(part for part in (mark, paused, pinned) if part)
        click.echo(f"  {when:<21} {click.style(line.title, bold=True)}{f'  ({extra})' if extra else ''}")
        click.echo(" " * 24 + output.quiet(_where(line)))


def _where(line: AgendaLine) -> str:
    about = " ".join(part for part in (line.workflow_title, f"van {line.about}" if line.about else "") if part)
    place = f"{about} ({line.area})" if line.area else about
    owner = line.owner_name or line.owner_role
    return f"{short(line.case)}  {place}: {line.state_title}{f'. Aan zet: {owner}' if owner else ''}"
