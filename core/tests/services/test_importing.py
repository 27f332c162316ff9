"""Reading in files: matched, looked at, refused row by row, and carried out once or not at all."""

from __future__ import annotations

import io
import zipfile

import pytest
from engine_world import World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from baz.ground.errors import BadInput, Forbidden, NotFound
from baz.kernel.acts import OPERATOR, Plan
from baz.kernel.when import When
from baz.services.exchange import asking, importing, saving, sheets
from baz.store import aside, people, uploads
from baz.store.database import Database, open_database


@pytest.fixture
def world(database: Database) -> World:
    return World.on(database)


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("utf-8-sig")


def look(world, kind, body, chosen=None, workflow="", who="ine"):
    file = importing.opened(kind, "proef.csv", body, chosen, workflow)
    return importing.preview(world.engine, world.actor(who), "huis", file)


def bring(world, kind, body, **more):
    seen = look(world, kind, body, **more)
    upload = importing.keep(world.engine, world.actor("ine"), "huis", seen)
    return importing.carry_out(world.engine, world.actor("ine"), "huis", upload), upload


def everything(world):
    """Every row that an import may touch."""
    with world.engine.reading() as work:
        tables = [
            "cases",
            "events",
            "personal",
            "parties",
            "participations",
            "meetings",
            "tasks",
            "papers",
            "commands",
        ]
        return {t: sorted(map(repr, work.connection.exec_driver_sql(f"SELECT * FROM {t}"))) for t in tables}


def exported(world, name, *pairs, form="xlsx"):
    saved = saving.save(world.engine, world.actor("ine"), "huis", asking.read(name, pairs), form)
    return b"".join(saving.chunks(saved))


@pytest.mark.parametrize("largest", [10**9, 0])
def test_while_a_file_is_looked_at_others_go_on(world, monkeypatch: pytest.MonkeyPatch, largest: int) -> None:
    """A file of two thousand rows takes seconds, longer than anybody waits for a database that is busy."""
    monkeypatch.setattr(aside, "LARGEST", largest)
    read, told = importing._carried, []

    def meanwhile(*given):
        if world.engine.database.sqlite and largest:
            told.append(world.open())
        return read(*given)

    monkeypatch.setattr(importing, "_carried", meanwhile)
    seen = look(world, "people", csv("naam", "Ella Peeters"))
    assert seen.counts["nieuw"] == 1
    assert "Ella Peeters" not in str(everything(world))
    for case in told:
        assert world.state(case) == "gemeld"


def reasons(seen):
    return [line.outcome.says for line in seen.of("fout")]


# --- files


