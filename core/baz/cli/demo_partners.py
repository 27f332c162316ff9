"""The part of `baz demo` about the partners: invented cases, looked at on one day that never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import click

from baz.cli import output
from baz.engine.lists import AgendaLine, CaseLine
from baz.engine.performing import follow_clock
from baz.ground.words import counted
from baz.kernel.acts import Actor
from baz.plugins.catalogue import SHARED, Catalogue
from baz.testing.player import Player
from baz.testing.scenario import installed_stories
from baz.testing.story import Story

DAY = date(2026, 11, 18)
"""The day on which the demo looks. The stories are dated around it, so that some tasks are late by then."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a partner stands on the day: its worklist of two weeks, its cases, and what they come to.

    `running` are the cases that go on and do not rest, `late` those of all open cases with something that
    is due, `paused` those that rest, `finished` those that ended.
    """

    organisation: str
    name: str
    agenda: list[AgendaLine]
    cases: list[CaseLine]
    running: int
    late: int
    paused: int
    finished: int


def partner_stories(catalogue: Catalogue) -> list[Story]:
    """The stories with `demo: true` of every partner that is installed.

    Raises:
        BadDefinition: when a scenario has problems.
    """
    return [s for s in installed_stories(catalogue) if s.demo and s.organisation != SHARED]


def tell_partners(player: Player, stories: Sequence[Story]) -> list[str]:
    """Tell the stories up to the day; gives what went otherwise than they say.

    Only the partners' cases follow the clock to that day: no worker runs, so that a year that was replayed
    before in the same database stays as it was.
    """
    player.ticks = "never"
    with output.progress("De partners", sum(len(story.steps) for story in stories)) as bar:
        player.progress = lambda _done, _all: bar(1)
        played = player.replay(stories, until=DAY, batch=True)
    player.clock.early(DAY)
    with player.engine.batch():
        for home in {story.organisation for story in stories}:
            for case in player.engine.cases(Actor("engine"), home):
                with player.engine.work() as work:
                    follow_clock(work, case.id)
    return [str(failure) for one in played for failure in one.failures]


def stands(player: Player, catalogue: Catalogue, stories: Sequence[Story]) -> list[Stand]:
    """How every partner of these stories stands, by name."""
    homes = sorted({s.organisation for s in stories}, key=lambda o: catalogue.organisations[o].name.lower())
    return [_stand(player, home, catalogue.organisations[home].name) for home in homes]


def _stand(player: Player, home: str, name: str) -> Stand:
    engine, actor = player.engine, Actor("engine")
    agenda = engine.agenda(actor, home)
    going = engine.cases(actor, home, running=True)
    ended = engine.cases(actor, home, running=False)
    rest = sum(1 for case in going if case.paused)
    open_ = {case.id for case in going}
    late = {line.case for line in agenda if line.late} & open_
    return Stand(home, name, agenda, [*going, *ended], len(going) - rest, len(late), rest, len(ended))


def show_partners(found: Sequence[Stand]) -> None:
    """Each partner: one line of counts, and a worklist with a line for each thing to do."""
    output.paragraph(
        f"De partners op {output.day(DAY)}. Deze mensen en trajecten zijn verzonnen."
        " Elke werklijst kijkt twee weken vooruit."
    )
    for one in found:
        click.echo()
        output.heading(one.name)
        click.echo(_counts(one))
        _worklist(one.agenda)


def _counts(one: Stand) -> str:
    late = f"{one.late} te laat" if one.late else "niets te laat"
    return ", ".join(
        (
            counted(one.running, "loopt", "lopen").replace("geen lopen", "niets loopt"),
            output.late(late) if one.late else late,
            f"{one.paused} in rust",
            f"{one.finished} afgelopen",
        )
    )


def _worklist(lines: Sequence[AgendaLine]) -> None:
    rows = []
    for line in lines:
        place = f" ({line.area})" if line.area else ""
        about = f"{line.workflow_title} van {line.about}" if line.about else f"{line.workflow_title}{place}"
        title = f"{line.title} (rust)" if line.paused else line.title
        when = output.day(line.on)
        rows.append((output.late(when) if line.late else when, title, about))
    if rows:
        output.table(("dag", "te doen", "traject"), rows, wrap=(1, 2))
