"""One person: corrected, her papers seen, and who may be the same as somebody that is being typed."""

from __future__ import annotations

from datetime import date

import pytest
from engine_world import World

from baz.engine import doubles, persons, roster
from baz.engine.doubles import sound
from baz.engine.identity import signing
from baz.engine.persons import Seen
from baz.ground.errors import BadInput, Forbidden, NotFound
from baz.kernel.acts import OPERATOR
from baz.store import people


def possible(world, name, mail="", phone=""):
    with world.engine.reading() as work:
        found = doubles.possible(work, world.actor("ine"), "huis", name, mail, phone)
    return [(d.name, d.why) for d in found]


def test_names_that_sound_alike_sound_alike() -> None:
    for one, other in (
        ("Jan Peeters", "Peters Jan"), ("Jan De Smedt", "Jan Desmet"), ("Els Claeys", "Els Klais"),
        ("An Van den Berghe", "An Vandenberghe"), ("Zoë Adam", "ZOE ADAM"),
    ):  # fmt: skip
        assert sound(one) == sound(other), (one, other)
    assert sound("Jan Maes") != sound("Jan Claes")


def test_who_may_be_meant_is_found_within_the_organisation_only(world: World) -> None:
    add = world.engine.add_party
    add("Jan Peeters", organisation="huis", contact={"phone": "0470 12 34 56"}, actor=OPERATOR)
    add("Jan Peeters", organisation="buur", actor=OPERATOR)
    add("Jan Claes", organisation="huis", actor=OPERATOR)
    assert possible(world, "jan peters") == [("Jan Peeters", "klank")]
    assert possible(world, "Jan Pieters") == [("Jan Peeters", "naam")]
    assert possible(world, "Jan Maes") == []
    for phone in ("+32 470 12.34.56", "0032470123456", "0470/12.34.56", "+32 (0)470 12 34 56"):
        assert possible(world, "Iemand", phone=phone) == [("Jan Peeters", "telefoon")], phone
    assert possible(world, "Iemand", phone="+31 470 12 34 56") == []
    assert possible(world, "Iemand", mail="RUDY@voorbeeld.be") == [("Rudy", "mail")]
    assert possible(world, "J") == []


def test_the_mail_of_a_colleague_is_not_for_everybody_to_change(world: World) -> None:
    """Who gets her mail can sign in as her."""
    ine, baas = world.people["ine"], world.people["baas"]
    with world.engine.work() as work:
        with pytest.raises(Forbidden):
            persons.correct(work, world.actor("ine"), "huis", baas, {"mail": "ine@voorbeeld.be"})
        with pytest.raises(Forbidden):
            persons.correct(work, world.actor("ine"), "huis", baas, {"mail": ""})
        assert persons.correct(work, world.actor("ine"), "huis", baas, {"phone": "09 123 45 67"})
        assert persons.correct(work, world.actor("ine"), "huis", ine, {"mail": "Ine2@Voorbeeld.be"})
        assert [p.id for p in people.by_mail("ine2@voorbeeld.be", connection=work.connection)] == [ine]
        assert people.by_mail("ine@voorbeeld.be", connection=work.connection) == []
        assert persons.correct(work, world.actor("baas"), "huis", ine, {"mail": "ine3@voorbeeld.be"})
    world.engine.add_staff(ine, "buur", "matcher", date(2020, 1, 1), actor=OPERATOR)
    with world.engine.work() as work, pytest.raises(Forbidden):
        persons.correct(work, world.actor("baas"), "huis", ine, {"mail": "baas@voorbeeld.be"})


def test_nor_is_the_mail_of_who_becomes_a_colleague_next_week(world: World) -> None:
    rudy = world.people["rudy"]
    world.engine.add_staff(rudy, "huis", "medewerker", date(2100, 1, 1), actor=OPERATOR)
    with world.engine.work() as work, pytest.raises(Forbidden):
        persons.correct(work, world.actor("ine"), "huis", rudy, {"mail": "ine@voorbeeld.be"})


def test_a_name_is_known_to_who_has_her_or_works_with_her_and_to_no_other(world: World) -> None:
    stranger = world.engine.add_party("Vreemde", organisation="buur", actor=OPERATOR)

    def called(party: str) -> str:
        with world.engine.reading() as work:
            return roster.name_here(work, world.actor("ine"), "huis", party)

    assert called(world.people["rudy"]) != ""
    assert called(stranger) == ""
    world.engine.add_staff(stranger, "huis", "medewerker", date(2020, 1, 1), actor=OPERATOR)
    assert called(stranger) == "Vreemde"


def test_a_new_address_ends_the_links_to_the_old_one(world: World) -> None:
    world.open()
    (old,) = signing.request_link(world.engine, "rudy@voorbeeld.be", remember=False)
    with world.engine.work() as work:
        persons.correct(work, world.actor("ine"), "huis", world.people["rudy"], {"mail": "r@voorbeeld.be"})
    with pytest.raises(NotFound):
        signing.use_link(world.engine, old.secret, signing.Browser())


def test_a_name_and_contact_are_put_right(world: World) -> None:
    rudy, ine = world.people["rudy"], world.actor("ine")
    with world.engine.work() as work:
        assert persons.correct(work, ine, "huis", rudy, {"name": " Rudi  Maes ", "mail": ""})
        assert not persons.correct(work, ine, "huis", rudy, {"name": "Rudi Maes"})
        assert persons.show(work, ine, "huis", rudy).values == {"name": "Rudi Maes"}
        with pytest.raises(BadInput, match="geen mailadres"):
            persons.correct(work, ine, "huis", rudy, {"mail": "x"})
        with pytest.raises(BadInput, match="rijksregisternummer"):
            persons.correct(work, ine, "huis", rudy, {"address": "85.07.30-033.28"})
        with pytest.raises(NotFound):
            persons.correct(work, ine, "huis", world.people["noor"], {"name": "X"})
        old = people.everything_about(rudy, connection=work.connection)
    assert [v.value for v in old] == ["Rudi Maes"]  # what was wrong is gone


def test_a_correction_keeps_the_last_day(world: World) -> None:
    rudy, ine = world.people["rudy"], world.actor("ine")
    case = world.open()
    from baz.kernel.acts import Step

    world.tell(Step(name="nee"), case)
    with world.engine.work() as work:
        before = persons.show(work, ine, "huis", rudy).keep_until
        persons.correct(work, ine, "huis", rudy, {"phone": "0470 12 34 56"})
        assert before == persons.show(work, ine, "huis", rudy).keep_until != ""


def test_a_paper_that_was_seen_is_kept_once(world: World) -> None:
    vera, ine = world.people["vera"], world.actor("ine")
    with world.engine.work() as work:
        seen = Seen("nota", date(2026, 3, 1), version="2")
        one = persons.paper(work, ine, "huis", vera, seen)
        assert persons.paper(work, ine, "huis", vera, seen) == one
        assert [p.kind for p in persons.show(work, ine, "huis", vera).papers] == ["nota"]
        later = Seen("nota", date(2026, 9, 1))
        for wrong, said in ((Seen(""), "welk papier"), (Seen("nota"), "welke dag"), (later, "komen")):
            with pytest.raises(BadInput, match=said):
                persons.paper(work, ine, "huis", vera, wrong)
