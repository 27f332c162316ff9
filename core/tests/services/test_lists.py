"""Lists: what may be asked, what comes, in which order, by which index, and in how many queries."""

from __future__ import annotations

from datetime import date

import pytest
from engine_world import World
from sqlalchemy import event, select

from baz.ground.errors import BadInput, Forbidden, NotFound
from baz.kernel.acts import OPERATOR, Actor, Held, Join, Open, Plan, Yes
from baz.kernel.when import When
from baz.services.exchange import asking, listing
from baz.services.exchange.columns import LISTS
from baz.services.exchange.reader import Reader
from baz.store import people
from baz.store.database import Database, open_database
from baz.store.tables import personal


@pytest.fixture
def world(database: Database) -> World:
    return World.on(database)


def page(world, name, *pairs, who="ine", home="huis", limit=50):
    with world.engine.reading() as work:
        return listing.page(work, world.actor(who), home, asking.read(name, pairs), limit)


def column(found, name):
    at = [c.name for c in found.columns].index(name)
    return [row.cells[at] for row in found.rows]


def person(world, name, **contact):
    return world.engine.add_party(name, organisation="huis", contact=contact, actor=OPERATOR)


def test_a_question_is_read_from_a_url_and_written_back():
    pairs = [
        ("werkwijze", "huis/kring"),
        ("sinds_van", "1/3/2026"),
        ("kolom", "van_wie,nummer"),
        ("sorteer", "gemeente"),
    ]
    ask = asking.read("trajecten", pairs)
    assert ask.value("sinds_van") == "2026-03-01"
    assert ask.value("stand") == "lopend"  # what counts when nothing is said
    assert asking.read("trajecten", asking.pairs(ask)) == ask
    assert asking.pairs(asking.read("trajecten", [])) == []


