from __future__ import annotations

import pytest
from engine_world import World
from sqlalchemy import select

from baz.engine.identity import drafts, sweeping, waiting
from baz.ground.errors import BadInput
from baz.kernel.acts import Erase
from baz.store import page_tables

PLACE = "/trajecten/een/stap/begin"


def kept(world: World, who: str = "ine", place: str = PLACE, case: str = "") -> dict[str, list[str]]:
    with world.engine.reading() as work:
        return drafts.read(work, world.people[who], place, case)


def save(world: World, case: str = "", **fields: list[str]) -> None:
    with world.engine.work() as work:
        drafts.save(work, world.people["ine"], PLACE, fields, case)


def test_a_draft_is_kept_read_changed_and_dropped(world: World) -> None:
    save(world, leden=["3"])
    save(world, leden=["4"], wie=["a", "b"])
    assert kept(world) == {"leden": ["4"], "wie": ["a", "b"]}
    assert kept(world, "noor") == {}
    assert kept(world, place="/elders") == {}
    with world.engine.work() as work:
        drafts.drop(work, world.people["ine"], PLACE)
    assert kept(world) == {}


def test_a_draft_is_never_shown_under_another_case(world: World) -> None:
    one, two = world.open(), world.open()
    save(world, one, wens=["rust"])
    assert kept(world, case=one) == {"wens": ["rust"]}
    assert kept(world, case=two) == {}
    assert kept(world) == {}


def test_what_must_stay_secret_is_in_no_draft(world: World) -> None:
    save(world, wachtwoord=["vier woorden samen"], code=["123456"], naam=["Ine"])
    assert kept(world) == {"naam": ["Ine"]}


def test_too_much_is_refused(world: World) -> None:
    with pytest.raises(BadInput):
        save(world, wens=["x" * 70_000])


def test_what_was_typed_when_the_session_ran_out_comes_back_to_her_alone(world: World) -> None:
    ine, noor = world.people["ine"], world.people["noor"]
    with world.engine.work() as work:
        secret, other = (drafts.hold(work, ine, PLACE, {"wens": ["rust"]}) for _ in range(2))
        unknown = drafts.hold(work, "", "/elders", {"wens": ["tijd"]})
    with world.engine.work() as work:
        assert drafts.claim(work, other, noor) == ""
        assert drafts.claim(work, secret, ine) == PLACE
        assert drafts.claim(work, secret, ine) == ""
        assert drafts.claim(work, unknown, noor) == "/elders"
    assert kept(world) == {"wens": ["rust"]}
    assert kept(world, "noor", "/elders") == {"wens": ["tijd"]}


def test_drafts_go_with_the_person_and_with_the_case(world: World) -> None:
    case = world.open()
    save(world, case, wens=["rust"])
    with world.engine.work() as work:
        drafts.save(work, world.people["rudy"], "/ik", {"x": ["y"]})
    world.tell(Erase(party=world.people["rudy"]), case, who="baas")
    with world.engine.reading() as work:
        assert work.connection.execute(select(page_tables.drafts)).all() == []


def test_what_is_over_is_put_away_with_the_nightly_keeping(world: World) -> None:
    save(world, wens=["rust"])
    with world.engine.work() as work:
        waiting.begin(work, "half", None)
    world.days(13)
    world.engine.forget()
    assert kept(world) == {"wens": ["rust"]}
    world.days(20)
    world.engine.forget()
    with world.engine.work() as work:
        assert work.connection.execute(select(page_tables.keys)).all() == []
        assert sweeping.sweep(work) == 0
    assert kept(world) == {}
