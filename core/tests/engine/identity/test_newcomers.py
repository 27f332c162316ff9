from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from engine_world import World

from baz.engine.identity import entry, links, newcomers, signing, staff
from baz.engine.identity.newcomers import Newcomer
from baz.engine.identity.sessions import Opened
from baz.engine.identity.signing import Browser
from baz.ground.errors import BadInput, Forbidden, NotFound, TooMany
from baz.kernel.acts import OPERATOR

TODAY = date(2026, 3, 2)


def test_the_first_manager_comes_in_with_the_code_of_the_machine(world: World) -> None:
    code = newcomers.setup_code(world.engine, "buur")
    typed = code.lower().replace("-", " ")
    opened = newcomers.first(world.engine, typed, "Ada", "Ada@voorbeeld.be", Browser())
    came = entry.by_cookie(world.engine, opened.secret)
    assert came is not None
    assert came.actor.roles == {("buur", "beheerder")}
    assert newcomers.setup_code(world.engine, "buur") == ""
    with pytest.raises(NotFound):
        newcomers.first(world.engine, code, "Eva", "eva@voorbeeld.be", Browser())
    assert len(signing.request_link(world.engine, "ada@voorbeeld.be", remember=False)) == 1


def test_the_nameless_manager_of_the_command_line_becomes_this_person(world: World) -> None:
    party = world.engine.add_party("Beheerder", organisation="buur", actor=OPERATOR)
    world.engine.add_staff(party, "buur", "beheerder", date(2020, 1, 1), actor=OPERATOR)
    opened = newcomers.first(
        world.engine, newcomers.setup_code(world.engine, "buur"), "Ada", "ada@voorbeeld.be", Browser()
    )
    assert opened.party == party
    with world.engine.reading() as work:
        assert links.persons.name_of(work, party) == "Ada"


def test_a_code_for_the_first_manager_is_good_once_for_a_day_and_the_newest_only(world: World) -> None:
    old, new = (newcomers.setup_code(world.engine, "buur") for _ in range(2))
    with pytest.raises(BadInput):
        newcomers.first(world.engine, new, "Ada", "geen adres", Browser())
    with pytest.raises(NotFound):
        newcomers.first(world.engine, old, "Ada", "ada@voorbeeld.be", Browser())
    world.days(2)
    with pytest.raises(NotFound):
        newcomers.first(world.engine, new, "Ada", "ada@voorbeeld.be", Browser())
    for expected in [NotFound] * 10 + [TooMany]:
        with pytest.raises(expected):
            newcomers.first(world.engine, "AAAA-AAAA", "Ada", "ada@voorbeeld.be", Browser("192.0.2.9"))


def invite(world: World, who: Newcomer, maker: str = "ada") -> links.Given:
    with world.engine.work() as work:
        return newcomers.invite(work, world.actor(maker), "huis", who)


def test_an_invitation_brings_somebody_in_with_her_role(world: World, ada: str) -> None:
    given = invite(world, Newcomer("Eva", "Eva@voorbeeld.be", "medewerker", TODAY, date(2026, 6, 30)))
    assert given.mail == "eva@voorbeeld.be"
    world.days(6)
    opened = signing.use_link(world.engine, given.secret, Browser())
    came = entry.by_cookie(world.engine, opened.secret)
    assert came is not None
    assert came.actor.roles == {("huis", "medewerker")}
    world.now = world.now.replace(month=7, day=1)
    assert entry.by_cookie(world.engine, opened.secret) is None


def test_an_invitation_for_later_waits(world: World, ada: str) -> None:
    given = invite(world, Newcomer("Eva", "eva@voorbeeld.be", "medewerker", date(2026, 4, 1)))
    with pytest.raises(NotFound):
        signing.use_link(world.engine, given.secret, Browser())
    world.days(31)
    signing.use_link(world.engine, given.secret, Browser())


def test_who_is_known_by_her_address_gets_the_role_beside_what_she_has(world: World, ada: str) -> None:
    given = invite(world, Newcomer("Wim", "WIM@voorbeeld.be", "medewerker", TODAY))
    assert given.party == world.people["wim"]
    other = invite(world, Newcomer("Noor", "noor@voorbeeld.be", "medewerker", TODAY))
    assert other.party != world.people["noor"]


