"""Whose word counts, and what stays the same whoever is told first."""

from __future__ import annotations

from typing import Any

import pytest
from engine_world import DUO, KRING, World

from baz.ground.errors import BadInput, Refused
from baz.kernel.acts import (
    Agree,
    Erase,
    HandOver,
    Held,
    Join,
    Leave,
    Open,
    Pause,
    Plan,
    Referral,
    Step,
    Yes,
)
from baz.kernel.when import When
from baz.store.database import Database


def _standings(world: World, case: str, role: str) -> dict[str, str]:
    view = world.engine.show(case, world.actor("ine"))
    return {r.name: r.standing for r in view.roles if r.role == role}


def _lid(world: World, case: str, name: str, on: str) -> None:
    party = world.people[name]
    world.tell(Join(name="lid", party=party, agreed=(Yes(party, "telefoon"),)), case, on=on)


def test_nobody_answers_a_referral_in_the_partners_place(world: World) -> None:
    """The receiver's answer comes through its own door; who takes part here cannot tell it."""
    case = world.open()
    for who in ("rudy", "ine"):
        with pytest.raises(Refused, match="partner"):
            world.tell(Referral(name="returned", case="open:verwijs.0@e4"), case, who=who)


def test_the_yes_of_somebody_else_says_how_it_was_given(world: World) -> None:
    """A yes that comes along with an act is held to the same rule as one of its own."""
    case = world.open()
    wim = world.people["wim"]
    with pytest.raises(Refused, match="mondeling, telefoon, brief of mail"):
        world.tell(Join(name="lid", party=wim, agreed=(Yes(wim),)), case)
    world.tell(Join(name="lid", party=wim, agreed=(Yes(wim, "brief"),)), case)
    assert _standings(world, case, "lid") == {"Wim": "active"}


def test_the_reserve_list_does_not_follow_the_order_of_telling(world: World) -> None:
    """Two people came over the bound on one day: who moves up is the same whoever was told first."""
    found = []
    world.days(20)
    people = world.people
    answers = {"persoon": people["rudy"], "gemeente": "Gent", "medewerker": people["ine"]}
    for pair in (("vera", "wim"), ("wim", "vera")):
        case = world.tell(Open(workflow="huis/kring", name="meld", answers=answers), on="2026-03-02").case
        for name in ("ine", "rudy"):
            _lid(world, case, name, "2026-03-03")
        for name in pair:
            _lid(world, case, name, "2026-03-05")
        world.tell(Leave(name="lid", party=world.people["ine"]), case, on="2026-03-10")
        found.append(_standings(world, case, "lid"))
    assert found[0] == found[1]
    assert sorted(found[0].values()) == ["active", "active", "ended", "reserve"]


def test_a_yes_during_a_pause_waits(world: World) -> None:
    """A step that cannot be taken now is not taken by the yes to it either."""
    case = world.open()
    world.tell(Held(name="praatje"), case)
    world.tell(Step(name="begin", answers={"leden": 3}), case, behalf="rudy", how="mondeling")
    world.tell(Step(name="spreek_af"), case)
    world.tell(Pause(name="rust"), case)
    with pytest.raises(Refused, match="gepauzeerd"):
        world.tell(Agree(name="spreek_af", yes=Yes(world.people["rudy"], "telefoon")), case)
    assert world.state(case) == "groep"


@pytest.mark.parametrize(
    "act",
    [
        lambda p: HandOver(name="medewerker", party=p["ine"], to=p["wim"], until=When.parse("?")),
        lambda p: Plan(name="praatje", on=When.parse("?")),
        lambda p: Pause(name="rust", until=When.parse("?")),
    ],
)
def test_what_needs_a_day_is_refused_without_one(world: World, act: Any) -> None:
    """'I do not know when' is for what happened; what is agreed for later has a day."""
    with pytest.raises(BadInput, match="welke dag"):
        world.tell(act(world.people), world.open())


def test_who_was_erased_does_not_come_back_after_a_deputy(world: World) -> None:
    """The deputy keeps the role: there is nobody to give it back to."""
    case = world.open()
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["wim"]}), case)
    over = HandOver(
        name="helper", party=world.people["wim"], to=world.people["vera"], until=When.parse("2026-03-20")
    )
    world.tell(over, case)
    world.tell(Erase(party=world.people["wim"]), case, who="baas")
    world.days(30)
    assert _standings(world, case, "helper") == {"": "ended", "Vera": "active"}
    assert world.engine.verify() == []


def test_a_step_opens_what_only_the_person_may_open(database: Database) -> None:
    """The engine, and a partner who accepts a referral, take over a case; they do not begin it by hand."""
    own = DUO.replace("meld: {to: open, by: matcher", "meld: {to: open, by: vrager")
    world = World.on(database, KRING, own)
    case = world.open()
    world.tell(Held(name="praatje"), case)
    world.tell(Step(name="verwijs", choose="buur/duo"), case)
    noor = world.actor("noor")
    link = world.engine.referrals(noor, "buur")[0]
    receipt = world.engine.accept_referral(
        link.id, noor, key="neem-aan", answers={"matcher": world.people["noor"]}
    )
    assert receipt.state == "open"


def test_who_takes_a_referral_over_answers_what_the_opening_asks_and_its_letters_follow(
    database: Database,
) -> None:
    """A referred case begins as every case of its workflow; what is missing is named and nothing changed."""
    letters = "letters:\n  welkom: {title: Welkom, template: welkom.md, to: vrager}\ntransitions:"
    own = DUO.replace("transitions:", letters, 1)
    own = own.replace(
        "meld: {to: open, by: matcher,", "meld: {to: open, by: matcher, then: [{letter: welkom}],"
    )
    world = World.on(database, KRING, own)
    case = world.open()
    world.tell(Held(name="praatje"), case)
    world.tell(Step(name="verwijs", choose="buur/duo"), case)
    noor = world.actor("noor")
    link = world.engine.referrals(noor, "buur")[0]
    with pytest.raises(Refused, match="Matcher"):
        world.engine.accept_referral(link.id, noor, key="neem-aan")
    assert len(world.engine.referrals(noor, "buur")) == 1
    answers = {"matcher": world.people["noor"]}
    with pytest.raises(BadInput, match="begint niet met 'match'"):
        world.engine.accept_referral(link.id, noor, key="neem-aan", answers=answers, step="match")
    receipt = world.engine.accept_referral(link.id, noor, key="neem-aan", answers=answers)
    view = world.engine.show(receipt.case, noor)
    assert [name for name, _, _ in view.letters] == ["welkom"]
    assert world.engine.verify() == []
