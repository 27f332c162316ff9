"""The report of a year: with ten times as many cases it may be at most 1.3 times as slow."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from baz.engine.engine import Engine
from baz.kernel.acts import OPERATOR, Command, Held, Open
from baz.plugins.catalogue import Catalogue
from baz.services.reports import renewing
from baz.services.reports.period import Period
from baz.services.reports.walking import Wanted, counted
from baz.store.schema import migrate
from benchmarks import world
from benchmarks.table import Row, median

FEW, MANY, TURNS = 1_000, 10_000, 25
PLACES = tuple(f"Gemeente {n}" for n in range(50))
WANTED = Wanted("bench", Period.of_year(world.NOW.year))


def measure(folder: Path, known: Catalogue) -> Row:
    """The row of the table. Both are measured in turns, so that a busy moment meets both."""
    few, many = (prepared(folder / f"report-{n}.db", known, n) for n in (FEW, MANY))
    with world.opened(few, known) as one, world.opened(many, known) as other:
        times = [(_once(one), _once(other)) for _ in range(TURNS)]
    ours, reference = median([t[1] for t in times]), median([t[0] for t in times])
    return Row(f"report, {MANY} cases", ours, f"the same, {FEW} cases", reference, 1.3, most=True)


def prepared(path: Path, known: Catalogue, cases: int) -> Path:
    """A database with so many cases, of which the figures are kept."""
    migrate(str(path))
    with world.opened(path, known) as engine:
        fill(engine, cases)
        renewing.keep(engine, WANTED.organisation, [world.NOW.year])
    return path


def fill(engine: Engine, cases: int) -> None:
    """Open cases, each with a meeting; a tenth as many volunteers."""
    with engine.batch():
        people = [
            engine.add_party(f"Maatje {n}", organisation="bench", actor=OPERATOR) for n in range(cases // 10)
        ]
        for n in range(cases):
            answers = {
                "persoon": people[0], "medewerker": people[0], "maatje": people[n % len(people)],
                "gemeente": PLACES[n % len(PLACES)],
            }  # fmt: skip
            act = Open(workflow="bench/verslag", name="begin", answers=answers)
            case = engine.perform(
                Command(actor=world.ACTOR, act=act, key=f"open-{n}", organisation="bench")
            ).case
            engine.perform(
                Command(actor=world.ACTOR, act=Held(name="samen", count=2), key=f"held-{n}", case=case)
            )


def _once(engine: Engine) -> float:
    begun = perf_counter()
    counted(engine, WANTED, "own")
    return perf_counter() - begun
