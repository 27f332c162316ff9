from __future__ import annotations

from datetime import date

import pytest

from baz.store import worklist
from baz.store.database import open_database
from baz.store.projections import MEETINGS, PARTICIPATIONS, TASKS, MeetingRow, ParticipationRow, write_rows
from baz.testing.samples import open_case, task

TODAY = date(2021, 2, 1)


def meeting(day, status="planned", **values):
    return MeetingRow("buurt", "groep", status, day, 1170, "minute", "fysiek")._replace(**values)


@pytest.fixture
def filled(database):
    rows = {
        "late": task(due_on="2021-01-20"),
        "today": task(due_on="2021-02-01"),
        "early": task(due_on="2021-02-02"),
        "known": task(due_on="2021-01-31", status="waiting"),
        "snoozed": task(due_on="2021-01-10", status="snoozed", snoozed_until="2021-01-30"),
        "asleep": task(due_on="2021-01-10", status="snoozed", snoozed_until="2021-02-10"),
        "done": task(due_on="2021-01-10", status="done"),
        "gone": task(due_on="2021-01-10", status="gone"),
        "dayless": task(due_on=None, owner=None, pinned=True),
    }
    meetings = {
        "m1": meeting("2021-01-25"), "m2": meeting("2021-01-26", "held"), "m3": meeting("2021-03-01"),
        "m4": meeting("2021-01-24", minute=600), "m0": meeting("2021-01-25", minute=None, precision="day"),
    }  # fmt: skip
    with database.write() as connection:
        open_case(connection, "c1")
        write_rows(TASKS, "c1", {"t1": task()}, rows, connection=connection)
        write_rows(MEETINGS, "c1", {}, meetings, connection=connection)
        open_case(connection, "c2", organisation="ekc")
        other = {"x": task(organisation="ekc", owner="party-1", due_on="2021-01-05")}
        write_rows(TASKS, "c2", {"t1": task()}, other, connection=connection)
    return database


def ids(database, organisation, **options):
    with database.read() as connection:
        return [
            row.id for row in worklist.agenda(organisation, until=TODAY, connection=connection, **options)
        ]


def test_what_is_due_comes_in_order_of_its_day(filled):
    assert ids(filled, "buurt") == ["dayless", "late", "m4", "m0", "m1", "snoozed", "today"]


def test_a_limit_keeps_the_earliest(filled):
    assert ids(filled, "buurt", limit=3) == ["dayless", "late", "m4"]


def test_what_is_known_but_not_yet_due_can_be_asked_for(filled):
    assert ids(filled, "buurt", waiting=True) == [
        "dayless",
        "late",
        "m4",
        "m0",
        "m1",
        "snoozed",
        "known",
        "today",
    ]


def test_the_list_of_one_person_goes_over_organisations(filled):
    assert ids(filled, "", owner="party-1") == ["x", "late", "m4", "m0", "m1", "snoozed", "today"]
    assert ids(filled, "buurt", owner="party-1") == ["late", "m4", "m0", "m1", "snoozed", "today"]
    assert ids(filled, "buurt", owner="party-9") == []


def test_meetings_of_a_person_are_those_of_cases_in_which_she_is_active(filled):
    left = {"r1": ParticipationRow("begeleider", "party-1", "ended", "2021-01-13", "2021-01-20")}
    with filled.write() as connection:
        write_rows(PARTICIPATIONS, "c1", {}, left, connection=connection)
    assert "m1" not in ids(filled, "buurt", owner="party-1")


def test_a_line_says_what_it_is_about(filled):
    with filled.read() as connection:
        lines = {row.id: row for row in worklist.agenda("buurt", until=TODAY, connection=connection)}
        counted = worklist.counts("buurt", TODAY, connection=connection)
    assert lines["late"] == (
        "task", "2021-01-20", None, "c1", "late", "bel", "Bel terug", "buurt", "medewerker", "party-1",
        "2021-01-20", "open", False, "", "buurt/leesclub", 1, "d1", "vraag", "{}", None, None, "antwerpen",
    )  # fmt: skip
    assert lines["m1"] == (
        "meeting", "2021-01-25", 1170, "c1", "m1", "groep", "", "buurt", "", None, "2021-01-25", "planned",
        False, "fysiek", "buurt/leesclub", 1, "d1", "vraag", "{}", None, None, "antwerpen",
    )  # fmt: skip
    assert lines["dayless"].pinned is True
    assert counted == (4, 2)  # late: "late", and "snoozed" that was due on 10 January


@pytest.mark.parametrize(
    ("organisation", "owner", "indexes"),
    [
        ("buurt", "", {"ix_tasks_organisation_agenda_on", "ix_meetings_organisation_status_day"}),
        ("", "party-1", {"ix_tasks_owner_agenda_on"}),
    ],
)
def test_the_worklist_walks_indexes_on_sqlite(make_url, organisation, owner, indexes):
    query = worklist.agenda_query(bool(organisation), bool(owner), False).sql("sqlite")
    with open_database(make_url("sqlite")) as database, database.read() as connection:
        raw = connection.connection.cursor()
        raw.execute(f"EXPLAIN QUERY PLAN {query}", ["x"] * query.count("?"))
        plan = [row[-1] for row in raw.fetchall()]
    for index in indexes:
        assert any(index in line for line in plan), plan
    assert not [line for line in plan if line.startswith("SCAN tasks") or line.startswith("SCAN cases")], plan
