"""Acting and reporting: what is refused, what counts once, what waits for a yes, what is set aside."""

from __future__ import annotations

import pytest
from engine_world import World

from baz.ground.errors import BadInput, Forbidden, NotFound, Outdated, Refused
from baz.kernel.acts import Agree, Answer, Held, Join, Leave, Open, Pause, Plan, Resume, Step, Yes
from baz.kernel.when import When


def _lines(world: World, case: str) -> int:
    return world.engine.show(case, world.actor("ine")).seq


def test_a_case_goes_its_way(world: World) -> None:
    """Opening, a helper, a talk that takes its step, a yes in the person's name."""
    case = world.open()
    assert world.tasks(case) == {"contact": "2026-03-16"}
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case)
    world.days(3)
    assert world.tell(Held(name="praatje"), case).state == "denktijd"
    assert (
        world.tell(Step(name="begin", answers={"leden": 4}), case, behalf="rudy", how="telefoon").state
        == "groep"
    )
    assert world.tasks(case) == {"ritme.samen": "2026-04-30"}
    assert world.engine.verify() == []


def test_a_refused_act_says_every_reason_and_leaves_nothing(world: World) -> None:
    """Wrong hand, missing answer, failing condition: each in a sentence, and no line more in the log."""
    case = world.open()
    world.tell(Held(name="praatje"), case)
    before = _lines(world, case)
    with pytest.raises(Refused, match="Dit beslist persoon"):
        world.tell(Step(name="begin", answers={"leden": 4}), case)
    with pytest.raises(Refused, match=r"Nog in te vullen: Aantal leden") as missing:
        world.tell(Step(name="begin"), case, behalf="rudy", how="mondeling")
    with pytest.raises(Refused, match="minstens 2 leden") as small:
        world.tell(Step(name="begin", answers={"leden": 1}), case, behalf="rudy", how="mondeling")
    assert "Niet beginnen" in small.value.hint
    assert "Beginnen" not in small.value.hint  # what was just refused is no way out
    assert ("Aantal leden", "1") in small.value.refusal.reasons[0].looked_at  # type: ignore[attr-defined]  # a Refusal
    assert missing.value.refusal.reasons  # type: ignore[attr-defined]  # a Refusal
    assert _lines(world, case) == before


def test_who_records_for_somebody_says_how_it_was_given(world: World) -> None:
    """Two names and the way of the yes, or it is refused."""
    case = world.open()
    world.tell(Held(name="praatje"), case)
    with pytest.raises(Refused, match="Zeg erbij hoe"):
        world.tell(Step(name="begin", answers={"leden": 3}), case, behalf="rudy")
    world.tell(Step(name="begin", answers={"leden": 3}), case, behalf="rudy", how="brief")
    newest = world.engine.show(case, world.actor("ine")).timeline[0]
    assert (newest.actor, newest.behalf, newest.how) == ("Ine", "Rudy", "brief")


def test_a_condition_is_set_aside_with_a_reason(world: World) -> None:
    """Who may waive does so in words; the words are no part of the log."""
    case = world.open()
    world.tell(Held(name="praatje"), case)
    act = Step(name="begin", answers={"leden": 1}, waive="Rudy wil klein beginnen")
    assert world.tell(act, case, behalf="rudy", how="mondeling").state == "groep"
    with world.engine.database.read() as connection:
        text = "".join(str(tuple(r)) for r in connection.exec_driver_sql("select data from events"))
    assert "klein beginnen" not in text
    assert "step.begin.0" in text


def test_the_same_key_counts_once(world: World) -> None:
    """A double click gives one step and the same receipt; the key of another command is refused."""
    case = world.open()
    act = Step(name="wijs_toe", answers={"helper": world.people["vera"]})
    first = world.tell(act, case, key="klik")
    again = world.tell(act, case, key="klik")
    assert again.already
    assert (again.seq, again.state) == (first.seq, first.state)
    assert _lines(world, case) == first.seq
    with pytest.raises(BadInput, match="al gebruikt"):
        world.tell(Held(name="praatje"), case, key="klik")