def test_a_csv_is_read_in_the_ways_that_spreadsheets_write_it():
    for body in (
        "naam;dag\r\nÉlise;1/3/2026\r\n".encode("utf-8-sig"),
        "naam;dag\nÉlise;1/3/2026\n".encode("cp1252"),
        "naam\tdag\r\nÉlise\t1/3/2026".encode("utf-16"),
        b'naam,dag\n"\xc3\x89lise",1/3/2026\n\n,\n',
    ):
        found = sheets.read(body)
        assert found.heads == ("naam", "dag")
        assert [cells for _, cells in found.rows] == [("Élise", "1/3/2026")]


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for i in range(3):
            packed.writestr(f"xl/worksheets/sheet{i}.xml", b"0" * (sheets.MOST_UNFOLDED // 2))
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"naam;dag\n", "geen rijen"),
        (b"", "geen rijen"),
        (b"x" * (sheets.MOST_BYTES + 1), "te groot"),
        (b"naam\n" + b"x\n" * (sheets.MOST_ROWS + 1), "meer dan 2000 rijen"),
        (b";".join(b"k%d" % i for i in range(120)) + b"\nx", "meer dan 100 kolommen"),
        (b"naam;naam\nx;y\n", "twee keer"),
        (b"naam\n" + b"x" * 3000, "Een cel heeft meer"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "geen csv en geen Excel"),
        (b"PK\x03\x04 kapot", "kan niet gelezen worden"),
        (bomb(), "uitgepakt veel te groot"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_file_that_is_none_or_too_much_is_refused(body, said):
    with pytest.raises(BadInput) as caught:
        sheets.read(body)
    assert said in caught.value.message


def test_a_formula_of_an_xlsx_is_never_worked_out():
    found = sheets.read(workbook(["naam", "dag"], ["=1+1", "x"], ["Mia", "=cmd|' /C calc'!A0"]))
    assert [cells for _, cells in found.rows] == [("", "x"), ("Mia", "")]


# --- people


def test_people_are_new_changed_the_same_or_refused(world):
    vera = world.people["vera"]
    body = csv(
        "Nummer;Naam;E-mailadres;GSM;schoenmaat",
        ";Mia Claes;mia@voorbeeld.be;0470 12 34 56;38",
        f"{vera};Vera Maes;;;",
        ";Rudy;rudy@voorbeeld.be;;",
        ";Bart;geenmail;;",
        ";;niemand@voorbeeld.be;;",
        "party-999;Wie;;;",
        ";Rudy;ander@voorbeeld.be;;",
    )
    seen = look(world, "people", body)
    assert seen.match == {
        "Nummer": "nummer",
        "Naam": "naam",
        "E-mailadres": "mail",
        "GSM": "telefoon",
        "schoenmaat": "",
    }
    assert [line.outcome.what for line in seen.lines] == [
        "nieuw",
        "veranderd",
        "gelijk",
        "fout",
        "fout",
        "fout",
        "fout",
    ]
    assert reasons(seen)[0] == "'geenmail' is geen mailadres."
    assert "Er is al iemand die Rudy heet" in reasons(seen)[3]
    before = everything(world)
    done, upload = bring(world, "people", body)
    assert done.counts == {"nieuw": 1, "veranderd": 1, "gelijk": 1, "fout": 4}
    with world.engine.reading() as work:
        assert people.of_parties([vera], ("name", "mail"), connection=work.connection)[vera] == {
            "name": "Vera Maes",
            "mail": "vera@voorbeeld.be",  # an empty cell changes nothing
        }
        assert len(people.search("huis", "mia claes", connection=work.connection)) == 1
    after = everything(world)
    assert after != before
    again = importing.carry_out(world.engine, world.actor("ine"), "huis", upload)
    assert again.already
    second, _ = bring(world, "people", body)
    assert second.counts == {"nieuw": 0, "veranderd": 0, "gelijk": 3, "fout": 4}
    assert everything(world) == after


def test_looking_keeps_nothing(world):
    before = everything(world)
    assert look(world, "people", csv("naam", "Mia")).counts["nieuw"] == 1
    assert look(
        world, "cases", csv("toestand;sinds;van wie", "Gemeld;1/3/2026;Mia"), workflow="huis/kring"
    ).counts["nieuw"]
    assert everything(world) == before


def test_somebody_who_may_be_the_same_is_named_and_can_be_new_all_the_same(world):
    world.engine.add_party("Jan Peeters", organisation="huis", actor=OPERATOR)
    seen = look(world, "people", csv("naam", "Peters Jan"))
    assert "Lijkt op Jan Peeters" in seen.lines[0].outcome.warnings[0]
    body = csv("nummer;naam;mail", "nieuw;Jan Peeters;jan@voorbeeld.be")
    assert bring(world, "people", body)[0].counts["nieuw"] == 1
    assert bring(world, "people", body)[0].counts["gelijk"] == 1


def test_a_column_can_be_said_or_left_out(world):
    body = csv("Wie;Commentaar", "Mia;niets")
    with pytest.raises(BadInput, match="ontbreekt een kolom: Naam"):
        look(world, "people", body)
    seen = look(world, "people", body, {"Wie": "naam", "Commentaar": ""})
    assert seen.counts["nieuw"] == 1
    with pytest.raises(BadInput, match="Twee kolommen"):
        look(world, "people", body, {"Wie": "naam", "Commentaar": "naam"})
    with pytest.raises(BadInput) as caught:
        look(world, "people", body, {"Wie": "nam"})
    assert caught.value.hint == "Bedoel je 'naam'?"


def test_the_rows_that_cannot_come_back_with_the_reason(world):
    body = csv("naam;mail;eigen", "Mia;geen;x", "Piet;;y")
    _, upload = bring(world, "people", body)
    seen = importing.stored(world.engine, world.actor("ine"), "huis", upload)
    file, many = importing.wrong_rows(seen)
    with file:
        sheet = load_workbook(file).active
        rows = [[c.value for c in row] for row in sheet.iter_rows()]
    assert many == 1
    assert rows == [
        ["naam", "mail", "eigen", "Wat er mis is"],
        ["Mia", "geen", "x", "'geen' is geen mailadres."],
    ]
    with world.engine.reading() as work:  # what was read in waits here no longer
        assert "Piet" not in uploads.find(upload, "huis", connection=work.connection).body


def test_a_file_waits_two_days_and_only_in_its_own_organisation(world):
    seen = look(world, "people", csv("naam", "Mia"))
    upload = importing.keep(world.engine, world.actor("ine"), "huis", seen)
    assert importing.stored(world.engine, world.actor("ine"), "huis", upload).file.name == "proef.csv"
    with pytest.raises(NotFound):
        importing.stored(world.engine, world.actor("noor"), "buur", upload)
    with pytest.raises(Forbidden):
        importing.stored(world.engine, world.actor("noor"), "huis", upload)
    world.days(3)
    with pytest.raises(NotFound):
        importing.carry_out(world.engine, world.actor("ine"), "huis", upload)
    importing.keep(world.engine, world.actor("ine"), "huis", look(world, "people", csv("naam", "Piet")))
    with world.engine.reading() as work:
        assert uploads.find(upload, "huis", connection=work.connection) is None


def test_what_is_not_good_any_more_reads_in_nothing(world):
    body = csv("nummer;naam;mail", ";Mia;mia@voorbeeld.be", f"{world.people['wim']};Wim Nu;")
    upload = importing.keep(world.engine, world.actor("ine"), "huis", look(world, "people", body))
    with world.engine.work() as work:
        people.erase_party(world.people["wim"], now=work.now, connection=work.connection)
    before = everything(world)
    with pytest.raises(BadInput, match="Rij 3: Deze persoon is hier niet bekend"):
        importing.carry_out(world.engine, world.actor("ine"), "huis", upload)
    assert everything(world) == before


# --- cases


CASES = csv(
    "Van wie;E-mail;Toestand;Begonnen;Sinds;Gemeente;Medewerker;Helper;Wens",
    "Mia Claes;mia@voorbeeld.be;Groep;06/2025;1/12/2025;Gent;Ine;Tom Baert;samen wandelen",
    "Bo Maes;;Gemeld;1/3/2026;;Leuven;Ine;;",
    "Cis;;Klaar;1/3/2026;;Leuven;Ine;;",
    "Dirk;;Groepje;1/3/2026;;;Ine;;",
    "Els;;Gemeld;2/4/2026;;;Ine;;",
    "Fien;;Gemeld;1/3/2026;;Lueven;Ine;;",
    "Gert;;Gemeld;1/3/2026;;;Inne;;",
    "Hild;;Gemeld;;;;Ine;;",
)  # fmt: skip


def test_cases_that_run_are_taken_over_where_they_stand(world):
    with world.engine.work() as work:
        from baz.services.matching.municipalities import SHIPPED
        from baz.store import places

        places.add_missing(SHIPPED, connection=work.connection)
    seen = look(world, "cases", CASES, workflow="huis/kring")
    assert [line.outcome.what for line in seen.lines] == ["nieuw", "nieuw", *["fout"] * 6]
    said = reasons(seen)
    assert "nog loopt" in said[0]
    assert "Bedoel je 'groep'?" in said[1] or "Bedoel je 'Groep'?" in said[1]
    assert "toekomst" in said[2]
    assert "Bedoel je 'Leuven'?" in said[3]
    assert "Bedoel je 'Ine'?" in said[4]
    assert "wanneer dit traject begon" in said[5]
    bring(world, "cases", CASES, workflow="huis/kring")
    with world.engine.reading() as work:
        from baz.services.exchange import listing

        pairs = [
            ("werkwijze", "huis/kring"),
            ("kolom", "van_wie,toestand,begonnen,sinds,rol.helper,veld.wens,veld.gemeente"),
        ]
        rows = listing.page(work, world.actor("ine"), "huis", asking.read("trajecten", pairs)).rows
    cells = {row.cells[0]: [saving.text_of(c) for c in row.cells[1:]] for row in rows}
    assert cells["Mia Claes"] == ["Groep", "2025-06", "01/12/2025", "Tom Baert", "samen wandelen", "Gent"]
    assert cells["Bo Maes"] == ["Gemeld", "01/03/2026", "01/03/2026", "", "", "Leuven"]
    assert world.engine.verify() == []
    after = everything(world)
    second, _ = bring(world, "cases", CASES, workflow="huis/kring")
    assert (second.counts["nieuw"], second.counts["gelijk"]) == (0, 2)
    assert everything(world) == after


def test_no_key_of_a_command_names_anybody(world):
    bring(
        world, "cases", csv("Van wie;Toestand;Begonnen", "Mia Claes;Gemeld;1/3/2026"), workflow="huis/kring"
    )
    with world.engine.reading() as work:
        keys = [row[0] for row in work.connection.exec_driver_sql("SELECT key FROM commands")]
    assert any(key.startswith("import:") for key in keys)
    assert not [key for key in keys if "mia" in key.lower()]


def test_a_case_that_runs_is_not_opened_twice_nor_changed_by_a_file(world):
    case = world.open()
    head = "Nummer;Van wie;Toestand;Begonnen"
    seen = look(world, "cases", csv(head, ";Rudy;Gemeld;5/1/2026"), workflow="huis/kring")
    assert "loopt al een traject Kring" in reasons(seen)[0]
    seen = look(world, "cases", csv(head, f"{case};Rudy;Groep;"), workflow="huis/kring")
    assert "Toestand is 'Gemeld'" in reasons(seen)[0]
    assert (
        look(world, "cases", csv(head, "nieuw;Rudy;Gemeld;5/1/2026"), workflow="huis/kring").counts["nieuw"]
        == 1
    )


def test_a_state_that_the_clock_would_leave_at_once_is_refused(world):
    seen = look(world, "cases", csv("Van wie;Toestand;Begonnen", "Mia;Groep;1/3/2020"), workflow="huis/kring")
    assert "volgens de termijnen nu al in 'Slapend'" in reasons(seen)[0]


def test_who_was_added_for_a_row_that_was_refused_is_nobody_for_the_next(world):
    rows = csv("Van wie;Toestand;Begonnen", "Mia Claes;Groep;1/3/2020", "Mia Claes;Gemeld;1/3/2026")
    seen = look(world, "cases", rows, workflow="huis/kring")
    assert [line.outcome.what for line in seen.lines] == ["fout", "nieuw"]
    assert seen.lines[1].outcome.warnings == ()
    done, _ = bring(world, "cases", rows, workflow="huis/kring")
    assert done.counts["nieuw"] == 1
    assert [c.about for c in world.engine.cases(world.actor("ine"), "huis", "huis/kring")] == ["Mia Claes"]


# --- meetings


def test_meetings_are_told_planned_moved_and_cancelled(world):
    case = world.open()
    world.tell(Plan(name="praatje", on=When.parse("2026-03-20T14:00")), case)
    world.days(2)
    body = csv(
        "Traject;Soort;Dag;Uur;Stand;Aantal",
        f"{case};Gesprek;3/3/2026;;gehouden;",
        "Rudy;praatje;25/03/2026;19:30;;",
        f"{case};Koffie;3/3/2026;;;",
        f"{case};Gesprek;33/3/2026;;;",
        "case-999;Gesprek;3/3/2026;;;",
        f"{case};Gesprek;1/5/2026;;gehouden;",
    )
    seen = look(world, "meetings", body)
    assert [line.outcome.what for line in seen.lines] == ["nieuw", "nieuw", "fout", "fout", "fout", "fout"]
    assert "Bedoel je" in reasons(seen)[0] or "Wel: " in reasons(seen)[0]
    bring(world, "meetings", body)
    view = world.engine.show(case, world.actor("ine"))
    assert ("held", "2026-03-03") in [(m.status, m.day) for m in view.meetings]
    after = everything(world)
    second, _ = bring(world, "meetings", body)
    assert (second.counts["nieuw"], second.counts["veranderd"], second.counts["gelijk"]) == (0, 0, 2)
    assert everything(world) == after
    planned = next(m for m in view.meetings if m.status == "planned")
    moved = csv("Nummer;Traject;Soort;Dag;Stand", f"{case}/{planned.id};;Gesprek;28/3/2026;gepland")
    assert bring(world, "meetings", moved)[0].counts["veranderd"] == 1
    gone = csv("Nummer;Traject;Soort;Dag;Stand", f"{case}/{planned.id};;Gesprek;28/3/2026;afgelast")
    assert bring(world, "meetings", gone)[0].counts["veranderd"] == 1
    assert world.engine.verify() == []


# --- round trip, and rights


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_was_saved_can_be_read_in_and_changes_nothing(world, form):
    case = world.open(wens="=rood")
    world.tell(Plan(name="praatje", on=When.parse("2026-03-20T14:00")), case)
    bring(world, "cases", CASES, workflow="huis/kring")
    before = everything(world)
    own = (
        "kolom",
        "nummer,werkwijze,van_wie,toestand,begonnen,sinds,veld.gemeente,veld.leden,veld.wens,rol.helper,taak",
    )
    for kind, name, pairs in (
        ("people", "mensen", [("kolom", "nummer,naam,soort,mail,telefoon,adres,trajecten")]),
        ("cases", "trajecten", [("werkwijze", "huis/kring"), own]),
        ("meetings", "samenkomsten", [("kolom", "nummer,traject,dag,uur,soort,stand,vorm,aantal,van_wie")]),
    ):
        done, _ = bring(world, kind, exported(world, name, *pairs, form=form))
        assert done.counts["gelijk"] == sum(done.counts.values()) > 0, (kind, done.counts)
    assert everything(world) == before


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES.filter(str.strip), min_size=1, max_size=5), form=st.sampled_from(["xlsx", "csv"]))
def test_a_round_trip_of_any_names_changes_nothing(make_url, names, form):
    with open_database(make_url("sqlite")) as database:
        world = World.on(database)
        for name in names:
            world.engine.add_party(name, organisation="huis", actor=OPERATOR)
        before = everything(world)
        pairs = [("kolom", "nummer,naam,mail,telefoon")]
        done, _ = bring(world, "people", exported(world, "mensen", *pairs, form=form))
        assert done.counts["gelijk"] == sum(done.counts.values())
        assert everything(world) == before


def test_only_who_may_read_in_files_does(world):
    upload = importing.keep(
        world.engine, world.actor("ine"), "huis", look(world, "people", csv("naam", "Mia"))
    )
    for who in ("noor", "rudy"):
        with pytest.raises(Forbidden):
            look(world, "people", csv("naam", "Mia"), who=who)
        for ask in (importing.carry_out, importing.stored):
            with pytest.raises(Forbidden):
                ask(world.engine, world.actor(who), "huis", upload)
