"""The part of `baz demo` about today: invented cases of BAZ and the partners, looked at on one day that never
changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import click

from baz.cli import output
from baz.engine.lists import AgendaLine, CaseLine
from baz.ground.words import counted
from baz.kernel.acts import Actor
from baz.plugins.catalogue import SHARED, Catalogue
from baz.services.matching.municipalities import SHIPPED
from baz.store import places
from baz.store.database import Database
from baz.store.places import Place
from baz.testing.player import Player
from baz.testing.scenario import installed_stories
from baz.testing.scratch import player_on
from baz.testing.story import Story

DAY = date(2026, 11, 18)
"""The day on which the demo looks. The stories are dated around it, so that some tasks are late by then."""
INVENTED = (
    Place("Lindebeke", "00001", 50_900_000, 4_150_000),
    Place("Berkenveld", "00002", 50_980_000, 4_250_000),
    Place("Zonnedorp", "00003", 50_850_000, 3_950_000),
)
"""Municipalities that do not exist, so that no real one seems to be judged."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How an organisation stands on the day: its worklist of two weeks, its cases, and what they come to.

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


@dataclass(frozen=True, slots=True)
class Today:
    """How everybody stands. `baz` is None where BAZ has no story of today."""

    baz: Stand | None
    partners: list[Stand]


def demo_stories(catalogue: Catalogue) -> list[Story]:
    """The stories with `demo: true` of everything that is installed.

    Raises:
        BadDefinition: when a scenario has problems.
    """
    return [s for s in installed_stories(catalogue) if s.demo]


def tell_today(database: Database, catalogue: Catalogue, stories: Sequence[Story]) -> tuple[Today, list[str]]:
    """Tell the stories, and let the clock go to the day; also gives what went otherwise than they say."""
    with output.progress("Vandaag", sum(len(story.steps) for story in stories)) as bar:
        player = player_on(
            database, catalogue, ticks="never", looking=False, progress=lambda _done, _all: bar(1)
        )
        with player.engine.work() as work:
            places.add_missing((*SHIPPED, *INVENTED), connection=work.connection)
        played = player.replay(stories, until=DAY, batch=True)
    player.clock.early(DAY)
    while player.engine.tick():
        pass
    homes = sorted({s.organisation for s in stories}, key=lambda o: catalogue.organisations[o].name.lower())
    found = {home: _stand(player, home, catalogue.organisations[home].name) for home in homes}
    today = Today(found.pop(SHARED, None), list(found.values()))
    return today, [str(failure) for one in played for failure in one.failures]


def _stand(player: Player, home: str, name: str) -> Stand:
    engine, actor = player.engine, Actor("engine")
    agenda = engine.agenda(actor, home)
    going = engine.cases(actor, home, running=True)
    ended = engine.cases(actor, home, running=False)
    rest = sum(1 for case in going if case.paused)
    open_ = {case.id for case in going}
    late = {line.case for line in agenda if line.late} & open_
    return Stand(home, name, agenda, [*going, *ended], len(going) - rest, len(late), rest, len(ended))


def show_today(today: Today) -> None:
    """Each organisation: one line of counts, and a worklist with a line for each thing to do."""
    output.paragraph(
        f"En nu is het {output.day(DAY)}. Alle mensen en trajecten hieronder zijn verzonnen."
        " Elke werklijst kijkt twee weken vooruit."
    )
    for one in [today.baz, *today.partners] if today.baz else today.partners:
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
