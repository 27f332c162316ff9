"""docs/grammar.md is true: its examples load, and it has every key and every problem, no more and no less."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import baz.definition
from baz.definition.extension import Overlay
from baz.definition.guards import FunctionSignature
from baz.definition.loading import Loaded, load_definition
from baz.definition.model import (
    Condition,
    FieldDef,
    Indicator,
    Later,
    Letter,
    Meeting,
    Migration,
    OpenEffect,
    Parameter,
    Part,
    Pause,
    Region,
    Role,
    State,
    Task,
    Transition,
    Workflow,
)
from baz.definition.overlay import merge
from baz.definition.problems import render_all
from baz.definition.reading.keys import keys_of
from baz.definition.vocabulary import Vocabulary

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "grammar.md"
SECTIONS: dict[str, type[Part]] = {
    "Workflow": Workflow,
    "Parameters": Parameter,
    "Roles": Role,
    "Fields": FieldDef,
    "States": State,
    "Pause": Pause,
    "Transitions": Transition,
    "Conditions": Condition,
    "Open": OpenEffect,
    "Regions": Region,
    "Tasks": Task,
    "Meetings": Meeting,
    "Later": Later,
    "Letters": Letter,
    "Indicators": Indicator,
    "Migrations": Migration,
    "Overlay": Overlay,
}
# Where only core is installed, from its wheel, the pages of the repository are not there.
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="docs/grammar.md is not beside this copy of core")


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def installation() -> Vocabulary:
    function = FunctionSignature("afspraak_in_orde", ("party",), "De afspraak is nog niet ondertekend.")
    return Vocabulary(
        guard_functions={"afspraak_in_orde": function},
        organisations=("magenta", "atk"),
        letters=("welkom.md",),
    )


def blocks(page: str, info: str) -> list[str]:
    """The fenced blocks of one kind."""
    return re.findall(rf"^```{info}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def example(page: str, installation: Vocabulary) -> Loaded:
    return load_definition("".join(blocks(page, "yaml")), installation, file="huiswerkmaatje.yaml")


def test_the_example_is_one_sound_definition(example: Loaded) -> None:
    assert example.problems == (), render_all(example.problems, example.sources)
    assert example.workflow is not None


def test_the_overlay_merges(page: str, example: Loaded, installation: Vocabulary) -> None:
    (text,) = blocks(page, "yaml overlay")
    merged = merge(example, [load_definition(text, installation, file="atk.yaml")], installation)
    assert merged.problems == (), render_all(merged.problems, merged.sources)
    assert merged.workflow is not None
    assert merged.workflow.overlays == ("atk@1",)


def test_the_wrong_example_reads_as_it_says(page: str, installation: Vocabulary) -> None:
    (text,), (shown,) = blocks(page, "yaml wrong"), blocks(page, "text")
    loaded = load_definition(text, installation, file="voorleesuur.yaml")
    assert render_all(loaded.problems, loaded.sources) == shown.rstrip("\n")


@pytest.mark.parametrize("heading", SECTIONS)
def test_each_table_has_every_key(page: str, heading: str) -> None:
    body = re.split(r"^##", re.split(rf"^##+ {heading}$", page, flags=re.MULTILINE)[1], flags=re.MULTILINE)[0]
    rows = re.findall(r"^\| (`.*?`) \|", body, re.MULTILINE)
    found = [key for row in rows for key in re.findall(r"`([a-z_]+)`", row)]
    assert sorted(found) == sorted(keys_of(SECTIONS[heading]))


def documented(page: str) -> set[str]:
    """The slugs in the tables of problems."""
    return set(re.findall(r"^\| `([a-z]+(?:-[a-z]+)+)` \|", page, re.MULTILINE))


def test_every_slug_is_documented_and_produced(page: str) -> None:
    produced = set()
    for path in (HERE / "broken").glob("*.yaml"):
        produced |= set(re.findall(r"^# \d+:\d+ ([a-z-]+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented(page) == produced


def test_no_slug_in_the_code_is_forgotten(page: str) -> None:
    written = set()
    for path in Path(next(iter(baz.definition.__path__))).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written |= set(re.findall(r"\A[a-z]+(?:-[a-z]+)+\Z", node.value))
    assert written - documented(page) == set()
