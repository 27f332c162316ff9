"""How a plugin shows that it stores no more than its partner wants. A plugin inherits it in one line:

    from baz.testing.minimal import *

    PLUGIN = "buurt"
    FREE = {"buurt/leesclub": {"wens"}}
    JUDGING = ("diagnose", "score")
    STORY = "..."
    REFUSED = ("verslag",)

`FREE` has every field in which words may be written, by workflow: a new one is a choice that is asked for
here. `JUDGING` are beginnings of words that would sort, judge or explain somebody. `STORY` is a story with a
step that is refused because of the field `VELD`, and `REFUSED` are the names to fill in there.
"""

from __future__ import annotations

import re

import pytest

from baz.definition.model import Workflow
from baz.plugins.catalogue import Catalogue
from baz.testing.scenario import load_story
from baz.testing.scratch import scratch_player
from baz.testing.suite import catalogue, plugin, workflows

__all__ = [
    "catalogue",
    "plugin",
    "test_nobody_is_sorted_judged_or_explained",
    "test_nobody_writes_down_who_was_there",
    "test_what_may_not_be_stored_is_refused",
    "test_words_are_only_written_where_a_definition_allows_it",
    "workflows",
]


def test_words_are_only_written_where_a_definition_allows_it(
    workflows: list[Workflow], request: pytest.FixtureRequest
) -> None:
    """Each field of words stands in `FREE`, and the other way around."""
    words = {w.workflow: {n for n, f in w.fields.items() if f.type in ("text", "list")} for w in workflows}
    assert {name: free for name, free in words.items() if free} == request.module.FREE


def test_nobody_is_sorted_judged_or_explained(
    workflows: list[Workflow], request: pytest.FixtureRequest
) -> None:
    """No name or title of a field has a word of `JUDGING`."""
    judging = re.compile(rf"(?:^|[\W_])(?:{'|'.join(request.module.JUDGING)})")
    fields = [(w.workflow, name, field) for w in workflows for name, field in w.fields.items()]
    assert fields
    assert [(w, n) for w, n, f in fields if judging.search(f"{n} {f.title}".lower())] == []


def test_nobody_writes_down_who_was_there(workflows: list[Workflow]) -> None:
    """Of no meeting is kept who came, by name."""
    named = [(w.workflow, n) for w in workflows for n, m in w.meetings.items() if m.attendance == "names"]
    assert named == []


def test_what_may_not_be_stored_is_refused(catalogue: Catalogue, request: pytest.FixtureRequest) -> None:
    """Whoever tells it all the same is refused by the engine."""
    for field in request.module.REFUSED:
        story = load_story(request.module.STORY.replace("VELD", field), "niet_bewaard.yaml")
        with scratch_player(catalogue) as player:
            assert [str(failure) for failure in player.play(story).failures] == [], field
