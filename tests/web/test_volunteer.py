"""The page of a volunteer: what is hers to do, a report that counts once and is mended, a meeting moved."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import Engine, event, select
from starlette.testclient import TestClient
from town import Town, hidden, words

from baz.kernel.acts import Command, Join, Open, Plan, Yes
from baz.kernel.when import When
from baz.store import cases
from baz.store.tables import participations

RUDY, ILSE = "kring_rudy", "kring_ilse"


@pytest.fixture
def samira(town: Town) -> TestClient:
    """Her phone."""
    return town.visitor("Samira")


def _form(client: TestClient, address: str, **given: str) -> dict[str, str]:
    page = client.get(address)
    assert page.status_code == 200
    return {"sleutel": hidden(page.text, "sleutel"), "door": "ja", "hoe": "goed", **given}


def _due(town: Town) -> tuple[str, str]:
    case = town.case(RUDY)
    [(meeting, day)] = town.meetings(case, "planned")
    assert day == "2026-11-12"
    return case, meeting


def test_her_page_shows_the_report_first_and_only_what_is_hers(samira: TestClient) -> None:
    """One yellow button, for the report; the next meeting with its place; whom she can call; her papers."""
    page = samira.get("/ik")
    said = words(page.text)
    assert page.text.count('class="btn sun') == 1
    assert "Dag Samira" in said
    assert "Hoe was het op donderdag 12 november ?" in said
    assert "Lusgroep van Ilse, buurthuis De Linde, Merelbeke" in said
    assert 'href="tel:090000000"' in page.text
    assert "Informatienota gezien op 12 januari" in said
    assert "Lambrechts" not in said
    assert "Jozefien" not in said


def test_a_report_counts_once_and_its_page_says_it_arrived(town: Town, samira: TestClient) -> None:
    """The same form twice is one meeting."""
    case, meeting = _due(town)
    address = f"/ik/verslag/{case}/{meeting}"
    given = _form(samira, address, dag="2026-11-12", volgende="2026-12-20", volgende_uur="15:00")
    first = samira.post(address, data=given)
    again = samira.post(address, data=given)
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    assert [d for _, d in town.meetings(case, "held")].count("2026-11-12") == 1
    assert [d for _, d in town.meetings(case, "planned")] == ["2026-12-20"]
    assert "Je verslag is aangekomen" in words(samira.get(first.headers["location"]).text)
    assert "Hoe was het" not in words(samira.get("/ik").text)


def test_call_me_is_a_task_of_the_coordinator_at_once(town: Town, samira: TestClient) -> None:
    """With her sentence, which only staff and she read."""
    case, meeting = _due(town)
    address = f"/ik/verslag/{case}/{meeting}"
    given = _form(samira, address, dag="2026-11-12", hoe="bel", zin="Ik wil iets vragen.")
    sent = samira.post(address, data=given)
    assert town.tasks(case)["bel_even"] == "Bel even: Compagnon de route"
    assert "Vera weet het al en belt je" in words(samira.get(sent.headers["location"]).text)
    seen = town.visitor("Vera").get(f"/trajecten/{case}")
    assert "Bel Samira even" in words(seen.text)


def test_what_is_missing_is_said_and_kept(town: Town, samira: TestClient) -> None:
    """Every error at once, with what she typed."""
    case, meeting = _due(town)
    address = f"/ik/verslag/{case}/{meeting}"
    given = _form(samira, address, dag="2026-11-30", hoe="", zin="Fijn", volgende="2026-11-01")
    page = samira.post(address, data=given)
    said = words(page.text)
    assert page.status_code == 422
    assert "moet nog komen" in said
    assert "Kies hoe het ging" in said
    assert "al voorbij" in said
    assert ">Fijn</textarea>" in page.text
    assert hidden(page.text, "sleutel") == given["sleutel"]
    assert town.meetings(case, "planned")


def test_she_mends_what_she_told(town: Town, samira: TestClient) -> None:
    """The old one counts no longer; the meeting has its new day, and the task of the old one is gone."""
    case, meeting = _due(town)
    address = f"/ik/verslag/{case}/{meeting}"
    sent = samira.post(address, data=_form(samira, address, dag="2026-11-12", hoe="bel", zin="Oei"))
    page = samira.get(sent.headers["location"]).text
    mend = page.partition('href="/ik/verslag/')[2].partition('"')[0]
    there = f"/ik/verslag/{mend}"
    assert ">Oei</textarea>" in samira.get(there).text
    given = _form(samira, there, dag="2026-11-13", zin="")
    assert samira.post(there, data=given).status_code == 303
    assert samira.post(there, data=given).status_code in (303, 404)
    assert [d for _, d in town.meetings(case, "held")][-1] == "2026-11-13"
    assert "2026-11-12" not in [d for _, d in town.meetings(case, "held")]
    assert "bel_even" not in town.tasks(case)
    assert town.house.engine.verify(case) == []


def test_somebody_who_told_first_is_no_second_meeting(town: Town, samira: TestClient) -> None:
    """Two forms for one meeting: the second is told who was first, and nothing is counted twice."""
    case, meeting = _due(town)
    address = f"/ik/verslag/{case}/{meeting}"
    one, two = (_form(samira, address, dag="2026-11-12") for _ in range(2))
    assert samira.post(address, data=one).status_code == 303
    late = samira.post(address, data=two)
    assert late.status_code == 409
    assert "Iemand was je voor" in words(late.text)
    assert [d for _, d in town.meetings(case, "held")].count("2026-11-12") == 1


def test_it_did_not_take_place_or_was_moved(town: Town, samira: TestClient) -> None:
    """Moved keeps the meeting under its new day; not taken place cancels it, and plans the next."""
    case, meeting = _due(town)
    address = f"/ik/verslag/{case}/{meeting}"
    moved = samira.post(address, data=_form(samira, address, door="verzet", volgende="2026-11-25"))
    assert moved.status_code == 303
    assert town.meetings(case, "planned") == [(meeting, "2026-11-25")]
    off = samira.post(address, data=_form(samira, address, door="nee", hoe="", volgende="2026-12-01"))
    assert off.status_code == 303
    assert [d for _, d in town.meetings(case, "planned")] == ["2026-12-01"]


def test_a_report_that_nobody_planned_leaves_what_is_planned(town: Town, samira: TestClient) -> None:
    """A group that met besides: the meeting of next week stays."""
    case = town.case(ILSE)
    before = town.meetings(case, "planned")
    address = f"/ik/verslag/{case}/nieuw/groep"
    assert samira.post(address, data=_form(samira, address, dag="2026-11-16")).status_code == 303
    assert town.meetings(case, "planned") == before
    assert "2026-11-16" in [d for _, d in town.meetings(case, "held")]


def test_a_queued_report_gets_its_answer_as_data(town: Town, samira: TestClient) -> None:
    """The script of the phone asks for JSON: where to go, or what is wrong; also who is signed out."""
    case, meeting = _due(town)
    address = f"/ik/verslag/{case}/{meeting}"
    given = _form(samira, address, dag="2026-11-12")
    wanted = {"accept": "application/json"}
    wrong = samira.post(address, data={**given, "hoe": ""}, headers=wanted)
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["hoe"])
    sent = samira.post(address, data=given, headers=wanted)
    assert sent.json()["naar"].startswith(f"/ik/verslag/{case}/klaar/")
    assert town.visitor().post(address, data=given, headers=wanted).status_code == 401


def test_what_waited_on_a_phone_is_not_sent_as_somebody_else(town: Town, samira: TestClient) -> None:
    """A page of hers stayed open while another signed in on the same phone: the report waits for her."""
    case, meeting = _due(town)
    address = f"/ik/verslag/{case}/{meeting}"
    given = _form(samira, address, dag="2026-11-12")
    (hers,) = re.findall(r'name="wie" content="(\w+)"', samira.get(address).text)
    wanted = {"accept": "application/json"}
    for who in (samira, town.visitor("Katrien")):
        other = who.post(address, data=given, headers={**wanted, "wie": "0" * 16 if who is samira else hers})
        assert other.status_code == 401
    assert samira.get(address).status_code == 200
    sent = samira.post(address, data=given, headers={**wanted, "wie": hers})
    assert sent.json()["naar"].startswith(f"/ik/verslag/{case}/klaar/")


def test_another_volunteer_finds_nothing_of_hers(town: Town) -> None:
    """Neither the form nor the meeting; to her they do not exist."""
    case, meeting = _due(town)
    other = town.visitor("Kim")
    for address in (f"/ik/verslag/{case}/{meeting}", f"/ik/samenkomst/{case}/{meeting}"):
        assert other.get(address).status_code == 404
    assert other.post(f"/ik/verslag/{case}/{meeting}", data={"sleutel": "x"}).status_code == 404


def test_she_moves_and_cancels_her_next_meeting(town: Town, samira: TestClient) -> None:
    """And plans a new one."""
    case = town.case(ILSE)
    [(meeting, _)] = town.meetings(case, "planned")
    there = f"/ik/samenkomst/{case}/{quote(meeting)}"
    key = hidden(samira.get(there).text, "sleutel")
    past = samira.post(f"{there}/verplaats", data={"sleutel": key, "dag": "2026-11-01"})
    assert past.status_code == 422
    moved = samira.post(f"{there}/verplaats", data={"sleutel": key, "dag": "2026-11-26", "uur": "20:00"})
    assert moved.headers["location"] == "/ik"
    assert "donderdag 26 november , 20 uur" in words(samira.get("/ik").text)
    off = samira.post(f"{there}/afzeggen", data={"sleutel": f"{key}a", "reden": "Iedereen is op reis"})
    assert off.headers["location"] == "/ik"
    assert town.meetings(case, "planned") == []
    new = f"/ik/samenkomst/{case}/nieuw/groep"
    given = {
        "sleutel": hidden(samira.get(new).text, "sleutel"),
        "samen.dag": "2026-12-03",
        "samen.uur": "19:30",
    }
    assert samira.post(new, data=given).status_code == 303
    assert [d for _, d in town.meetings(case, "planned")] == ["2026-12-03"]


def _more_cases(town: Town, number: int) -> None:
    """Samira joins so many more groups."""
    engine = town.house.engine
    people = {p.name.split()[0]: p.party for p in engine.cast()}
    with engine.reading() as work:
        about = cases.load(town.case(RUDY), connection=work.connection).about or ""
    vera = engine.actor(people["Vera"])
    for i in range(number):
        given = {"centrale_persoon": about, "gemeente": "Gent", "persoon_weet_het": "ja",
                 "verantwoordelijke": vera.party, "leden": "3"}  # fmt: skip
        act = Open(workflow="lus/lusgroep", name="meld_aan", state="beeldvorming", answers=given)
        case = engine.perform(Command(actor=vera, act=act, key=f"meer-{i}", organisation="lus")).case
        yes = (Yes(about, "telefoon"), Yes(people["Samira"], "telefoon"))
        join = Join(name="compagnon", party=people["Samira"], agreed=yes)
        engine.perform(Command(actor=vera, act=join, key=f"meer-{i}-j", case=case))
        plan = Plan(name="groep", on=When.parse("2026-12-01T19:30"), place="hier")
        engine.perform(Command(actor=vera, act=plan, key=f"meer-{i}-p", case=case))


def test_the_number_of_queries_does_not_grow_with_her_cases(town: Town, samira: TestClient) -> None:
    seen: list[str] = []

    def note(*given: object) -> None:
        seen.append(str(given[2]))

    def queries() -> int:
        samira.get("/ik")
        seen.clear()
        assert samira.get("/ik").status_code == 200
        return len(seen)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        few = queries()
        _more_cases(town, 3)
        assert 0 < queries() <= few
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_day_that_passed_makes_a_report_due(town: Town) -> None:
    """Before its hour the meeting is what comes next; after it her report is asked."""
    town.now += timedelta(days=6)
    assert "Hoe was het op dinsdag 24 november" not in words(town.visitor("Samira").get("/ik").text)
    town.now += timedelta(hours=11)
    assert "Hoe was het op dinsdag 24 november" in words(town.visitor("Samira").get("/ik").text)


def test_the_worker_and_the_manifest_are_there(town: Town) -> None:
    """The worker may serve /ik, and is looked at anew each time."""
    service = town.visitor().get("/service.js")
    assert service.headers["content-type"].startswith("text/javascript")
    assert service.headers["cache-control"] == "no-cache"
    manifest = town.visitor("Samira").get("/manifest.webmanifest").json()
    assert manifest["start_url"] == "/ik"
    assert manifest["theme_color"] == "#014853"


def _roles(town: Town, case: str) -> dict[str, str]:
    """Role to standing, in a case."""
    with town.house.engine.reading() as work:
        rows = select(participations.c.role, participations.c.standing).where(
            participations.c.case_id == case
        )
        return {r.role: r.standing for r in work.connection.execute(rows)}


@pytest.mark.parametrize(("answer", "standing"), [("ja", "active"), ("nee", "declined")])
def test_who_is_asked_says_yes_or_no_herself(town: Town, answer: str, standing: str) -> None:
    """Her own answer, with the municipality and without a name that is not hers to read yet."""
    kim = town.visitor("Kim")
    page = kim.get("/ik").text
    said = words(page)
    assert "Wil jij kennismaker zijn?" in said
    asked = page.partition('action="/ik/antwoord"')[2]
    given = {name: hidden(asked, name) for name in ("sleutel", "traject", "rol")}
    assert kim.post("/ik/antwoord", data={**given, "antwoord": answer}).headers["location"] == "/ik"
    assert _roles(town, given["traject"])[given["rol"]] == standing
    assert "Wil jij kennismaker zijn?" not in words(kim.get("/ik").text)


def test_the_person_herself_has_a_page_of_her_own(town: Town) -> None:
    """Her cases by their name without hers in it, and nobody whom `visible_to` does not show her."""
    page = town.visitor("Godelieve").get("/ik")
    said = words(page.text)
    assert "Waar ik aan meedoe Eigen Kracht-conferentie" in said
    assert "van Godelieve" not in said
    assert "tel:" not in page.text
    assert "Eerdere verslagen" not in said


def test_her_own_task_is_done_in_one_press(town: Town) -> None:
    """A task that falls to her, and asks nothing."""
    engine = town.house.engine
    people = {p.name.split()[0]: p.party for p in engine.cast()}
    vera = engine.actor(people["Vera"])
    given = {"centrale_persoon": people["Vera"], "gemeente": "Gent", "persoon_weet_het": "ja",
             "verantwoordelijke": people["Vera"], "kennismaker": people["Samira"]}  # fmt: skip
    act = Open(workflow="lus/lusgroep", name="meld_aan", state="toegewezen", answers=given,
               agreed=(Yes(people["Samira"], "telefoon"),))  # fmt: skip
    case = engine.perform(Command(actor=vera, act=act, key="taak", organisation="lus")).case
    town.now += timedelta(days=20)
    engine.tick()
    samira = town.visitor("Samira")
    page = samira.get("/ik").text
    assert "Neem contact op" in words(page)
    form = page.partition(f'action="/ik/taak/{case}/')[2]
    address = f"/ik/taak/{case}/{form.partition(chr(34))[0]}"
    assert samira.post(address, data={"sleutel": hidden(form, "sleutel")}).status_code == 303
    assert "eerste_contact" not in town.tasks(case)