def test_a_question_that_says_no_more_than_its_list_is_the_list_itself():
    usual = ",".join(c.name for c in LISTS["trajecten"].columns if c.shown)
    asked = asking.read("trajecten", [("kolom", usual), ("stand", "lopend"), ("sorteer", "-sinds")])
    assert asked == asking.read("trajecten")
    assert asking.pairs(asked) == []


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("toestant", "x")], "Bedoel je 'toestand'?"),
        ([("stand", "lopent")], "Bedoel je 'lopend'?"),
        ([("sinds_van", "gisteren")], "geen datum"),
        ([("kolom", "gemeent")], "Bedoel je 'gemeente'?"),
        ([("sorteer", "-begonne")], "Bedoel je 'begonnen'?"),
        ([("zoek", "x" * 300)], "te lang"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_was_meant(pairs, said):
    with pytest.raises(BadInput) as caught:
        asking.read("trajecten", pairs)
    assert said in f"{caught.value.message} {caught.value.hint}"
    with pytest.raises(NotFound, match="geen lijst 'trajekten'"):
        asking.read("trajekten", [])


def test_cases_come_last_moved_first_and_are_narrowed(world):
    first = world.open()
    world.days(1)
    second = world.open(persoon=world.people["vera"], gemeente="Leuven")
    found = page(
        world, "trajecten", ("kolom", "nummer,van_wie,gemeente,toestand,sinds,medewerker,taak,taak_dag")
    )
    assert column(found, "nummer") == [second, first]
    assert found.rows[0].cells[1:] == (
        "Vera", "Leuven", "Gemeld", date(2026, 3, 3), "Ine", "Neem contact op", date(2026, 3, 17),
    )  # fmt: skip
    for pairs in ([("gemeente", "Gent")], [("zoek", "rudy")], [("zoek", first.removeprefix("case-"))],
                  [("sinds_tot", "2/3/2026")], [("wie", world.people["rudy"])]):  # fmt: skip
        assert [r.case for r in page(world, "trajecten", *pairs).rows] == [first], pairs
    assert page(world, "trajecten", ("stand", "afgelopen")).rows == ()
    assert (
        len(page(world, "trajecten", ("wie", "ik"), ("werkwijze", "huis/kring"), ("toestand", "Gemeld")).rows)
        == 2
    )


def test_a_workflow_opens_the_columns_of_its_fields_and_roles(world):
    world.open(wens="Een wandelmaatje")
    ask = [("werkwijze", "huis/kring"), ("kolom", "veld.wens,rol.medewerker")]
    assert page(world, "trajecten", *ask).rows[0].cells == ("Een wandelmaatje", "Ine")
    with pytest.raises(BadInput) as caught:
        page(world, "trajecten", ask[1])
    assert caught.value.hint == "Kies eerst één werkwijze."


@pytest.mark.parametrize("sort", ["sinds", "-sinds", "gemeente", "-toestand", "begonnen"])
def test_page_after_page_gives_every_case_once(world, sort):
    for i in range(7):
        world.days(i % 3)
        world.open(persoon=person(world, f"Piet {i}"), gemeente=("Gent", "Geel")[i % 2])
    seen, ask = [], asking.read("trajecten", [("sorteer", sort)])
    for _ in range(4):
        with world.engine.reading() as work:
            found = listing.page(work, world.actor("ine"), "huis", ask, 2)
        seen += [r.case for r in found.rows]
        if found.next is None:
            break
        ask = found.next
    assert len(seen) == 7 == len(set(seen))
    with world.engine.reading() as work:
        whole = [r.case for r in listing.every(work, world.actor("ine"), "huis", ask)[1]]
        assert listing.count(work, world.actor("ine"), "huis", ask) == 7
    assert whole == seen


def test_the_place_to_go_on_holds_no_name_and_may_be_gone(world):
    for name in ("An Peeters", "Bo Maes", "Cis Claes"):
        person(world, name)
    found = page(world, "mensen", limit=2)
    assert found.next.after.startswith("party-")
    with pytest.raises(BadInput, match="intussen veranderd"):
        page(world, "mensen", ("na", "party-999"))


def test_people_come_as_dutch_readers_sort_them(world):
    for name in ("Zoë Adam", "Élise Peeters", "eva de Smet", "Eddy Maes"):
        person(world, name)
    mine = ["Eddy Maes", "Élise Peeters", "eva de Smet", "Zoë Adam"]
    names = column(page(world, "mensen", ("soort", "mens")), "naam")
    assert [name for name in names if name in mine] == mine
    first = page(world, "mensen", limit=3)
    second = page(world, "mensen", ("na", first.next.after), limit=3)
    assert column(first, "naam") + column(second, "naam") == names[:6]


def test_a_name_that_is_erased_has_no_place_in_the_order_either(world):
    party = person(world, "Élise Peeters")
    with world.engine.work() as work:
        people.erase_party(party, now=work.now, connection=work.connection)
        rows = work.connection.execute(select(personal).where(personal.c.party_id == party)).mappings()
        assert [(row["value"], row["sort"]) for row in rows] == [(None, None)]
    assert "Élise Peeters" not in column(page(world, "mensen"), "naam")


def test_volunteers_are_free_or_busy_and_may_start_or_not(world):
    case = world.open()
    world.tell(
        Join(name="helper", party=world.people["vera"], agreed=(Yes(world.people["vera"], "mail"),)), case
    )
    found = page(world, "vrijwilligers")
    assert [r.party for r in found.rows] == [world.people["vera"]]
    assert column(found, "vrij") == [False]
    assert column(found, "trajecten") == [1]
    assert "Helper (Kring)" in column(found, "starten")[0]
    assert "Buddy (Duo)" not in column(found, "starten")[0]  # the paper that the role needs was not seen
    assert page(world, "vrijwilligers", ("vrij", "ja")).rows == ()


def test_meetings_and_tasks_are_lists_too(world):
    case = world.open()
    world.tell(Plan(name="praatje", on=When.parse("2026-03-05T14:00")), case)
    found = page(world, "samenkomsten")
    assert found.rows[0].case == case
    assert found.rows[0].cells[:3] == ("Gesprek", date(2026, 3, 5), "14:00")
    world.days(3)
    world.tell(Held(name="praatje"), case, on="2026-03-05")
    assert page(world, "samenkomsten").rows == ()
    assert (
        len(
            page(world, "samenkomsten", ("stand", "gehouden"), ("soort", "Gesprek"), ("van", "5/3/2026")).rows
        )
        == 1
    )
    other = world.open(persoon=world.people["wim"])
    tasks = page(world, "taken", ("wie", "ik"))
    assert {r.case for r in tasks.rows} <= {case, other}
    assert "Neem contact op" in column(page(world, "taken"), "taak")


def test_only_who_may_see_a_list_sees_it(world):
    stranger = world.actor("noor")
    for name in LISTS:
        with world.engine.reading() as work, pytest.raises(Forbidden):
            listing.page(work, stranger, "huis", asking.read(name, []))
    with world.engine.reading() as work, pytest.raises(Forbidden):
        listing.page(work, Actor(world.people["rudy"]), "huis", asking.read("mensen", []))
    assert page(world, "trajecten", who="noor", home="buur").rows == ()


def test_no_row_of_another_organisation_is_ever_listed(world):
    answers = {"vrager": world.people["bo"], "matcher": world.people["noor"]}
    world.tell(Open(workflow="buur/duo", name="meld", answers=answers), who="noor", organisation="buur")
    for name in LISTS:
        rows = page(world, name).rows
        assert not {world.people["bo"], world.people["noor"]} & {r.party for r in rows}, name
        assert [r.case for r in rows if r.case] == [], name


# --- indexes, and how many queries


PLANS = [
    ("trajecten", [], "ix_cases_running"),
    ("trajecten", [("werkwijze", "huis/kring")], "ix_cases_of_workflow"),
    ("trajecten", [("werkwijze", "huis/kring"), ("toestand", "groep")], "ix_cases_of_workflow"),
    ("trajecten", [("stand", "afgelopen"), ("sorteer", "-geeindigd")], "ix_cases_ended"),
    ("mensen", [], "ix_personal_names"),
    ("vrijwilligers", [], "ix_personal_names"),
    ("papieren", [], "ix_personal_names"),
    ("samenkomsten", [], "ix_meetings_organisation_status_day"),
    ("taken", [], "ix_tasks_organisation_agenda_on"),
    ("taken", [("wie", "ik")], "ix_tasks_"),
]


@pytest.mark.parametrize(("name", "pairs", "index"), PLANS)
def test_a_list_walks_its_index_and_sorts_nothing(make_url, name, pairs, index):
    with open_database(make_url("sqlite")) as database:
        world = World.on(database)
        with world.engine.reading() as work:
            ask = asking.read(name, pairs)
            reader = Reader(work, world.actor("ine"), "huis", ask)
            after = ("2026-01-01", "x", "y")[: 3 if name in ("samenkomsten", "taken", "papieren") else 2]
            for start in ((), after):
                query = listing._query(reader, start).limit(50)
                statement = query.compile(work.connection, compile_kwargs={"render_postcompile": True})
                text = f"EXPLAIN QUERY PLAN {statement}"
                values = tuple(statement.params[n] for n in statement.positiontup)
                plan = [row[-1] for row in work.connection.exec_driver_sql(text, values)]
                assert any(index in line for line in plan), plan
                # the papers of one person may be put in order by themselves
                sorts = [p for p in plan if "TEMP B-TREE FOR ORDER BY" in p or p.startswith("SCAN")]
                assert not sorts, plan


@pytest.mark.parametrize("name", list(LISTS))
def test_the_number_of_queries_does_not_grow_with_the_rows(world, name):
    def queries():
        asked = []

        def note(_c, _cursor, statement, *_rest):
            asked.append(statement)

        engine = world.engine.database._reader
        event.listen(engine, "before_cursor_execute", note)
        try:
            rows = len(page(world, name).rows)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return rows, len(asked)

    def grow(many):
        for i in range(many):
            case = world.open(persoon=person(world, f"Mia {i}", mail=f"m{i}@voorbeeld.be"))
            helper = person(world, f"Tom {i}")
            yes = (Yes(helper, "mail"),)
            world.tell(Join(name="helper", party=helper, agreed=yes), case)
            world.tell(Plan(name="praatje", on=When.parse("2026-03-20")), case)

    grow(2)
    queries()
    few = queries()
    grow(12)
    many = queries()
    if name not in ("papieren", "doorverwijzingen"):
        assert many[0] > few[0]
    assert many[1] == few[1], (few, many)
