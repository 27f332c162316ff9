"""The partner log: dated lines, one partner at a time, and a line added on top."""

from __future__ import annotations

import re

from town import Town, hidden, words


def test_the_log_is_newest_first_and_filters_by_partner(town: Town) -> None:
    mira = town.visitor("Mira")
    said = words(mira.get("/partners").text)
    newest = said.index("We plannen in januari een gesprek over een tweede netwerk.")
    older = said.index("Het vaste aanbod mag in hun nieuwsbrief.")
    assert newest < older < said.index("Lies wil eerst weten wat de zes gemeenten al doen.")
    assert "10 nov" in said
    assert "Streekvereniging De Vlakte" in said
    assert "Hanne De Smet" in said
    one = words(mira.get(f"/partners?partner={town.case('partners_vandaag-buurthuizen')}").text)
    assert "Ben kent veertig buurthuizen" in one
    assert "Lies wil eerst" not in one


def test_a_line_is_added_on_top_once_and_can_be_mended(town: Town) -> None:
    mira, case = town.visitor("Mira"), town.case("partners_vandaag-lindebeke")
    page = mira.get("/partners")
    data = {
        "sleutel": hidden(page.text, "sleutel"), "met": f"{case} gesprek", "dag": "2026-11-17",
        "zin": "Karel vraagt een voorstel voor het voorjaar.",
    }  # fmt: skip
    assert mira.post("/partners", data=data).headers["location"] == "/partners"
    page = mira.get("/partners")
    undo = re.search(rf'href="(/trajecten/{case}/verbeter/[0-9]+)"', page.text)
    assert undo, "what was just told can be mended at once"
    assert "Gesprek" in words(mira.get(undo[1]).text)
    assert mira.post("/partners", data=data).headers["location"] == "/partners"
    page = mira.get("/partners")
    said = words(page.text)
    assert said.count("Karel vraagt een voorstel voor het voorjaar.") == 1
    assert said.index("Karel vraagt") < said.index("We plannen in januari")
    assert f"/trajecten/{case}" in page.text
    assert [day for _id, day in town.meetings(case, "held")] == ["2026-11-17"]
    assert town.house.engine.verify() == []


def test_what_is_missing_or_not_possible_is_said(town: Town) -> None:
    mira, case = town.visitor("Mira"), town.case("partners_vandaag-lindebeke")
    page = mira.get("/partners")
    data = {"sleutel": hidden(page.text, "sleutel"), "met": f"{case} gesprek", "dag": "2026-11-17", "zin": ""}
    empty = mira.post("/partners", data=data)
    assert empty.status_code == 422
    assert "Vul “Wat onthouden we?” in." in words(empty.text)
    strange = mira.post("/partners", data={**data, "zin": "x", "met": f"{case} werkgroep"})
    assert strange.status_code == 422
    assert "Dit kan hier nu niet" in words(strange.text)
    number = mira.post("/partners", data={**data, "zin": "Zijn nummer is 85.07.30-033.28"})
    assert number.status_code >= 400
    assert town.meetings(case, "held") == []


def test_the_log_is_for_staff_of_an_organisation_that_keeps_one(town: Town) -> None:
    assert town.visitor().get("/partners").status_code == 303
    assert town.visitor("Rosa").get("/partners").status_code == 403
    assert town.visitor("Vera").get("/partners").status_code == 404
    reader = town.visitor("Leen")
    page = reader.get("/partners")
    assert page.status_code == 200
    assert "Schrijf een nieuwe lijn" not in page.text
    assert reader.post("/partners", data={"zin": "x"}).status_code == 403
