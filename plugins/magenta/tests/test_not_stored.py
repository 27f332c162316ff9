"""What Magenta may not store (domain 6.1, 6.3): anything about the child, and who came to a meeting."""

from __future__ import annotations

import re
from typing import Any

import pytest

from baz.testing.scenario import load_story
from baz.testing.scratch import scratch_player
from baz.testing.suite import catalogue, plugin, workflows

__all__ = ["catalogue", "plugin", "workflows"]

PLUGIN = "magenta"
FREE = {
    "magenta/reeks": {"nuttigst"},
    "magenta/infobundel": {"vindplaats"},
    "baz/workshop": {"vragen", "geleerd", "vindplaats", "aanbod_titel", "uitleg", "voor_wie", "wat"},
}
"""Every field in which words may be written, by workflow. A new one is a choice that this test asks for."""
STORY = """
scenario: niet_bewaard
title: Wat niet bewaard wordt
workflow: magenta/workshopreeks
organisation: magenta
people:
  an: {name: An, kind: staff}
  yara: {name: Yara}
steps:
  - refuse: meld_interesse
    open: meld_interesse
    told: 2024-01-08
    by: an
    for: yara
    how: telefoon
    with: {ouder: yara, gemeente: Gent, wil_dit: ja, VELD: autisme}
    because: is geen veld
"""


def test_words_are_only_written_where_a_definition_allows_it(workflows: list[Any]) -> None:
    assert len(workflows) >= 3
    for workflow in workflows:
        free = {name for name, field in workflow.fields.items() if field.type in ("text", "list")}
        assert free == FREE.get(workflow.workflow, set()), workflow.workflow


def test_nobody_is_sorted_judged_or_explained(workflows: list[Any]) -> None:
    words = ("diagnose", "aandoening", "handicap", "ziekte", "score", "probleem", "reden", "waarom")
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


@pytest.mark.parametrize("field", ["diagnose", "kind", "geboortedatum_kind", "antwoorden"])
def test_what_may_not_be_stored_is_refused(catalogue: Any, field: str) -> None:
    story = load_story(STORY.replace("VELD", field), "niet_bewaard.yaml")
    with scratch_player(catalogue) as player:
        played = player.play(story)
    assert [str(failure) for failure in played.failures] == []