def test_who_looked_at_an_older_version_is_told_so(world: World) -> None:
    """Two people press: one step, and one clear answer that somebody was first."""
    case = world.open()
    seen = world.engine.show(case, world.actor("ine")).facts
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case, seen=seen)
    with pytest.raises(Outdated, match="Iemand was je voor"):
        world.tell(Step(name="wijs_toe", answers={"helper": world.people["wim"]}), case, seen=seen)


def test_clock_lines_do_not_make_a_look_old(world: World) -> None:
    """Only what people told counts as a change for who looked before."""
    case = world.open()
    seen = world.engine.show(case, world.actor("ine")).facts
    world.days(30)
    assert world.engine.tick() == [case]
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case, seen=seen)


def test_a_step_waits_for_a_yes(world: World) -> None:
    """Proposed, not taken; the yes takes it; a no drops it; leaving the state drops it too."""
    case = world.open()
    world.tell(Held(name="praatje"), case)
    world.tell(Step(name="begin", answers={"leden": 3}), case, behalf="rudy", how="brief")
    assert world.tell(Step(name="spreek_af"), case).state == "groep"
    option = next(o for o in world.engine.can(case, world.actor("ine")) if o.step == "spreek_af")
    assert option.waits_for == ("persoon",)
    world.tell(Agree(name="spreek_af", yes=Yes(world.people["rudy"], "telefoon", yes=False)), case)
    with pytest.raises(Refused, match="geen voorstel"):
        world.tell(Agree(name="spreek_af", yes=Yes(world.people["rudy"], "telefoon")), case)
    world.tell(Step(name="spreek_af"), case)
    done = world.tell(Agree(name="spreek_af", yes=Yes(world.people["rudy"], "telefoon")), case)
    assert done.state == "klaar"
    assert world.engine.show(case, world.actor("ine")).outcome == "Klaar"
    assert world.engine.verify() == []


def test_both_sides_say_yes_before_somebody_takes_part(world: World) -> None:
    """Asked until person and volunteer agree; the no of one is enough and ends nothing else."""
    case = world.open()
    world.tell(Join(name="maatje", party=world.people["vera"]), case)
    world.tell(Answer(name="maatje", party=world.people["vera"], yes=Yes(world.people["vera"], "mail")), case)
    line = next(r for r in world.engine.show(case, world.actor("ine")).roles if r.role == "maatje")
    assert (line.standing, line.waits_for) == ("asked", ("Persoon",))
    world.tell(
        Answer(
            name="maatje", party=world.people["vera"], yes=Yes(world.people["rudy"], "mondeling", yes=False)
        ),
        case,
    )
    world.tell(
        Join(
            name="maatje",
            party=world.people["wim"],
            agreed=(Yes(world.people["rudy"], "mail"), Yes(world.people["wim"], "mail")),
        ),
        case,
    )
    roles = {
        (r.name, r.standing) for r in world.engine.show(case, world.actor("ine")).roles if r.role == "maatje"
    }
    assert roles == {("Vera", "declined"), ("Wim", "active")}


def test_over_the_bound_people_wait_on_the_reserve_list(world: World) -> None:
    """The first of the list moves up when a place comes free."""
    case = world.open()
    for name in ("vera", "wim", "ine"):
        world.tell(
            Join(name="lid", party=world.people[name], agreed=(Yes(world.people[name], "mail"),)), case
        )
    standing = {
        r.name: r.standing for r in world.engine.show(case, world.actor("ine")).roles if r.role == "lid"
    }
    assert standing == {"Vera": "active", "Wim": "active", "Ine": "reserve"}
    world.tell(Leave(name="lid", party=world.people["vera"]), case)
    standing = {
        r.name: r.standing for r in world.engine.show(case, world.actor("ine")).roles if r.role == "lid"
    }
    assert standing == {"Vera": "ended", "Wim": "active", "Ine": "active"}


