"""Many commands in one transaction: one that is refused, or only looked at before, leaves nothing in it."""

from __future__ import annotations

from typing import Any

import pytest

from baz.engine import linking
from baz.engine.engine import Engine
from baz.ground.errors import BadInput
from baz.kernel.acts import Actor, Command, Jump, Open
from baz.plugins.assembly import assemble
from baz.plugins.manager import Plugins
from baz.store.database import Database
from baz.store.ids import NumberedIds
from baz.testing.plugins import *  # noqa: F403  # the fixture, and nothing else
from baz.testing.plugins import WritePlugin

LAMP = """\
baz: 1
workflow: proef/lamp
version: 1
title: Lamp
model: buddy
keep: bewaren
parameters: {bewaren: {value: 1 years, source: aanname}}
outcomes: {klaar: Klaar}
roles: {teamlid: {kind: staff}}
states: {uit: {}, aan: {}, stuk: {final: klaar}}
transitions:
  begin: {to: uit, by: teamlid}
  doe_aan: {from: uit, to: aan, by: teamlid}
  breek: {from: aan, to: stuk, by: teamlid}
"""
BOSS = Actor("engine")


@pytest.fixture
def engine(write_plugin: WritePlugin, database: Database) -> Engine:
    point = write_plugin("proef", files={"workflows/lamp.yaml": LAMP})
    made = Engine(database, assemble(Plugins.discover(found=[point])), ids=NumberedIds())
    act = Open(workflow="proef/lamp", name="begin", state="uit")
    made.perform(Command(actor=BOSS, act=act, key="1", case="lamp", organisation="proef"))
    return made


def jump(name: str, key: str) -> Command:
    return Command(actor=BOSS, act=Jump(name=name, reason="proef"), key=key, case="lamp")


def test_a_preview_within_it_writes_nothing(engine: Engine) -> None:
    with engine.batch():
        assert engine.preview(jump("aan", "2")).after.state == "aan"
        assert engine.show("lamp", BOSS).state == "uit"
    assert engine.show("lamp", BOSS).state == "uit"
    assert engine.verify() == []


def test_what_fails_half_way_leaves_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others in the same transaction stay."""

    def fails(*_: Any) -> Any:
        raise BadInput("het traject dat volgt, kan niet beginnen")

    with engine.batch():
        engine.perform(jump("aan", "2"))
        with monkeypatch.context() as patched:
            patched.setattr(linking, "after", fails)
            with pytest.raises(BadInput, match="kan niet beginnen"):
                engine.perform(jump("uit", "3"))
        assert engine.show("lamp", BOSS).state == "aan"
        engine.perform(jump("uit", "3"))
    assert [line.kind for line in engine.show("lamp", BOSS).timeline].count("jumped") == 2
    assert engine.verify() == []
