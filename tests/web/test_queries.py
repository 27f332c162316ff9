"""No page asks the database more often because there are more rows behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from counting import statements
from every_page import COORDINATOR, MANAGER, VOLUNTEER, every_page
from sqlalchemy import insert, update
from town import Town

from baz.kernel.when import day_of
from baz.services.exchange import asking, views
from baz.services.reports import making, renewing
from baz.store import credentials, keys, page_tables
from baz.store.codec import moment_text
from baz.store.tables import meetings, outbox, personal, tasks
from baz.testing.copies import copy_rows

LUS = "lus"


def _party(town: Town, name: str) -> str:
    return next(p.party for p in town.house.engine.cast() if p.name.startswith(name))


def _seed(town: Town) -> None:
    """One of everything that the stories leave out, so that it can be multiplied too."""
    engine = town.house.engine
    karel, vera, emma = (_party(town, name) for name in (MANAGER, COORDINATOR, VOLUNTEER))
    with engine.work() as work:
        connection, now, ids = work.connection, work.now, work.ids
        until = now + timedelta(days=100)
        for kind, who, data in (
            ("token", karel, {"bundle": "werken", "rights": []}),
            ("session", emma, {"staff": False, "remember": True, "means": "mail"}),
            ("calendar", vera, {}),
        ):
            keys.add(kind, f"secret {kind}", who, LUS, name="Naam", data=data, expires=until, now=now,
                     ids=ids, connection=connection)  # fmt: skip
        credentials.add(emma, "passkey", "{}", ident="ident", now=now, ids=ids, connection=connection)
        hook = {"id": "hook-x", "organisation": LUS, "name": "Haak", "url": "https://x.be/", "secret": "s",
                "kinds": "", "created_at": moment_text(now), "actor": karel}  # fmt: skip
        connection.execute(insert(page_tables.webhooks).values(hook))
        case = town.case("kring_jozefien")
        for what in ("letter:welkom@e1", "webhook:hook-x"):
            job = {"case_id": case, "seq": 1, "consequence": what, "round": 9, "kind": what.split(":")[0],
                   "payload": "{}", "status": "failed", "attempts": 3, "due_at": moment_text(now),
                   "created_at": moment_text(now), "error": "smtp"}  # fmt: skip
            connection.execute(insert(outbox).values(job))
        asked = f'{{"party":"{emma}","by":"{vera}"}}'
        for state, kind in (("wacht", "import"), ("klaar", "import"), ("gevraagd", "wissen")):
            row = {"id": f"import-{kind}-{state}", "organisation": LUS, "party_id": vera, "kind": kind,
                   "name": "mensen.xlsx", "state": state, "created_at": moment_text(now),
                   "expires_at": moment_text(until), "body": asked}  # fmt: skip
            connection.execute(insert(page_tables.uploads).values(row))
        soon = (day_of(work.at) + timedelta(days=10)).isoformat()
        mine = personal.c.organisation == LUS
        connection.execute(update(personal).where(mine).values(keep_until=soon))
    with engine.work() as work:
        ask = asking.read("trajecten", [("toestand", "")])
        views.keep(work, engine.actor(vera), LUS, ask, "Mijn lijst")


def _counted(town: Town) -> dict[tuple[str, str], list[str]]:
    renewing.renew(town.house.engine)  # figures are counted by a worker; who looks early counts the rest
    pages = every_page(town)
    visitors = {name: town.visitor(name) for name in {who for _, who in pages}}
    found = {}
    for path, who in pages:
        visitors[who].get(path)  # the first look makes plans, which are kept
        with statements(town.house.engine.database) as asked:
            assert visitors[who].get(path).status_code in (200, 303), path
        found[path, who] = asked
    return found


def test_no_page_asks_more_often_for_more_rows(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MANY", 0)  # a report of few cases is read in another way
    _seed(town)
    before = _counted(town)
    copy_rows(town.house.engine.database, 10)  # other people, of the same organisations
    copy_rows(town.house.engine.database, 5, same_people=True, first=100)  # and more of the same people
    after = _counted(town)
    grown = {
        f"{path} ({who})": (len(asked), len(after[path, who]))
        for (path, who), asked in before.items()
        if len(after[path, who]) > len(asked)
    }
    assert grown == {}, "Ask for all rows at once: `... in_(...)` and a dictionary (see baz/store/browse.py)."


def test_the_count_sees_statements_of_both_kinds(town: Town) -> None:
    """Those of SQLAlchemy, and those that go to the driver past it."""
    database = town.house.engine.database
    with statements(database) as asked, database.read() as connection:
        connection.execute(tasks.select())
        keys.find("token", "none", connection=connection)
    assert len(asked) == 2
    with statements(database) as asked, database.write() as connection:
        connection.execute(update(meetings).values(status="held"))
    assert len(asked) == 1


@pytest.mark.parametrize("same_people", [True, False])
def test_copies_are_rows_of_their_own(town: Town, same_people: bool) -> None:
    engine = town.house.engine
    vera = engine.actor(_party(town, COORDINATOR))
    before = len(engine.cases(vera, LUS))
    copy_rows(engine.database, 2, same_people=same_people)
    lines = engine.cases(vera, LUS)
    assert len(lines) == 3 * before
    assert len({line.id for line in lines}) == len(lines)
    assert (len({line.about for line in lines}) > before) is not same_people
