"""`baz demo`: the year 2021, replayed as it was told, with the worklist and the report of its last day; then
how the partners stand, with invented cases."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from baz.cli import output
from baz.cli.agenda import show
from baz.cli.demo_partners import DAY, Stand, partner_stories, show_partners, stands, tell_partners
from baz.cli.desk import toolbox
from baz.cli.options import command, form
from baz.engine.lists import AgendaLine, CaseLine
from baz.ground.errors import Broken, SetupError
from baz.ground.words import counted
from baz.kernel.acts import OPERATOR, Actor
from baz.plugins.catalogue import SHARED, Catalogue
from baz.services.reports import data as as_data
from baz.services.reports import text as as_text
from baz.services.reports.figures import Report
from baz.services.reports.making import report
from baz.store.database import Database, open_database
from baz.store.schema import migrate
from baz.testing.player import Player
from baz.testing.scenario import installed_stories
from baz.testing.scratch import player_on
from baz.testing.story import Story

FILE = "baz-demo.db"
YEAR = 2021
LAST = date(YEAR, 12, 31)
WORKSHOP = "baz/workshop"
NOBODY = "(nog geen partner)"
_SQLITE = b"SQLite format 3\x00"


@command("demo")
@click.option(
    "--no-serve",
    is_flag=True,
    expose_value=False,
    help="Toon het resultaat en stop. Voorlopig is dat altijd zo.",
)
@form()
def demo(form: str) -> int:
    """Speel het jaar 2021 van BurgersAanZet na.

    Je ziet de werklijst en het rapport van 31 december 2021. Daarna volgen de partners, elk met verzonnen
    trajecten: wat loopt, wat te laat is, wat rust en wat afgelopen is. Alles komt in baz-demo.db, in deze
    map. Elke keer begint het opnieuw; je eigen gegevens blijven waar ze zijn.
    """
    catalogue = toolbox().catalogue
    stories = [s for s in installed_stories(catalogue, SHARED) if s.replay == YEAR]
    if not stories:
        raise SetupError(
            f"Er zijn geen verhalen van {YEAR}.",
            hint="Installeer burgersaanzet-workflows; 'baz plugins' toont wat er is.",
        )
    others = partner_stories(catalogue)
    path = Path(FILE)
    _clear(path)
    migrate(str(path))
    with open_database(str(path)) as database:
        player, failures = _play(database, catalogue, stories)
        agenda = player.engine.agenda(Actor("engine"), SHARED)
        stand = [
            line
            for running in (True, False)
            for line in player.engine.cases(Actor("engine"), SHARED, WORKSHOP, running=running)
        ]
        figures = report(player.engine, SHARED, YEAR, LAST, actor=OPERATOR)
        failures += tell_partners(player, others)
        partners = stands(player, catalogue, others)
    data = {
        "database": FILE,
        "day": LAST,
        "stories": len(stories),
        "agenda": agenda,
        "workshops": stand,
        "report": as_data.data(figures),
        "partners_day": DAY,
        "partners": partners,
    }
    output.emit(form, data, lambda: _text(agenda, stand, figures, len(stories), partners))
    if failures:
        raise Broken("Niet alles ging zoals het verhaal zegt.", hint="\n".join(failures))
    return 0


def _clear(path: Path) -> None:
    """Take away the demo of last time, also one that was stopped half way. Another kind of file stays.

    Raises:
        SetupError: there is something else of that name, or the folder is not writable.
    """
    if path.exists() and (path.is_dir() or path.read_bytes()[: len(_SQLITE)] not in (b"", _SQLITE)):
        raise SetupError(
            f"{path} is hier geen databank.",
            hint="Geef dat bestand een andere naam, of werk in een andere map.",
        )
    if not os.access(Path.cwd(), os.W_OK):
        raise SetupError(
            "In deze map mag je niet schrijven.", hint="Ga naar een eigen map en probeer opnieuw."
        )
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _play(database: Database, catalogue: Catalogue, stories: Sequence[Story]) -> tuple[Player, list[str]]:
    """Tell everything that was told by the last day, and let the clock go to that day."""
    steps = sum(1 for story in stories for step in story.steps if step.told <= LAST)
    with output.progress(f"Het jaar {YEAR}", steps) as bar:
        player = player_on(database, catalogue, looking=False, progress=lambda _done, _all: bar(1))
        played = player.replay(stories, until=LAST, batch=True)
    player.clock.early(LAST)
    while player.engine.tick():
        pass
    return player, [str(failure) for one in played for failure in one.failures]


def _text(
    agenda: list[AgendaLine], stand: list[CaseLine], figures: Report, stories: int, partners: list[Stand]
) -> None:
    told = counted(stories, "verhaal", "verhalen")
    output.paragraph(
        f"BurgersAanZet, het jaar {YEAR}: {told}, verteld in de volgorde waarin het bekend raakte."
    )
    click.echo()
    output.heading("De werklijst")
    show(agenda, LAST)
    click.echo()
    output.heading("Waar de workshops staan")
    rows = [
        (
            c.about or NOBODY,
            c.outcome or (f"{c.state_title} (rust)" if c.paused else c.state_title),
            output.day(c.since),
        )
        for c in sorted(stand, key=lambda c: (c.about or NOBODY, c.opened_on))
    ]
    output.table(("partner", "toestand", "sinds"), rows, wrap=(0, 1))
    click.echo()
    click.echo()
    click.echo(as_text.render(figures).rstrip())
    click.echo()
    if partners:
        click.echo()
        show_partners(partners)
        click.echo()
    output.paragraph(
        f"Dit alles staat in {FILE}, in deze map. 'baz agenda' telt vanaf vandaag,"
        " dus veel is daar te laat. Kijk rond met:"
    )
    click.echo(f"  BAZ_DATABASE_URL={FILE} {_called()} case list")


def _called() -> str:
    """How `baz` is called here: `make demo` runs it from an environment that is not on the path."""
    typed = sys.argv[0]
    return typed if Path(typed).name == "baz" and shutil.which("baz") is None else "baz"
