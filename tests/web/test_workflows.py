"""Werkwijzen and Bouwstenen: what a definition says, read back; a trial; every part of the pages."""

from __future__ import annotations

import re

from town import Town, words

from baz.definition.explain import explain
from baz.web import markdown


def test_a_workflow_is_read_back_with_drawing_checks_numbers_and_versions(town: Town) -> None:
    page = town.visitor("Hanne").get("/werkwijzen/baz/coachingtraject")
    assert page.status_code == 200
    said = words(page.text)
    drawing = r'<svg [^>]*role="img"[^>]*>\s*<title>Coachingtraject</title>\s*<desc>.+?</desc>'
    assert re.search(drawing, page.text)
    assert "Schrijf er minstens één op" in said
    assert "BAZ jaarverslag 2021 (S4): drie sessies, naargelang de nood" in said
    assert "4 trajecten lopen ermee" in said or "5 trajecten lopen ermee" in said
    assert "De controle vond niets" in said
    assert "Uitproberen" not in said, "a trial is for who manages"
    assert page.text.count("<h1") == 1
    assert "style=" not in page.text


def test_an_organisation_sees_its_own_and_the_shared_workflows(town: Town) -> None:
    vera = town.visitor("Vera")
    listed = words(vera.get("/werkwijzen").text)
    assert "Lusgroep" in listed
    assert "Lerend netwerk" in listed
    assert "Buddyschap" not in listed
    assert vera.get("/werkwijzen/lus/lusgroep").status_code == 200
    assert vera.get("/werkwijzen/atk/buddyschap").status_code == 404
    assert "Buddyschap" in words(town.visitor("Joris").get("/werkwijzen").text), "who manages builds"


def test_somebody_who_is_no_staff_does_not_come_in(town: Town) -> None:
    assert town.visitor("Kim").get("/werkwijzen").status_code == 403
    assert town.visitor("Kim").get("/bouwstenen").status_code == 403
    assert town.visitor().get("/werkwijzen").status_code == 303


def test_a_trial_follows_the_arrows_and_says_why_not(town: Town) -> None:
    joris, place = town.visitor("Joris"), "/werkwijzen/baz/workshop"
    begun = words(joris.get(f"{place}?stap=vraag_aan&kanaal=website").text)
    assert "Nu in: Aanvraag" in begun
    way = "weg=vraag_aan&weg=verken&weg=bied_aan&weg=plan"
    refused = words(joris.get(f"{place}?{way}&stap=bereid_voor&materiaal=nee&verwacht=4").text)
    assert "Leg eerst de verhalen en het materiaal klaar." in refused
    assert "Nu in: Gepland" in refused
    forced = words(joris.get(f"{place}?{way}&stap=bereid_voor&materiaal=nee&toch=1").text)
    assert "Nu in: Voorbereid" in forced
    wrong = words(joris.get(f"{place}?{way}&stap=bereid_voor&verwacht=veel").text)
    assert "is geen getal" in wrong
    assert joris.get(f"{place}?weg=iets&weg=vraag_aan?x&stap=anders").status_code == 200


def test_every_explanation_becomes_html_with_lists_in_lists(town: Town) -> None:
    """No star, hash or bar of Markdown is left, and what was one list is one list."""
    for workflow in town.house.engine.catalogue.workflows():
        html = str(markdown.html(explain(workflow)))
        text = re.sub(r"<[^>]+>", "", html)
        assert "**" not in text
        assert not re.search(r"^\s*(- |#|\|)", text, re.M), workflow.workflow
        assert html.count("<ul>") == html.count("</ul>")
        assert "<li>" in html


def test_markdown_takes_no_tag_from_a_text() -> None:
    text = (
        "# Een <b>\n\n- **vet** en <script>x</script>\n  - dieper\n- nog\n\n| a | b |\n|---|---|\n| <i> | 2 |"
    )
    made = str(markdown.html(text))
    assert "<script>" not in made
    assert "<i>" not in made
    assert "<li><strong>vet</strong> en &lt;script&gt;" in made
    assert "<ul><li>dieper</li></ul></li><li>nog</li></ul>" in made


def test_the_building_blocks_show_every_part_and_every_kind_of_question(town: Town) -> None:
    page = town.visitor("Joris").get("/bouwstenen")
    assert page.status_code == 200
    for mark in ("track", "chip late", "chip ok", "who", "task", "step", "no", "note late", "tl", "f bad"):
        assert f'class="{mark}' in page.text, mark
    for kind in ("date", "time", "email", "tel", "radio", "checkbox"):
        assert f'type="{kind}"' in page.text, kind
    assert page.text.count("Dit is nog niet goed") == 20
    assert page.text.count('class="btn sun') == 1
    assert "style=" not in page.text
