from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from engine_world import World

from baz.engine.identity import entry, sessions, staff
from baz.engine.identity.sessions import Device, Opened
from baz.ground.errors import NotFound
from baz.kernel.acts import OPERATOR, Erase, Join
from baz.kernel.when import day_of
from baz.store import standing

SignIn = Callable[..., Opened]


def come(world: World, opened: Opened) -> entry.Entry | None:
    return entry.by_cookie(world.engine, opened.secret)


def test_nobody_comes_in_without_a_good_cookie(world: World, sign_in: SignIn) -> None:
    opened = sign_in("ine")
    assert come(world, opened) is not None
    assert entry.by_cookie(world.engine, "") is None
    assert entry.by_cookie(world.engine, opened.secret + "x") is None


def test_a_session_lasts_a_workday_and_a_remembered_one_a_month_after_its_last_use(
    world: World, sign_in: SignIn
) -> None:
    short, long = sign_in("ine"), sign_in("ine", remember=True)
    assert (short.seconds, long.seconds) == (None, 30 * 86400)
    world.minutes(12 * 60 + 1)
    assert come(world, short) is None
    for _ in range(3):
        world.days(25)
        assert come(world, long) is not None
    world.days(31)
    assert come(world, long) is None


def test_devices_show_their_last_day_and_end_one_by_one(
    world: World, sign_in: SignIn, devices: Callable[[str], list[Device]]
) -> None:
    phone = sign_in("ine", remember=True, device="Chrome op Android")
    world.days(3)
    desk = sign_in("ine", remember=True, device="Firefox op Windows")
    assert come(world, phone) is not None
    assert [(d.name, (d.last_used - d.since).days) for d in devices("ine")] == [
        ("Firefox op Windows", 0),
        ("Chrome op Android", 3),
    ]
    with world.engine.work() as work:
        with pytest.raises(NotFound):
            sessions.end(work, world.people["noor"], devices("ine")[1].id)
        sessions.end(work, world.people["ine"], devices("ine")[1].id)
    assert come(world, phone) is None
    assert come(world, desk) is not None
    with world.engine.work() as work:
        assert sessions.end_all(work, world.people["ine"]) == 1
    assert devices("ine") == []


def test_signing_in_ends_what_the_browser_had_before(world: World, sign_in: SignIn) -> None:
    first = sign_in("ine")
    second = sign_in("noor", earlier=first.secret)
    assert come(world, first) is None
    assert come(world, second) is not None


def test_whose_role_ended_is_out_at_once(world: World, sign_in: SignIn, ada: str) -> None:
    opened, yesterday = sign_in("ine", remember=True), date(2026, 3, 1)
    with world.engine.work() as work:
        staff.end_role(work, world.actor("ada"), "huis", world.people["ine"], "medewerker", yesterday)
    assert come(world, opened) is None


def test_who_stays_a_volunteer_does_not_keep_the_session_of_a_colleague(
    world: World, sign_in: SignIn
) -> None:
    case, opened = world.open(), sign_in("ine", remember=True)
    world.tell(Join(name="helper", party=world.people["ine"]), case)
    with world.engine.work() as work:
        last = day_of(work.at) - timedelta(days=1)
        standing.end_account(world.people["ine"], "huis", "medewerker", last, connection=work.connection)
    assert come(world, opened) is None
    assert come(world, sign_in("ine")) is not None


def test_who_was_erased_is_out_at_once(
    world: World, sign_in: SignIn, devices: Callable[[str], list[Device]]
) -> None:
    case, opened = world.open(), sign_in("rudy", remember=True)
    assert come(world, opened) is not None
    world.tell(Erase(party=world.people["rudy"]), case, who="baas")
    assert come(world, opened) is None
    assert devices("rudy") == []


def test_a_device_remembers_language_look_and_organisation(world: World, sign_in: SignIn) -> None:
    world.engine.add_staff(world.people["ine"], "buur", "matcher", date(2020, 1, 1), actor=OPERATOR)
    opened = sign_in("ine")
    came = come(world, opened)
    assert came is not None
    with world.engine.work() as work:
        sessions.prefer(work, came.key, organisation="buur", language="fr", look="dark")
        sessions.prefer(work, came.key, look="light")
    came = come(world, opened)
    assert came is not None
    assert (came.organisation, came.language, came.look) == ("buur", "fr", "light")


def test_a_session_that_ran_out_still_says_whose_it_was_and_one_that_was_ended_does_not(
    world: World, sign_in: SignIn
) -> None:
    ran_out, ended = sign_in("ine"), sign_in("ine")
    with world.engine.work() as work:
        sessions.end_secret(work, ended.secret)
    world.days(1)
    with world.engine.reading() as work:
        assert sessions.former(work, ran_out.secret) == world.people["ine"]
        assert sessions.former(work, ended.secret) == ""
        assert sessions.former(work, "niets") == ""
