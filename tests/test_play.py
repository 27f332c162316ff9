"""`baz play`: a story in words or as data; a bad file and a story that goes otherwise have an exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from baz.cli.play import play

STORY = """\
scenario: proef
title: "Een kring rond Warre"
workflow: lus/lusgroep
organisation: lus
people:
  vera: {name: Vera Lambrechts, kind: staff}
  warre: {name: Warre}
steps:
  - on: 2024-01-08
    open: meld_aan
    by: vera
    with: {centrale_persoon: warre, gemeente: Gent, persoon_weet_het: ja, verantwoordelijke: vera}
    expect: {state: aangemeld}
  - {refuse: zeg_ja, by: vera, for: warre, how: telefoon, because: kan niet}
"""


@pytest.fixture
def run(tmp_path: Path) -> object:
    def run(text: str, *options: str) -> Result:
        file = tmp_path / "verhaal.yaml"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(play, [str(file), *options], standalone_mode=False)

    return run


def test_a_story_in_words(run) -> None:
    result = run(STORY)
    assert result.return_value == 0, result.output
    told = [line.strip() for line in result.output.splitlines() if line]
    assert told[0] == "Een kring rond Warre"
    assert "ma 8 jan 2024" in told
    assert "Vera Lambrechts: Aanmelden" in told
    assert "toestand  Aangemeld" in told
    assert "te doen   Neem contact op, tegen ma 22 jan 2024" in told
    assert "Vera Lambrechts, voor Warre: mag niet: De centrale persoon zegt ja" in told
    assert told[-1] == "2 stappen verteld, alles liep zoals het verhaal zegt."


def test_a_story_as_data(run) -> None:
    data = json.loads(run(STORY, "--format", "json").output)
    assert data["failures"] == data["broken"] == []
    first, second = data["steps"]
    assert (first["told"], first["state"], first["refused"]) == ("2024-01-08", "Aangemeld", "")
    assert "kan niet" in second["refused"]


def test_a_story_that_goes_otherwise_ends_with_one(run) -> None:
    result = run(STORY.replace("state: aangemeld", "state: lopend"))
    assert result.return_value == 1
    assert "verhaal.yaml:13: verwacht: toestand lopend; gevonden: aangemeld" in result.output


@pytest.mark.parametrize("options", [[], ["--format", "json"]])
def test_a_bad_file_ends_with_two_and_says_where(run, options: list[str]) -> None:
    result = run(STORY.replace("open: meld_aan", "open: meldaan"), *options)
    assert result.return_value == 2
    if options:
        (problem,) = json.loads(result.output)["problems"]
        assert (problem["line"], problem["column"], problem["slug"]) == (10, 11, "unknown-step")
    else:
        assert "verhaal.yaml:10:11: unknown step that opens a case 'meldaan'" in result.output
        assert "did you mean 'meld_aan'?" in result.output
