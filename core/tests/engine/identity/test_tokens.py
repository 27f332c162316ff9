from __future__ import annotations

from datetime import date

import pytest
from engine_world import World

from baz.engine import rights
from baz.engine.identity import entry, tokens
from baz.engine.rights import BUNDLES, Right
from baz.ground.errors import BadInput, Forbidden, NotFound, TooMany
from baz.kernel.acts import OPERATOR
from baz.store import standing


def create(world: World, bundle: str = "lezer", until: date = date(2026, 12, 31), who: str = "ada") -> str:
    with world.engine.work() as work:
        return tokens.create(work, world.actor(who), "huis", "Rapport van de stad", bundle, until)


def test_a_token_has_the_rights_of_its_bundle(world: World, ada: str) -> None:
    came = entry.by_token(world.engine, create(world))
    assert came.organisation == "huis"
    assert rights.held(world.engine.catalogue, came.actor, "huis") == BUNDLES["lezer"]
    assert rights.held(world.engine.catalogue, came.actor, "buur") == frozenset()
    with world.engine.reading() as work:
        (line,) = tokens.listing(work, world.actor("ada"), "huis")
    assert (line.name, line.bundle, line.until, line.last_used) == (
        "Rapport van de stad",
        "lezer",
        date(2026, 12, 31),
        "2026-03-02",
    )


def test_a_token_never_has_more_than_its_maker_has_now(world: World, ada: str) -> None:
    secret = create(world, "beheerder")
    with world.engine.work() as work:
        standing.end_account(ada, "huis", "beheerder", date(2026, 3, 1), connection=work.connection)
        standing.add_account(ada, "huis", "medewerker", date(2026, 3, 2), connection=work.connection)
    came = entry.by_token(world.engine, secret)
    assert not rights.may(world.engine.catalogue, came.actor, "huis", Right.MANAGE)
    with world.engine.work() as work:
        standing.end_account(ada, "huis", "medewerker", date(2026, 3, 1), connection=work.connection)
    with pytest.raises(Forbidden):
        entry.by_token(world.engine, secret)


def test_a_token_of_one_organisation_opens_no_other(world: World, ada: str) -> None:
    world.engine.add_staff(ada, "buur", "beheerder", date(2020, 1, 1), actor=OPERATOR)
    came = entry.by_token(world.engine, create(world, "beheerder"))
    assert came.actor.organisations == {"huis"}
    assert rights.held(world.engine.catalogue, came.actor, "buur") == frozenset()


def test_a_token_ends_on_its_day_or_when_it_is_revoked(world: World, ada: str) -> None:
    one, two = create(world, until=date(2026, 3, 3)), create(world)
    world.days(1)
    assert entry.by_token(world.engine, one)
    world.days(1)
    with pytest.raises(Forbidden) as refused:
        entry.by_token(world.engine, one)
    assert refused.value.code == entry.NO_TOKEN
    with world.engine.work() as work:
        (line,) = tokens.listing(work, world.actor("ada"), "huis")
        with pytest.raises(NotFound):
            tokens.revoke(work, world.actor("ada"), "huis", "iets")
        tokens.revoke(work, world.actor("ada"), "huis", line.id)
    with pytest.raises(Forbidden):
        entry.by_token(world.engine, two)


def test_guessing_tokens_stops(world: World) -> None:
    for expected in [Forbidden] * 60 + [TooMany]:
        with pytest.raises(expected):
            entry.by_token(world.engine, "baz_geraden", "192.0.2.7")


@pytest.mark.parametrize(
    ("bundle", "until"),
    [("alles", date(2026, 4, 1)), ("lezer", date(2026, 3, 1)), ("lezer", date(2028, 1, 1))],
)
def test_a_token_that_cannot_be_is_refused(world: World, ada: str, bundle: str, until: date) -> None:
    with pytest.raises(BadInput):
        create(world, bundle, until)


def test_only_a_manager_makes_sees_and_revokes_tokens(world: World, ada: str) -> None:
    create(world)
    for who in ("ine", "noor"):
        with pytest.raises(Forbidden):
            create(world, who=who)
        with world.engine.work() as work:
            with pytest.raises(Forbidden):
                tokens.listing(work, world.actor(who), "huis")
            with pytest.raises(Forbidden):
                tokens.revoke(work, world.actor(who), "huis", "iets")


def test_a_calendar_has_one_address_and_a_new_one_replaces_it(world: World) -> None:
    ine = world.people["ine"]
    with world.engine.work() as work:
        assert tokens.calendar_since(work, ine) is None
        old = tokens.calendar(work, ine, "huis")
        new = tokens.calendar(work, ine, "huis")
        assert tokens.calendar_since(work, ine) == date(2026, 3, 2)
        assert tokens.calendar_of(work, old) is None
        came = tokens.calendar_of(work, new)
    assert came is not None
    assert came.actor.party == ine
    with world.engine.work() as work:
        tokens.stop_calendar(work, ine)
        assert tokens.calendar_of(work, new) is None


def test_one_kind_of_key_opens_nothing_else(world: World, ada: str) -> None:
    token = create(world)
    with world.engine.work() as work:
        calendar = tokens.calendar(work, ada, "huis")
        assert tokens.calendar_of(work, token) is None
    assert entry.by_cookie(world.engine, token) is None
    assert entry.by_cookie(world.engine, calendar) is None
    with pytest.raises(Forbidden):
        entry.by_token(world.engine, calendar)