def test_an_address_that_two_people_share_gives_the_role_to_who_is_named(world: World, ada: str) -> None:
    shared = "wim@voorbeeld.be"
    with pytest.raises(BadInput, match="andere naam"):
        invite(world, Newcomer("Zoë Claes", shared, "medewerker", TODAY))
    with world.engine.reading() as work:
        assert len(staff.listing(work, world.actor("ada"), "huis")) == 2, "nobody got a role"
    zoe = world.engine.add_party(
        "Zoë  Claes", organisation="huis", actor=world.actor("ada"), contact={"mail": shared}
    )
    assert invite(world, Newcomer("zoe claes", shared, "medewerker", TODAY)).party == zoe
    assert invite(world, Newcomer("Wim", shared, "medewerker", TODAY)).party == world.people["wim"]
    world.engine.add_party("Wim", organisation="huis", actor=world.actor("ada"), contact={"mail": shared})
    with pytest.raises(BadInput, match="twee mensen"):
        invite(world, Newcomer("Wim", shared, "beheerder", TODAY))


@pytest.mark.parametrize(
    "who",
    [
        Newcomer("", "eva@voorbeeld.be", "medewerker", TODAY),
        Newcomer("Eva", "eva", "medewerker", TODAY),
        Newcomer("Win op https://voorbeeld.be", "eva@voorbeeld.be", "medewerker", TODAY),
        Newcomer("Eva", "eva@voorbeeld.be", "koningin", TODAY),
        Newcomer("Eva", "eva@voorbeeld.be", "medewerker", TODAY, date(2026, 1, 1)),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(world: World, ada: str, who: Newcomer) -> None:
    with pytest.raises(BadInput):
        invite(world, who)


def test_only_a_manager_invites_ends_and_helps(world: World, ada: str) -> None:
    for maker in ("ine", "noor", "rudy"):
        with pytest.raises(Forbidden):
            invite(world, Newcomer("Eva", "eva@voorbeeld.be", "medewerker", TODAY), maker)
        with world.engine.work() as work:
            with pytest.raises(Forbidden):
                staff.listing(work, world.actor(maker), "huis")
            with pytest.raises(Forbidden):
                staff.end_role(work, world.actor(maker), "huis", ada, "beheerder", TODAY)
            with pytest.raises(Forbidden):
                staff.recover(work, world.actor(maker), "huis", ada)


def test_the_list_shows_who_works_here_first_and_the_last_manager_stays(world: World, ada: str) -> None:
    invite(world, Newcomer("Eva", "eva@voorbeeld.be", "medewerker", date(2026, 4, 1)))
    with world.engine.work() as work:
        lines = staff.listing(work, world.actor("ada"), "huis")
        assert [(s.name, s.role, s.active) for s in lines] == [
            ("Baas", "beheerder", True),
            ("Ine", "medewerker", True),
            ("Eva", "medewerker", False),
        ]
        with pytest.raises(BadInput):
            staff.end_role(work, world.actor("ada"), "huis", ada, "beheerder", TODAY)
        staff.end_role(work, world.actor("ada"), "huis", world.people["ine"], "medewerker", TODAY)
        with pytest.raises(NotFound):
            staff.end_role(work, world.actor("ada"), "huis", world.people["ine"], "medewerker", TODAY)


def test_a_manager_helps_who_lost_her_phone(world: World, ada: str, sign_in: Callable[..., Opened]) -> None:
    opened = sign_in("ine", remember=True)
    with world.engine.work() as work:
        given = staff.recover(work, world.actor("ada"), "huis", world.people["ine"])
    assert entry.by_cookie(world.engine, opened.secret) is None
    assert given.mail == "ine@voorbeeld.be"
    world.engine.add_staff(world.people["ine"], "buur", "matcher", TODAY, actor=OPERATOR)
    with world.engine.work() as work, pytest.raises(Forbidden):
        staff.recover(work, world.actor("ada"), "huis", world.people["ine"])
