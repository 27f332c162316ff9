"""Core, BAZ's workflows and one partner's plugin: that works, and nothing of the other partners is seen.

The installation is a real one without the rest: a folder with the libraries, and our three distributions with
their own metadata. `python -S` reads no other site-packages.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTNERS = sorted(p.name for p in (ROOT / "plugins").iterdir())
LIBRARIES = Path(sysconfig.get_path("purelib"))
NAMES = {
    "atk": r"atk|armentekort",
    "ekc": r"ekc|eigen kracht",
    "homestart": r"homestart|home-start",
    "lus": r"lus",
    "magenta": r"magenta",
}  # fmt: skip

ASKED = [
    "db upgrade",
    "plugins --format json",
    "workflow list",
    "plugins",
    "parameters list",
    "doctor",
    "agenda",
    "check",
    "demo",
]
TALK = """
import json, sys
from click.testing import CliRunner
from baz.cli.main import main
from baz.cli.reference import reference

said = {"help": reference()}
for line in json.load(sys.stdin):
    result = CliRunner().invoke(main, line.split(), catch_exceptions=False)
    assert result.exit_code == 0, line + result.output
    said[line] = result.output
print(json.dumps(said))
"""


@dataclass
class Alone:
    """An installation with one partner."""

    partner: str
    folder: Path
    environment: dict[str, str]

    def run(self, *words: str, ok: tuple[int, ...] = (0,)) -> str:
        """What `baz` prints with these words, in an empty folder of its own."""
        found = subprocess.run(
            [sys.executable, "-S", "-m", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert found.returncode in ok, found.stdout + found.stderr
        return found.stdout + found.stderr

    def said(self) -> dict[str, str]:
        """What `baz` prints for each line of `ASKED`, and all its help: one process, for starting is slow."""
        told = subprocess.run(
            [sys.executable, "-S", "-c", TALK],
            cwd=self.folder,
            env=self.environment,
            input=json.dumps(ASKED),
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert told.returncode == 0, told.stdout + told.stderr
        return dict(json.loads(told.stdout))

    def others(self, text: str) -> list[str]:
        """Words in a text that belong to another partner."""
        wanted = "|".join(NAMES[name] for name in PARTNERS if name != self.partner)
        return sorted(set(re.findall(rf"(?i)(?<![\w-])(?:{wanted})(?![\w-])", text)))


@pytest.fixture(scope="module", params=PARTNERS)
def alone(request, tmp_path_factory) -> Alone:
    folder = tmp_path_factory.mktemp(request.param)
    inside = folder / "packages"
    inside.mkdir()
    for entry in LIBRARIES.iterdir():
        if "burgersaanzet" not in entry.name and entry.suffix != ".pth":
            (inside / entry.name).symlink_to(entry)
    for name in ("core", "workflows", request.param):
        (metadata,) = LIBRARIES.glob(f"burgersaanzet_{name}-*.dist-info")
        shutil.copytree(metadata, inside / metadata.name)
    sources = [ROOT / "core", ROOT / "workflows", ROOT / "plugins" / request.param]
    paths = [str(path) for path in (inside, *sources)]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BAZ_", "PYTHON", "VIRTUAL_ENV"))}
    place = folder / "werk"
    place.mkdir()
    return Alone(request.param, place, kept | {"PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "200"})


@pytest.fixture(scope="module")
def said(alone: Alone) -> dict[str, str]:
    return alone.said()


def test_only_these_three_are_there(alone, said) -> None:
    found = json.loads(said["plugins --format json"])["plugins"]
    assert {"baz", alone.partner} <= {plugin["name"] for plugin in found}
    packages = {plugin["from"] for plugin in found}
    assert packages == {"burgersaanzet-workflows", f"burgersaanzet-{alone.partner}"}


@pytest.mark.parametrize("line", ["workflow list", "plugins", "parameters list", "doctor", "agenda"])
def test_nothing_of_the_others_is_shown(alone, said, line) -> None:
    assert said[line].strip()
    assert alone.others(said[line]) == []


def test_no_help_names_another(alone, said) -> None:
    assert "baz case open" in said["help"]
    assert alone.others(said["help"]) == []


def test_the_definitions_are_sound(said) -> None:
    """A step that refers to a partner that is not here is a warning and no more."""
    found = said["check"]
    assert "0 fouten" in found or "geen fouten" in found.lower(), found


def test_the_demo_tells_of_this_partner_alone(alone, said) -> None:
    name = tomllib.loads((ROOT / "plugins" / alone.partner / "pyproject.toml").read_text())["project"]["name"]
    assert name.endswith(alone.partner)
    assert "BurgersAanZet, het jaar 2021" in said["demo"]


@pytest.mark.slow
def test_its_own_suite_passes(alone) -> None:
    tests = ROOT / "plugins" / alone.partner / "tests"
    found = alone.run(
        "pytest", str(tests), "-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")
    )
    assert " passed" in found
