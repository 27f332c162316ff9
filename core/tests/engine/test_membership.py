"""Who sees which workflows, who may begin something new, and what stays readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from engine_world import DUO, KRING, World, catalogue

from baz.engine import membership
from baz.engine.engine import Engine
from baz.ground.errors import BadInput, Forbidden, Refused
from baz.kernel.acts import Actor, Held, Open, Step
from baz.plugins.catalogue import Catalogue
from baz.plugins.kinds import Organisation
from baz.plugins.manager import Installed
from baz.store import settings

ADMIN = Actor("engine", operator=True)


def installed(*texts: str, **changed: Organisation) -> Catalogue:
    """The same installation, with other organisations."""
    plain = catalogue(*texts)
    plugins = tuple(Installed(name, name, "", "1", True) for name in ("buur", "huis"))
    return replace(plain, installed=plugins, organisations={**plain.organisations, **changed})


def renewed(world: World, known: Catalogue) -> World:
    """The same database, people and day, with something else installed."""
    engine = Engine(world.engine.database, known, ids=world.engine.ids)
    after = World(engine, world.now, world.people, world.keys)
    engine.clock = lambda: after.now
    return after


def open_duo(world: World, organisation: str = "buur", who: str = "noor") -> str:
    asks = world.people["bo" if organisation == "buur" else "wim"]
    answers = {"vrager": asks, "matcher": world.people[who]}
    return world.tell(
        Open(workflow="buur/duo", name="meld", answers=answers), who=who, organisation=organisation
    ).case


def test_a_plugin_that_is_switched_off_is_not_seen_and_begins_nothing(world: World) -> None:
    world = renewed(world, installed(KRING, DUO))
    ine = world.actor("ine")
    running = open_duo(world, "huis", "ine")
    world.engine.enable_plugin("huis", "buur", False, world.actor("baas"))
    with world.engine.reading() as work:
        seen = work.catalogue.workflows("huis", membership.chosen(work, "huis"))
        assert [w.workflow for w in seen] == ["huis/kring"]
    with pytest.raises(Refused, match="staan uit") as refused:
        open_duo(world, "huis", "ine")
    assert "baz plugins enable buur --organisation huis" in refused.value.hint
    open_duo(world)  # the other organisation chose nothing
    world.tell(Step(name="sluit"), running)
    assert world.engine.show(running, ine).state == "klaar", "what runs goes on"
    world.engine.enable_plugin("huis", "buur", True, world.actor("baas"))
    open_duo(world, "huis", "ine")


def test_for_the_whole_installation_and_an_organisation_that_says_otherwise(world: World) -> None:
    world = renewed(world, installed(KRING, DUO))
    with world.engine.work() as work:
        settings.enable("", "buur", False, connection=work.connection)
    with pytest.raises(Refused, match="staan uit"):
        open_duo(world, "huis", "ine")
    open_duo(world)  # its own plugin is never taken away
    world.engine.enable_plugin("huis", "buur", True, world.actor("baas"))
    open_duo(world, "huis", "ine")


def test_who_may_switch_and_what(world: World) -> None:
    world = renewed(world, installed(KRING, DUO))
    for who in ("noor", "ine"):
        with pytest.raises(Forbidden):
            world.engine.enable_plugin("huis", "buur", False, world.actor(who))
    with pytest.raises(BadInput) as refused:
        world.engine.enable_plugin("huis", "bur", False, world.actor("baas"))
    assert "Bedoel je 'buur'?" in refused.value.hint
    with pytest.raises(BadInput, match="altijd haar eigen"):
        world.engine.enable_plugin("huis", "huis", False, world.actor("baas"))


def test_who_left_begins_nothing_new_and_what_ran_goes_on(world: World) -> None:
    case = open_duo(world)
    left = Organisation(key="buur", name="Buur", hue=1, staff_roles=("matcher",), member_to=date(2026, 3, 31))
    world = renewed(world, installed(KRING, DUO, buur=left))
    open_duo(world)
    world.days(40)
    with pytest.raises(Refused, match="tot 2026-03-31"):
        open_duo(world)
    answers = {"vrager": world.people["bo"], "matcher": world.people["noor"]}
    late = Open(workflow="buur/duo", name="meld", answers=answers)
    world.tell(late, who="noor", organisation="buur", on="2026-03-30")
    world.tell(Step(name="sluit"), case, who="noor")
    assert world.engine.show(case, world.actor("noor")).state == "klaar"
    assert world.engine.verify() == []


def test_cases_stay_readable_when_the_plugin_is_gone(world: World) -> None:
    case = open_duo(world)
    with world.engine.work() as work:
        membership.keep_known(work)
    bare = catalogue(KRING)
    only = {key: found for key, found in bare.organisations.items() if key == "huis"}
    world = renewed(world, replace(bare, organisations=only, guard_functions={}))
    with world.engine.reading() as work:
        assert membership.organisations(work) == ("buur", "huis")
    assert [line.id for line in world.engine.cases(ADMIN)] == [case]
    view = world.engine.show(case, world.actor("noor"))
    assert (view.title, view.state_title) == ("Duo", "Open")
    assert world.engine.verify() == []


def test_an_end_of_membership_that_was_kept_is_not_forgotten(world: World) -> None:
    with world.engine.work() as work:
        membership.keep_known(work)
        known = settings.organisations_known(connection=work.connection)["buur"]
        settings.put_organisation(known._replace(member_to="2026-01-31"), connection=work.connection)
        membership.keep_known(work)
        assert membership.left_on(work, "buur") == date(2026, 1, 31)
    with pytest.raises(Refused, match="tot 2026-01-31"):
        open_duo(world)


@pytest.mark.parametrize(("runs", "home"), [((), "buur"), (("buur",), "huis")])
def test_who_carries_out_a_programme_opens_its_cases_itself(
    world: World, runs: tuple[str, ...], home: str
) -> None:
    """Without that it is a referral, which waits for the partner."""
    huis = Organisation(key="huis", name="Huis", hue=1, staff_roles=("medewerker",), runs=runs)
    world = renewed(world, installed(KRING, DUO, huis=huis))
    assert ("buur" in world.engine.catalogue.visible_to("huis")) is bool(runs)
    case = world.open()
    world.tell(Held(name="praatje"), case)
    opened = world.tell(Step(name="verwijs", choose="buur/duo"), case).opened
    waiting = world.engine.referrals(world.actor("noor"), "buur")
    assert bool(opened) is (home == "huis")
    assert len(waiting) == (0 if home == "huis" else 1)
    if opened:
        assert world.engine.show(opened[0], world.actor("ine")).organisation == "huis"
