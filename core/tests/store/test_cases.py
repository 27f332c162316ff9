from __future__ import annotations

import pytest

from baz.ground.errors import NotFound, Outdated
from baz.store import cases, commands, definitions, people
from baz.store.ids import NumberedIds
from baz.store.projections import (
    MEETINGS,
    PARTICIPATIONS,
    TASKS,
    MeetingRow,
    ParticipationRow,
    read_rows,
    write_rows,
)  # fmt: skip
from baz.testing.samples import NOW, case_row, open_case, step, task


def test_a_case_comes_back_as_it_was_written(database):
    with database.write() as connection:
        row = open_case(connection, "c1", next_due=2**40, snapshot='{"x":1}', held=2, paused="wachtlijst")
    with database.read() as connection:
        assert cases.load("c1", connection=connection) == row
        assert type(cases.load("c1", connection=connection).seq) is int


def test_an_unknown_case_is_not_found(database):
    with pytest.raises(NotFound), database.read() as connection:
        cases.load("c9", connection=connection)


def test_who_comes_second_is_told(database):
    with database.write() as connection:
        row = open_case(connection, "c1")
    with database.write() as connection:
        cases.update_case(row._replace(seq=2, state="a"), 1, connection=connection)
    with pytest.raises(Outdated), database.write() as connection:
        cases.update_case(row._replace(seq=2, state="b"), 1, connection=connection)
    with database.read() as connection:
        assert cases.load("c1", connection=connection).state == "a"


def test_a_case_needs_its_definition(database):
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.write() as connection:
        cases.insert_case(case_row("c1"), connection=connection)


def test_cases_that_are_due_come_earliest_first(database):
    with database.write() as connection:
        for name, due in (("c1", 30), ("c2", None), ("c3", 10), ("c4", 20)):
            open_case(connection, name, next_due=due)
    with database.read() as connection:
        assert cases.due(20, connection=connection) == ["c3", "c4"]
        assert cases.due(30, connection=connection, limit=1) == ["c3"]


def test_cases_about_somebody(database):
    with database.write() as connection:
        open_case(connection, "c0")
        open_case(connection, "c1", about="party-1")
    with database.read() as connection:
        assert [row.id for row in cases.about("party-1", connection=connection)] == ["c1"]


def test_a_list_of_cases_goes_page_by_page(database):
    with database.write() as connection:
        for number in range(5):
            open_case(connection, f"c{number}", since=f"2021-01-{20 - number // 2}")
        for name, day in (
            ("e1", "2021-02-01"),
            ("e2", "2021-02-03"),
            ("e3", "2021-02-02"),
            ("e4", "2021-02-02"),
        ):
            open_case(connection, name, ended_on=f"2021-02-0{day}")
        open_case(connection, "other", organisation="ekc")
    with database.read() as connection:
        first = cases.listing("buurt", connection=connection, limit=3)
        second = cases.listing("buurt", connection=connection, after=first[-1])
        assert [line.id for line in first + second] == ["c1", "c0", "c3", "c2", "c4"]
        ended = cases.listing("buurt", connection=connection, ended=True, limit=2)
        ended += cases.listing("buurt", connection=connection, ended=True, after=ended[-1])
        assert [line.id for line in ended] == ["e2", "e4", "e3", "e1"]
        assert cases.listing("buurt", connection=connection, states=["zoekt"]) == []
        assert set(cases.lines(["c1", "other"], connection=connection)) == {"c1", "other"}


def test_only_the_difference_of_rows_is_written(database):
    moved = task(status="snoozed", snoozed_until="2021-03-01", pinned=True)
    with database.write() as connection:
        open_case(connection, "c1")
        before = read_rows(TASKS, "c1", connection=connection)
        after = {"t1": moved, "t2": task(due_on=None)}
        write_rows(TASKS, "c1", before, after, connection=connection)
    with database.write() as connection:
        assert read_rows(TASKS, "c1", connection=connection) == after
        assert read_rows(TASKS, "c1", connection=connection)["t1"].pinned is True
        write_rows(TASKS, "c1", after, {"t2": after["t2"]}, connection=connection)
        assert list(read_rows(TASKS, "c1", connection=connection)) == ["t2"]


def test_meetings_and_participations_are_kept_by_case(database):
    meeting = MeetingRow("buurt", "groep", "held", "2021-02-01", 1170, "minute", "fysiek", 6, "personal-1")
    with database.write() as connection:
        open_case(connection, "c1")
        open_case(connection, "c2")
        write_rows(MEETINGS, "c1", {}, {"m1": meeting}, connection=connection)
        assert read_rows(MEETINGS, "c1", connection=connection) == {"m1": meeting}
        assert read_rows(MEETINGS, "c2", connection=connection) == {}
        assert read_rows(PARTICIPATIONS, "c2", connection=connection) == {
            "r1": ParticipationRow("begeleider", "party-1", "active", "2021-01-13")
        }


def test_a_command_counts_once(database):
    with database.write() as connection:
        open_case(connection, "c1")
        step(connection, "c1", "k1")
    with database.write() as connection:
        assert step(connection, "c1", "k1").seq == 2
        assert commands.find("k1", connection=connection) == commands.CommandRow("c1", "f", 2, 2, "{}")
        assert commands.find("k2", connection=connection) is None
    with pytest.raises(Outdated), database.write() as connection:
        commands.remember("k1", commands.CommandRow("c1", "g", 3, 3, "{}"), now=NOW, connection=connection)


def test_old_command_keys_can_go(database):
    with database.write() as connection:
        open_case(connection, "c1")
        step(connection, "c1", "k1")
        assert commands.forget(NOW, connection=connection) == 0
        assert commands.forget(NOW.replace(year=2022), connection=connection) == 1


def test_definitions_are_kept_once_by_hash(database):
    with database.write() as connection:
        for _ in range(2):
            definitions.put("h1", "buurt/leesclub", 1, "buurt", "tekst", now=NOW, connection=connection)
        assert definitions.body("h1", connection=connection) == "tekst"
        assert [line.hash for line in definitions.listing(connection=connection)] == ["h1"]
        assert definitions.listing(connection=connection, workflow="x/y") == []
        with pytest.raises(NotFound):
            definitions.body("h2", connection=connection)


def test_nothing_commits_but_the_block(database):
    def crash():
        with database.write() as connection:
            open_case(connection, "c1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        crash()
    with database.read() as connection:
        assert cases.ids(connection=connection) == []
        assert people.party("party-1", connection=connection) is None


def test_ids_are_walked_in_pages(database):
    with database.write() as connection:
        for number in range(5):
            open_case(connection, f"c{number}")
        first = cases.ids(connection=connection, limit=3)
        assert first + cases.ids(connection=connection, after=first[-1]) == [f"c{n}" for n in range(5)]


def test_numbered_ids_are_the_same_in_every_run():
    one, two = NumberedIds(), NumberedIds()
    assert [one.new_id("case"), one.salt()] == [two.new_id("case"), two.salt()] == ["case-1", "salt-2"]
