from __future__ import annotations

import hashlib
import hmac
from datetime import date

import pytest
from sqlalchemy import text

from baz.ground.errors import BadInput, Outdated
from baz.store import log, people, standing
from baz.store.database import open_database
from baz.store.ids import NumberedIds, RandomIds
from baz.store.people import PersonalValue, Ref
from baz.store.standing import PaperRow
from baz.testing.samples import NOW, at, event, open_case

IDS = RandomIds()


def add(connection, name="Élise Peeters", organisation="buurt", **values):
    party = people.add_party("person", organisation, now=NOW, ids=IDS, connection=connection)
    value = PersonalValue("name", name, "aanspreken", party_id=party, **values)
    [ref] = people.remember(organisation, [value], now=NOW, ids=IDS, connection=connection)
    return party, ref


def test_the_log_gets_a_number_and_a_proof_and_the_value_stays_apart(database):
    ids = NumberedIds()
    with database.write() as connection:
        values = [
            PersonalValue("place", "Kerkstraat 1", "afspreken"),
            PersonalValue("mail", "e@x.be", "bericht"),
        ]
        first, second = people.remember("buurt", values, now=NOW, ids=ids, connection=connection)
    assert first == Ref("personal-1", hmac.new(b"salt-2", b"Kerkstraat 1", hashlib.sha256).hexdigest())
    with database.read() as connection:
        shown = people.reveal([first.id, second.id, "personal-99"], connection=connection)
        assert shown == {first.id: "Kerkstraat 1", second.id: "e@x.be"}
        assert people.agrees(first, connection=connection) is True
        assert people.agrees(Ref(first.id, "0" * 64), connection=connection) is False
        assert people.agrees(Ref("personal-99", "0" * 64), connection=connection) is False


def test_the_same_value_has_another_proof_each_time(database):
    values = [PersonalValue("name", "Jan", "aanspreken")] * 2
    with database.write() as connection:
        one, two = people.remember("buurt", values, now=NOW, ids=RandomIds(), connection=connection)
    assert one.mac != two.mac
    assert one.id != two.id


def test_erasing_a_party_leaves_no_value_and_a_whole_chain(database):
    with database.write() as connection:
        row = open_case(connection, "c1")
        party, ref = add(connection, case_id="c1")
        line = event(2, "joined", "deelnemer", answers=list(ref))
        head = log.append("c1", row.head, [line], connection=connection)
        log.set_head("c1", head, 2, connection=connection)
        paper = PaperRow(
            "p1", party, "buurt", "uittreksel", None, "2021-01-02", "2020-12-01", "party-1", None, True
        )
        standing.add_paper(paper, connection=connection)
        standing.add_account(party, "buurt", "medewerker", date(2021, 1, 1), connection=connection)
        assert people.erase_party(party, now=at(days=1), connection=connection) == 1
    with database.write() as connection:
        assert people.erase_party(party, now=at(days=2), connection=connection) == 0
        assert people.reveal([ref.id], connection=connection) == {ref.id: None}
        assert people.agrees(ref, connection=connection) is None
        assert people.of_parties([party], connection=connection) == {}
        assert people.everything_about(party, connection=connection) == []
        assert standing.papers_of([party], connection=connection) == []
        assert standing.staff_roles(party, date(2021, 1, 2), connection=connection) == []
        assert people.party(party, connection=connection).erased_at == "2021-01-14T14:00:00.000000Z"
        assert log.verify_chain("c1", connection=connection) == 2


def test_no_byte_of_an_erased_name_is_left_in_the_tables(database):
    with database.write() as connection:
        party, _ = add(connection, "Onvindbaar Janssens")
        people.erase_party(party, now=NOW, connection=connection)
    with database.read() as connection:
        rows = connection.execute(text("SELECT * FROM personal")).all()
        assert len(rows) == 1
        assert "Onvindbaar" not in repr(rows)
        assert "salt" not in repr(tuple(rows[0]))


def test_the_newest_name_counts_and_the_old_one_can_go(database):
    with database.write() as connection:
        party, _ = add(connection, "An")
        people.replace(party, "name", now=NOW, connection=connection)
        newer = PersonalValue("name", "Anna", "aanspreken", party_id=party)
        phone = PersonalValue("phone", "0470", "bellen", party_id=party)
        people.remember("buurt", [newer, phone], now=at(days=1), ids=IDS, connection=connection)
    with database.read() as connection:
        assert people.of_parties([party], ["name", "phone"], connection=connection) == {
            party: {"name": "Anna", "phone": "0470"}
        }
        kept = people.everything_about(party, connection=connection)
        assert {value.value for value in kept} == {"Anna", "0470"}


def test_values_that_may_no_longer_be_kept_are_found(database):
    with database.write() as connection:
        open_case(connection, "c1")
        _, old = add(connection, "Oud", case_id="c1", keep_until="2021-03-01")
        _, other = add(connection, "Altijd", case_id="c1")
        assert people.expired(date(2021, 3, 1), connection=connection) == []
        assert [row[0] for row in people.expired(date(2021, 3, 2), connection=connection)] == [old.id]
        assert people.erase_values([old.id], now=NOW, connection=connection) == 1
        assert people.expired(date(2021, 3, 2), connection=connection) == []
        assert people.keep_until("c1", date(2021, 2, 1), connection=connection) == 1
        assert people.of_case("c1", connection=connection) == {
            old.id: ("name", None), other.id: ("name", "Altijd")
        }  # fmt: skip
        assert people.erase_case("c1", now=NOW, connection=connection) == 1


