from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from baz.ground.errors import BadInput, Broken, Outdated
from baz.kernel.acts import Event
from baz.kernel.when import When
from baz.store import cases, log
from baz.store.codec import canonical, plain
from baz.store.database import open_database
from baz.testing.samples import NOW, at, event, open_case, step


def test_what_goes_in_comes_out(database):
    lines = [
        Event(2, "step", "vraag_aan", {"b": [1, None, "é😀"], "a": {"z": True}},
              When(date(2021, 2, 3), "minute", 870), NOW, "party-1", "party-2", "telefoon"),
        Event(3, "held", "groep", {}, When(None, "unknown"), at(seconds=1), "systeem"),
        Event(4, "held", "groep", {"people": 4}, When(date(2021, 3, 1), "month"), at(seconds=2), "party-1"),
    ]  # fmt: skip
    with database.write() as connection:
        row = open_case(connection, "c1")
        log.append("c1", row.head, lines, connection=connection)
    with database.read() as connection:
        assert log.read("c1", connection=connection)[1:] == lines
        assert log.read("c1", connection=connection, after=3) == lines[2:]


def test_a_report_can_be_read_as_known_on_an_earlier_day(database):
    with database.write() as connection:
        row = open_case(connection, "c1")
        later = [event(2, recorded=at(days=10)), event(3, recorded=at(days=20))]
        log.append("c1", row.head, later, connection=connection)
    with database.read() as connection:
        known = log.read("c1", connection=connection, known_until=at(days=10))
        assert [line.seq for line in known] == [1, 2]
        assert log.read("c1", connection=connection, known_until=at(days=-1)) == []


def test_two_lines_with_one_number_are_refused(database):
    with database.write() as connection:
        open_case(connection, "c1")
    with pytest.raises(Outdated), database.write() as connection:
        log.append("c1", "", [event(1)], connection=connection)
    with database.read() as connection:
        assert log.verify_chain("c1", connection=connection) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('UPDATE events SET data = \'{"answers":{"leden":99}}\' WHERE seq = 2', "Regel 2"),
        ("UPDATE events SET actor = 'party-9' WHERE seq = 1", "Regel 1"),
        ("UPDATE events SET recorded_at = '2020-01-01T00:00:00.000000Z' WHERE seq = 3", "Regel 3"),
        ("DELETE FROM events WHERE seq = 2", "ontbreekt regel 2"),
        ("DELETE FROM events WHERE seq = 3", "ander einde"),
        ("UPDATE cases SET head = 'x'", "ander einde"),
    ],
)
def test_a_changed_log_is_found(database, change, says):
    with database.write() as connection:
        open_case(connection, "c1")
        step(connection, "c1", "k1")
        step(connection, "c1", "k2")
    with database.read() as connection:
        assert log.verify_chain("c1", connection=connection) == 3
    with database.write() as connection:
        connection.exec_driver_sql(change)
    with pytest.raises(Broken, match=says), database.read() as connection:
        log.verify_chain("c1", connection=connection)


def test_both_databases_hold_the_same_log(make_url):
    seen = []
    for kind in ("sqlite", "postgresql"):
        with open_database(make_url(kind)) as database:
            with database.write() as connection:
                open_case(connection, "c1")
                for number in range(5):
                    step(connection, "c1", f"k{number}")
            with database.read() as connection:
                raw = connection.execute(text("SELECT * FROM events ORDER BY seq")).all()
                seen.append(([tuple(row)[1:] for row in raw], cases.load("c1", connection=connection)))
    assert seen[0] == seen[1]


def test_half_a_character_is_refused(database):
    with database.write() as connection:
        row = open_case(connection, "c1")
    with pytest.raises(BadInput), database.write() as connection:
        log.append("c1", row.head, [event(2, answers="\ud83d")], connection=connection)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_canonical_text_is_the_same_whatever_the_order_of_keys(value):
    written = canonical(value)
    assert plain(written) == value
    if isinstance(value, dict):
        assert canonical(dict(reversed(value.items()))) == written


@given(st.text(), st.text(), st.integers(1, 10**6))
def test_the_hash_is_the_one_that_the_documentation_gives(name, actor, seq):
    told = Event(seq, "step", name, {"b": name, "a": 1}, When(date(2021, 2, 3)), NOW, actor, how="zelf")
    line = [
        "c1",
        seq,
        "step",
        name,
        "2021-02-03",
        "2021-01-13T14:00:00.000000Z",
        actor,
        "",
        "zelf",
        told.data,
    ]
    text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert log.next_hash("before", "c1", told) == hashlib.sha256(f"before{text}".encode()).hexdigest()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(st.text(st.characters(codec="utf-8")), JSON.filter(lambda v: "\ud800" not in str(v)))
)
def test_any_data_survives_in_a_chain(database, data):
    with database.write() as connection:
        connection.execute(text("DELETE FROM tasks"))
        connection.execute(text("DELETE FROM participations"))
        connection.execute(text("DELETE FROM events"))
        connection.execute(text("DELETE FROM cases"))
        row = open_case(connection, "c1")
        head = log.append("c1", row.head, [event(2, **{"data": data})], connection=connection)
        log.set_head("c1", head, 2, connection=connection)
    with database.read() as connection:
        assert log.read("c1", connection=connection)[1].data == {"data": data}
        assert log.verify_chain("c1", connection=connection) == 2
