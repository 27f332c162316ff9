"""What leaves the house, from the command line."""

from __future__ import annotations

import signal
import subprocess
from datetime import timedelta

import docx

from baz.ground.clock import system_clock, today_in_brussels


def test_invitations_are_on_until_somebody_says_no(baz) -> None:
    assert baz.data("invitations")["invitations"] is True
    assert "staan uit" in baz("invitations", "off").stdout
    assert baz.data("invitations") == {"organisation": "proef", "invitations": False}
    assert baz.data("invitations", "on")["invitations"] is True
    assert "Kies uit on of off" in baz.refused("invitations", "af")


def test_the_digest_to_look_at_and_to_send_once(baz) -> None:
    assert "er vertrekt geen mail" in baz("--as", "An Peeters", "digest").stdout
    baz.open("--on", (today_in_brussels(system_clock()) - timedelta(days=20)).isoformat())
    (found,) = baz.data("--as", "An Peeters", "digest")
    assert found["lines"][0]["title"] == "Bel eens"
    assert baz.data("digest", "--send")["sent"] == 0, "nobody has an address"
    baz("person", "add", "Mia Peeters", "--staff", "begeleider", "--mail", "mia@voorbeeld.be")
    assert baz.data("digest", "--all") != []
    assert baz.data("digest", "--send")["sent"] in (0, 1)
    assert baz.data("digest", "--send")["sent"] == 0


def test_a_worker_runs_until_it_is_stopped(baz) -> None:

    line = baz.line("worker", "--every", "0.1")
    with subprocess.Popen(
        line, cwd=baz.folder, env=baz.environ(), stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        assert "De worker loopt" in process.stderr.readline()
        while "nog geen ronde" in baz("doctor").stdout:
            pass
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert "laatste ronde op" in baz("doctor").stdout


def test_a_letter_in_each_form(baz) -> None:
    case = baz.open()
    (waiting, now) = baz.data("letter", "list", case)
    assert (waiting["status"], now["id"], now["letter"]) == ("waiting", "nu", "welkom")
    baz("tick")
    (left, _) = baz.data("letter", "list", case)
    assert (left["status"], left["readers"]) == ("done", ["Lena Maes"])
    assert baz("letter", "show", case, left["id"]).stdout.endswith("\n\nDag\n\n")
    assert '<html lang="nl-BE">' in baz("letter", "show", case, "welkom", "--as", "html").stdout
    baz("letter", "show", case, "welkom", "--as", "docx", "--out", "brief.docx")
    assert "Dag" in [p.text for p in docx.Document(str(baz.folder / "brief.docx")).paragraphs]
    assert "Kies met --to" in baz.refused("letter", "show", case, "welkom", "--as", "pdf")
    assert "geen brief 'welkon'" in baz.refused("letter", "show", case, "welkon")


def test_a_template_of_word(baz) -> None:
    made = docx.Document()
    made.add_paragraph("Beste {{ ontvanger.naam }}")
    made.save(str(baz.folder / "eigen.docx"))
    baz("letter", "keep", "proef/hulp", "welkom", "eigen.docx")
    assert [t["name"] for t in baz.data("letter", "templates")] == ["eigen.docx"]
    case = baz.open()
    baz("letter", "show", case, "welkom", "--as", "docx", "--out", "brief.docx")
    assert [p.text for p in docx.Document(str(baz.folder / "brief.docx")).paragraphs] == ["Beste Lena Maes"]
    baz("letter", "drop", "proef/hulp", "welkom")
    assert baz.data("letter", "templates") == []
    (baz.folder / "eigen.docx").write_text("geen Word")
    assert "geen document van Word" in baz.refused("letter", "keep", "proef/hulp", "welkom", "eigen.docx")
    assert "kan niet gelezen worden" in baz.refused("letter", "keep", "proef/hulp", "welkom", "weg.docx")
