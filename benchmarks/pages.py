"""What a page costs among many cases, against the same page among a tenth of them.

The stories of the demo are told once and then copied, with people of their own (`baz.testing.copies`), so
that who looks has as much to do in both towns: what a page shows stays alike, and only what it must be found
among grows. A town of a thousand cases has too few that ended, or referrals, to fill a page; more rows would
be right and say nothing about the search. So every list shows `ROWS` rows, in both towns.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from unittest.mock import patch

from sqlalchemy import func, select
from starlette.testclient import TestClient

from baz.cli.demo_today import DAY, demo_stories, tell_today
from baz.engine import referrals, today
from baz.engine.identity import tokens
from baz.engine.installation import Installation, Settings, open_installation
from baz.ground.clock import BRUSSELS
from baz.kernel.when import day_of
from baz.services.exchange import listing
from baz.services.matching import candidates, groups
from baz.store.database import Database, open_database
from baz.store.schema import migrate
from baz.store.tables import cases
from baz.testing.copies import copy_rows
from baz.web.app import create_app
from baz.web.house import House
from baz.web.lists import referrals as shown
from baz.web.lists import waiting
from benchmarks.table import Row

MORNING = datetime(DAY.year, DAY.month, DAY.day, 10, 0, tzinfo=BRUSSELS).astimezone(UTC)
SIZES = (1_000, 10_000)
LARGE = (10_000, 100_000)
"""With BAZ_BENCH_LARGE=1: a minute more to make, and 1.5 GB."""
ROUNDS = 15
"""The fastest look of so many counts: whatever else a machine does only adds."""
ROWS = 5
PAGES_OF_ROWS = (
    (listing, "PAGE"), (today, "FIRST"), (today, "PAGE"), (referrals, "PAGE"), (shown, "SHOWN"),
    (waiting, "MOST"), (groups, "MOST"), (candidates, "NEAREST"),
)  # fmt: skip
"""How many rows a page has, wherever that is said."""
HOME, STAFF, VOLUNTEER, MANAGER = "lus", "Vera", "Emma", "Karel Vos"
CASE = "case-kring_jozefien"

PAGES = (
    ("Vandaag", STAFF, "/vandaag"),
    ("Vandaag, of everybody", STAFF, "/vandaag?van=team"),
    ("a case", STAFF, f"/trajecten/{CASE}"),
    ("cases", STAFF, "/trajecten"),
    ("cases, of one workflow", STAFF, "/trajecten?werkwijze=lus%2Flusgroep"),
    ("cases that rest", STAFF, "/trajecten?rust=ja"),
    ("cases that ended", STAFF, "/trajecten?stand=afgelopen"),
    ("people", STAFF, "/lijst/mensen"),
    ("volunteers", STAFF, "/mensen"),
    ("search", STAFF, "/zoek?q=jozef"),
    ("calendar", STAFF, "/kalender"),
    ("waiting list", STAFF, "/wachtlijst"),
    ("who could help", STAFF, "/trajecten/case-lus_deze_week-fien/wie-kan"),
    ("tasks", STAFF, "/lijst/taken"),
    ("referrals", STAFF, "/doorverwijzingen"),
    ("a volunteer's home", VOLUNTEER, "/ik"),
    ("API: cases", "", "/api/v1/cases"),
    ("API: worklist", "", "/api/v1/worklist"),
)


@dataclass(slots=True)
class Town:
    """A demo with so many cases, and a browser for each who looks."""

    installation: Installation
    browsers: dict[str, TestClient]

    def get(self, who: str, path: str) -> int:
        """Look at a page; gives how long it is, in characters."""
        answer = self.browsers[who].get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        return len(answer.text)


def build(folder: Path, name: str, size: int) -> Path:
    """A database in which the stories of today were told, and copied until there are so many cases."""
    path = folder / name
    migrate(str(path))
    with open_installation(Settings(folder, database=str(folder / "none.db"))) as installation:
        catalogue = installation.catalogue
    with open_database(str(path)) as database:
        tell_today(database, catalogue, demo_stories(catalogue))
        copy_rows(database, size // max(1, _cases(database)) - 1, staff=False)
    return path


def _cases(database: Database) -> int:
    with database.read() as connection:
        return connection.execute(select(func.count()).select_from(cases)).scalar_one()


def _enter(installation: Installation) -> Town:
    installation.begin()
    house = House(installation, "http://testserver", demo=True)
    app, engine = create_app(house), house.engine
    cast = {p.name: p.party for p in engine.cast() if not p.name[-1].isdigit()}
    browsers = {}
    for who in (STAFF, VOLUNTEER):
        party = next(party for name, party in cast.items() if name.startswith(who))
        browsers[who] = TestClient(app, follow_redirects=False)
        browsers[who].post("/demo/binnen", data={"wie": party})
    with engine.work() as work:
        karel = engine.actor(next(party for name, party in cast.items() if name.startswith(MANAGER)))
        until = day_of(work.at) + timedelta(days=30)
        token = tokens.create(work, karel, HOME, "snelheid", "coordinator", until)
    browsers[""] = TestClient(app, headers={"authorization": f"Bearer {token}"})
    return Town(installation, browsers)


def _seconds(look: Callable[[], Any]) -> float:
    begun = perf_counter()
    look()
    return perf_counter() - begun


@contextmanager
def _of_few_rows() -> Iterator[None]:
    with ExitStack() as stack:
        for module, name in PAGES_OF_ROWS:
            stack.enter_context(patch.object(module, name, ROWS))
        yield


def measure(folder: Path) -> list[Row]:
    """A row for each page."""
    few, many = LARGE if os.environ.get("BAZ_BENCH_LARGE") else SIZES
    paths = [build(folder, f"town-{size}.db", size) for size in (few, many)]
    settings = [Settings(folder, database=str(path)) for path in paths]
    with (
        _of_few_rows(),
        open_installation(settings[0], clock=lambda: MORNING) as small,
        open_installation(settings[1], clock=lambda: MORNING) as large,
    ):
        return [_row(_enter(small), _enter(large), few, *page) for page in PAGES]


def _row(small: Town, large: Town, few: int, name: str, who: str, path: str) -> Row:
    one: list[float] = []
    other: list[float] = []
    longer = large.get(who, path) / small.get(who, path)  # the first look also warms up
    for _ in range(ROUNDS):  # in turns, because a machine is not equally fast all the time
        other.append(_seconds(lambda: large.get(who, path)))
        one.append(_seconds(lambda: small.get(who, path)))
    size = f"{few:,} cases".replace(",", " ")
    against = f"among {size}" if longer < 1.1 else f"among {size}, {longer:.1f} times shorter"
    return Row(name, min(other), against, min(one), 1.3, most=True)
