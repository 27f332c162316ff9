"""The fixtures that others test their workflows with."""

from __future__ import annotations

import pytest

from baz.engine.engine import Engine
from baz.ground.errors import BadDefinition, BadInput
from baz.kernel.acts import Actor
from baz.testing.pytest_plugin import *  # noqa: F403  # the fixtures, all of them and nothing else
from baz.testing.pytest_plugin import Tell, chosen_kind

STORY = """\
scenario: proef
title: Proef
workflow: lus/lusgroep
organisation: lus
people: {vera: {name: Vera, kind: staff}, warre: {name: Warre}}
steps:
  - on: 2024-01-08
    open: meld_aan
    by: vera
    with: {centrale_persoon: warre, gemeente: Gent, persoon_weet_het: ja}
"""


def test_a_story_is_told_on_the_engine_that_the_test_gets(tell: Tell, story_engine: Engine) -> None:
    played = tell(STORY)
    assert played.failures == ()
    assert story_engine.show(played.cases["proef"], Actor("engine")).state == "aangemeld"


def test_a_bad_story_says_where(tell: Tell) -> None:
    with pytest.raises(BadDefinition, match=r"verhaal\.yaml:8:11"):
        tell(STORY.replace("meld_aan", "meld_af"))


def test_the_database_is_chosen_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAZ_TEST_DATABASE", "postgresql")
    assert chosen_kind() == "postgresql"
    monkeypatch.setenv("BAZ_TEST_DATABASE", "mysql")
    with pytest.raises(BadInput, match="sqlite of postgresql"):
        chosen_kind()
