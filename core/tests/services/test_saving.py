"""A list as a file: what Belgian Excel opens, every row of it, and nothing that runs."""

from __future__ import annotations

import csv
import io
import logging
from datetime import date

import pytest
from engine_world import World
from openpyxl import load_workbook

from baz.ground.errors import BadInput, Forbidden, NotFound
from baz.kernel.acts import OPERATOR
from baz.services.exchange import asking, listing, saving, views
from baz.services.exchange.columns import Column
from baz.store.database import Database

COLUMNS = (Column("a", "Naam"), Column("b", "Dag", "day"), Column("c", "Aantal", "number"))
NASTY = ["=1+1", "+32 470 12 34 56", "-x", "@SUM(A1)", "'=1", "\tdan", "gewoon", 'a;b"c\nd', "é"]


@pytest.fixture
def world(database: Database) -> World:
    return World.on(database)


def bytes_of(rows, form, columns=COLUMNS):
    file, many = saving.written(columns, rows, form, "Proef")
    with file:
        return file.read(), many


def test_csv_is_what_belgian_excel_opens():
    found, many = bytes_of([("Élise", date(2026, 3, 1), 3), (None, None, 1.5), ("x", True, False)], "csv")
    assert many == 3
    assert found.startswith(b"\xef\xbb\xbfNaam;Dag;Aantal\r\n")
    assert found.decode("utf-8-sig").split("\r\n")[1:4] == ["Élise;01/03/2026;3", ";;1,5", "x;ja;nee"]


def test_no_cell_of_a_csv_is_a_formula_and_what_stood_there_comes_back():
    found, _ = bytes_of([(text,) for text in NASTY], "csv", COLUMNS[:1])
    cells = [row[0] for row in csv.reader(io.StringIO(found.decode("utf-8-sig"), newline=""), delimiter=";")][
        1:
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [saving.plain(cell) for cell in cells] == NASTY


def test_xlsx_has_typed_cells_and_no_formula():
    found, _ = bytes_of([(text, date(2026, 3, 1), 3) for text in NASTY], "xlsx")
    sheet = load_workbook(io.BytesIO(found)).active
    assert [c.value for c in sheet[1]] == ["Naam", "Dag", "Aantal"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == NASTY
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}
    first = next(sheet.iter_rows(min_row=2))
    assert first[1].value.isoformat() == "2026-03-01T00:00:00"
    assert first[1].number_format == "dd/mm/yyyy"
    assert first[2].value == 3


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_control_character_does_not_break_a_file(form):
    found, _ = bytes_of([("a\x01b\x0bc",)], form, COLUMNS[:1])
    assert found


def test_a_file_has_every_row_and_not_one_page(world, monkeypatch, caplog):
    monkeypatch.setattr("baz.services.exchange.listing.PORTION", 4)
    names = [f"Jan {i:03}" for i in range(11)]
    for name in names:
        world.engine.add_party(name, organisation="huis", actor=OPERATOR)
    ask = asking.read("mensen", [("zoek", "jan"), ("kolom", "naam"), ("na", "party-1")])
    with caplog.at_level(logging.INFO, "baz.exchange"):
        saved = saving.save(world.engine, world.actor("ine"), "huis", ask, "csv")
    text = b"".join(saving.chunks(saved)).decode("utf-8-sig")
    assert text.split() == ["Naam", *" ".join(names).split()]
    assert saved.rows == 11
    assert saved.name == "mensen-huis-2026-03-02.csv"
    assert "Jan" not in caplog.text
    assert "mensen of huis: 11 rows" in caplog.text


def test_only_who_may_save_saves(world):
    with pytest.raises(Forbidden):
        saving.save(world.engine, world.actor("noor"), "huis", asking.read("mensen"))
    with pytest.raises(BadInput, match="geen soort bestand"):
        saving.save(world.engine, world.actor("ine"), "huis", asking.read("mensen"), "pdf")


def test_a_list_is_kept_under_a_name_for_oneself_or_for_all(world):
    ask = asking.read("trajecten", [("gemeente", "Gent"), ("zoek", "Rudy"), ("na", "case-1")])
    ine = world.actor("ine")
    with world.engine.work() as work:
        views.keep(work, ine, "huis", ask, "Gent", everybody=True)
        mine = views.keep(work, ine, "huis", ask, "Van mij")
        again = views.keep(work, ine, "huis", ask, "Van mij")
        assert mine != again
        found = views.saved(work, ine, "huis", "trajecten")
        assert [(v.name, v.own, v.ask.filters) for v in found] == [
            ("Gent", False, (("gemeente", "Gent"),)),
            ("Van mij", True, (("gemeente", "Gent"),)),
        ]
        with pytest.raises(Forbidden):
            views.saved(work, world.actor("noor"), "huis", "trajecten")
        with pytest.raises(NotFound):
            views.forget(work, world.actor("noor"), "huis", again)
        views.forget(work, ine, "huis", again)
        assert [v.name for v in views.saved(work, ine, "huis", "trajecten")] == ["Gent"]
        with pytest.raises(BadInput, match="naam van hoogstens"):
            views.keep(work, ine, "huis", ask, " ")


def test_a_saved_list_that_no_longer_fits_is_left_out(world):
    from baz.store import views as store

    with world.engine.work() as work:
        now, ids = work.now, work.ids
        store.add(
            "huis", None, "trajecten", "Oud", "kleur=rood", now=now, ids=ids, connection=work.connection
        )
        assert views.saved(work, world.actor("ine"), "huis", "trajecten") == []
        assert listing.page(work, world.actor("ine"), "huis", asking.read("trajecten")).rows == ()
