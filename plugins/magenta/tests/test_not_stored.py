"""What Magenta may not store (domain 6.1, 6.3): anything about the child, and who came to a meeting."""

from __future__ import annotations

import re

import pytest

from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.testing.scenario import load_story
from baz.testing.scratch import scratch_player

PLUGIN = "magenta"
FREE = {
    "magenta/reeks": {"nuttigst"},
    "magenta/infobundel": {"vindplaats"},
    "baz/workshop": {"vragen", "geleerd", "vindplaats"},
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


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return assemble(Plugins.discover())


def test_words_are_only_written_where_a_definition_allows_it(catalogue: Catalogue) -> None:
    own = [w for w in catalogue.workflows(PLUGIN) if w.organisation == PLUGIN or w.overlays]
    assert len(own) >= 3
    for workflow in own:
        free = {name for name, field in workflow.fields.items() if field.type in ("text", "list")}
        assert free == FREE.get(workflow.workflow, set()), workflow.workflow


def test_nobody_is_sorted_judged_or_explained(catalogue: Catalogue) -> None:
    words = ("diagnose", "aandoening", "handicap", "ziekte", "score", "probleem", "reden", "waarom")
    found = [
        f"{workflow.workflow}: {name}"
        for workflow in catalogue.workflows(PLUGIN)
        if workflow.organisation == PLUGIN
        for name, field in workflow.fields.items()
        if re.search(rf"(?:^|[\W_])(?:{'|'.join(words)})", f"{name} {field.title}".lower())
    ]
    assert found == []


@pytest.mark.parametrize("field", ["diagnose", "kind", "geboortedatum_kind", "antwoorden"])
def test_what_may_not_be_stored_is_refused(catalogue: Catalogue, field: str) -> None:
    story = load_story(STORY.replace("VELD", field), "niet_bewaard.yaml")
    with scratch_player(catalogue) as player:
        played = player.play(story)
    assert [str(failure) for failure in played.failures] == []
