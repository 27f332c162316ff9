"""What people type wrong: a sentence in Dutch on stderr, code 2, nothing on stdout, and nothing half done."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from baz.cli.errors import dutch
from baz.cli.main import main

ENGLISH = re.compile(r"\b(Error|Usage|Invalid|Missing|No such|Try|does not|is not|Got unexpected|Options)\b")
WRONG = [
    (["agend"], "Bedoel je 'agenda'?"),
    (["case", "shw", "x"], "Bedoel je 'show'?"),
    (["agenda", "--frmat", "json"], "Bedoel je --format?"),
    (["agenda", "--mien"], "'--mien' bestaat niet"),
    (["agenda", "--format", "jsn"], "Bedoel je 'json'?"),
    (["agenda", "--format"], "hoort nog een waarde"),
    (["letter", "list", "\udce9"], "geen UTF-8"),
    (["agenda", "extra"], "Dit is te veel: extra"),
    (["agenda", "--until", "31/02/2026"], "is geen dag"),
    (["agenda", "--until", "straks"], "is geen dag"),
    (["agenda", "--organisation", "prof"], "Bedoel je 'proef'?"),
    (["agenda", "--mine=ja"], "hoort geen waarde"),
    (["case", "show"], "TRAJECT ontbreekt"),
    (["case", "show", "zzz"], "geen traject 'zzz'"),
    (["case", "list", "--limit", "veel"], "geen geheel getal"),
    (["case", "list", "--limit", "0"], "ligt niet in"),
    (["case", "list", "--workflow", "proef/hlp"], "Bedoel je proef/hulp?"),
    (["case", "open", "proef/hlp"], "Bedoel je proef/hulp?"),
    (["case", "open", "proef/hulp", "begn"], "Bedoel je 'begin'?"),
    (["case", "open", "proef/hulp", "persoon=Piet"], "'Piet' is geen bekende persoon"),
    (["case", "open", "proef/hulp", "gemeent=Gent"], "Bedoel je 'gemeente'?"),
    (["case", "open", "proef/hulp", "soort=smen"], "Bedoel je samen?"),
    (["case", "open", "proef/hulp", "gemeente=Gent", "gemeente=Brugge"], "staat er 2 keer"),
    (["case", "open", "proef/hulp", "persoon=Lena"], "Nog in te vullen"),
    (["case", "open", "proef/hulp", "persoon=Lena", "begeleider=An", "--on", "morgen"], "geen datum"),
    (["case", "open", "proef/hulp", "persoon=Lena", "begeleider=An", "--on", "2099-01-01"], "toekomst"),
    (["case", "open", "proef/hulp", "persoon=Lena", "begeleider=An", "--how", "fax"], "kan hier niet"),
    (["case", "open", "proef/hulp", "persoon=Lena", "begeleider=An", "--agreed", "Lena:fax"], "geen manier"),
    (["person", "add", "Jo", "--kind", "dier"], "person of organisation"),
    (["person", "add", "Jo", "--mail", "geen"], "geen mailadres"),
    (["person", "add", "Jo", "--staff", "begeleidr"], "Bedoel je 'begeleider'?"),
    (["person", "add", "  "], "Geef een naam"),
    (["parameters", "set", "proef/hulp", "bel", "3 days"], "geen instelling"),
    (["parameters", "set", "proef/hulp", "bellen", "drie"], "past niet"),
    (["parameters", "set", "proef/hulp", "bellen", "3 days", "--from", "2001-01-01"], "vandaag of later"),
    (["workflow", "show", "proef/hlp"], "Bedoel je proef/hulp?"),
    (["workflow", "show", "proef/hulp", "--version", "9"], "die versie niet"),
    (["workflow", "explain", "weg.yaml"], "weg.yaml"),
    (["workflow", "diagram"], "Zeg welke werkwijze"),
    (["check", "weg.yaml"], "weg.yaml"),
    (["--config", "weg.toml", "agenda"], "weg.toml"),
    (["--as", "Piet", "agenda"], "'Piet' is geen bekende persoon"),
]


@pytest.mark.parametrize(("words", "told"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_a_mistake_is_told(baz, words: list[str], told: str) -> None:
    people = baz.data("person", "list")
    said = baz.refused(*words)
    assert told in said
    assert not ENGLISH.search(said)
    assert baz.data("person", "list") == people
    assert baz.data("case", "list") == []


CASE_WRONG = [
    (["case", "do", "strt"], "Bedoel je 'start'?"),
    (["case", "do", "start", "mensen=veel"], "geen getal"),
    (["case", "do", "start", "mensen"], "geen antwoord"),
    (["case", "do", "start", "=3"], "geen antwoord"),
    (["case", "do", "kies", "soort=samen"], "Dit beslist persoon"),
    (["case", "do", "stop"], "--outcome AFLOOP"),
    (["case", "do", "stop", "--outcome", "klar"], "Bedoel je 'klaar'?"),
    (["case", "do", "start"], "Geef mee: mensen=..."),
    (["case", "do", "start", "mensen=1"], "--waive REDEN"),
    (["case", "do", "verval"], "vanzelf"),
    (["case", "report", "start", "mensen=2"], "--on ontbreekt"),
    (["case", "report", "start", "mensen=2", "--on", "2026-13"], "geen datum"),
    (["case", "correct", "99"], "geen gebeurtenis 99"),
    (["case", "correct", "1", "--yes"], "trek je niet in"),
    (["case", "correct", "een"], "geen geheel getal"),
    (["case", "pin", "bl", "2030-01-01"], "Bedoel je 'bel'?"),
    (["case", "pin", "bel", "ooit"], "is geen dag"),
    (["case", "join", "budy", "Rudy"], "Bedoel je 'buddy'?"),
    (["case", "join", "buddy", "Piet"], "geen bekende persoon"),
    (["meeting", "plan", "gesprk", "2030-01-01"], "Bedoel je 'gesprek'?"),
    (["meeting", "plan", "gesprek", "ooit"], "geen datum"),
    (["meeting", "plan", "gesprek", "2030-01-01", "--mode", "fax"], "kan hier niet"),
    (["meeting", "record", "gesprek", "--count", "-1"], "ligt niet in"),
]


@pytest.mark.parametrize(("words", "told"), CASE_WRONG, ids=[" ".join(words) for words, _ in CASE_WRONG])
def test_a_mistake_in_a_case_changes_nothing(baz, words: list[str], told: str) -> None:
    case = baz.open()
    before = baz.data("case", "show", case)
    said = baz.refused(*words[:2], case, *words[2:])
    assert told in said
    assert not ENGLISH.search(said)
    assert baz.data("case", "show", case) == before


def test_a_name_of_two_people_asks_which(baz) -> None:
    baz("person", "add", "Rudy Claes")
    said = baz.refused("case", "open", "proef/hulp", "persoon=Rudy Claes", "begeleider=An")
    assert said.count("party-") == 2


def test_a_group_without_a_command_shows_its_help(bare) -> None:
    assert "Opdrachten:" in bare.refused("case")


def test_a_held_database_is_told(baz, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("baz.store.database.Database.__init__.__defaults__", (0.1,))
    holder = sqlite3.connect(baz.folder / "baz.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert "even bezet. Er is niets bewaard." in baz.refused("person", "add", "Te Laat")
    finally:
        holder.close()
    assert "Te Laat" not in baz("person", "list").stdout


def test_a_file_that_is_no_database_is_told(baz) -> None:
    (baz.folder / "stuk.db").write_bytes(b"dit is geen databank, maar wel lang genoeg" * 100)
    done = baz.process("agenda", BAZ_DATABASE_URL="stuk.db")
    assert done.returncode == 1
    assert "beschadigd" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("where", ["/dev/null/baz.db", "nergens/baz.db"])
def test_a_folder_that_cannot_be_used_is_told(baz, where: str) -> None:
    done = baz.process("agenda", BAZ_DATABASE_URL=where)
    assert done.returncode == 2
    assert done.stderr.startswith("Fout: ")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_writing_is_told(bare) -> None:
    bare.folder.chmod(0o500)
    done = bare.process("agenda")
    bare.folder.chmod(0o700)
    assert done.returncode == 2
    assert "mag schrijven" in done.stderr


def test_a_folder_where_a_file_belongs_is_told(baz) -> None:
    (baz.folder / "map.yaml").mkdir()
    assert "map" in baz.refused("workflow", "explain", "map.yaml")


def test_stopping_leaves_nothing_half_done(baz, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("baz.engine.admin.add_staff", stop)
    said = baz.refused("person", "add", "Half Werk", "--staff", "begeleider", code=1)
    assert "niet bewaard" in said
    monkeypatch.undo()
    done = baz.process("person", "list")
    assert "Half Werk" not in done.stdout


def test_ctrl_c_in_a_process_ends_with_a_sentence(baz) -> None:
    holder = sqlite3.connect(baz.folder / "baz.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    process = subprocess.Popen(
        baz.line("person", "add", "Nooit"),
        cwd=baz.folder,
        env=baz.environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(2)  # long enough to be waiting for the database, which is held for five seconds
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    holder.close()
    assert process.returncode in (1, 2)
    assert "Traceback" not in said
    assert "bewaard" in said


def test_a_reader_that_goes_away_is_no_error(baz) -> None:
    line = " ".join(f"'{word}'" for word in baz.line("workflow", "schema"))
    done = subprocess.run(
        ["bash", "-c", f"{line} | head -1"],
        cwd=baz.folder,
        env=baz.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_a_mistake_of_ours_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("ons eigen werk")

    monkeypatch.setattr("baz.cli.desk.settings", broken)
    with pytest.raises(RuntimeError):
        main(["agenda"])


def test_an_unknown_sentence_of_click_stays() -> None:
    assert dutch("Something new.") == "Something new."


def test_a_full_disk_is_told_wherever_it_is_met(baz) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            baz.line("person", "list"), cwd=baz.folder, env=baz.environ(), stdout=full, text=True,
            stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "Fout: Schrijven lukt niet: de schijf is vol.\n")
    assert "/dev/full" in baz.refused("report", "2026", "--format", "html", "--output", "/dev/full")
