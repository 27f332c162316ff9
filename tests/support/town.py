"""The demo of today in a database of its own, and people who come in by the door of the demo."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select
from starlette.testclient import TestClient

from baz.cli.demo_today import DAY, demo_stories, tell_today
from baz.engine.installation import Installation, Settings, Toolbox, open_installation
from baz.ground.clock import BRUSSELS
from baz.store.database import open_database
from baz.store.schema import migrate
from baz.store.tables import cases, meetings, tasks
from baz.web.app import create_app
from baz.web.house import House

MORNING = datetime(DAY.year, DAY.month, DAY.day, 10, 0, tzinfo=BRUSSELS).astimezone(UTC)


@cache
def installed() -> Toolbox:
    """What is installed here: read once, for it is the same in every test."""
    return Toolbox(Settings(Path()))


def build(folder: Path) -> Path:
    """Tell the stories of today once; gives the database."""
    path = folder / "dorp.db"
    migrate(str(path))
    catalogue = installed().catalogue
    with open_database(str(path)) as database:
        _today, failures = tell_today(database, catalogue, demo_stories(catalogue))
        assert failures == []
    return path


@dataclass
class Town:
    """An installation of the demo that a test may change. `now` is its clock."""

    installation: Installation
    house: House
    now: datetime = MORNING
    clients: dict[str, TestClient] = field(default_factory=dict)

    def visitor(self, name: str = "") -> TestClient:
        """A browser in which somebody of this name came in; without a name nobody did."""
        client = TestClient(create_app(self.house), follow_redirects=False)
        if name:
            party = next(p.party for p in self.house.engine.cast() if p.name.startswith(name))
            assert client.post("/demo/binnen", data={"wie": party}).status_code == 303
        return client

    def case(self, ident: str) -> str:
        """The id of a case of a story."""
        with self.house.engine.reading() as work:
            query = select(cases.c.id).where(cases.c.id.endswith(ident))
            return str(work.connection.execute(query).scalar_one())

    def meetings(self, case: str, status: str) -> list[tuple[str, str]]:
        """(id, day) of the meetings of a case in this status."""
        with self.house.engine.reading() as work:
            query = select(meetings.c.id, meetings.c.day).where(
                meetings.c.case_id == case, meetings.c.status == status
            )
            return [(r.id, r.day) for r in work.connection.execute(query.order_by(meetings.c.day))]

    def tasks(self, case: str) -> dict[str, str]:
        """Open tasks of a case: name to title."""
        with self.house.engine.reading() as work:
            query = select(tasks.c.name, tasks.c.title).where(
                tasks.c.case_id == case, tasks.c.status == "open"
            )
            return {r.name: r.title for r in work.connection.execute(query)}


@contextmanager
def opened(database: Path, folder: Path) -> Iterator[Town]:
    """A copy of the database, open, with a clock that stands still."""
    copy = folder / "kopie.db"
    shutil.copy(database, copy)
    held: list[Town] = []

    def clock() -> datetime:
        return held[0].now if held else MORNING

    with open_installation(Settings(folder, database=str(copy)), clock=clock) as installation:
        installation.plugins, installation.catalogue = installed().plugins, installed().catalogue
        installation.begin()
        held.append(Town(installation, House(installation, "http://testserver", demo=True)))
        yield held[0]


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a form."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return found[1]


def words(page: str) -> str:
    """What people read of a page, without its marks."""
    body = re.sub(r"<(svg|head|script)\b.*?</\1>", " ", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()
