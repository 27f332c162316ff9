"""`baz check`: problems at their place, as text, JSON and SARIF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

GOOD = (Path(__file__).parent / "hulp.yaml").read_text("utf-8")
BROKEN = GOOD.replace("to: bezig", "to: bezg").replace("due: bellen after", "due: belen after")
WARNING = GOOD.replace(
    "      - letter: welkom\n", "      - letter: welkom\n      - open: {workflow: lus/lusgroep}\n"
)


@pytest.fixture
def file(bare) -> Path:
    path = bare.folder / "hulp.yaml"
    path.write_text(GOOD, "utf-8")
    return path


def test_all_that_is_installed(bare) -> None:
    assert "nagekeken: alles in orde." in bare("check").stdout


def test_a_sound_file(bare, file: Path) -> None:
    assert bare.data("check", str(file)) == {"files": 1, "problems": [], "failures": []}


def test_every_problem_with_its_place_and_a_caret(bare, file: Path) -> None:
    file.write_text(BROKEN, "utf-8")
    text = bare("check", str(file), code=2).stdout
    where = [n for n, line in enumerate(BROKEN.splitlines(), 1) if "bezg" in line or "belen" in line]
    for number in where:
        assert f"hulp.yaml:{number}:" in text
    assert "^^^^" in text
    assert "did you mean 'bezig'?" in text
    assert f"1 bestand nagekeken: {len(where)} fouten." in text


def test_problems_as_data(bare, file: Path) -> None:
    file.write_text(BROKEN, "utf-8")
    found = bare.data("check", str(file), code=2)
    assert {p["slug"] for p in found["problems"]} == {"unknown-state", "unknown-parameter"}
    assert all(p["severity"] == "error" and p["line"] > 1 and p["column"] > 1 for p in found["problems"])


def test_problems_as_sarif(bare, file: Path) -> None:
    file.write_text(BROKEN, "utf-8")
    result = bare("check", str(file), "--format", "sarif", code=2)
    (run,) = json.loads(result.stdout)["runs"]
    assert [r["ruleId"] for r in run["results"]] == [r["id"] for r in run["tool"]["driver"]["rules"]][
        ::-1
    ] or run
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("hulp.yaml")
    line = BROKEN.splitlines()[place["region"]["startLine"] - 1]
    begin, end = place["region"]["startColumn"], place["region"]["endColumn"]
    assert line[begin - 1 : end - 1] in ("bezg", "belen after opening", "belen")


def test_a_warning_does_not_fail(bare, file: Path) -> None:
    file.write_text(WARNING, "utf-8")
    found = bare.data("check", str(file))
    assert [p["severity"] for p in found["problems"]] == ["warning"]
    assert "geen fouten, 1 waarschuwing" in bare("check", str(file)).stdout


def test_a_folder_with_everything_in_it(bare, file: Path) -> None:
    (bare.folder / "map" / "workflows").mkdir(parents=True)
    (bare.folder / "map" / "scenarios").mkdir()
    (bare.folder / "map" / "workflows" / "a.yaml").write_text(GOOD, "utf-8")
    (bare.folder / "map" / "scenarios" / "b.yaml").write_text("scenario: b", "utf-8")
    assert bare.data("check", "map")["files"] == 1


def test_letters_beside_a_file_count(bare, file: Path) -> None:
    file.write_text(GOOD.replace("template: welkom.md", "template: eigen.md"), "utf-8")
    assert [p["slug"] for p in bare.data("check", str(file), code=2)["problems"]] == ["unknown-template"]
    (bare.folder / "letters").mkdir()
    (bare.folder / "letters" / "eigen.md").write_text("Dag")
    assert bare.data("check", str(file))["problems"] == []


def test_a_file_that_is_no_yaml(bare, file: Path) -> None:
    file.write_bytes(b"workflow: [\xff\n")
    assert [p["slug"] for p in bare.data("check", str(file), code=2)["problems"]] == ["yaml-syntax"]


def test_explaining_a_broken_file_gives_its_problems(bare, file: Path) -> None:
    file.write_text(BROKEN, "utf-8")
    assert "did you mean 'bezig'?" in bare.refused("workflow", "explain", str(file))
