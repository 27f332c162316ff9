"""The parts of a morning: what stands where, every row once on page after page, by walking indexes."""

from __future__ import annotations

from datetime import date

import pytest

from baz.store import awaiting, morning
from baz.store.database import open_database
from baz.store.morning import PARTS, Whose
from baz.store.projections import MEETINGS, PARTICIPATIONS, TASKS, MeetingRow, ParticipationRow, write_rows
from baz.store.worklist import START, key_of
from baz.testing.samples import open_case, task

TODAY = date(2021, 2, 1)
"""A Monday."""
HERS = Whose("buurt", "party-1", nobodys=True)


def meeting(day, status="planned", **values):
    return MeetingRow("buurt", "groep", status, day, 1170, "minute", "fysiek")._replace(**values)


@pytest.fixture
def filled(database):
    rows = {
        "late": task(due_on="2021-01-20"),
        "today": task(due_on="2021-02-01"),
        "friday": task(due_on="2021-02-05"),
        "monday": task(due_on="2021-02-08"),
        "known": task(due_on="2021-01-31", status="waiting"),
        "snoozed": task(due_on="2021-01-10", status="snoozed", snoozed_until="2021-01-30"),
        "asleep": task(due_on="2021-01-10", status="snoozed", snoozed_until="2021-02-10"),
        "done": task(due_on="2021-01-10", status="done"),
        "dayless": task(due_on=None, owner=None, pinned=True),
        "quiet": task(due_on="2021-01-15", name="ritme.groep"),
        "rhythm": task(due_on="2021-02-02", name="ritme.groep"),
        "theirs": task(due_on="2021-01-19", owner="party-2"),
    }
    meetings = {
        "m1": meeting("2021-01-25"), "m2": meeting("2021-01-26", "held"), "m3": meeting("2021-03-01"),
        "m4": meeting("2021-01-24", minute=600), "m5": meeting("2021-02-01"),
        "m0": meeting("2021-01-25", minute=None, precision="day"),
    }  # fmt: skip
    with database.write() as connection:
        open_case(connection, "c1")
        write_rows(TASKS, "c1", {"t1": task()}, rows, connection=connection)
        write_rows(MEETINGS, "c1", {}, meetings, connection=connection)
        open_case(connection, "c2", organisation="ekc")
        other = {"x": task(organisation="ekc", owner="party-1", due_on="2021-01-05")}
        write_rows(TASKS, "c2", {"t1": task()}, other, connection=connection)
    return database


def part(database, name, whose=HERS, limit=50, after=START):
    with database.read() as connection:
        return morning.rows(whose, name, TODAY, connection=connection, limit=limit, after=after)


def ids(database, name, whose=HERS):
    return [row.id for row in part(database, name, whose)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("late", ["dayless", "late", "m4", "m0", "m1", "snoozed"]),
        ("now", ["today"]),
        ("week", ["rhythm", "friday"]),
        ("quiet", ["quiet"]),
        ("meetings", ["m5"]),
    ],
)
def test_everything_stands_in_one_part(filled, name, found):
    assert ids(filled, name) == found
    with filled.read() as connection:
        counted = morning.counts(HERS, TODAY, 101, connection=connection)
        few = morning.counts(HERS, TODAY, 2, connection=connection)
    assert counted[name] == len(found)
    assert few[name] == min(len(found), 2)


def test_hers_or_nobodys_or_everybodys(filled):
    assert ids(filled, "late", HERS._replace(nobodys=False)) == ["late", "m4", "m0", "m1", "snoozed"]
    assert ids(filled, "late", HERS._replace(owner="party-2")) == ["dayless", "theirs", "m4", "m0", "m1"]
    assert ids(filled, "late", Whose("buurt")) == ["dayless", "theirs", "late", "m4", "m0", "m1", "snoozed"]
    assert ids(filled, "late", Whose("ekc")) == ["x"]
    assert ids(filled, "late", HERS._replace(workflow="buurt/leesclub")) == ids(filled, "late")
    assert ids(filled, "late", HERS._replace(workflow="buurt/zangclub")) == []


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_page_after_page_gives_every_row_once(filled, name, limit):
    seen, after = [], START
    while rows := part(filled, name, Whose("buurt"), limit, after):
        assert len(rows) <= limit
        seen += rows
        after = key_of(rows[-1])
    assert [row.id for row in seen] == ids(filled, name, Whose("buurt"))
    assert seen


