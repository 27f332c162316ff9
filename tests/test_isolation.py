"""What one plugin does wrong, and a plugin that is gone, as the engine meets it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from baz.engine.engine import Engine
from baz.ground.errors import BazError, Refused
from baz.kernel.acts import OPERATOR, Act, Actor, Command, Open, Step
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.store.database import Database, open_database
from baz.store.schema import migrate
from baz.testing.plugins import WritePlugin

DEFINITION = """baz: 1
workflow: {name}/proef
version: 1
title: Proef
model: buddy
about: buur
keep: bewaren
parameters:
  bewaren: {{value: 12 months, source: aanname}}
outcomes:
  goed: Goed
roles:
  buur: {{count: 1}}
  medewerker: {{kind: staff, count: 1}}
states:
  bezig:
  klaar: {{final: goed}}
transitions:
  begin: {{to: bezig, by: medewerker, ask: [buur, medewerker]}}
  eindig:
    from: bezig
    to: klaar
    by: medewerker
    when: {condition}
"""
FUNCTION = """
def stuk(party):
    {body}

@hookimpl
def baz_guard_functions():
    signature = FunctionSignature(name="mag", parameters=("party",), sentence="De buur mag het.")
    return [GuardFunction(signature=signature, call=stuk)]
"""


def plugin(write_plugin: WritePlugin, name: str, body: str = "") -> EntryPoint:
    condition = "[mag(about)]" if body else "[]"
    text = DEFINITION.format(name=name, condition=condition)
    return write_plugin(name, FUNCTION.format(body=body) if body else "", {"workflows/proef.yaml": text})


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'proef.db'}"
    migrate(url)
    opened = open_database(url)
    yield opened
    opened.close()


class Desk:
    """One member of staff of one organisation, with an engine that knows these plugins."""

    def __init__(self, database: Database, catalogue: Catalogue, home: str) -> None:
        self.engine = Engine(database, catalogue, clock=lambda: datetime(2026, 1, 5, 9, tzinfo=UTC))
        self.home = home
        self.person = self.engine.add_party("Buur", organisation=home, actor=OPERATOR)
        self.staff = self.engine.add_party("Medewerker", organisation=home, actor=OPERATOR)
        self.engine.add_staff(self.staff, home, "medewerker", date(2020, 1, 1), actor=OPERATOR)
        self.told = 0

    def tell(self, act: Act, case: str = "") -> str:
        self.told += 1
        actor = Actor(self.staff, frozenset((self.home,)))
        key = f"{self.home}-{self.told}"
        return self.engine.perform(
            Command(actor=actor, act=act, key=key, case=case, organisation=self.home)
        ).case

    def open(self) -> str:
        answers = {"buur": self.person, "medewerker": self.staff}
        return self.tell(Open(workflow=f"{self.home}/proef", name="begin", answers=answers))


def refused(desk: Desk, act: Act, case: str) -> str:
    with pytest.raises(Refused) as no:
        desk.tell(act, case)
    return str(no.value.message)


@pytest.mark.parametrize("body", ["raise KeyError('oei')", "return 3"])
def test_a_condition_that_fails_refuses_its_step_and_nothing_else(
    write_plugin: WritePlugin, database: Database, body: str
) -> None:
    catalogue = assemble(
        Plugins.discover(found=[plugin(write_plugin, "aan", body), plugin(write_plugin, "zee")])
    )
    assert catalogue.failures == ()
    aan, zee = Desk(database, catalogue, "aan"), Desk(database, catalogue, "zee")
    mine, theirs = aan.open(), zee.open()
    assert "De buur mag het." in refused(aan, Step(name="eindig"), mine)
    assert zee.tell(Step(name="eindig"), theirs) == theirs
    assert {(f.plugin, f.moment) for f, _ in catalogue.incidents.all()} == {("aan", "voorwaarde mag")}


def test_a_condition_may_say_what_is_missing(write_plugin: WritePlugin, database: Database) -> None:
    found = [plugin(write_plugin, "aan", "return 'De buur heeft nog geen kaart.'")]
    desk = Desk(database, assemble(Plugins.discover(found=found)), "aan")
    assert refused(desk, Step(name="eindig"), desk.open()) == "De buur heeft nog geen kaart."


def test_a_case_of_a_plugin_that_is_gone_is_readable_and_does_not_step(
    write_plugin: WritePlugin, database: Database
) -> None:
    before = assemble(Plugins.discover(found=[plugin(write_plugin, "aan", "return True")]))
    desk = Desk(database, before, "aan")
    case = desk.open()
    desk.engine = Engine(database, assemble(Plugins.discover(found=[])), clock=desk.engine.clock)
    actor = Actor(desk.staff, frozenset(("aan",)))
    assert desk.engine.show(case, actor).state == "bezig"
    assert [o.allowed for o in desk.engine.can(case, actor)] == [False]
    with pytest.raises(BazError):
        desk.tell(Step(name="eindig"), case)
    desk.engine = Engine(database, before, clock=desk.engine.clock)
    assert desk.tell(Step(name="eindig"), case) == case
