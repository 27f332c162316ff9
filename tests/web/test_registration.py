"""Somebody calls to sign up: one form, the question who is meant, one case however often it is sent."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient
from town import Town, hidden, words

from baz.store.tables import cases, participations, parties

FORM = "/trajecten/nieuw?werkwijze=lus/lusgroep&stap=meld_aan"


@pytest.fixture
def vera(town: Town) -> TestClient:
    """A coordinator of Lus."""
    return town.visitor("Vera")


def _count(town: Town, table: object) -> int:
    with town.house.engine.reading() as work:
        return int(work.connection.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]  # a table


def _given(vera: TestClient, name: str = "Godelieve Test", **more: str) -> dict[str, str]:
    page = vera.get(FORM)
    assert page.status_code == 200
    return {
        "sleutel": hidden(page.text, "sleutel"),
        "centrale_persoon": name,
        "centrale_persoon.bereik": "0470 99 88 77",
        "gemeente": "Gent",
        "persoon_weet_het": "ja",
        **more,
    }


def test_own_programmes_come_first(vera: TestClient) -> None:
    said = words(vera.get("/trajecten/nieuw").text)
    assert said.index("Lusgroep") < said.index("Werkwijzen van het netwerk") < said.index("Coachingtraject")


def test_the_form_knows_who_is_calling_and_where_places_are(town: Town, vera: TestClient) -> None:
    """She who fills it in is responsible unless she says otherwise; municipalities are offered."""
    me = next(p.party for p in town.house.engine.cast() if p.name.startswith("Vera"))
    page = vera.get(FORM).text
    assert f'value="{me}" checked' in page
    assert '<datalist id="gemeenten"><option value="' in page
    assert 'list="gemeenten"' in page


def test_twice_sent_is_one_case_and_one_person(town: Town, vera: TestClient) -> None:
    given = _given(vera)
    before = (_count(town, cases), _count(town, parties))
    first, again = (vera.post(FORM, data=given) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    assert (_count(town, cases), _count(town, parties)) == (before[0] + 1, before[1] + 1)


def test_somebody_like_her_is_asked_about_first(town: Town, vera: TestClient) -> None:
    """A name that sounds alike: nothing opens until somebody says who is meant; then it is that person."""
    before = _count(town, cases)
    given = _given(vera, name="Rudi")
    asked = vera.post(FORM, data=given)
    assert asked.status_code == 422
    assert "Ja, Rudy" in words(asked.text)
    assert _count(town, cases) == before
    with town.house.engine.reading() as work:
        query = select(participations.c.party_id).where(participations.c.party_id.endswith("rudy"))
        rudy = str(work.connection.execute(query).scalars().first())
    people = _count(town, parties)
    opened = vera.post(FORM, data={**given, "centrale_persoon.wie": rudy})
    assert opened.status_code == 303
    assert _count(town, parties) == people
    case = opened.headers["location"].split("/")[2]
    with town.house.engine.reading() as work:
        about = work.connection.execute(select(cases.c.about).where(cases.c.id == case)).scalar_one()
    assert about == rudy


def test_what_is_missing_is_said_in_words_and_nobody_is_added(town: Town, vera: TestClient) -> None:
    """A condition of the definition, and an answer that was left open."""
    before = _count(town, parties)
    refused = vera.post(FORM, data=_given(vera, persoon_weet_het="nee"))
    assert refused.status_code == 409
    assert "de centrale persoon moet het zelf willen" in words(refused.text)
    open_ = vera.post(FORM, data=_given(vera, gemeente=""))
    assert open_.status_code == 422
    assert "Vul “Gemeente” in." in words(open_.text)
    assert _count(town, parties) == before


def test_the_nearest_volunteers_are_offered_and_one_is_asked(town: Town, vera: TestClient) -> None:
    """Three at most, each with the reasons; asking takes the step that asks for her, with its letter."""
    there = vera.post(FORM, data=_given(vera)).headers["location"]
    case = there.split("/")[2]
    page = vera.get(there)
    said = words(page.text)
    assert "Wie kan kennismaker zijn?" in said
    assert 1 <= page.text.count('name="wie"') <= 3 * 2
    assert "Woont in dezelfde gemeente (Gent)." in said
    given = {name: hidden(page.text, name) for name in ("sleutel", "rol", "wie")}
    assert vera.post(there, data=given).headers["location"] == f"/trajecten/{case}"
    with town.house.engine.reading() as work:
        state = work.connection.execute(select(cases.c.state).where(cases.c.id == case)).scalar_one()
    assert state == "toegewezen"


def test_doubles_are_told_to_staff_of_the_organisation_only(town: Town, vera: TestClient) -> None:
    """Own people; nobody else learns who is known here."""
    address = "/trajecten/nieuw/dubbels?naam=Samira+Boali"
    assert [d["name"] for d in vera.get(address).json()] == ["Samira Bouali"]
    other = next(p for p in town.house.engine.cast() if p.kind == "staff" and p.organisation == "homestart")
    assert town.visitor(other.name).get(address).json() == []
    assert town.visitor("Samira").get(address).status_code == 403
    assert town.visitor().get(address).status_code in (303, 401)