def test_what_others_have_to_do_takes_no_place_on_her_morning(database):
    rows = {f"o{n}": task(due_on="2021-01-01", owner="party-2") for n in range(5)}
    with database.write() as connection:
        open_case(connection, "c1")
        rows["mine"] = task(due_on="2021-01-30")
        write_rows(TASKS, "c1", {"t1": task()}, rows, connection=connection)
    assert [row.id for row in part(database, "late", limit=2)] == ["mine"]


def test_who_was_asked_longest_ago_comes_first_and_every_one_once(database):
    asked = {f"r{n}": ParticipationRow("lid", "party-1", "asked", f"2021-01-{30 - n}") for n in range(5)}
    asked["yes"] = ParticipationRow("lid", "party-1", "active", "2021-01-01")
    with database.write() as connection:
        open_case(connection, "c1")
        write_rows(PARTICIPATIONS, "c1", {}, asked, connection=connection)
        seen, after = [], awaiting.START
        while rows := awaiting.awaited("buurt", "asked", connection=connection, limit=2, after=after):
            seen += rows
            after = awaiting.key_of(rows[-1])
        assert [row.line for row in seen] == ["r4", "r3", "r2", "r1", "r0"]
        assert awaiting.how_many("buurt", 101, connection=connection) == 5
        assert awaiting.how_many("buurt", 3, connection=connection) == 3
        assert awaiting.how_many("buurt", 101, connection=connection, workflow="buurt/zangclub") == 0
        assert awaiting.how_many("ekc", 101, connection=connection) == 0


SENT = "ix_links_waiting_out"
MEET = "ix_meetings_organisation_status_day"
ALL, MINE = (False, False, False), (True, True, False)
INDEXES = (
    (morning.rows_query("late", *ALL), ("ix_tasks_organisation_agenda_on", MEET)),
    (morning.rows_query("late", *MINE), ("ix_tasks_owner_agenda_on", "ix_tasks_nobodys")),
    (morning.rows_query("quiet", *ALL), ("ix_tasks_rhythms",)),
    (morning.rows_query("meetings", *MINE), (MEET,)),
    (morning.count_query(*MINE), ("ix_tasks_owner_agenda_on", "ix_tasks_nobodys", MEET)),
    (morning.count_query(*ALL), ("ix_tasks_organisation_agenda_on", "ix_tasks_rhythms")),
    (awaiting.awaited_query("asked", False), ("ix_participations_asked",)),
    (awaiting.awaited_query("referral", False), (SENT,)),
    (awaiting.awaited_query("proposed", False), ("ix_cases_proposed",)),
    (awaiting.how_many_query(False), ("ix_participations_asked", SENT, "ix_cases_proposed")),
)  # fmt: skip


@pytest.mark.parametrize(("query", "indexes"), INDEXES)
def test_a_morning_walks_indexes_on_sqlite(make_url, query, indexes):
    text = query.sql("sqlite")
    with open_database(make_url("sqlite")) as database, database.read() as connection:
        raw = connection.connection.cursor()
        raw.execute(f"EXPLAIN QUERY PLAN {text}", ["x"] * text.count("?"))
        plan = [row[-1] for row in raw.fetchall()]
    for index in indexes:
        assert any(index in line for line in plan), (index, plan)
    bare = [line for line in plan if line.startswith("SCAN") and " USING " not in line and "anon" not in line]
    assert not bare, plan
