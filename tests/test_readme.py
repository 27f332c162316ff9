"""The README's own words, run in an empty folder: from a copied workflow to a changed deadline."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SECTION = "## Your own deadline within the hour"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


@dataclass
class Reader:
    """Somebody who does what the README says, in a folder of her own."""

    folder: Path

    def run(self, line: str) -> str:
        environ = {k: v for k, v in os.environ.items() if not k.startswith("BAZ_")}
        environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", line], cwd=self.folder, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
        return done.stdout

    def follow(self, blocks: list[tuple[str, str]]) -> dict[str, str]:
        """Run every line of the shell blocks, and make the change between the two YAML blocks."""
        said, edits = {}, [text for kind, text in blocks if kind == "yaml"]
        edited = False
        for kind, text in blocks:
            if kind == "yaml" and not edited:
                self._edit(edits[0], edits[1])
                edited = True
            elif kind == "sh":
                for line in text.strip().splitlines():
                    said[line] = self.run(line)
        return said

    def _edit(self, old: str, new: str) -> None:
        file = self.folder / "mijn-werkwijzen" / "workflows" / "workshop.yaml"
        before = file.read_text(encoding="utf-8")
        assert before.count(old) == 1
        file.write_text(before.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def blocks() -> list[tuple[str, str]]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split(SECTION, 1)[1].split("\n## ", 1)[0]
    return [(m[1], m[2]) for m in BLOCK.finditer(section)]


@pytest.fixture(scope="module")
def followed(
    blocks: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Reader, dict[str, str]]:
    reader = Reader(tmp_path_factory.mktemp("lezer"))
    return reader, reader.follow(blocks[1:])


def test_the_first_block_makes_the_tool(blocks: list[tuple[str, str]]) -> None:
    kind, text = blocks[0]
    assert kind == "sh"
    assert text.startswith("make init\n. .venv/bin/activate")
    assert "init:" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_changed_deadline_shows_in_the_agenda(followed: tuple[Reader, dict[str, str]]) -> None:
    reader, said = followed
    (line,) = json.loads(reader.run("baz agenda --format json"))
    opened = date.fromisoformat(json.loads(reader.run("baz case show Jeugdhuis --format json"))["opened_on"])
    assert line["title"] == "Antwoord op de aanvraag"
    assert date.fromisoformat(line["on"]) == opened + timedelta(days=3)
    assert line["owner_name"] == "An Peeters"
    assert "Antwoord op de aanvraag" in said["baz agenda"]
    assert "Jeugdhuis De Schakel" in said["baz agenda"]


def test_what_the_text_promises_besides(followed: tuple[Reader, dict[str, str]]) -> None:
    reader, said = followed
    text = (ROOT / "README.md").read_text(encoding="utf-8").split(SECTION, 1)[1]
    promised = re.findall(r"`(baz [^`]+)`", text.split("\n## ", 1)[0])
    assert len(promised) >= 3
    for line in promised:
        if line.startswith("baz "):
            assert reader.run(line)
    assert (reader.folder / "workshop.svg").read_text(encoding="utf-8").startswith("<svg")
    assert {p.name for p in reader.folder.iterdir()} >= {"baz.toml", "baz.db", "mijn-werkwijzen"}
    assert (
        "alles in orde" in said["baz check mijn-werkwijzen"]
        or "geen fouten" in said["baz check mijn-werkwijzen"]
    )


def test_a_value_of_its_own_counts_without_copying(followed: tuple[Reader, dict[str, str]]) -> None:
    reader, _ = followed
    rows = json.loads(reader.run("baz parameters list baz/workshop --format json"))
    assert next(r["own"] for r in rows if r["name"] == "antwoord") == "3 days"
    names = 'organisatie="Jeugdhuis De Schakel" contactpersoon="Bilal Haddad" medewerker="An Peeters"'
    opened = json.loads(
        reader.run(f"baz case open baz/workshop vraag_aan {names} kanaal=website --format json")
    )
    day = date.fromisoformat(
        json.loads(reader.run(f"baz case show {opened['case']} --format json"))["opened_on"]
    )
    assert opened["tasks"][0]["due_on"] == (day + timedelta(days=3)).isoformat()
