"""The pages of lists, as staff of a partner sees them: what is shown, saved, found and brought in."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from openpyxl import load_workbook
from sqlalchemy import event
from starlette.testclient import TestClient
from town import Town, words

from baz.services.exchange.columns import LISTS
from baz.web.lists.table import READY
from baz.web.lists.titles import titles


@pytest.fixture
def ilse(town: Town) -> TestClient:
    """A coordinator of ArmenTeKort."""
    return town.visitor("Ilse Vermeer")


def test_the_cases_are_a_list_with_tabs_a_sentence_and_a_count(ilse: TestClient) -> None:
    page = ilse.get("/trajecten")
    said = words(page.text)
    assert "Je ziet: lopend" in said
    assert re.search(r"\d+ rijen", said)
    for tab in ("Lopend", "Van mij", "In rust", "Afgelopen"):
        assert f">{tab}</a>" in page.text
    assert page.text.count("<h1>") == 1
    assert 'data-l="Toestand"' in page.text
    ended = ilse.get("/trajecten?stand=afgelopen&sorteer=-geeindigd")
    assert ended.status_code == 200


def test_an_address_has_no_empty_values_and_says_what_it_cannot_read(ilse: TestClient) -> None:
    moved = ilse.get("/trajecten?werkwijze=&gemeente=Lier&toestand=")
    assert (moved.status_code, moved.headers["location"]) == (303, "/trajecten?gemeente=Lier")
    wrong = ilse.get("/trajecten?gemeent=Lier")
    assert wrong.status_code == 400
    assert "Bedoel je" in wrong.text
    assert ilse.get("/lijst/bestaat_niet").status_code == 404


def test_every_list_opens_and_as_a_file_has_what_the_page_shows(ilse: TestClient) -> None:
    for name in (
        "trajecten",
        "mensen",
        "vrijwilligers",
        "samenkomsten",
        "taken",
        "papieren",
        "doorverwijzingen",
    ):
        page = ilse.get(f"/lijst/{name}", follow_redirects=True)
        assert page.status_code == 200, name
        file = ilse.get(f"/lijst/{name}/bestand?vorm=xlsx")
        sheet = load_workbook(io.BytesIO(file.content)).active
        many = sheet.max_row - 1
        shown = re.search(r"(\d+) rij", words(page.text))
        assert many == (int(shown[1]) if shown else many), name
    csv = ilse.get("/lijst/trajecten/bestand?vorm=csv&gemeente=Lier")
    assert csv.content.startswith(b"\xef\xbb\xbfVan wie;Werkwijze;Gemeente")
    assert "attachment" in csv.headers["content-disposition"]
    assert set(re.findall(r";(Antwerpen|Lier|Geel|Mechelen);", csv.text)) == {"Lier"}


def test_a_list_is_kept_under_a_name_and_taken_away(ilse: TestClient) -> None:
    kept = ilse.post(
        "/lijst/trajecten/bewaar", data={"vraag": "gemeente=Lier&zoek=Pol", "naam": "Lier", "voor": "mij"}
    )
    to = kept.headers["location"]
    assert dict(parse_qsl(urlsplit(to).query)) == {"gemeente": "Lier"}
    page = ilse.get(to)
    assert re.search(r'aria-current="page">Lier</a>', page.text)
    key = re.search(r'name="lijst" value="([^"]+)"', page.text)
    assert key
    ilse.post("/lijst/trajecten/weg", data={"lijst": key[1]})
    assert ">Lier</a></li>" not in ilse.get("/trajecten").text


def test_what_is_searched_is_found_in_ones_own_organisation_only(town: Town, ilse: TestClient) -> None:
    found = ilse.get("/zoek?wat=mechelen")
    assert "Buddyschap van" in words(found.text)
    assert "Niets gevonden" in ilse.get("/zoek?wat=samira").text  # a volunteer of another partner
    assert "Niets gevonden" not in town.visitor("Bram").get("/zoek?wat=samira").text


def test_pages_of_lists_are_for_staff(town: Town) -> None:
    nobody = town.visitor()
    for address in ("/trajecten", "/lijst/mensen", "/zoek", "/lijst/mensen/bestand"):
        assert nobody.get(address).headers["location"].startswith("/aanmelden"), address
    volunteer = town.visitor("Samira")
    for address in ("/trajecten", "/lijst/mensen", "/lijst/trajecten/bestand"):
        assert volunteer.get(address).status_code == 403, address


def test_a_page_asks_as_much_for_many_rows_as_for_few(town: Town, ilse: TestClient) -> None:
    """The number of queries does not depend on how many rows a page has."""

    def queries(address: str) -> int:
        asked: list[str] = []

        def note(*given: object) -> None:
            asked.append(str(given[2]))

        engine = town.house.engine.database._reader
        event.listen(engine, "before_cursor_execute", note)
        try:
            assert ilse.get(address).status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    queries("/trajecten")
    assert queries("/trajecten") <= queries("/trajecten?gemeente=Lier") + 1


# --- people


def test_volunteers_come_first_with_what_each_may_start(ilse: TestClient) -> None:
    said = words(ilse.get("/mensen").text)
    assert "Griet Sanders" in said
    assert "1 traject" in said
    assert "Mag starten" in said or "Nog niet: 1" in said
    assert "Workshopgever" not in said  # a programme of BAZ asks nothing of volunteers of a partner


def test_a_person_is_corrected_and_a_paper_is_seen(ilse: TestClient) -> None:
    page = "/mensen/party-atk-griet_sanders"
    assert "Buddyschap van Amina: kansrijke buddy" in words(ilse.get(page).text)
    values = {"name": "Griet Sanders", "mail": "griet@voorbeeld.be", "phone": "0470 11 22 33", "address": ""}
    assert ilse.post(f"{page}/verbeter", data=values).status_code == 303
    assert "griet@voorbeeld.be" in ilse.get(page).text
    wrong = ilse.post(f"{page}/verbeter", data={**values, "mail": "griet"})
    assert wrong.status_code == 400
    assert "geen mailadres" in wrong.text
    assert 'value="griet"' in wrong.text  # what was typed is still there
    seen = ilse.post(f"{page}/papier", data={"soort": "afsprakennota", "gezien": "2026-11-17", "orde": "nee"})
    assert seen.status_code == 303
    assert "niet in orde" in words(ilse.get(page).text)
    assert ilse.post(f"{page}/papier", data={"soort": "", "gezien": ""}).status_code == 400


def test_what_is_kept_can_be_given_along(ilse: TestClient) -> None:
    page = "/mensen/party-atk-griet_sanders"
    kept = ilse.get(f"{page}/bewaard.json").json()
    assert {"wat": "Naam", "waarde": "Griet Sanders"}.items() <= kept["gegevens"][0].items()
    assert kept["trajecten"][0]["rol"] == "Kansrijke buddy"
    assert "Ilse" not in str(kept)  # nobody else is named
    assert ilse.get(f"{page}/bewaard.pdf").content.startswith(b"%PDF")


def test_somebody_of_another_partner_does_not_exist_here(town: Town, ilse: TestClient) -> None:
    party = next(p.party for p in town.house.engine.cast() if p.name.startswith("Samira"))
    for address in (f"/mensen/{party}", f"/mensen/{party}/bewaard.json", "/mensen/niemand"):
        assert ilse.get(address).status_code == 404, address
    assert ilse.post(f"/mensen/{party}/verbeter", data={"name": "X"}).status_code == 404


# --- a file that is brought in


def bring(client: TestClient, text: str, what: str = "people", **more: str) -> Any:
    files = {"bestand": ("proef.csv", text.encode("utf-8-sig"), "text/csv")}
    return client.post("/invoer", data={"wat": what, **more}, files=files)


def test_a_file_is_looked_at_matched_and_read_in_once(ilse: TestClient) -> None:
    looked = bring(ilse, "Wie;mail;hobby\nMia Claes;mia@voorbeeld.be;dansen\nBart;geen;\n")
    assert looked.status_code == 400
    assert "ontbreekt een kolom: Naam" in looked.text
    to = bring(ilse, "naam;mail;hobby\nMia Claes;mia@voorbeeld.be;dansen\nBart;geen;\n").headers["location"]
    page = ilse.get(to)
    said = words(page.text)
    assert "Er is nog niets veranderd" in said
    assert "Lees 1 rij in" in said
    assert "Rij 3 'geen' is geen mailadres." in said.replace("&#39;", "'")
    assert page.text.count('class="btn sun"') == 1
    assert "Niets gevonden" in ilse.get("/zoek?wat=mia%20claes").text
    # the second column is left out: then Bart is good too
    again = ilse.post(f"{to}/kolommen", data={"kolom.0": "naam", "kolom.1": "", "kolom.2": ""})
    assert again.status_code == 303
    assert "Lees 2 rijen in" in words(ilse.get(to).text)
    assert (
        ilse.post(f"{to}/kolommen", data={"kolom.0": "", "kolom.1": "mail", "kolom.2": ""}).status_code == 400
    )
    assert ilse.post(f"{to}/ja").status_code == 303
    assert "2 nieuw" in words(ilse.get(to).text)
    assert "Niets gevonden" not in ilse.get("/zoek?wat=mia%20claes").text
    ilse.post(f"{to}/ja")
    assert words(ilse.get("/zoek?wat=mia%20claes").text).count("Mia Claes") == 1
    assert "<select" not in ilse.get(to).text  # nothing is left to decide


def test_the_rows_that_cannot_come_back(ilse: TestClient) -> None:
    to = bring(ilse, "naam;mail\nBart;geen\n").headers["location"]
    assert "Er is niets in te lezen" in ilse.get(to).text
    back = ilse.get(f"{to}/terug?vorm=csv").content.decode("utf-8-sig")
    assert back.splitlines()[0] == "naam;mail;Wat er mis is"
    assert ilse.get(f"{to}/terug?vorm=exe").status_code == 400


def test_a_file_that_is_none_is_refused_with_a_reason(town: Town, ilse: TestClient) -> None:
    assert bring(ilse, "").status_code == 400
    assert ilse.post("/invoer", data={"wat": "people"}).status_code == 400
    assert bring(ilse, "naam\nMia\n", "andere").status_code == 400
    assert (
        bring(
            ilse, "van wie;toestand;begonnen\nMia;x;1/1/2026\n", "cases", werkwijze="bestaat/niet"
        ).status_code
        == 404
    )
    reader = town.visitor("Tine Goossens")
    assert reader.get("/invoer").status_code == 403
    assert bring(reader, "naam\nMia\n").status_code == 403
    to = bring(ilse, "naam\nMia\n").headers["location"]
    assert reader.get(to).status_code == 403
    assert town.visitor("Bram").get(to).status_code == 404


# --- who waits, and what partners referred


def test_people_who_wait_for_a_group_are_invited_together(town: Town) -> None:
    bram = town.visitor("Bram")
    people = [f"Wachter {name}" for name in ("Aagje", "Bea", "Cor")]
    rows = "".join(f"{name};Wacht op een groep;1/10/2026;Gent\n" for name in people)
    text = f"van wie;toestand;begonnen;gemeente\n{rows}"
    to = bring(bram, text, "cases", werkwijze="lus/linkgroep_deelnemer").headers["location"]
    assert bram.post(f"{to}/ja").status_code == 303
    page = bram.get("/wachtlijst")
    said = words(page.text)
    assert "Gent: 3 mensen wachten" in said
    assert "Een linkgroep heeft 5 tot 8 mensen" in said
    parties = re.findall(r'name="wie" value="([^"]+)"', page.text)
    group = re.search(r'<option value="(case-[^"]+/deelnemer)"', page.text)
    assert len(parties) == 3
    assert group
    assert bram.post("/wachtlijst", data={"groep": group[1], "sleutel": "een"}).status_code == 400
    given = {"groep": group[1], "wie": parties[:2], "sleutel": "twee"}
    asked = bram.post("/wachtlijst", data=given)
    assert asked.status_code == 303
    names = words(bram.get(asked.headers["location"]).text)
    assert "Wachter Aagje" in names
    assert bram.post("/wachtlijst", data=given).status_code == 303  # the same press again asks nobody twice


def test_a_referral_is_taken_over_or_sent_back(town: Town, ilse: TestClient) -> None:
    page = ilse.get("/doorverwijzingen")
    link = re.search(r'href="(/doorverwijzingen/link-[^"]+)"', page.text)
    assert link
    card = words(ilse.get(link[1]).text)
    assert "Buddyschap voor Guy" in card
    assert "Gemeente" in card
    assert ilse.post(f"{link[1]}/neem-over", data={"sleutel": "neem"}).status_code == 422
    wanted = re.findall(r'name="([a-z_]+)" value="(ja|party-atk-ilse_vermeer)"', ilse.get(link[1]).text)
    taken = ilse.post(f"{link[1]}/neem-over", data={"sleutel": "neem", **dict(wanted)})
    assert taken.status_code == 303
    assert "Guy" in words(ilse.get(taken.headers["location"]).text)
    assert ilse.get(link[1]).status_code == 404
    other = town.visitor("Bram")
    back = re.search(r'href="(/doorverwijzingen/link-[^"]+)"', other.get("/doorverwijzingen").text)
    assert back
    assert ilse.get(back[1]).status_code == 404  # it was not sent to us
    sent = other.post(f"{back[1]}/stuur-terug", data={"sleutel": "terug", "reden": "Geen plaats"})
    assert sent.status_code == 303
    assert other.get(back[1]).status_code == 404


def test_what_waits_is_for_who_may_see_people(town: Town) -> None:
    reader = town.visitor("Tine Goossens")
    assert reader.get("/wachtlijst").status_code == 403
    assert reader.get("/doorverwijzingen").status_code == 200
    assert reader.post("/wachtlijst", data={}).status_code == 403


# --- what goes


def test_somebody_is_erased_after_two_people_said_so(town: Town, ilse: TestClient) -> None:
    rik = town.visitor("Rik Adams")
    page = "/mensen/party-atk-griet_sanders"
    assert ilse.get("/opruimen").status_code == 403
    assert ilse.post(f"{page}/wis").status_code == 303
    waits = rik.get("/opruimen")
    assert "Griet Sanders" in words(waits.text)
    yes = re.search(r'action="(/opruimen/[^"]+/ja)"', waits.text)
    assert yes
    assert rik.post(yes[1]).status_code == 400  # not sure yet
    assert rik.post(yes[1], data={"zeker": "ja"}).status_code == 303
    said = words(rik.get("/opruimen").text)
    assert "Griet" not in said
    assert "Gevraagd op 18 november door Ilse, goedgekeurd door Rik" in said
    assert rik.get(page).status_code == 404


def test_who_asked_does_not_say_yes_herself(town: Town) -> None:
    rik = town.visitor("Rik Adams")
    rik.post("/mensen/party-atk-griet_sanders/wis")
    page = rik.get("/opruimen")
    assert "Iemand anders keurt het goed" in page.text
    back = re.search(r'action="(/opruimen/[^"]+)/terug"', page.text)
    assert back
    assert rik.post(f"{back[1]}/ja", data={"zeker": "ja"}).status_code == 409
    assert rik.post(f"{back[1]}/terug").status_code == 303
    assert "Niemand vroeg om gewist te worden" in rik.get("/opruimen").text


def test_every_title_of_a_list_can_be_translated() -> None:
    found = {d.title for d in LISTS.values()}
    for definition in LISTS.values():
        found |= {c.title for c in definition.columns} | {f.title for f in definition.filters}
        found |= {title for f in definition.filters for title in f.options.values()}
        found |= set(definition.sorts.values())
    found |= {name for ready in READY.values() for name, _pairs in ready}
    assert found <= set(titles())


@pytest.mark.parametrize("path", ["/overdragen?van={}", "/trajecten?wie={}", "/lijst/taken?wie={}"])
def test_an_address_with_somebody_of_others_does_not_say_her_name(
    town: Town, ilse: TestClient, path: str
) -> None:
    ingrid = next(p.party for p in town.house.engine.cast() if p.name == "Ingrid")
    assert not re.search(r">[^<]*Ingrid", ilse.get(path.format(ingrid)).text)
    if path.startswith("/overdragen"):
        sent = {"van": ingrid, "aan": "", "sleutel": "over-ander-1"}
        assert ilse.post("/overdragen", data=sent).status_code == 404
