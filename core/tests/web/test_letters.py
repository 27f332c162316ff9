"""Letters on the web: as they left, as page, PDF and Word; own templates; invitations on and off; health."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from web_world import Web
from word_files import document, texts

from baz.kernel.acts import Erase
from baz.plugins.catalogue import Resource
from baz.services.jobs import Worker
from baz.services.letters import word
from baz.services.mail.outgoing import Outgoing
from baz.services.rounds import Rounds
from baz.store import outbox


@pytest.fixture
def post(web: Web, tmp_path: Path) -> Web:
    """The town, with the text of its letter."""
    file = tmp_path / "welkom.md"
    file.write_text("# Welkom\n\nDag {{ ontvanger.naam }}, welkom in **{{ traject.title }}**.", "utf-8")
    letters = web.town.world.engine.catalogue.letters
    assert isinstance(letters, dict)
    letters["huis", "welkom.md"] = Resource("huis", "welkom.md", file)
    return web


def leave(web: Web, folder: Path) -> str:
    """What waits leaves; gives the number of the letter of the case."""
    engine = web.town.world.engine
    with engine.work() as work:
        for line in outbox.of_case(web.town.case, connection=work.connection):
            if line.status == "failed":
                outbox.again(line.id, now=work.now, connection=work.connection)
    Worker(engine, Outgoing(folder)).run()
    with engine.reading() as work:
        lines = outbox.of_case(web.town.case, connection=work.connection)
    return str(next(line.id for line in lines if line.kind == "letter" and line.status == "done"))


def test_a_letter_as_it_left(post: Web, tmp_path: Path) -> None:
    job = leave(post, tmp_path / "map")
    where = f"/trajecten/{post.town.case}/brieven"
    post.sign_in("ine")
    listed = post.client.get(where)
    assert f'href="{where}/{job}"' in listed.text
    assert "Uitnodiging: Gesprek" in listed.text
    page = post.client.get(f"{where}/{job}")
    assert page.status_code == 200
    assert page.text.count("<h1>") == 1
    assert "Dag Rudy, welkom in <strong>Kring</strong>." in page.text
    assert "Vertrokken op" in page.text
    assert "rudy@voorbeeld.be" in page.text


def test_as_it_would_be_now(post: Web) -> None:
    post.sign_in("ine")
    page = post.client.get(f"/trajecten/{post.town.case}/brieven/welkom")
    assert "Zo zou deze brief er vandaag uitzien." in page.text
    assert "Stuur opnieuw" not in page.text
    assert post.client.get(f"/trajecten/{post.town.case}/brieven/welkon").status_code == 404


def test_as_word_and_as_pdf(post: Web, tmp_path: Path) -> None:
    job = leave(post, tmp_path / "map")
    where = f"/trajecten/{post.town.case}/brieven/{job}"
    post.sign_in("ine")
    made = post.client.get(f"{where}.docx?aan={post.town.world.people['rudy']}")
    assert made.headers["content-type"] == word.KIND
    assert "welkom-" in made.headers["content-disposition"]
    assert "Dag Rudy, welkom in Kring." in texts(made.content)
    printed = post.client.get(f"{where}.pdf")
    if printed.status_code == 503 and os.environ.get("CI") != "true":
        pytest.skip("WeasyPrint's own libraries (pango) are not on this machine")
    assert printed.content.startswith(b"%PDF")
    assert post.client.get(f"{where}.odt").status_code == 404
    assert post.client.get(f"{where}.pdf?aan=party-x").status_code == 404


def test_who_reads_it(post: Web, tmp_path: Path) -> None:
    job = leave(post, tmp_path / "map")
    where = f"/trajecten/{post.town.case}/brieven"
    for who, status in (("rudy", 200), ("vera", 404), ("noor", 404), ("wim", 404)):
        post.sign_in(who)
        assert post.client.get(f"{where}/{job}").status_code == status, who
        assert post.client.get(f"{where}/welkom").status_code == 404, who
    post.sign_in("rudy")
    assert "Stuur opnieuw" not in post.client.get(f"{where}/{job}").text
    assert post.client.post(f"{where}/{job}/opnieuw").status_code == 403


def test_sent_again_leaves_again(post: Web, tmp_path: Path) -> None:
    job = leave(post, tmp_path / "map")
    where = f"/trajecten/{post.town.case}/brieven"
    post.sign_in("ine")
    assert "Stuur opnieuw" in post.client.get(f"{where}/{job}").text
    answer = post.client.post(f"{where}/{job}/opnieuw")
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    assert "vertrekt straks" in post.client.get(where).text
    assert post.client.post(f"{where}/{job}/opnieuw").status_code == 409
    assert post.client.post(f"{where}/999/opnieuw").status_code == 404


def test_an_erased_letter_says_so(post: Web, tmp_path: Path) -> None:
    job = leave(post, tmp_path / "map")
    post.town.perform("operator", Erase(party=post.town.world.people["vera"]))
    post.sign_in("ine")
    page = post.client.get(f"/trajecten/{post.town.case}/brieven/{job}")
    assert "De tekst van deze brief is gewist." in page.text
    assert post.client.get(f"/trajecten/{post.town.case}/brieven/{job}.pdf").status_code == 404


def upload(post: Web, body: bytes, letter: str = "huis/kring:welkom"):
    files = {"bestand": ("eigen.docx", body, word.KIND)}
    return post.client.post("/beheer/brieven", data={"brief": letter}, files=files)


def test_a_manager_gives_a_letter_its_own_template(post: Web) -> None:
    post.sign_in("baas")
    page = post.client.get("/beheer/brieven")
    assert 'value="huis/kring:welkom"' in page.text
    wrong = upload(post, document("Dag {{ ontvanger.naan }}"))
    assert wrong.status_code == 400
    assert "De naam &#39;naan&#39; kent deze brief niet." in wrong.text
    assert upload(post, b"geen Word").status_code == 400
    assert upload(post, document("Dag"), "huis/kring:weg").status_code == 404
    assert upload(post, document("Beste {{ ontvanger.naam }}")).status_code == 303
    assert "eigen.docx" in post.client.get("/beheer/brieven").text
    made = post.client.get(f"/trajecten/{post.town.case}/brieven/welkom.docx")
    assert texts(made.content) == ["Beste Rudy"]
    assert post.client.post("/beheer/brieven/weg", data={"brief": "huis/kring:welkom"}).status_code == 303
    assert "eigen.docx" not in post.client.get("/beheer/brieven").text


def test_templates_are_for_who_manages(post: Web) -> None:
    for who in ("ine", "rudy"):
        post.sign_in(who)
        assert upload(post, document("Dag")).status_code == 403
    post.sign_in("noor")
    upload(post, document("Dag"))
    post.sign_in("baas")
    assert "eigen.docx" not in post.client.get("/beheer/brieven").text
    post.sign_in("ine")
    assert post.client.get("/beheer/brieven").status_code == 403


def test_invitations_are_switched(post: Web) -> None:
    post.sign_in("baas")
    for answer, said in (("nee", "Er vertrekken nu geen uitnodigingen."), ("ja", "Zet uitnodigingen uit")):
        post.town.world.minutes(1)
        assert post.client.post("/beheer/brieven/uitnodigingen", data={"aan": answer}).status_code == 303
        assert said in post.client.get("/beheer/brieven").text


def test_health_for_people_and_for_programmes(post: Web, tmp_path: Path) -> None:
    post.sign_in("")
    page = post.client.get("/gezond")
    assert "Wie een organisatie beheert" in page.text
    data = post.client.get("/gezond", headers={"accept": "application/json"}).json()
    assert {c["name"] for c in data["checks"]} >= {"Databank", "Plugins", "Zendingen", "Klok"}
    Rounds(post.town.world.engine, Outgoing(tmp_path)).once()
    post.sign_in("baas")
    assert "laatste ronde op" in post.client.get("/gezond").text
