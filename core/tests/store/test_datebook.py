"""A calendar asks the first of each day, counts the others, and gives a day page after page."""

from __future__ import annotations

from datetime import date

import pytest

from baz.store import datebook
from baz.store.database import open_database
from baz.store.projections import MEETINGS, MeetingRow, write_rows
from baz.testing.samples import open_case

FIRST, BUSY, LAST = date(2021, 2, 1), date(2021, 2, 10), date(2021, 2, 28)


@pytest.fixture
def busy(database):
    """Nine meetings on the tenth, whatever became of them, two of them without an hour; one on the 28th."""
    rows = {
        f"m{n}": MeetingRow("buurt", "groep", status, "2021-02-10", 1200 - 60 * n, "minute", "fysiek")
        for n, status in enumerate(("planned", "held", "cancelled") * 2 + ("planned",))
    }
    for n in ("a", "b"):
        rows[n] = rows["m0"]._replace(minute=None, precision="day")
    rows["last"] = rows["m0"]._replace(day="2021-02-28")
    rows["outside"] = rows["m0"]._replace(day="2021-03-01")
    rows["dayless"] = rows["m0"]._replace(day=None, minute=None)
    other = {"theirs": rows["m0"]._replace(organisation="ekc")}
    with database.write() as connection:
        open_case(connection, "c1")
        write_rows(MEETINGS, "c1", {}, rows, connection=connection)
        open_case(connection, "c2", organisation="ekc")
        write_rows(MEETINGS, "c2", {}, other, connection=connection)
    return database


def test_the_earliest_of_each_day_and_how_many_there_are(busy):
    with busy.read() as connection:
        rows = datebook.by_day("buurt", FIRST, LAST, 3, connection=connection)
        assert [row.id for row in rows] == ["a", "b", "m6", "last"]
        many = datebook.how_many("buurt", FIRST, LAST, 101, connection=connection)
        assert many == {"2021-02-10": 9, "2021-02-28": 1}
        assert datebook.how_many("buurt", FIRST, LAST, 4, connection=connection)["2021-02-10"] == 4
        assert datebook.how_many("ekc", FIRST, LAST, 101, connection=connection) == {"2021-02-10": 1}


@pytest.mark.parametrize("limit", [1, 2, 4])
def test_a_day_gives_every_meeting_once_in_order_of_its_hour(busy, limit):
    seen, after = [], datebook.START
    with busy.read() as connection:
        while rows := datebook.of_day("buurt", BUSY, connection=connection, limit=limit, after=after):
            assert len(rows) <= limit
            seen += [row.id for row in rows]
            after = datebook.key_of(rows[-1])
    assert seen == ["a", "b", "m6", "m5", "m4", "m3", "m2", "m1", "m0"]


@pytest.mark.parametrize("query", [datebook.by_day_query(42), datebook.how_many_query(42)])
def test_each_day_walks_the_index_on_sqlite(make_url, query):
    text = query.sql("sqlite")
    with open_database(make_url("sqlite")) as database, database.read() as connection:
        raw = connection.connection.cursor()
        raw.execute(f"EXPLAIN QUERY PLAN {text}", ["x"] * text.count("?"))
        plan = [row[-1] for row in raw.fetchall()]
    assert sum("ix_meetings_by_hour (organisation=? AND day=?)" in line for line in plan) == 42
    assert not [line for line in plan if "TEMP B-TREE" in line], plan
