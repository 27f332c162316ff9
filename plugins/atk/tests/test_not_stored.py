"""What ArmenTeKort may not store (domain 5.2): income, debts, why somebody fits, scores of self-worth."""

from __future__ import annotations

import re
from typing import Any

import pytest

from baz.testing.scenario import load_story
from baz.testing.scratch import scratch_player
from baz.testing.suite import catalogue, plugin, workflows

__all__ = ["catalogue", "plugin", "workflows"]

PLUGIN = "atk"
FREE = {
    "atk/buddyschap": {"interesses"},
}
"""Every field in which words may be written, by workflow. A new one is a choice that this test asks for."""
STORY = """
scenario: niet_bewaard
title: Wat niet bewaard wordt
workflow: atk/buddyschap
organisation: atk
people:
  an: {name: An, kind: staff}
  yara: {name: Yara}
steps:
  - refuse: meld_aan
    open: meld_aan
    told: 2024-01-08
    by: an
    for: yara
    how: telefoon
    with: {kanszoekende: yara, gemeente: Gent, wil_dit: ja, begeleider: an, VELD: weinig}
    because: is geen veld
"""


def test_words_are_only_written_where_a_definition_allows_it(workflows: list[Any]) -> None:
    assert len(workflows) >= 3
    for workflow in workflows:
        free = {name for name, field in workflow.fields.items() if field.type in ("text", "list")}
        assert free == FREE.get(workflow.workflow, set()), workflow.workflow


def test_nobody_is_sorted_judged_or_explained(workflows: list[Any]) -> None:
    words = (
        "inkomen",
        "schuld",
        "zelfwaarde",
        "score",
        "diagnose",
        "probleem",
        "reden",
        "waarom",
        "uitkering",
    )
    sorting = re.compile(rf"(?:^|[\W_])(?:{'|'.join(words)})")
    found = [
        f"{workflow.workflow}: {name}"
        for workflow in workflows
        for name, field in workflow.fields.items()
        if sorting.search(f"{name} {field.title}".lower())
    ]
    assert found == []


def test_nobody_writes_down_who_was_there(workflows: list[Any]) -> None:
    named = [(w.workflow, n) for w in workflows for n, m in w.meetings.items() if m.attendance == "names"]
    assert named == []


@pytest.mark.parametrize("field", ["inkomen", "schulden", "zelfwaarde", "verslag"])
def test_what_may_not_be_stored_is_refused(catalogue: Any, field: str) -> None:
    story = load_story(STORY.replace("VELD", field), "niet_bewaard.yaml")
    with scratch_player(catalogue) as player:
        played = player.play(story)
    assert [str(failure) for failure in played.failures] == []
