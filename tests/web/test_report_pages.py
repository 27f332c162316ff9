"""The report on the web: one's own numbers, those of others from outside, files, and the cases behind."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from town import Town, words

YEAR = "/rapport/2026"


def small_numbers(page: str) -> list[str]:
    """The numbers under five that stand in a table of the figures or in large."""
    body = page.split('id="bijlage"')[0]
    cells = re.findall(r'<td role="cell" class="n[^"]*"[^>]*>\s*(?:<a[^>]*>)?(\d+)', body)
    cells += re.findall(r'<span class="big">\s*(?:<a[^>]*>)?(\d+)', body)
    return [n for n in cells if 0 < int(n) < 5]


def test_a_coordinator_sees_every_number_of_her_own_with_its_cases(town: Town) -> None:
    vera = town.visitor("Vera")
    page = vera.get(YEAR)
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert page.text.count('class="btn sun"') == 1
    assert "Je ziet elk getal" in words(page.text)
    explained = set(re.findall(r'href="(/werkwijzen/[^"#]+)#uitleg"', page.text))
    assert explained
    assert {vera.get(to).status_code for to in explained} == {200}
    link = re.search(r'href="(/rapport/2026/rijen\?[^"]+cijfer=cases[^"]*)"', page.text)
    assert link
    rows = vera.get(link[1].replace("&amp;", "&"))
    tile = re.search(r'<span class="big"><a[^>]*>(\d+)', page.text)
    assert tile
    assert len(re.findall(r'<th role="rowheader" scope="row"><a href="/trajecten/', rows.text)) == int(
        tile[1]
    )


def test_every_link_of_a_number_leads_to_as_many_cases(town: Town) -> None:
    vera = town.visitor("Vera")
    page = vera.get(YEAR).text
    links = re.findall(r'<td role="cell" class="n[^"]*"[^>]*><a href="([^"]+)">(\d+)<', page)
    assert links
    for to, number in links[:12]:
        rows = vera.get(to.replace("&amp;", "&")).text
        counted = re.findall(r'class="n" data-l="Telt">(\d+)<', rows)
        assert sum(map(int, counted)) == int(number), to


def test_baz_sees_partners_from_outside_without_a_small_number(town: Town) -> None:
    hanne = town.visitor("Hanne")
    everybody = hanne.get(f"{YEAR}?org=alle")
    assert everybody.status_code == 200
    assert "Je kijkt van buiten de organisatie" in words(everybody.text)
    one = hanne.get(f"{YEAR}?org=lus").text
    assert small_numbers(one) == []
    assert "/rijen?" not in one
    assert "minder dan 5" in words(one)
    assert hanne.get(f"{YEAR}?org=lus&van=2026-01-01&tot=2026-06-30").status_code == 400
    assert hanne.get(f"{YEAR}/rijen?org=lus&cijfer=cases").status_code == 403


def test_a_partner_sees_nothing_of_another_one(town: Town) -> None:
    vera = town.visitor("Vera")
    for address in ("?org=homestart", "?org=alle", "/pdf?org=homestart", "/rijen?org=homestart&cijfer=cases"):
        assert vera.get(f"{YEAR}{address}").status_code == 403, address
    assert "Van andere organisaties" not in vera.get("/rapport").text


def test_a_partner_reads_of_its_own_work_and_not_of_the_targets_of_another(town: Town) -> None:
    page = town.visitor("Vera").get(YEAR).text
    assert "Lusgroep" in page
    assert "Coachingtraject" not in page
    assert "Inspirerende voorbeelden" not in page
    assert "Inspirerende voorbeelden" in town.visitor("Hanne").get(YEAR).text


def test_the_filters_narrow_and_are_said_in_a_sentence(town: Town) -> None:
    vera = town.visitor("Vera")
    page = vera.get(f"{YEAR}?model=persoonlijk_netwerk&van=2026-01-01&tot=2026-06-30").text
    assert "Persoonlijk netwerk, alle gemeenten" in words(page)
    assert "1 januari tot 30 juni 2026" in words(page)
    place = re.findall(r'<option value="([^"]+)">', page.split('id="gemeente"')[1].split("</select>")[0])[-1]
    assert vera.get(f"{YEAR}?gemeente={place}").status_code == 200
    assert vera.get(f"{YEAR}?model=bestaat_niet").status_code == 404
    assert vera.get("/rapport/1812").status_code == 404
    assert vera.get(f"{YEAR}?van=gisteren").status_code == 400
    assert vera.get(f"{YEAR}?van=2026-06-30&tot=2026-01-01").status_code == 400


@pytest.mark.parametrize(
    ("kind", "begin"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_the_report_leaves_as_a_file(town: Town, kind: str, begin: bytes) -> None:
    found = town.visitor("Vera").get(f"{YEAR}/{kind}")
    assert found.status_code == 200
    assert found.content.startswith(begin)
    assert f'filename="jaarverslag-lus-2026.{kind}"' in found.headers["content-disposition"]


def test_a_file_of_others_has_no_small_number_either(town: Town) -> None:
    found = town.visitor("Hanne").get(f"{YEAR}/xlsx?org=lus")
    book = openpyxl.load_workbook(io.BytesIO(found.content))
    sheets = [s for s in book if s.title not in ("Verloop", "Overzicht")]
    values = [
        row[4] for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True) if len(row) > 4
    ]
    assert "minder dan 5" in values
    assert [v for v in values if isinstance(v, int) and 0 < v < 5] == []


def test_the_years_lead_to_their_reports(town: Town) -> None:
    page = town.visitor("Hanne").get("/rapport").text
    assert 'href="/rapport/2026"' in page
    assert 'href="/rapport/2026?org=lus"' in page


def test_who_is_no_staff_gets_no_report(town: Town) -> None:
    assert town.visitor().get(YEAR).status_code in (303, 401)


# --- what plugins show


def test_the_page_of_a_coaching_shows_goals_scan_and_sessions(town: Town) -> None:
    hanne = town.visitor("Hanne")
    page = hanne.get(f"/trajecten/{town.case('coaching_vandaag-zonnedorp')}").text
    text = words(page)
    for title in ("Doelen", "Zelfscan: welke rol neemt het bestuur op?", "De sessies", "Afspraken"):
        assert title in text
    assert '<svg class="scan"' in page
    assert "Gemiddeld aantal pionnen, op tien" in text
    assert "pionnen op de rechtmatige overheid" not in text  # the panel shows it already
    for words_, begin in (("Eindverslag als pdf", b"%PDF"), ("Afspraken als Word", b"PK")):
        link = re.search(rf'href="([^"]+)">{words_}<', page)
        assert link, words_
        assert hanne.get(link[1]).content.startswith(begin), words_


def test_goals_lead_to_their_form_only_when_it_is_time(town: Town) -> None:
    hanne = town.visitor("Hanne")
    now = hanne.get(f"/trajecten/{town.case('coaching_vandaag-lindebeke')}").text
    later = hanne.get(f"/trajecten/{town.case('coaching_vandaag-berkenveld')}").text
    assert ">Kijk samen terug op de doelen<" in now
    assert ">Kijk samen terug op de doelen<" not in later


def test_the_page_of_a_learning_network_shows_places_and_who_was_there(town: Town) -> None:
    page = town.visitor("Hanne").get(f"/trajecten/{town.case('ln_vandaag')}").text
    text = words(page)
    for title in ("Plaatsen", "Reservelijst", "Wie was er?", "Bijeenkomsten", "Dit jaar", "Voorwaarden"):
        assert title in text
    assert 'class="cards matrix"' in page
    assert "van minstens 5 gehouden" in text


def test_lus_has_a_page_with_its_dots_and_others_do_not(town: Town) -> None:
    page = town.visitor("Vera").get("/pagina/lus/stippen")
    assert page.status_code == 200
    assert "De kaart van de linkgroepen" in words(page.text)
    assert 'href="/pagina/lus/stippen"' in town.visitor("Vera").get("/rapport").text
    assert town.visitor("Hanne").get("/pagina/lus/stippen").status_code == 404
    assert town.visitor("Vera").get("/pagina/lus/bestaat_niet").status_code == 404
