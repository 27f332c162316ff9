"""What Lus does not store (domain 3): minutes, topics, problems, who was there, why somebody is lonely."""

from __future__ import annotations

from typing import Any

import pytest

from baz.testing.scenario import load_story
from baz.testing.scratch import scratch_player
from baz.testing.suite import catalogue, plugin, workflows

__all__ = ["catalogue", "plugin", "workflows"]

PLUGIN = "lus"
WORDS = {
    ("lus/lusgroep", "afspraken"): "in the person's own words, when she wants it",
    ("lus/zorgzame_buurt", "blijft"): "about a neighbourhood, not about a person",
}
"""Every field of Lus in which words can be written, and why it may be."""

MINUTES = """
scenario: notulen
title: Geen verslag
workflow: lus/linkgroep
organisation: lus
people:
  els: {{name: Els Claes, kind: staff}}
steps:
  - {{on: 2025-01-06, open: bedenk, state: lopend, by: els, with: {{gemeente: Gent, verantwoordelijke: els}}}}
  - refuse: {{meet: groep, with: {{{field}: We spraken over de familie.}}}}
    told: 2025-01-13
    by: els
    because: "'{field}' is geen veld"
  - {{on: 2025-01-13, meet: groep, by: els, expect: {{meetings: {{groep: 1}}}}}}
"""


@pytest.fixture
def own(workflows: list[Any]) -> list[Any]:
    """The workflows of Lus itself; what it adds to BAZ's workshop is about nobody."""
    return [w for w in workflows if w.workflow.startswith("lus/")]


def test_there_is_no_room_for_words_about_a_person(own: list[Any]) -> None:
    found = {(w.workflow, n) for w in own for n, f in w.fields.items() if f.type in ("text", "list")}
    assert found == set(WORDS)


def test_nobody_is_counted_by_name(own: list[Any]) -> None:
    assert {m.attendance for w in own for m in w.meetings.values()} == {"none", "count"}
    assert {m.attendance for w in own if w.about for m in w.meetings.values()} == {"none"}


def test_nothing_is_kept_with_a_meeting(own: list[Any]) -> None:
    assert [(w.workflow, n) for w in own for n, m in w.meetings.items() if m.ask or m.optional] == []


@pytest.mark.parametrize("field", ["verslag", "notulen", "onderwerp", "aanwezigen"])
def test_minutes_of_a_group_are_refused(catalogue: Any, field: str) -> None:
    story = load_story(MINUTES.format(field=field), "notulen.yaml")  # the engine must say no, not the reader
    with scratch_player(catalogue) as player:
        played = player.play(story)
    assert [str(failure) for failure in played.failures] == []