def test_a_pause_moves_what_hangs_on_the_case(world: World) -> None:
    """Ten days of rest are ten days later; what belongs to the pause itself runs on."""
    case = world.open()
    world.days(4)
    world.tell(Pause(name="rust", until=When.parse("2026-03-20")), case)
    assert world.tasks(case) == {"terug": "2026-03-20", "hervat": "2026-03-20"}
    with pytest.raises(Refused, match="gepauzeerd"):
        world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case)
    world.days(10)
    world.tell(Resume(), case)
    assert world.tasks(case) == {"contact": "2026-03-26"}
    assert world.engine.verify() == []


def test_a_meeting_is_planned_moved_and_held(world: World) -> None:
    """Leaving the states of a meeting cancels what was planned there."""
    case = world.open()
    world.tell(Plan(name="praatje", on=When.parse("2026-03-10"), place="Bij Rudy thuis"), case)
    world.tell(Plan(name="praatje", on=When.parse("2026-03-12T14:00")), case)
    world.days(8)
    world.tell(Held(name="praatje"), case)
    found = [(m.day, m.status) for m in world.engine.show(case, world.actor("ine")).meetings]
    assert found == [("2026-03-10", "held"), ("2026-03-12", "cancelled")]


@pytest.mark.parametrize(
    ("act", "hint"),
    [
        (Step(name="wijs_to"), "wijs_toe"),
        (Held(name="praatjes"), "praatje"),
        (Join(name="maatjes", party="party-1"), "maatje"),
        (Join(name="maatje", party="niemand"), ""),
        (Pause(name="rusten"), "rust"),
        (Step(name="wijs_toe", answers={"helpster": "x"}), "helper"),
    ],
)
def test_what_cannot_be_read_is_refused_also_as_a_report(world: World, act: Step, hint: str) -> None:
    """A name that does not exist is no fact to be held: it says what was probably meant."""
    case = world.open()
    before = _lines(world, case)
    for on in ("", "2026-03-01"):
        with pytest.raises(BadInput) as error:
            world.tell(act, case, on=on)
        assert hint in error.value.hint
    assert _lines(world, case) == before


def test_another_organisation_sees_nothing(world: World) -> None:
    """For who has nothing to do with it the case does not exist."""
    case = world.open()
    for look in (world.engine.show, world.engine.can):
        with pytest.raises(NotFound):
            look(case, world.actor("noor"))
    with pytest.raises(NotFound):
        world.tell(Step(name="nee"), case, who="noor")
    assert world.engine.cases(world.actor("noor")) == []
    for listing in (world.engine.agenda, world.engine.cases):
        with pytest.raises(Forbidden):
            listing(world.actor("noor"), "huis")


def test_who_takes_part_sees_what_is_hers(world: World) -> None:
    """The person herself sees her case and no log; a volunteer sees names; who has left sees nothing more."""
    case = world.open(wens="samen koffie drinken")
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case)
    hers = world.engine.show(case, world.actor("rudy"))
    assert hers.timeline == ()
    assert hers.fields == {}
    option = next(o for o in world.engine.can(case, world.actor("rudy")) if o.step == "begin")
    assert not option.allowed
    helpers = world.engine.show(case, world.actor("vera"))
    assert helpers.fields["wens"] == ("Wens", "samen koffie drinken")
    assert "Rudy" in {r.name for r in helpers.roles}
    world.tell(Leave(name="helper", party=world.people["vera"]), case)
    with pytest.raises(NotFound):
        world.engine.show(case, world.actor("vera"))


def test_an_opening_that_nobody_may_do_opens_nothing(world: World) -> None:
    """A stranger cannot begin a case, nor somebody from another organisation."""
    act = Open(workflow="huis/kring", name="meld", answers={"persoon": world.people["rudy"]})
    with pytest.raises(Refused):
        world.tell(act, who="noor")
    assert world.engine.cases(world.actor("ine")) == []
