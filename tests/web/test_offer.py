"""The public offer: what everybody sees, enrolling once, the waiting list, and a workshop called off."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from starlette.testclient import TestClient
from town import MORNING, Town, hidden, installed, words

from baz.engine import enrolling
from baz.engine.enrolling import Enrolled
from baz.engine.installation import Settings, open_installation
from baz.services.jobs import Worker
from baz.services.mail.outgoing import Outgoing
from baz.store import people
from baz.store.transfer import copy
from baz.testing.databases import MakeUrl

OPEN, FULL = "workshops_vandaag-welkom", "workshops_vandaag-jong"


@pytest.fixture
def anybody(town: Town) -> TestClient:
    return town.visitor()


def _enrol(client: TestClient, case: str, **given: str) -> str:
    """Fill in the form as it stands there; gives what people read then."""
    page = client.get(f"/workshops/{case}")
    data = {
        "sleutel": hidden(page.text, "sleutel"),
        "naam": "Nora Willems",
        "mail": "nora@mail.example",
        **given,
    }
    answer = client.post(f"/workshops/{case}", data=data)
    assert answer.status_code in (303, 422, 429), answer.text
    return words(client.get(f"/workshops/{case}").text if answer.status_code == 303 else answer.text)


def _step(client: TestClient, case: str, step: str, back: str, **given: str) -> None:
    """Staff takes a step by its form, and comes back where she was."""
    page = client.get(f"/trajecten/{case}/stap/{step}?naar={back}")
    kept = {name: hidden(page.text, name) for name in ("sleutel", "gezien", "naar")}
    answer = client.post(f"/trajecten/{case}/stap/{step}", data={**kept, "dag": "2026-11-18", **given})
    assert answer.status_code == 303, words(answer.text)
    assert answer.headers["location"] == back


def _mails(town: Town) -> list[str]:
    folder = town.installation.settings.folder / "brieven"
    return [p.read_text("utf-8") for p in sorted(folder.glob("*.txt"), key=lambda p: p.stat().st_mtime_ns)]


def _link(mail: str) -> str:
    found = re.search(r"http://testserver(/inschrijving/\S+)", mail)
    assert found, mail
    return found[1]


def test_the_offer_says_what_where_when_for_whom_and_how_many_places(town: Town, anybody: TestClient) -> None:
    page = anybody.get("/workshops")
    said = words(page.text)
    assert (
        "do 26 nov 19.30 uur Iedereen welkom in je vereniging Buurthuis De Linde, Lindebeke. Nog 13 plaatsen."
        in said
    )
    assert (
        "Jongeren die zelf iets beginnen Jeugdhuis De Klink, Berkenveld. Vol, er is een wachtlijst." in said
    )
    one = words(anybody.get(f"/workshops/{town.case(OPEN)}").text)
    assert "Een avond met verhalen en oefeningen" in one
    assert "Voor wie? Wie een vereniging trekt of er wil beginnen" in one
    for name in ("Ann Bosch", "Rosa", "Segers", "Voor je team"):
        assert name not in one, "nobody who comes is shown"


def test_each_has_its_own_page_however_many_stand_before_it(
    town: Town, anybody: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baz.engine.enrolling.MOST", 1)
    listed = anybody.get("/workshops").text
    assert OPEN in listed  # the first one
    assert FULL not in listed
    assert "Kom op de wachtlijst" in words(anybody.get(f"/workshops/{town.case(FULL)}").text)


def test_what_is_not_in_the_offer_is_for_staff_alone(town: Town, anybody: TestClient) -> None:
    hanne, case = town.visitor("Hanne"), town.case(FULL)
    _step(hanne, case, "haal_uit_aanbod", f"/workshops/{case}")
    assert "Jongeren" not in words(anybody.get("/workshops").text)
    assert anybody.get(f"/workshops/{case}").status_code == 404
    assert anybody.post(f"/workshops/{case}", data={"naam": "x", "mail": "x@y.be"}).status_code == 404
    mine = words(hanne.get(f"/workshops/{case}").text)
    assert "Alleen jouw team ziet deze pagina" in mine
    assert "2 van 2 ingeschreven, 1 op de wachtlijst" in mine
    assert f"/trajecten/{case}/stap/zet_terug_in_aanbod" in hanne.get(f"/workshops/{case}").text
    assert town.visitor("Vera").get(f"/workshops/{case}").status_code == 404, "another organisation"
    assert town.visitor("Leen").get(f"/workshops/{case}").status_code == 404, "who only reads"


def test_enrolling_counts_once_however_often_it_is_sent(town: Town, anybody: TestClient) -> None:
    case = town.case(OPEN)
    page = anybody.get(f"/workshops/{case}")
    data = {"sleutel": hidden(page.text, "sleutel"), "naam": "Nora Willems", "mail": "Nora@Mail.example"}
    for _ in range(2):
        assert anybody.post(f"/workshops/{case}", data=data).status_code == 303
    again = _enrol(anybody, case, mail="nora@mail.example")
    assert "Je bent ingeschreven. Kijk in je mail." in again
    assert "Nog 12 plaatsen" in again
    assert "Nora Willems" in words(town.visitor("Mira").get(f"/trajecten/{case}").text)
    mails = [m for m in _mails(town) if "Ingeschreven: Iedereen welkom" in m]
    assert len(mails) == 3
    assert "Aan: Nora Willems <nora@mail.example>" in mails[0]
    assert town.house.engine.verify() == []


def test_who_is_too_late_waits_and_gets_the_place_of_who_withdraws(town: Town, anybody: TestClient) -> None:
    case = town.case(FULL)
    assert "Je staat op de wachtlijst" in _enrol(anybody, case)
    link = _link(_mails(town)[-1])
    assert "Je staat op de wachtlijst" in words(anybody.get(link).text)
    hanne = town.visitor("Hanne")
    assert "2 van 2 ingeschreven, 2 op de wachtlijst" in words(hanne.get(f"/workshops/{case}").text)
    for _ in range(2):
        assert anybody.post(link).status_code == 303
    assert "Je bent niet (meer) ingeschreven" in words(anybody.get(link).text)
    assert "2 van 2 ingeschreven, 1 op de wachtlijst" in words(hanne.get(f"/workshops/{case}").text)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_many_at_once_get_no_place_too_many_and_one_person_only_one(
    town: Town, make_url: MakeUrl, tmp_path: Path, kind: str
) -> None:
    """Thirty at once for thirteen places; then the same person from three phones; then twice away."""
    told = str(town.installation.settings.database)
    url = told if kind == "sqlite" else make_url(kind)
    if kind == "postgresql":
        copy(told, url)
    case = town.case(OPEN)
    with open_installation(Settings(tmp_path, database=url), clock=lambda: MORNING) as there:
        vars(there).update(plugins=installed().plugins, catalogue=installed().catalogue)
        engine = there.engine

        def enrol(number: int, mail: str) -> Enrolled:
            with engine.work() as work:
                return enrolling.enrol(work, case, "Nora", mail, f"web-{mail}-{number}")

        def withdraw(secret: str) -> Enrolled:
            with engine.work() as work:
                return enrolling.withdraw(work, secret)

        with ThreadPoolExecutor(12) as several:
            each = list(several.map(enrol, range(30), [f"n{n}@mail.example" for n in range(30)]))
            assert [one.waits for one in each].count(False) == 13
            same = list(several.map(enrol, range(12), ["nora@mail.example"] * 12))
            assert len({one.waits for one in same}) == 1
            assert {one.gone for one in several.map(withdraw, [each[0].secret] * 8)} == {True}
        with engine.reading() as work:
            found = enrolling.offer(work, case)
            assert len(people.by_mail("nora@mail.example", connection=work.connection)) == 1
        assert (found.places, found.taken) == (15, 15)
        assert engine.verify(case) == []


def test_looking_at_the_link_changes_nothing_and_a_wrong_one_says_so(town: Town, anybody: TestClient) -> None:
    case = town.case(OPEN)
    _enrol(anybody, case)
    link = _link(_mails(town)[-1])
    for _ in range(3):
        assert "Je bent ingeschreven" in words(anybody.get(link).text)
    assert "Nog 12 plaatsen" in words(anybody.get("/workshops").text)
    wrong = anybody.get("/inschrijving/iets-anders")
    assert wrong.status_code == 404
    assert "Deze link werkt niet meer" in words(wrong.text)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"naam": ""}, "Vul “Je naam” in."),
        ({"mail": ""}, "Vul “Je e-mailadres” in."),
        ({"mail": "geen adres"}, "Dit is geen e-mailadres."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    town: Town, given: dict[str, str], sentence: str
) -> None:
    client, case = town.visitor(), town.case(OPEN)
    page = client.get(f"/workshops/{case}")
    data = {"sleutel": hidden(page.text, "sleutel"), "naam": "Nora", "mail": "nora@mail.example", **given}
    answer = client.post(f"/workshops/{case}", data=data)
    assert answer.status_code == 422
    assert sentence in words(answer.text)
    kept = "Nora" if given.get("naam") is None else "nora@mail.example"
    assert f'value="{kept}"' in answer.text
    assert "Nog 13 plaatsen" in words(client.get("/workshops").text)


def test_a_machine_that_fills_in_everything_changes_nothing(town: Town, anybody: TestClient) -> None:
    _enrol(anybody, town.case(OPEN), website="http://koop.example")
    assert "Nog 13 plaatsen" in words(anybody.get("/workshops").text)
    assert _mails(town) == []


def test_who_tries_too_often_has_to_wait(town: Town, anybody: TestClient) -> None:
    case = town.case(OPEN)
    codes = []
    for _ in range(7):
        page = anybody.get(f"/workshops/{case}")
        data = {"sleutel": hidden(page.text, "sleutel"), "naam": "Nora", "mail": "nora@mail.example"}
        codes.append(anybody.post(f"/workshops/{case}", data=data).status_code)
    assert codes[:5] == [303] * 5
    assert codes[5:] == [429] * 2


def test_called_off_for_illness_everybody_gets_the_reason(
    town: Town, anybody: TestClient, tmp_path: Path
) -> None:
    """Also who waited. The mails leave by the outbox, as files where there is no mailbox."""
    hanne, case = town.visitor("Hanne"), town.case(FULL)
    why = "Otto is ziek. We zoeken een nieuwe datum."
    _step(hanne, case, "annuleer", "/workshops", afloop="geannuleerd_ziekte_gever", uitleg=why)
    assert "Jongeren" not in words(anybody.get("/workshops").text)
    out = tmp_path / "uit"
    Worker(town.house.engine, Outgoing(out)).run()
    letters = [p.read_text("utf-8") for p in out.glob(f"{case}-*annulering*.txt")]
    told = {line.split("<")[1].rstrip(">") for text in letters for line in text.splitlines()[:1]}
    people = ("ben@mail", "cis@mail", "dora@mail", "lotte@klink", "otto@baz")
    assert told == {f"{one}.example" for one in people}
    assert all(why in text for text in letters)


def test_the_offer_asks_as_much_for_one_as_for_many(town: Town, anybody: TestClient) -> None:
    """No query for each row."""
    asked: list[str] = []

    def count(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        anybody.get("/workshops")
        many = len(asked)
        _step(town.visitor("Hanne"), town.case(FULL), "haal_uit_aanbod", "/workshops")
        asked.clear()
        anybody.get("/workshops")
        assert len(asked) == many
    finally:
        event.remove(Engine, "before_cursor_execute", count)
