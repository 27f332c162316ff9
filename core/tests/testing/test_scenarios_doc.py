"""docs/scenarios.md keeps its word: its stories play, and it names every key and every problem."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.testing import keys
from baz.testing.plugins import WritePlugin
from baz.testing.scenario import load_story
from baz.testing.scratch import scratch_player

PAGE = Path(__file__).parents[3] / "docs" / "scenarios.md"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="core stands alone here, without the docs")


def blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)


@pytest.fixture
def catalogue(write_plugin: WritePlugin) -> Catalogue:
    point = write_plugin("proef", files={"workflows/kring.yaml": blocks()[0]})
    made = assemble(Plugins.discover(found=[point]))
    assert [str(p) for p in made.problems if p.severity == "error"] == []
    return made


@pytest.mark.parametrize("number", range(1, 3))
def test_the_stories_go_as_they_say(catalogue: Catalogue, number: int) -> None:
    text = blocks()[number]
    with scratch_player(catalogue) as player:
        played = player.play(load_story(text, "scenarios.md", catalogue))
        assert [str(f) for f in played.failures] == []
        assert player.engine.verify() == []


def test_every_story_is_played() -> None:
    assert [b.split(":")[0] for b in blocks()] == ["baz", "scenario", "scenario"]


def test_every_key_is_explained() -> None:
    prose = re.sub(r"```.*?```", "", PAGE.read_text(encoding="utf-8"), flags=re.S)
    told = {word for cell in re.findall(r"`([^`]+)`", prose) for word in re.findall(r"\w+", cell)}
    used = {*keys.TOP, *keys.PERSON, *keys.COMMON, *keys.EXPECT, *keys.VERBS, "refuse", "because"}
    used |= {key for more in keys.VERBS.values() for key in more}
    assert used - told == set()


def test_every_verb_is_used_in_a_story() -> None:
    used = set(re.findall(r"(?:^|[\s{])(\w+):", "\n".join(blocks()[1:])))
    elsewhere = {
        "migrate",
        "accept",
        "return",
        "erase",
        "apply",
    }  # they need another version, plugin or an end
    assert set(keys.VERBS) - used == elsewhere
