"""The public form: only where an organisation wants it, in the words of who fills it in, and once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient
from town import Town, hidden, words

from baz.store.tables import cases, events, participations, parties

FORM = "/aanmelden/lus/lusgroep"


def _switch(town: Town, workflow: str, value: str = "true") -> None:
    engine = town.house.engine
    who = next(p for p in engine.cast() if p.name.startswith("Vera"))
    engine.set_parameter(
        "lus", workflow, "aanmelden_online", value, town.house.today, engine.actor(who.party)
    )


@pytest.fixture
def visitor(town: Town) -> TestClient:
    """Somebody who did not sign in, at an organisation that takes applications online."""
    _switch(town, "lus/lusgroep")
    return town.visitor()


def _given(visitor: TestClient, address: str = FORM, **more: str) -> dict[str, str]:
    key = hidden(visitor.get(address).text, "sleutel")
    return {
        "sleutel": key, "voor": "mij", "naam": "Tine Test", "telefoon": "0471 22 33 44", "gemeente": "Gent",
        "akkoord": "ja", **more,
    }  # fmt: skip


def _cases(town: Town) -> int:
    with town.house.engine.reading() as work:
        return int(work.connection.execute(select(func.count()).select_from(cases)).scalar_one())


def _newest(town: Town) -> tuple[str, dict[str, str]]:
    """The case that began last, and who holds which role in it."""
    with town.house.engine.reading() as work:
        query = select(events.c.case_id).where(events.c.kind == "opened").order_by(events.c.id.desc())
        case = str(work.connection.execute(query.limit(1)).scalar_one())
        rows = select(participations.c.role, participations.c.party_id).where(
            participations.c.case_id == case
        )
        return case, {r.role: r.party_id for r in work.connection.execute(rows)}


def test_it_is_off_until_the_organisation_switches_it_on(town: Town) -> None:
    """A built-in parameter, false by default; and off again."""
    visitor = town.visitor()
    assert visitor.get(FORM).status_code == 404
    _switch(town, "lus/lusgroep")
    assert visitor.get(FORM).status_code == 200
    assert visitor.get("/aanmelden/lus/linkgroep").status_code == 404
    assert visitor.get("/aanmelden/nergens/lusgroep").status_code == 404
    town.now += timedelta(minutes=1)
    _switch(town, "lus/lusgroep", "false")
    assert visitor.get(FORM).status_code == 404


def test_who_wants_it_herself_is_asked_nothing_about_herself_in_the_third_person(
    town: Town, visitor: TestClient
) -> None:
    """Her consent is the answer; the case is hers, told by herself."""
    said = words(visitor.get(FORM).text)
    assert "Ik wil dit zelf." in said
    assert "centrale persoon" not in said.lower()
    sent = visitor.post(FORM, data=_given(visitor))
    assert sent.headers["location"] == f"{FORM}/bedankt?tot=2026-12-02"
    case, roles = _newest(town)
    assert set(roles) == {"centrale_persoon"}
    with town.house.engine.reading() as work:
        first = work.connection.execute(
            select(events.c.actor, events.c.data).where(events.c.case_id == case, events.c.seq == 1)
        ).one()
    assert first.actor == roles["centrale_persoon"]
    assert json.loads(first.data)["fields"]["persoon_weet_het"] is True
    thanks = words(visitor.get(sent.headers["location"]).text)
    assert "Iemand van Lus vzw neemt contact op, ten laatste op woensdag 2 december" in thanks
    assert town.house.engine.verify(case) == []


def test_somebody_else_signs_up_for_her(town: Town, visitor: TestClient) -> None:
    """Two people, each in her own role; who filled it in is reached."""
    given = _given(
        visitor, voor="ander", naam="Oma Test", telefoon="", jij="Klein Zoon", jij_mail="k@voorbeeld.be"
    )
    assert visitor.post(FORM, data=given).status_code == 303
    _case, roles = _newest(town)
    assert set(roles) == {"centrale_persoon", "aanmelder"}
    assert town.house.engine.name_of(roles["aanmelder"]) == "Klein Zoon"


def test_twice_sent_is_one_case(town: Town, visitor: TestClient) -> None:
    given, before = _given(visitor), _cases(town)
    first, again = (visitor.post(FORM, data=given) for _ in range(2))
    assert first.headers["location"] == again.headers["location"]
    assert _cases(town) == before + 1


def test_without_consent_or_a_way_to_reach_her_nothing_is_kept(town: Town, visitor: TestClient) -> None:
    before = _cases(town)
    with town.house.engine.reading() as work:
        known = work.connection.execute(select(func.count()).select_from(parties)).scalar_one()
    wrong = visitor.post(FORM, data=_given(visitor, akkoord="", telefoon="", gemeente=""))
    said = words(wrong.text)
    assert wrong.status_code == 422
    for sentence in ("Zonder akkoord", "Vul een telefoonnummer of een mailadres in.", "Vul “Gemeente” in."):
        assert sentence in said
    odd = visitor.post(FORM, data=_given(visitor, telefoon="bel maar"))
    assert odd.status_code == 422
    assert _cases(town) == before
    with town.house.engine.reading() as work:
        assert work.connection.execute(select(func.count()).select_from(parties)).scalar_one() == known


def test_a_robot_is_thanked_and_nothing_begins(town: Town, visitor: TestClient) -> None:
    before = _cases(town)
    assert visitor.post(FORM, data=_given(visitor, website="http://koop.nu")).status_code == 303
    assert _cases(town) == before


def test_from_one_address_not_without_end(town: Town, visitor: TestClient) -> None:
    """Ten in an hour; then it says how long to wait, and nothing more begins."""
    for number in range(10):
        given = _given(visitor, naam=f"Test {number}")
        assert visitor.post(FORM, data=given).status_code == 303
    before = _cases(town)
    assert visitor.post(FORM, data=_given(visitor)).status_code == 429
    assert _cases(town) == before


def test_who_asks_for_her_organisation_names_it(town: Town) -> None:
    """Where the case is about an organisation, whoever fills it in is its contact, and names it."""
    engine = town.house.engine
    boss = next(p for p in engine.cast() if p.kind == "staff" and p.organisation == "baz")
    actor = replace(engine.actor(boss.party), operator=True)
    engine.set_parameter("baz", "baz/coachingtraject", "aanmelden_online", "true", town.house.today, actor)
    visitor, address = town.visitor(), "/aanmelden/baz/coachingtraject"
    assert "Voor wie vul je dit in?" not in words(visitor.get(address).text)
    given = _given(visitor, address, organisatie="Gemeente Zonnedorp")
    assert visitor.post(address, data=given).status_code == 303
    case, roles = _newest(town)
    assert town.house.engine.name_of(roles["organisatie"]) == "Gemeente Zonnedorp"
    assert town.house.engine.name_of(roles["contactpersoon"]) == "Tine Test"
    assert town.house.engine.verify(case) == []


def test_where_staff_is_asked_somebody_of_the_organisation_gets_it(town: Town, visitor: TestClient) -> None:
    """A volunteer who signs up herself: the one of the staff with least to do."""
    _switch(town, "lus/vrijwilliger")
    address = "/aanmelden/lus/vrijwilliger"
    page = visitor.get(address).text
    assert "Verantwoordelijke" not in words(page)
    given = _given(visitor, address, geboortejaar="1990")
    assert visitor.post(address, data=given).status_code == 303
    _case, roles = _newest(town)
    staff = {p.party for p in town.house.engine.cast() if p.kind == "staff" and p.organisation == "lus"}
    assert roles["verantwoordelijke"] in staff