def test_people_are_found_by_any_part_of_their_name_inside_their_organisation(database):
    with database.write() as connection:
        elise, _ = add(connection, "Élise Peeters")
        add(connection, "Jan Peeters")
        add(connection, "Élise Elders", organisation="ekc")
        assert people.search("buurt", "élise PEE", connection=connection) == [(elise, "Élise Peeters")]
        assert [name for _, name in people.search("buurt", "peet", connection=connection)] == [
            "Jan Peeters", "Élise Peeters",
        ]  # fmt: skip


def test_thousands_of_values_can_be_asked_for_at_once(database):
    with database.write() as connection:
        party, ref = add(connection)
        many = [f"unknown-{number}" for number in range(40_000)]
        assert people.reveal([*many, ref.id], connection=connection) == {ref.id: "Élise Peeters"}
        assert list(people.of_parties([*many, party], connection=connection)) == [party]


@pytest.mark.parametrize("value", ["a\x00b", "half \ud83d"])
def test_a_value_that_one_database_could_not_hold_is_refused_by_both(database, value):
    with pytest.raises(BadInput), database.write() as connection:
        people.remember("buurt", [PersonalValue("name", value, "x")], now=NOW, ids=IDS, connection=connection)


def test_papers_come_oldest_first_and_can_be_taken_back(database):
    with database.write() as connection:
        open_case(connection, "c1")
        for key, seen, seq in (("p2", "2021-02-01", 5), ("p1", "2021-01-01", 4), ("p3", None, None)):
            row = PaperRow(
                key, "party-1", "buurt", "verklaring", "v1", seen, None, None, None, seen is None, "c1", seq
            )
            standing.add_paper(row, connection=connection)
        kept = standing.papers_of(["party-1"], kind="verklaring", organisation="buurt", connection=connection)
        assert [row.id for row in kept] == ["p3", "p1", "p2"]
        assert [row.ok for row in kept if row.id != "p3"] == [False, False]
        assert standing.papers_of(["party-1"], kind="nota", connection=connection) == []
        assert standing.remove_papers("c1", 4, connection=connection) == 1
        kept = standing.papers_of(["party-1"], kind="verklaring", connection=connection)
        assert [row.id for row in kept] == ["p3", "p2"]


def test_load_counts_running_roles_in_other_peoples_cases_of_the_organisation(database):
    with database.write() as connection:
        for name, values in {
            "c1": {},
            "c2": {"ended_on": "2021-02-01"},
            "c3": {"organisation": "ekc"},
            "c4": {"about": "party-1"},
        }.items():
            open_case(connection, name, **values)
        assert standing.load("party-1", "buurt", date(2026, 1, 1), connection=connection) == 1
        assert standing.load("party-1", "atk", date(2026, 1, 1), connection=connection) == 0
        roles = standing.roles_of("party-1", connection=connection)
        assert [(role.case_id, role.role, role.ended_on) for role in roles] == [
            ("c1", "begeleider", None), ("c2", "begeleider", "2021-02-01"), ("c3", "begeleider", None),
            ("c4", "begeleider", None),
        ]  # fmt: skip


def test_somebody_is_staff_between_two_days_both_included(database):
    with database.write() as connection:
        party, _ = add(connection)
        standing.add_account(party, "buurt", "medewerker", date(2021, 2, 1), connection=connection)
        standing.add_account(party, "ekc", "coordinator", date(2021, 1, 1), connection=connection)
        assert (
            standing.end_account(party, "buurt", "medewerker", date(2021, 3, 1), connection=connection) == 1
        )
        assert (
            standing.end_account(party, "buurt", "medewerker", date(2021, 4, 1), connection=connection) == 0
        )
        for day, count in (
            (date(2021, 1, 31), 1),
            (date(2021, 2, 1), 2),
            (date(2021, 3, 1), 2),
            (date(2021, 3, 2), 1),
        ):
            assert len(standing.staff_roles(party, day, connection=connection)) == count
        assert standing.staff_of("buurt", date(2021, 2, 5), connection=connection) == [(party, "medewerker")]
    with pytest.raises(Outdated), database.write() as connection:
        standing.add_account(party, "ekc", "coordinator", date(2021, 1, 1), connection=connection)


def test_names_sort_and_compare_alike_on_both_databases(make_url):
    found = []
    for kind in ("sqlite", "postgresql"):
        with open_database(make_url(kind)) as database, database.write() as connection:
            for name in ("b", "A", "é", "a", "Z", "1"):
                standing_id = f"party-{name}"
                values = f"('{standing_id}', 'p', 'lus', '')"
                connection.exec_driver_sql(
                    f"INSERT INTO parties (id, kind, organisation, created_at) VALUES {values}"
                )
            found.append(connection.execute(text("SELECT id FROM parties ORDER BY id")).scalars().all())
    assert found[0] == found[1]
