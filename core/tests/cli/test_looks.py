"""How things look: dates, tables that fit, colours and bars only on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
from datetime import date

import click
import pytest

from baz.cli import output

ESCAPE = "\x1b["


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2026, 11, 18), "wo 18 nov 2026"),
        ("2021-01-03", "zo 3 jan 2021"),
        ("2021-01-13T19:30", "wo 13 jan 2021 19:30"),
        ("2021-03", "mrt 2021"),
        ("2021", "2021"),
        ("?", "niet bekend"),
        ("", ""),
        (None, ""),
    ],
)
def test_days(value: date | str | None, shown: str) -> None:
    assert output.day(value) == shown


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_table_fits_the_terminal_and_loses_nothing(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    words = "een zin die veel te lang is voor een smalle kolom en dus verder gaat op de volgende regel"
    output.table(("naam", "tekst", "dag"), [("a", words, "vandaag"), ("b", "kort", "morgen")], wrap=(1,))
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines) <= columns
    assert " ".join(" ".join(lines).split()).count("volgende") == 1
    assert set(words.split()) <= set(" ".join(lines).split())


def test_facts_leave_out_what_is_empty(capsys: pytest.CaptureFixture[str]) -> None:
    output.facts([("naam", "An"), ("leeg", "")])
    assert capsys.readouterr().out == "naam  An\n"


def test_no_colours_in_a_pipe(baz) -> None:
    baz.open()
    for words in (["agenda"], ["case", "list"], ["doctor"]):
        done = baz.process(*words)
        assert done.stdout
        assert ESCAPE not in done.stdout + done.stderr


def _on_a_terminal(baz, *words: str, **environ: str) -> str:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        baz.line(*words), cwd=baz.folder, env=baz.environ(TERM="xterm", **environ), stdout=slave, stderr=slave
    )
    os.close(slave)
    found = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:  # what a closed terminal says on Linux
            break
        if not piece:
            break
        found += piece
    process.wait(timeout=60)
    os.close(master)
    return found.decode()


def test_colours_on_a_terminal_unless_asked_not_to(baz) -> None:
    baz.open()
    assert ESCAPE in _on_a_terminal(baz, "agenda")
    assert ESCAPE not in _on_a_terminal(baz, "agenda", NO_COLOR="1")


def test_a_bar_on_a_terminal_only(baz) -> None:
    baz.open()
    assert "Nakijken" in _on_a_terminal(baz, "verify")
    assert "Nakijken" not in "".join(baz.process("verify").stderr)


LOOKS = ("agenda", "case list", "person list", "plugins", "doctor", "verify", "db check", "check", "tick")
TABLES = ("workflow list", "workflow show proef/hulp", "parameters list")


def test_json_is_all_there_is_on_stdout(baz) -> None:
    baz.open()
    for line in (*LOOKS, *TABLES, "db upgrade", "workflow explain proef/hulp"):
        baz.data(*line.split())


def test_text_of_everything_fits_in_eighty_columns(baz) -> None:
    case = baz.open(
        "wensen=een wens die nogal lang uitvalt en daarom zeker niet op een regel van tachtig past"
    )
    baz("meeting", "plan", case, "gesprek", "2030-01-01T10:00")
    one = [f"case {command} {case}" for command in ("show", "can", "can --all")]
    for line in ("agenda --until 2031-01-01", "case list", "person list", "plugins", "verify", *one, *TABLES):
        for shown in baz(*line.split()).stdout.splitlines():
            assert len(click.unstyle(shown)) <= 80, f"{line}: {shown}"
