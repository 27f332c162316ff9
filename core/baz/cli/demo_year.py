"""The part of `baz demo` about the past: BAZ's year 2021 as it was told, in a database of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import click

from baz.cli import output
from baz.cli.agenda import show
from baz.engine.lists import AgendaLine, CaseLine
from baz.ground.words import counted
from baz.kernel.acts import OPERATOR, Actor
from baz.plugins.catalogue import SHARED, Catalogue
from baz.services.reports import text as as_text
from baz.services.reports.figures import Report
from baz.services.reports.making import report
from baz.store.database import Database
from baz.testing.scratch import player_on
from baz.testing.story import Story

FILE = "baz-2021.db"
YEAR = 2021
LAST = date(YEAR, 12, 31)
WORKSHOP = "baz/workshop"
NOBODY = "(nog geen partner)"


@dataclass(frozen=True, slots=True)
class Year:
    """How the year stands on its last day."""

    stories: int
    agenda: list[AgendaLine]
    workshops: list[CaseLine]
    report: Report


def tell_year(database: Database, catalogue: Catalogue, stories: Sequence[Story]) -> tuple[Year, list[str]]:
    """Tell everything that was told by the last day, and let the clock go to that day; also gives what went
    otherwise than the stories say."""
    steps = sum(1 for story in stories for step in story.steps if step.told <= LAST)
    with output.progress(f"Het jaar {YEAR}", steps) as bar:
        player = player_on(database, catalogue, looking=False, progress=lambda _done, _all: bar(1))
        played = player.replay(stories, until=LAST, batch=True)
    player.clock.early(LAST)
    while player.engine.tick():
        pass
    engine, actor = player.engine, Actor("engine")
    figures = report(engine, SHARED, YEAR, LAST, actor=OPERATOR)
    workshops = [
        line for going in (True, False) for line in engine.cases(actor, SHARED, WORKSHOP, running=going)
    ]
    year = Year(len(stories), engine.agenda(actor, SHARED), workshops, figures)
    return year, [str(failure) for one in played for failure in one.failures]


def show_year(year: Year) -> None:
    """The worklist, where the workshops stand, and the report."""
    told = counted(year.stories, "verhaal", "verhalen")
    output.paragraph(
        f"BurgersAanZet, het jaar {YEAR}: {told}, verteld in de volgorde waarin het bekend raakte."
    )
    click.echo()
    output.heading("De werklijst")
    show(year.agenda, LAST)
    click.echo()
    output.heading("Waar de workshops staan")
    rows = [
        (
            c.about or NOBODY,
            c.outcome or (f"{c.state_title} (rust)" if c.paused else c.state_title),
            output.day(c.since),
        )
        for c in sorted(year.workshops, key=lambda c: (c.about or NOBODY, c.opened_on))
    ]
    output.table(("partner", "toestand", "sinds"), rows, wrap=(0, 1))
    click.echo()
    click.echo()
    click.echo(as_text.render(year.report).rstrip())
