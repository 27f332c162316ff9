"""Vandaag and the page of a case, as a coordinator uses them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, update
from town import Town, hidden, words

from baz.store.tables import tasks

LATE = "jozefien"


def links(page: str, text: str) -> list[str]:
    """Where the links lead that begin with these words."""
    found = re.findall(r'<a class="btn[^"]*" href="([^"]+)">([^<]+)', page)
    return [to.replace("&amp;", "&") for to, word in found if word.strip().startswith(text)]


def fixes(page: str, title: str) -> str:
    """Where a line of the timeline is corrected."""
    found = re.search(rf'href="([^"]+/verbeter/\d+)">Verbeter dit<span class="vh">: {title}', page)
    assert found
    return found[1]


def test_the_morning_shows_what_is_late_today_and_this_week(town: Town) -> None:
    vera = town.visitor("Vera")
    page = vera.get("/vandaag")
    assert page.status_code == 200
    text = words(page.text)
    assert "Goedemorgen, Vera" in text
    assert "woensdag 18 november" in text
    for group in ("te laat", "vandaag", "deze week", "Samenkomsten deze week"):
        assert group in text
    assert page.text.count("<h1>") == 1


def test_no_row_has_more_than_two_actions(town: Town) -> None:
    page = town.visitor("Vera").get("/vandaag?van=team").text
    rows = re.findall(r'<li class="task">.*?</li>', page, re.S)
    assert rows
    for row in rows:
        assert len(re.findall(r'class="acts"|<summary class="btn', row)) <= 2


def test_mine_leaves_out_what_a_colleague_has(town: Town) -> None:
    vera = town.visitor("Vera")
    assert "Els Claes" not in words(vera.get("/vandaag").text).split("Je ziet")[0]
    team = words(vera.get("/vandaag?van=team").text)
    assert "Els Claes" in team


def test_who_stands_in_for_a_colleague_sees_for_whom(town: Town) -> None:
    """Bram is away until 4 December, and Vera has his two groups."""
    rows = re.findall(r'<li class="task[^"]*">.*?</li>', town.visitor("Vera").get("/vandaag").text, re.S)
    stand_ins = [words(row) for row in rows if "namens Bram" in words(row)]
    assert len(stand_ins) == 2
    assert any("Lusgroep van Fien" in row for row in stand_ins)
    assert any("Lusgroep van Lena" in row for row in stand_ins)


def test_a_task_is_put_off_with_a_reason_and_comes_back_that_day(town: Town) -> None:
    vera = town.visitor("Vera")
    page = vera.get("/vandaag?van=team").text
    form = re.search(r'action="(/trajecten/[^"]+/later)"', page)
    assert form
    where = form[1]
    title = words(re.search(r"<h3>([^<]+)</h3>(?:(?!<h3>).)*?" + re.escape(where), page, re.S)[1])  # type: ignore[index]  # None fails the test
    sent = {"sleutel": "later-1", "tot": "2026-11-30", "reden": "Zij is op reis", "naar": "/vandaag"}
    answer = vera.post(where, data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/vandaag")
    after = vera.get("/vandaag?van=team")
    assert "Op later gezet" in words(after.text)
    assert title not in re.findall(r"<h3>([^<]+)</h3>", after.text)
    town.now += timedelta(days=12)
    assert title in re.findall(r"<h3>([^<]+)</h3>", vera.get("/vandaag?van=team").text)


def test_later_needs_a_day_to_come_and_keeps_what_was_typed(town: Town) -> None:
    vera = town.visitor("Vera")
    page = vera.get("/vandaag?van=team").text
    where = re.search(r'action="(/trajecten/[^"]+/later)"', page)[1]  # type: ignore[index]  # None fails the test
    answer = vera.post(where, data={"sleutel": "later-2", "tot": "2026-11-01", "reden": "Te druk"})
    assert answer.status_code == 422
    assert "Kies een dag na vandaag" in words(answer.text)
    assert 'value="Te druk"' in answer.text


def test_from_the_morning_the_form_of_the_first_late_task_is_one_press_away(town: Town) -> None:
    vera = town.visitor("Vera")
    first = links(vera.get("/vandaag").text, "Doe deze taak")[0]
    page = vera.get(first)
    assert page.status_code == 200
    assert "Gedaan" in page.text
    done = vera.post(
        first.split("?")[0], data={"sleutel": "klaar-1", "dag": "2026-11-18", "naar": "/vandaag"}
    )
    assert done.headers["location"] == "/vandaag"
    assert "Gedaan:" in words(vera.get("/vandaag").text)


def test_a_case_shows_where_it_stands_what_can_be_done_and_what_not(town: Town) -> None:
    vera = town.visitor("Vera")
    page = vera.get(f"/trajecten/{town.case(LATE)}")
    assert page.status_code == 200
    text = words(page.text)
    here = "Hier staan we|Wat kan je nu doen?|Wat kan nu nog niet, en waarom?|Tijdlijn|Mensen|Samenkomsten"
    for part in f"{here}|Verbeter een stap|Zet op pauze".split("|"):
        assert part in text, part
    assert page.text.count('aria-current="step"') >= 1
    assert "Deze stap komt vanzelf" in text
    assert 'style="' not in page.text
    assert page.text.count("btn sun") <= 1


def test_two_presses_of_one_button_count_once(town: Town) -> None:
    vera, case = town.visitor("Vera"), town.case(LATE)
    where = f"/trajecten/{case}/samenkomst/groep/plan"
    key = hidden(vera.get(where).text, "sleutel")
    sent = {"sleutel": key, "datum.dag": "2026-12-10", "datum.uur": "19:30", "datum.hoe": "fysiek"}
    assert vera.post(where, data=sent).status_code == 303
    assert vera.post(where, data=sent).status_code == 303
    assert len([m for m in town.meetings(case, "planned") if m[1] == "2026-12-10"]) == 1
    assert "Dit was al gebeurd" in words(vera.get(f"/trajecten/{case}").text)


def test_who_comes_second_is_told_and_keeps_what_she_typed(town: Town) -> None:
    vera, els, case = town.visitor("Vera"), town.visitor("Els Claes"), town.case(LATE)
    where = f"/trajecten/{case}/stap/tel_leden"
    seen = hidden(vera.get(where).text, "gezien")
    today = {"dag": "2026-11-18"}
    first = {"sleutel": "els-1", "gezien": seen, "leden": "6", **today}
    assert els.post(where, data=first).status_code == 303
    late = vera.post(where, data={"sleutel": "vera-1", "gezien": seen, "leden": "7", **today})
    assert late.status_code == 409
    assert "Iemand was je voor" in words(late.text)
    assert 'value="7"' in late.text
    again = {"sleutel": "vera-1", "gezien": hidden(late.text, "gezien"), "leden": "7", **today}
    assert vera.post(where, data=again).status_code == 303


def test_a_task_that_a_colleague_did_leads_to_the_case(town: Town) -> None:
    vera, els = town.visitor("Vera"), town.visitor("Vera")
    to = next(link for link in links(vera.get("/vandaag").text, "Doe deze taak"))
    page = els.get(to).text
    action = re.findall(r'<form class="stack" action="([^"]+)"', page)[0]
    case = action.split("/taak/")[0]
    for who, key, status in ((vera, "een", 303), (els, "twee", 404)):
        answer = who.post(action, data={"sleutel": key, "dag": "2026-11-18"})
        assert answer.status_code == status
    assert "Dit kan nu niet meer" in answer.text
    assert f'href="{case}"' in answer.text


def test_what_only_the_person_decides_asks_how_she_said_so(town: Town) -> None:
    vera, case = town.visitor("Vera"), town.case(LATE)
    where = f"/trajecten/{case}/stap/rond_af"
    page = vera.get(where)
    assert "Hoe liet die persoon het weten?" in words(page.text)
    short = vera.post(where, data={"sleutel": "rond-1"})
    assert short.status_code == 422
    party = re.search(r'name="namens" value="([^"]+)"', page.text)[1]  # type: ignore[index]  # None fails the test
    sent = {"sleutel": "rond-1", "namens": party, "hoe": "telefoon", "dag": "2026-11-18"}
    assert vera.post(where, data=sent).status_code == 303
    text = words(vera.get(f"/trajecten/{case}").text)
    assert "(telefoon), ingevoerd door Vera" in text


def test_a_correction_shows_first_what_changes(town: Town) -> None:
    vera, case = town.visitor("Vera"), town.case(LATE)
    choose = vera.get(f"/trajecten/{case}/verbeter").text
    line = fixes(choose, "De groep loopt")
    answers = {"wat": "nooit", "reden": "verkeerd traject"}
    preview = vera.post(line, data=answers)
    assert preview.status_code == 200
    assert "De toestand wordt" in words(preview.text)
    before = words(vera.get(f"/trajecten/{case}").text)
    assert "Teruggenomen" not in before
    sure = {**answers, "sleutel": hidden(preview.text, "sleutel"), "zeker": "ja"}
    assert vera.post(line, data=sure).status_code == 303
    assert "Teruggenomen" in words(vera.get(f"/trajecten/{case}").text)
    assert vera.post(line, data=sure).status_code == 303


def test_a_correction_can_give_a_step_another_day(town: Town) -> None:
    vera, case = town.visitor("Vera"), town.case(LATE)
    choose = vera.get(f"/trajecten/{case}/verbeter").text
    line = fixes(choose, "De groep loopt")
    answers = {"wat": "dag", "dag": "2026-09-05", "reden": "verkeerde dag aangeklikt"}
    preview = vera.post(line, data=answers)
    assert preview.status_code == 200, words(preview.text)
    sure = {**answers, "sleutel": hidden(preview.text, "sleutel"), "zeker": "ja"}
    assert vera.post(line, data=sure).status_code == 303
    assert "zaterdag 5 september" in words(vera.get(f"/trajecten/{case}").text)


def test_pause_and_go_on(town: Town) -> None:
    vera, case = town.visitor("Vera"), town.case(LATE)
    sent = {"sleutel": "pauze-1", "reden": "pauze"}
    assert vera.post(f"/trajecten/{case}/pauze", data=sent).status_code == 303
    assert "gepauzeerd" in words(vera.get(f"/trajecten/{case}").text)
    assert vera.post(f"/trajecten/{case}/hervat", data={"sleutel": "verder-1"}).status_code == 303
    assert "gepauzeerd" not in words(vera.get(f"/trajecten/{case}").text)


def test_a_whole_caseload_goes_to_a_colleague_for_a_leave(town: Town) -> None:
    vera = town.visitor("Vera")
    page = vera.get("/overdragen").text
    bram = re.search(r'value="([^"]+)"[^>]*>\s*<span>Bram', page)
    assert bram
    assert "<span>Nora" not in page  # she may only read
    sent = {"sleutel": "over-1", "aan": bram[1], "tot": "2026-12-04"}
    answer = vera.post("/overdragen", data=sent)
    assert answer.status_code == 303, words(answer.text)
    assert "Geen." in words(vera.get("/overdragen").text)
    town.now += timedelta(days=20)
    while town.house.engine.tick():
        pass
    assert "Draag" in words(vera.get("/overdragen").text)
    assert "Geen." not in words(vera.get("/overdragen").text)


@pytest.mark.parametrize("where", ["", "/stap/rond_af", "/verbeter", "/pauze"])
def test_another_organisation_learns_nothing(town: Town, where: str) -> None:
    ilse = town.visitor("Ilse")
    assert ilse.get(f"/trajecten/{town.case(LATE)}{where}").status_code == 404


def test_a_reader_sees_the_case_and_no_button(town: Town) -> None:
    nora, case = town.visitor("Nora"), town.case(LATE)
    page = nora.get(f"/trajecten/{case}")
    assert page.status_code == 200
    assert '<form class="stack" action="/trajecten/' not in page.text
    assert nora.post(f"/trajecten/{case}/pauze", data={"sleutel": "x", "reden": "pauze"}).status_code == 404


def test_a_reader_looks_along_with_the_whole_team_and_is_not_asked_to_move(town: Town) -> None:
    said = words(town.visitor("Nora").get("/vandaag").text)
    assert "Je kijkt mee." in said
    assert "van het hele team" in said
    assert "aan zet" not in said
    assert "Neem de plaats van de verbinder in" in said  # a colleague's


def test_the_page_of_a_volunteer_says_whose_case_each_is(town: Town) -> None:
    said = words(town.visitor("Vera").get("/mensen/party-lus-emma_willems").text)
    assert "Lusgroep van Lena: kennismaker" in said
    assert "Bedenktijd, sinds 9 oktober" in said
    assert "Vrijwilliger bij Lus: vrijwilliger" in said


def test_a_morning_makes_as_many_queries_for_many_rows_as_for_few(town: Town) -> None:
    """The number of queries does not grow with the rows of the page."""
    vera, case = town.visitor("Vera"), town.case(LATE)
    counted: list[str] = []

    def queries() -> int:
        counted.clear()
        assert vera.get("/vandaag?van=team").status_code == 200
        return len(counted)

    engine = town.house.engine.database
    event.listen(engine._reader, "before_cursor_execute", lambda *a: counted.append(str(a[2])))
    queries()  # definitions are read once
    few = queries()
    with engine.write() as connection:
        known = connection.execute(tasks.select().where(tasks.c.case_id == case)).mappings().first()
        assert known
        rows = [
            {**known, "id": f"veel#{n}", "status": "open", "agenda_on": "2026-11-01", "due_on": "2026-11-01"}
            for n in range(300)
        ]
        connection.execute(tasks.insert(), rows)
        connection.execute(update(tasks).where(tasks.c.id == "veel#1").values(owner_role="verantwoordelijke"))
    assert queries() == few
