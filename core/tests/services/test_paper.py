"""Letters on paper: a page, a PDF that a screen reader can read, and Word by an own template."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest
from word_files import altered, document, split_in_runs, texts

from baz.ground.colours import tokens
from baz.ground.errors import BadInput, Forbidden, NotFound, SetupError
from baz.kernel.acts import OPERATOR, Actor
from baz.plugins.catalogue import Catalogue
from baz.services.jobs import Worker
from baz.services.letters import own, reading, word
from baz.services.letters.making import letters_of
from baz.services.mail.outgoing import Outgoing
from baz.services.reports import printing
from baz.store import outbox, people
from baz.store.people import PersonalValue
from baz.testing.player import Played, Player

Play = Callable[..., Played]
STORY = """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia, verhaal: "Een & ander <b>"}}
  - {on: 2021-01-12, plan: samen, date: 2021-02-01, by: mia}
  - {on: 2021-01-20, meet: samen, by: mia, count: 4}
  - {on: 2021-01-21, step: groei, by: mia}
"""


def pdf_of(page: str) -> bytes:
    """A PDF; where its libraries are not there the test is left out, except in CI."""
    try:
        return printing.pdf(page)
    except SetupError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("WeasyPrint's own libraries (pango) are not on this machine")


@pytest.fixture
def played(play: Play) -> Played:
    return play(STORY)


@pytest.fixture
def case(played: Played) -> str:
    (found,) = played.cases.values()
    return found


def test_a_pdf_has_tags_a_title_and_a_language(player: Player, case: str) -> None:
    with player.engine.reading() as work:
        (found,) = reading.papers_of(work, OPERATOR, case, reading.NOW, "welkom")
    raw = pdf_of(found.page())
    made = pypdf.PdfReader(io.BytesIO(raw))
    assert made.metadata is not None
    assert made.metadata.title == "Welkom"
    root = made.trailer["/Root"]
    assert root["/Lang"] == "nl-BE"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    text = made.pages[0].extract_text()
    assert "Dag An," in text
    assert "De Proef" in text
    assert "21 januari 2021" in text


def test_nothing_is_fetched_for_a_pdf(player: Player) -> None:
    raw = pdf_of(
        '<html lang="nl"><title>x</title><body><img alt="x" src="http://127.0.0.1:9/x.png">Dag</body>'
    )
    assert raw.startswith(b"%PDF")


def test_the_page_has_the_colour_of_the_organisation(player: Player, case: str) -> None:
    with player.engine.reading() as work:
        (found,) = reading.papers_of(work, OPERATOR, case, reading.NOW, "welkom")
    assert tokens(10)["accent"] in found.page()
    assert found.page().count("<h1>") == 1
    assert '<html lang="nl-BE">' in found.page()


def test_what_left_is_shown_as_it_left(player: Player, played: Played, case: str, tmp_path: Path) -> None:
    (job,) = Worker(player.engine, Outgoing(tmp_path)).run().done
    with player.engine.work() as work:
        value = PersonalValue("name", "Anna", "x", party_id=played.people["an"])
        people.remember("proef", [value], now=work.now, ids=work.ids, connection=work.connection)
    with player.engine.reading() as work:
        (line, now) = reading.lines_of(work, OPERATOR, case)
        (left,) = reading.papers_of(work, OPERATOR, case, line.id)
        (fresh,) = reading.papers_of(work, OPERATOR, case, reading.NOW, "welkom")
    assert (line.id, line.status, line.readers, str(line.on)) == (str(job), "done", ("Anna",), "2021-01-21")
    assert (now.id, now.letter) == ("nu", "welkom")
    assert "Dag An," in left.html
    assert "Dag Anna," in fresh.html


def test_who_reads_what(player: Player, played: Played, case: str, tmp_path: Path) -> None:
    (job,) = Worker(player.engine, Outgoing(tmp_path)).run().done
    an, bo = Actor(played.people["an"]), Actor(played.people["bo"])
    with player.engine.reading() as work:
        assert [line.id for line in reading.lines_of(work, an, case)] == [str(job)]
        assert len(reading.papers_of(work, an, case, str(job))) == 1
        with pytest.raises(NotFound):
            reading.papers_of(work, an, case, reading.NOW, "welkom")
        with pytest.raises(NotFound):
            reading.lines_of(work, bo, case)
        with pytest.raises(NotFound):
            reading.papers_of(work, OPERATOR, case, "999")


def test_sent_again_is_a_new_line(player: Player, case: str, tmp_path: Path) -> None:
    (job,) = Worker(player.engine, Outgoing(tmp_path)).run().done
    with player.engine.work() as work:
        reading.send_again(work, OPERATOR, case, str(job))
    assert len(Worker(player.engine, Outgoing(tmp_path)).run().done) == 1
    with player.engine.reading() as work:
        lines = reading.lines_of(work, OPERATOR, case)
        assert [line.status for line in lines] == ["done", "done", ""]
        assert outbox.counts(connection=work.connection)["waiting"] == 0


# --- templates of Word

GOOD = document(
    "Beste {{ ontvanger.naam }},",
    "{% if velden.verhaal %}Je schreef: {{ velden.verhaal }}{% endif %}",
    "{%p for b in bijeenkomsten.samen %}",
    "Op {{ b.datum | datum }}",
    "{%p endfor %}",
    header="{{ organisatie.naam }}",
    table=("{{ traject.title }}", "{{ vandaag | datum }}"),
)


def render(player: Player, case: str, body: bytes) -> bytes:
    with player.engine.reading() as work:
        (made,) = letters_of(work, case, "welkom")
    return word.render(body, made.context, made.subject)


def test_a_template_is_filled_in_everywhere(player: Player, case: str, catalogue: Catalogue) -> None:
    assert word.problems_of(GOOD, catalogue.workflow("proef/kring")) == ()
    made = render(player, case, GOOD)
    assert texts(made) == [
        "De Proef", "Beste An,", "Je schreef: Een & ander <b>", "Kring", "21 januari 2021",
    ]  # fmt: skip
    properties = docx.Document(io.BytesIO(made)).core_properties
    assert (properties.title, properties.language) == ("Welkom", "nl-BE")


def test_a_name_that_word_cut_in_pieces(player: Player, case: str, catalogue: Catalogue) -> None:
    body = split_in_runs("Dag {", "{ ontvanger", ".naam }", "}!")
    assert word.problems_of(body, catalogue.workflow("proef/kring")) == ()
    assert texts(render(player, case, body)) == ["Dag An!"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ ''.__class__.__mro__ }}", "mag niet in een brief"),
        ("{{ ontvanger.__class__ }}", "'__class__'"),
        ("{{ 'a' * 1000000000 }}", "mag niet in een brief"),
        ("{% macro x() %}{% endmacro %}", "mag niet in een brief"),
        ("{% set x = 1 %}", "mag niet in een brief"),
        ("{% include 'x' %}", "mag niet in een brief"),
        ("{% import 'os' as os %}", "mag niet in een brief"),
        ("{{ cycler.__init__.__globals__ }}", "'__init__'"),
        ("{{ range(999999999) }}", "mag niet in een brief"),
        ("{{ velden.verhaal | attr('x') }}", "'attr'"),
        ("{% for a in rollen.gast %}" * 3 + "{% endfor %}" * 3, "two loops"),
        ("{{ ontvanger.naan }}", "De naam 'naan' kent deze brief niet. Bedoel je 'naam'?"),
        ("{{ rollen.gast }}", "'rollen.gast' kan hier zo niet staan"),
        ("{% if velden.verhaal %}open", "Er is iets mis met de tekens"),
        ("{{p velden.onbekend }}", "De naam 'onbekend'"),
    ],
)  # fmt: skip
def test_what_may_not_stand_in_a_template(catalogue: Catalogue, text: str, said: str) -> None:
    for body in (document(text), document("Dag", header=text), document(table=(text, "x"))):
        problems = word.problems_of(body, catalogue.workflow("proef/kring"))
        assert any(said in problem for problem in problems), problems


DAG = document("Dag")
MAIN, FIRST = b"wordprocessingml.document.main", b"<w:document"
RELATIONS = "word/_rels/document.xml.rels"
TEMPLATE = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'attachedTemplate" Target="http://127.0.0.1/x.dotm" TargetMode="External"/></Relationships>'
)


def relation(attributes: str) -> bytes:
    """A document that says this of another."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="rId99" {attributes.replace("%s", kinds)}/></Relationships>'
    return altered(DAG, RELATIONS, None, b"</Relationships>", more.encode())


