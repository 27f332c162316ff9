"""`baz agenda`: the worklist, tasks and meetings together."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date, timedelta

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import DAY, command, form, organisation
from baz.engine.finding import short
from baz.engine.lists import AgendaLine
from baz.ground.clock import today_in_brussels
from baz.ground.words import counted

LEFT = 20
"""Where the text begins: the day stands before it."""
LATE, TODAY, WEEK, LATER = "Te laat", "Vandaag", "Deze week", "Later"


@command("agenda")
@click.option(
    "--until",
    type=DAY,
    default=None,
    metavar="DAG",
    help="Tot en met welke dag; standaard twee weken vooruit.",
)
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
    late = sum(1 for line in lines if line.late)
    things = counted(len(lines), "ding", "dingen")
    told = f"waarvan {late} te laat" if late else "niets te laat"
    click.echo(f"{output.day(today)}: {things} te doen, {told}.")
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
        hour = f"{output.minute(line.minute)} " if line.minute is not None else ""
        marks = [f"rust: {line.paused}"] if line.paused else []
        marks += ["vastgezet"] if line.pinned else []
        said = f" ({', '.join(marks)})" if marks else ""
        title = f"{hour}{line.title}{said}"
        kind = output.ago(line.late) if line.late else "samenkomst" if line.what == "meeting" else ""
        _beside(output.day(line.on), title, strong=True, late=bool(line.late))
        _beside(kind, _where(line), late=bool(line.late))


def _beside(left: str, text: str, *, strong: bool = False, late: bool = False) -> None:
    """A word on the left and text beside it, wrapped to the terminal."""
    first, *rest = textwrap.wrap(text, output.width() - LEFT) or [""]
    start = f"  {left}".ljust(LEFT - 2)
    click.echo(f"{output.late(start) if late else output.quiet(start)}  {click.style(first, bold=strong)}")
    for more in rest:
        click.echo(" " * LEFT + click.style(more, bold=strong))


def _where(line: AgendaLine) -> str:
    about = f"{line.workflow_title} van {line.about}" if line.about else line.workflow_title
    place = f"{about} ({line.area})" if line.area else about
    owner = line.owner_name or line.owner_role
    turn = f" Aan zet: {owner}." if owner else ""
    return f"{place}: {line.state_title}.{turn} Nummer: {short(line.case)}."
