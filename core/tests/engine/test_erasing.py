"""Erasing somebody who asks it: asked by one, approved by another, proven without a name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from engine_world import World

from baz.engine import erasing, persons
from baz.engine.performing import perform
from baz.ground.errors import BadInput, Forbidden, NotFound, Refused
from baz.kernel.acts import ENGINE, OPERATOR, Actor, Command, Open
from baz.store import log, people


@pytest.fixture
def boss(world: World) -> str:
    """Somebody who may erase."""
    party = world.engine.add_party("Bea Baas", organisation="huis", actor=OPERATOR)
    world.engine.add_staff(party, "huis", "beheerder", date(2020, 1, 1), actor=OPERATOR)
    return party


def test_one_asks_another_approves_and_only_a_proof_stays(world: World, boss: str) -> None:
    case, rudy, ine = world.open(), world.people["rudy"], world.actor("ine")
    bea = world.engine.actor(boss)
    with world.engine.work() as work:
        question = erasing.ask(work, ine, "huis", rudy)
        assert erasing.ask(work, ine, "huis", rudy) == question
        with pytest.raises(Forbidden):
            erasing.approve(work, ine, "huis", question)
        [asked] = erasing.waiting(work, bea, "huis")
        assert (asked.name, asked.asker, asked.cases) == ("Rudy", "Ine", 1)
        assert asked.answer_by == date(2026, 4, 1)
    world.days(2)
    with world.engine.work() as work:
        proof = erasing.approve(work, bea, "huis", question)
    assert (proof.asked_on, proof.erased_on) == (date(2026, 3, 2), date(2026, 3, 4))
    with world.engine.reading() as work:
        assert people.everything_about(rudy, connection=work.connection) == []
        with pytest.raises(NotFound):
            persons.show(work, bea, "huis", rudy)
        assert erasing.waiting(work, bea, "huis") == []
        assert erasing.proofs(work, bea, "huis") == [proof]
        stored = str(work.connection.exec_driver_sql("SELECT * FROM uploads").all())
    assert "Rudy" not in stored
    assert world.engine.show(case, ine).ended_on == "2026-03-04"
    assert world.engine.verify() == []
    with world.engine.work() as work, pytest.raises(BadInput, match="al gewist"):
        erasing.approve(work, bea, "huis", question)


def test_who_asks_does_not_approve_and_may_take_it_back(world: World, boss: str) -> None:
    bea, ine = world.engine.actor(boss), world.actor("ine")
    with world.engine.work() as work:
        mine = erasing.ask(work, bea, "huis", world.people["rudy"])
        with pytest.raises(Refused, match="zelf"):
            erasing.approve(work, bea, "huis", mine)
        with pytest.raises(Forbidden):
            erasing.take_back(work, ine, "huis", mine)
        erasing.take_back(work, bea, "huis", mine)
        assert erasing.waiting(work, bea, "huis") == []
        own = erasing.ask(work, ine, "huis", world.people["rudy"])
        erasing.take_back(work, ine, "huis", own)


def test_staff_and_who_is_not_known_here_are_not_erased(world: World, boss: str) -> None:
    bea = world.engine.actor(boss)
    with world.engine.work() as work:
        with pytest.raises(Refused, match="medewerker"):
            erasing.ask(work, bea, "huis", world.people["ine"])
        with pytest.raises(NotFound):
            erasing.ask(work, bea, "huis", world.people["bo"])
        with pytest.raises(NotFound):
            erasing.approve(work, bea, "huis", "erase-1")


def test_somebody_who_never_took_part_is_erased_too(world: World, boss: str) -> None:
    bea, wim = world.engine.actor(boss), world.people["wim"]
    with world.engine.work() as work:
        question = erasing.ask(work, world.actor("ine"), "huis", wim)
        assert erasing.approve(work, bea, "huis", question).cases == 0
        assert people.everything_about(wim, connection=work.connection) == []


def test_each_case_hears_it_once_also_one_of_another_organisation(world: World, boss: str) -> None:
    rudy, bea = world.people["rudy"], world.engine.actor(boss)
    found = [world.open(), world.open()]
    world.now = world.now.replace(hour=0, minute=30) + timedelta(days=1)  # still yesterday by universal time
    with world.engine.work() as work:
        who = {"vrager": rudy, "matcher": world.people["noor"]}
        duo = Open(workflow="buur/duo", name="meld", answers=who)
        opening = Command(actor=Actor(ENGINE), act=duo, key="duo", organisation="buur")
        found.append(perform(work, opening).case)
        question = erasing.ask(work, world.actor("ine"), "huis", rudy)
        proof = erasing.approve(work, bea, "huis", question)
        assert proof.asked_on == proof.erased_on == date(2026, 3, 3)
        for case in found:
            kinds = [e.kind for e in log.read(case, connection=work.connection)]
            assert kinds.count("erased") == 1, case