def field(*pieces: str) -> bytes:
    """A document with a field of Word, cut into these pieces."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return altered(
        DAG, "word/document.xml", None, b"<w:sectPr", f"<w:p>{begin}{runs}{end}</w:p><w:sectPr".encode()
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"geen zip", "geen document van Word"),
        (b"", "geen document van Word"),
        (b"x" * 2_000_001, "te groot"),
        (altered(DAG, "word/vbaProject.bin", b"x"), "macro"),
        (altered(DAG, "word/embeddings/x.xlsx", b"x"), "macro of een ingebed bestand"),
        (altered(DAG, "[Content_Types].xml", None, MAIN, b"macroEnabled"), "macro's"),
        (altered(DAG, RELATIONS, None, b"</Relationships>", TEMPLATE), "van elders"),
        (altered(DAG, "word/document.xml", None, FIRST, b"<!DOCTYPE x>" + FIRST), "niet leesbaar"),
        (altered(DAG, "word/comments.xml", b"<x>{{ ontvanger.naam }}</x>"), "niet in een voetnoot"),
        (altered(DAG, "word/big.xml", b" " * 20_000_001), "te groot"),
        # the same things, written in another way
        (relation('Type="%s/image" Target="http://x/hyperlink" TargetMode="External"'), "van elders"),
        (relation('Type="%s/image" Target="http://x/a&gt;b>" TargetMode="Ext&#101;rnal"'), "van elders"),
        (relation('Type="%s/oleObject" Target="media/beeld.dat"'), "ingebed bestand"),
        (relation('Type="%s/aFChunk" Target="stuk.mht"'), "ingebed bestand"),
        (field("DDEAUTO c:\\\\x"), "veld van Word"),
        (field('IF 1=1 "{ ', "INCLUDE", 'PICTURE "http://127.0.0.1/x.png"'), "veld van Word"),
        (altered(DAG, "word/document.xml", None, FIRST, b"<!-- x -->" + FIRST), "niet leesbaar"),
        (altered(DAG, "word/comments.xml", "<x/>".encode("utf-16-le")), "niet leesbaar"),
        (altered(DAG, RELATIONS, None, b"</Relationships>", b""), "niet leesbaar"),
        (altered(DAG, "word/comments.xml", b'<?xml version="1.0" encoding="cp037"?><x/>'), "niet leesbaar"),
    ],
)  # fmt: skip
def test_a_document_that_means_harm_is_not_opened(catalogue: Catalogue, body: bytes, said: str) -> None:
    (problem, *_) = word.problems_of(body, catalogue.workflow("proef/kring"))
    assert said in problem


@pytest.mark.parametrize(
    ("sign", "said"),
    [("{{ ", "gesloten"), ("{%p ", "gesloten"), ("{{r ", "gesloten"), ("{#", "gesloten"),
     ("{% colspan 2 %}", "gesloten"), ("{<w:b/>", "gesloten"), ("{{" + "a" * 1001, "gesloten"),
     ("{{ ontvanger.naam }}</w:t></w:r></w:p><w:p><w:r><w:t>", "te veel tekens")],
)  # fmt: skip
def test_signs_that_would_keep_a_reader_busy_for_hours_are_refused_before(
    catalogue: Catalogue, sign: str, said: str
) -> None:
    """docxtpl looks for the end of each sign: 36 kB with some thousands of them open took half a minute."""
    body = altered(
        document("Dag"), "word/document.xml", None, b"Dag", sign.encode() * (20_000 if len(sign) < 999 else 1)
    )
    (problem,) = word.problems_of(body, catalogue.workflow("proef/kring"))
    assert said in problem


def test_fields_and_links_that_fetch_nothing_are_good(catalogue: Catalogue) -> None:
    good = (
        field(" PAGE "),
        field(' HYPERLINK "https://burgersaanzet.be" '),
        relation('Type="%s/hyperlink" Target="https://burgersaanzet.be" TargetMode="External"'),
    )
    for body in good:
        assert word.problems_of(body, catalogue.workflow("proef/kring")) == ()


def test_a_value_never_becomes_a_sign_of_the_document(player: Player, case: str, played: Played) -> None:
    with player.engine.work() as work:
        evil = "</w:t><w:instrText>{{ 1 }}&\x07{% x %}"
        value = PersonalValue("name", evil, "x", party_id=played.people["an"])
        people.remember("proef", [value], now=work.now, ids=work.ids, connection=work.connection)
    made = render(player, case, document("Dag {{ ontvanger.naam }}"))
    assert texts(made) == ["Dag </w:t><w:instrText>{{ 1 }}&{% x %}"]
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        assert b"<w:instrText" not in packed.read("word/document.xml")


def test_an_organisation_keeps_only_what_can_be_filled_in(player: Player, case: str, played: Played) -> None:
    mia = Actor(played.people["mia"], frozenset({"proef"}))
    engine = player.engine
    with pytest.raises(Forbidden):
        own.keep(engine, mia, "proef", "proef/kring", "welkom", "w.docx", GOOD)
    with pytest.raises(NotFound, match=r"geen brief 'welkon'"):
        own.keep(engine, OPERATOR, "proef", "proef/kring", "welkon", "w.docx", GOOD)
    with pytest.raises(BadInput, match=r"De naam 'naan'"):
        own.keep(
            engine, OPERATOR, "proef", "proef/kring", "welkom", "w.docx", document("{{ ontvanger.naan }}")
        )
    own.keep(engine, OPERATOR, "proef", "proef/kring", "welkom", "oud.docx", document("Oud"))
    own.keep(engine, OPERATOR, "proef", "proef/kring", "welkom", "w.docx", GOOD)
    with engine.work() as work:
        assert [row.name for row in own.listing(work, OPERATOR, "proef")] == ["w.docx"]
        (found,) = reading.papers_of(work, OPERATOR, case, reading.NOW, "welkom")
        assert "Beste An," in texts(reading.document_of(work, found))
        own.remove(work, OPERATOR, "proef", "proef/kring", "welkom")
        assert own.listing(work, OPERATOR, "proef") == []
        plain = reading.document_of(work, found)
    assert texts(plain) == ["De Proef", "An", "Dag An,", "Welkom in Kring."]
    bold = [run.text for p in docx.Document(io.BytesIO(plain)).paragraphs for run in p.runs if run.bold]
    assert bold == ["De Proef", "Kring"]


def test_no_value_is_missing_in_any_form(player: Player, case: str) -> None:
    with player.engine.reading() as work:
        (found,) = reading.papers_of(work, OPERATOR, case, reading.NOW, "welkom")
        forms = [found.page(), " ".join(texts(reading.document_of(work, found)))]
        forms.append(pypdf.PdfReader(io.BytesIO(pdf_of(found.page()))).pages[0].extract_text())
    for whole in forms:
        assert "An" in whole
        assert "Kring" in whole
        assert not re.search(r"None|\{\{|nog niet ingevuld", whole)
