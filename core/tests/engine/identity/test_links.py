from __future__ import annotations

from datetime import date

import pytest
from engine_world import World
from sqlalchemy import select

from baz.engine.identity import entry, links, signing
from baz.engine.identity.signing import Browser
from baz.ground.errors import Forbidden, NotFound, TooMany
from baz.kernel.acts import OPERATOR, Erase, Join, Leave
from baz.store import standing
from baz.store.page_tables import keys


def ask(world: World, mail: str, **more: str) -> list[links.Given]:
    return signing.request_link(world.engine, mail, remember=False, **more)


def test_a_link_signs_in_once(world: World) -> None:
    (given,) = ask(world, "  INE@voorbeeld.be ", to="/vandaag")
    assert (given.name, given.mail, given.organisation) == ("Ine", "ine@voorbeeld.be", "huis")
    with world.engine.reading() as work:
        assert links.look(work, given.secret).name == "Ine"
    opened = signing.use_link(world.engine, given.secret, Browser())
    assert opened.to == "/vandaag"
    came = entry.by_cookie(world.engine, opened.secret)
    assert came is not None
    assert (came.actor.party, came.organisation) == (world.people["ine"], "huis")
    with pytest.raises(NotFound) as refused:
        signing.use_link(world.engine, given.secret, Browser())
    assert refused.value.code == links.GONE


def test_the_tables_hold_no_secret(world: World) -> None:
    (given,) = ask(world, "ine@voorbeeld.be")
    opened = signing.use_link(world.engine, given.secret, Browser("192.0.2.7"))
    with world.engine.reading() as work:
        rows = [tuple(row) for row in work.connection.execute(select(keys))]
    assert given.secret not in repr(rows)
    assert opened.secret not in repr(rows)
    assert "192.0.2.7" not in repr(rows)


def test_a_link_is_over_after_half_an_hour(world: World) -> None:
    (given,) = ask(world, "ine@voorbeeld.be")
    world.minutes(31)
    with pytest.raises(NotFound), world.engine.reading() as work:
        links.look(work, given.secret)
    with pytest.raises(NotFound):
        signing.use_link(world.engine, given.secret, Browser())


def test_who_has_nothing_to_do_here_gets_no_link(world: World) -> None:
    assert ask(world, "niemand@voorbeeld.be") == []
    assert ask(world, "vera@voorbeeld.be") == []
    case = world.open()
    assert [g.party for g in ask(world, "rudy@voorbeeld.be")] == [world.people["rudy"]]
    world.tell(Erase(party=world.people["rudy"]), case, who="baas")
    assert ask(world, "rudy@voorbeeld.be") == []


def test_one_mailbox_of_two_people_gets_a_link_for_each(world: World) -> None:
    other = world.engine.add_party(
        "Ilse", organisation="huis", contact={"mail": "Ine@Voorbeeld.BE"}, actor=OPERATOR
    )
    world.engine.add_staff(other, "huis", "medewerker", date(2020, 1, 1), actor=OPERATOR)
    assert {g.name for g in ask(world, "ine@voorbeeld.be")} == {"Ine", "Ilse"}


def test_nobody_is_flooded_with_mail(world: World) -> None:
    assert [len(ask(world, "ine@voorbeeld.be")) for _ in range(7)] == [1, 1, 1, 1, 1, 0, 0]
    world.minutes(16)
    assert len(ask(world, "ine@voorbeeld.be")) == 1


def test_one_address_may_not_go_on_asking(world: World) -> None:
    for _ in range(30):
        signing.allow_link(world.engine, Browser("192.0.2.7"))
    with pytest.raises(TooMany) as refused:
        signing.allow_link(world.engine, Browser("192.0.2.7"))
    assert refused.value.http_status == 429
    assert 0 < refused.value.retry_after <= 15 * 60
    signing.allow_link(world.engine, Browser("192.0.2.8"))


def test_a_coordinator_shows_a_volunteer_a_code_for_her_phone(world: World) -> None:
    case = world.open()
    world.tell(Join(name="helper", party=world.people["wim"]), case)
    with world.engine.work() as work:
        given = links.for_phone(work, world.actor("ine"), world.people["wim"])
    opened = signing.use_link(world.engine, given.secret, Browser(device="Android"))
    assert opened.seconds == 183 * 86400
    world.days(180)
    assert entry.by_cookie(world.engine, opened.secret) is not None
    world.tell(Leave(name="helper", party=world.people["wim"]), case)
    assert entry.by_cookie(world.engine, opened.secret) is None


def test_a_code_for_a_phone_is_not_for_who_is_staff_or_of_others(world: World, ada: str) -> None:
    case = world.open()
    world.tell(Join(name="helper", party=world.people["wim"]), case)
    with world.engine.work() as work:
        with pytest.raises(Forbidden):
            links.for_phone(work, world.actor("ine"), ada)
        with pytest.raises(Forbidden):
            links.for_phone(work, world.actor("noor"), world.people["wim"])
        with pytest.raises(Forbidden):
            links.for_phone(work, world.actor("rudy"), world.people["wim"])
        with pytest.raises(NotFound):
            links.for_phone(work, world.actor("ine"), world.people["vera"])
        assert links.for_phone(work, world.actor("wim"), world.people["wim"]).party == world.people["wim"]


def test_a_link_that_is_over_says_whom_to_call_and_is_sent_again(world: World) -> None:
    case = world.open()
    world.tell(Join(name="helper", party=world.people["wim"]), case)
    with world.engine.work() as work:
        admin_phone = {"mail": "", "phone": "09 123 45 67"}
        old = links.for_phone(work, world.actor("ine"), world.people["wim"]).secret
    ina = world.engine.add_party("Ina", organisation="huis", contact=admin_phone, actor=OPERATOR)
    world.engine.add_staff(ina, "huis", "medewerker", date(2020, 1, 1), actor=OPERATOR)
    world.days(1)
    with world.engine.work() as work:
        assert links.helpers(work, old) == []
        work.connection.execute(standing.participations.update().where(
            standing.participations.c.party_id == world.people["ine"]).values(party_id=ina))  # fmt: skip
        assert links.helpers(work, old) == [links.Helper("Ina", "09 123 45 67")]
        assert links.helpers(work, "niets") == []
        again = links.again(work, old)
        assert links.again(work, "niets") is None
    assert again is not None
    assert (again.mail, again.party) == ("wim@voorbeeld.be", world.people["wim"])
    assert again.secret != old
