"""Facts told late, corrected, or against each other; versions, parameters; what follows, or no longer."""

from __future__ import annotations

from datetime import date

import pytest
from engine_world import DUO, KRING, KRING2, World

from baz.ground.errors import BadInput, NotFound, Refused
from baz.kernel.acts import (
    Agree,
    ApplyParameter,
    Done,
    Erase,
    Held,
    Jump,
    Migrate,
    Open,
    Pause,
    Pin,
    Share,
    Step,
    Withdraw,
    Yes,
)
from baz.kernel.when import When
from baz.store import log, outbox
from baz.store.database import Database


def _log(world: World, case: str) -> list[tuple[str, str, str]]:
    with world.engine.database.read() as connection:
        return [(e.kind, e.name, str(e.occurred)) for e in log.read(case, connection=connection)]


def _started(world: World) -> str:
    case = world.open()
    world.tell(Held(name="praatje"), case)
    world.tell(Step(name="begin", answers={"leden": 3}), case, behalf="rudy", how="brief")
    return case


DATED = """
baz: 1
workflow: huis/datum
version: 1
title: Datum
model: buddy
keep: bewaren
parameters:
  na: {value: 10 days, source: aanname}
  bewaren: {value: 12 months, source: aanname}
outcomes:
  klaar: Klaar
roles:
  medewerker: {title: Medewerker, kind: staff, count: 1}
fields:
  dag: {title: Dag, type: date, purpose: weten wanneer}
states:
  open:
  klaar: {final: klaar}
transitions:
  begin: {to: open, by: medewerker, ask: [medewerker, dag]}
  sluit: {from: open, to: klaar, by: medewerker}
tasks:
  bel: {title: Bel, during: open, due: na after fields.dag, owner: medewerker}
"""


def test_a_late_report_takes_back_what_the_clock_did(world: World) -> None:
    """The reminder of the 16th fired; then somebody tells that the talk was on the 5th."""
    case = world.open()
    world.days(16)
    world.engine.tick()
    assert ("fired", "contact", "2026-03-16") in _log(world, case)
    world.tell(Held(name="praatje"), case, on="2026-03-05")
    assert world.state(case) == "denktijd"
    assert world.tasks(case) == {}
    assert _log(world, case)[-1][:2] == ("unfollowed", "contact")
    assert world.engine.verify() == []


def test_facts_that_contradict_each_other_are_held_and_name_each_other(world: World) -> None:
    """A helper assigned on the 10th does not fit a talk on the 5th; the correction lets it in."""
    case = world.open()
    world.days(8)
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case)
    world.days(5)
    receipt = world.tell(Held(name="praatje"), case, on="2026-03-05")
    assert receipt.held
    view = world.engine.show(case, world.actor("ine"))
    assert view.state == "gesprek"
    assert view.held[0].title == "Samengekomen: Gesprek"
    assert view.held[0].other_title == "Helper toewijzen"
    assert world.tasks(case)["past_niet"] == "2026-03-15"
    wrong = next(t.seq for t in view.timeline if t.title == "Helper toewijzen")
    preview = world.engine.preview(_withdraw(world, case, wrong))
    assert "De toestand wordt 'Bedenktijd' (was 'Gesprek')." in preview.changes
    assert world.state(case) == "gesprek"
    assert not world.tell(Withdraw(event=wrong, reason="verkeerd dossiernummer"), case).held
    assert world.state(case) == "denktijd"
    assert world.engine.verify() == []


def _withdraw(world: World, case: str, event: int) -> object:
    from baz.kernel.acts import Command

    return Command(actor=world.actor("ine"), act=Withdraw(event=event, reason="fout"), key="kijk", case=case)


def test_the_clock_sleeps_a_silent_group_and_a_meeting_wakes_it(world: World) -> None:
    """Twelve months after the last meeting; what was told later about an earlier meeting moves it."""
    case = _started(world)
    world.days(400)
    assert world.state(case) == "slapend"
    assert world.engine.tick() == [case]
    assert ("fired", "slaap", "2027-03-02") in _log(world, case)
    world.tell(Held(name="samen", count=4), case, on="2026-12-01")
    assert world.state(case) == "groep"
    assert ("unfollowed", "slaap") in [line[:2] for line in _log(world, case)]
    world.days(365)
    assert world.tell(Held(name="samen", count=4), case).state == "groep"
    assert world.engine.verify() == []


def test_a_report_of_the_future_is_no_report(world: World) -> None:
    """What still has to happen is planned."""
    case = world.open()
    with pytest.raises(BadInput, match="toekomst"):
        world.tell(Held(name="praatje"), case, on="2026-03-09")


def test_days_have_a_precision(world: World) -> None:
    """Known to the month, to the year, or not at all: the fact takes place where it fits."""
    case = world.tell(
        Open(
            workflow="huis/kring",
            name="meld",
            answers={"persoon": world.people["rudy"], "gemeente": "Gent", "medewerker": world.people["ine"]},
        ),
        on="2025",
    ).case
    world.tell(Held(name="praatje"), case, on="2025-11")
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case, on="?")
    assert world.state(case) == "denktijd"
    assert [w[0] for w in world.engine.show(case, world.actor("ine")).way] == [
        "Gemeld",
        "Gesprek",
        "Bedenktijd",
    ]


def test_a_letter_that_left_is_not_undone_silently(world: World) -> None:
    """Waiting in the outbox it is dropped; sent, it becomes a task 'wat nu'."""
    case = world.open()
    world.days(1)
    world.tell(Step(name="nee"), case)
    taken = world.tell(Step(name="begin", answers={"leden": 3}), case, behalf="rudy", how="brief")
    with world.engine.database.write() as connection:
        for job in outbox.lease(5, token="t", now=world.now, seconds=60, connection=connection):
            outbox.done(job, now=world.now, connection=connection)
    assert taken.state == "groep"
    view = world.engine.show(case, world.actor("ine"))
    assert [(name, status) for name, _, status in view.letters] == [("welkom", "done")]


def test_a_pinned_date_stays_when_the_anchor_moves(world: World) -> None:
    """A person set it by hand, visibly."""
    case = world.open()
    world.tell(Pin(name="contact", on=When.parse("2026-04-01"), reason="op vraag"), case)
    assert world.tasks(case) == {"contact": "2026-04-01"}
    world.tell(Done(name="contact"), case)
    assert world.tasks(case) == {}


def test_a_step_out_of_order_is_counted_and_folds(world: World) -> None:
    """Every process is unique: with a reason it may jump."""
    case = world.open()
    assert world.tell(Jump(name="groep", reason="de groep bestond al"), case).state == "groep"
    assert world.engine.verify() == []


def test_a_new_value_counts_from_its_day_and_is_applied_by_choice(world: World) -> None:
    """What began before keeps the old value until somebody applies the new one."""
    case = world.open()
    world.engine.set_parameter(
        "huis", "huis/kring", "contact", "10 days", date(2026, 3, 3), world.actor("ine")
    )
    world.days(2)
    assert world.tasks(case) == {"contact": "2026-03-16"}
    assert world.tasks(world.open()) == {"contact": "2026-03-14"}
    world.tell(ApplyParameter(name="contact"), case)
    assert world.tasks(case) == {"contact": "2026-03-12"}
    with pytest.raises(BadInput, match="past niet"):
        world.engine.set_parameter(
            "huis", "huis/kring", "contact", "80%", date(2026, 4, 1), world.actor("ine")
        )
    with pytest.raises(BadInput, match="vandaag of later"):
        world.engine.set_parameter(
            "huis", "huis/kring", "contact", "9 days", date(2026, 1, 1), world.actor("ine")
        )


def test_off_makes_a_task_absent(world: World) -> None:
    """A task without its number does not exist, from the day it was switched off."""
    before = world.open()
    world.minutes(1)
    same = world.open()
    world.engine.set_parameter("huis", "huis/kring", "contact", "off", date(2026, 3, 2), world.actor("ine"))
    assert world.tasks(same) == {}  # it began in the very minute
    assert world.tasks(world.open()) == {}
    assert world.tasks(before) == {"contact": "2026-03-16"}  # what began earlier that day keeps its value
    assert world.engine.verify() == []


def test_a_value_from_a_later_day_counts_for_a_date_that_lies_later_still(database: Database) -> None:
    """What hangs on a date that was filled in is counted with the value of that date."""
    world = World.on(database, KRING, DATED)
    answers = {"medewerker": world.people["ine"], "dag": "2026-05-01"}
    case = world.tell(Open(workflow="huis/datum", name="begin", answers=answers)).case
    assert world.tasks(case) == {"bel": "2026-05-11"}
    ine = world.actor("ine")
    world.engine.set_parameter("huis", "huis/datum", "na", "20 days", date(2026, 4, 1), ine)
    assert world.tasks(case) == {"bel": "2026-05-21"}
    assert world.engine.verify() == []


def test_a_case_stays_on_its_version_until_it_is_moved(database: Database) -> None:
    """Two versions side by side; a renamed state keeps its `since`; a later report of before still fits."""
    world = World.on(database, KRING, DUO)
    case = world.open()
    world.tell(Held(name="praatje"), case)
    newer = world.upgraded(KRING, KRING2, DUO)
    newer.days(5)
    assert newer.state(case) == "denktijd"
    newer.tell(Migrate(version=2), case)
    view = newer.engine.show(case, newer.actor("ine"))
    assert (view.version, view.state) == (2, "nadenken")
    assert view.way[-1][1] == "2026-03-02"
    newer.tell(Step(name="begin", answers={"leden": 3}), case, on="2026-03-04", behalf="rudy", how="brief")
    assert newer.state(case) == "groep"
    assert newer.engine.verify() == []


def test_a_referral_waits_for_the_partner(world: World) -> None:
    """A minimal card goes; accepted, it is the partner's own case; sent back, it is a task."""
    case = world.open(wens="gezelschap")
    world.tell(Held(name="praatje"), case)
    world.tell(Step(name="verwijs", choose="buur/duo"), case)
    link = world.engine.referrals(world.actor("noor"), "buur")[0]
    assert "gezelschap" not in link.carried
    receipt = world.engine.accept_referral(
        link.id, world.actor("noor"), key="neem", answers={"matcher": world.people["noor"]}
    )
    theirs = world.engine.show(receipt.case, world.actor("noor"))
    assert (theirs.state, theirs.about, theirs.area) == ("open", "Rudy", "Gent")
    with pytest.raises(BadInput, match="al beantwoord"):
        world.engine.return_referral(link.id, world.actor("noor"), key="terug")
    other = world.open()
    world.tell(Held(name="praatje"), other)
    world.tell(Step(name="verwijs", choose="buur/duo"), other)
    link = world.engine.referrals(world.actor("noor"), "buur")[0]
    world.engine.return_referral(link.id, world.actor("noor"), key="terug", reason="we zitten vol")
    assert "teruggestuurd" in world.tasks(other)
    assert world.engine.verify() == []


def test_a_step_opens_a_case_here(world: World) -> None:
    """In the same transaction, once, with what it carries."""
    case = world.open(wens="nog een kring")
    world.tell(Held(name="praatje"), case)
    receipt = world.tell(Step(name="verwijs", choose="huis/kring"), case)
    child = world.engine.show(receipt.opened[0], world.actor("ine"))
    assert (child.state, child.area, child.fields["wens"][1]) == ("gemeld", "Gent", "nog een kring")


def test_what_is_missing_is_named_for_which_role(world: World) -> None:
    """The guard function's own sentence; with the paper it goes."""
    noors = {"who": "noor", "organisation": "buur"}
    act = Open(
        workflow="buur/duo",
        name="meld",
        answers={"vrager": world.people["bo"], "matcher": world.people["noor"]},
    )
    case = world.tell(act, **noors).case
    with pytest.raises(Refused, match="De afsprakennota is nog niet gezien"):
        world.tell(Step(name="match", answers={"buddy": world.people["bo"]}), case, who="noor")


def test_another_organisation_looks_until_a_date(world: World) -> None:
    """A shared case is seen without names, and no longer than agreed."""
    case = world.open()
    world.tell(Share(name="buur", until=When.parse("2026-03-10")), case)
    seen = world.engine.show(case, world.actor("noor"))
    assert {r.name for r in seen.roles} == {""}
    world.days(20)
    with pytest.raises(Exception, match="geen traject"):
        world.engine.show(case, world.actor("noor"))


def test_erasing_the_person_ends_the_case_and_keeps_the_chain(world: World) -> None:
    """Names and words are gone; counts, dates and the proof of the log stay."""
    case = _started(world)
    world.tell(Erase(party=world.people["rudy"]), case, who="baas")
    view = world.engine.show(case, world.actor("ine"))
    assert view.ended_on == "2026-03-02"
    assert view.about == ""
    with world.engine.database.read() as connection:
        left = [
            r[0] for r in connection.exec_driver_sql("select value from personal where value like '%%udy%%'")
        ]
    assert left == []
    assert world.engine.verify() == []
    with pytest.raises(Refused):
        world.tell(Step(name="spreek_af"), case)


def test_a_clock_step_on_a_date_belongs_to_that_day(database: Database) -> None:
    """The date in a field is a whole day; the step is not counted on the day before it."""
    text = KRING.replace(
        "  slaap: {from: groep, to: slapend, at: stil after last meetings.samen}",
        "  slaap: {from: denktijd, to: slapend, at: 0 days after fields.dag}",
    ).replace("fields:\n", "fields:\n  dag: {title: Dag, type: date, personal: false, purpose: proef}\n")
    world = World.on(database, text.replace("optional: wens", "optional: [wens, dag]"), DUO)
    case = world.open(dag="2026-03-09")
    world.tell(Held(name="praatje"), case)
    world.days(7)
    assert world.state(case) == "denktijd"
    world.days(1)
    world.tell(Held(name="samen"), case)
    lines = world.engine.show(case, world.actor("ine")).timeline
    assert [line.occurred for line in lines if line.kind == "fired"] == ["2026-03-09"]


def test_a_referral_needs_the_recorded_yes_of_the_person(database: Database) -> None:
    """Proposed, it waits; nothing leaves the house before she said yes."""
    asks = KRING.replace("carry: [gemeente, wens]}", "agree: persoon, carry: [gemeente, wens]}")
    world = World.on(database, asks, DUO)
    case = world.open()
    world.tell(Held(name="praatje"), case)
    assert world.tell(Step(name="verwijs", choose="buur/duo"), case).state == "denktijd"
    assert world.engine.referrals(world.actor("noor"), "buur") == []
    yes = Yes(world.people["rudy"], "telefoon")
    assert world.tell(Agree(name="verwijs", yes=yes), case).state == "niet"
    assert len(world.engine.referrals(world.actor("noor"), "buur")) == 1


def test_a_withdrawn_referral_is_called_back(world: World) -> None:
    """While it waits the partner can no longer accept it."""
    case = world.open()
    world.tell(Held(name="praatje"), case)
    step = world.tell(Step(name="verwijs", choose="buur/duo"), case)
    link = world.engine.referrals(world.actor("noor"), "buur")[0]
    told = next(t.seq for t in world.engine.show(case, world.actor("ine")).timeline if t.kind == "step")
    assert told <= step.seq
    world.tell(Withdraw(event=told, reason="toch niet"), case)
    assert world.engine.referrals(world.actor("noor"), "buur") == []
    with pytest.raises(BadInput):
        world.engine.accept_referral(link.id, world.actor("noor"), key="neem")
    assert "wat_nu" not in world.tasks(case)
    assert world.engine.verify() == []


def test_a_withdrawn_share_is_over(world: World) -> None:
    """Who may look follows the facts."""
    case = world.open()
    world.tell(Share(name="buur", until=When.parse("2026-06-30")), case)
    assert world.engine.show(case, world.actor("noor")).state == "gemeld"
    told = next(t.seq for t in world.engine.show(case, world.actor("ine")).timeline if t.kind == "shared")
    world.tell(Withdraw(event=told, reason="toch niet"), case)
    with pytest.raises(NotFound):
        world.engine.show(case, world.actor("noor"))


def test_erasing_ends_every_case_about_the_person(world: World) -> None:
    """One request, all her cases; the days that tasks got from an erased date stay."""
    first, second = world.open(), world.open()
    world.tell(Step(name="nee", answers={"opnieuw": "2026-09-01"}), first)
    world.days(1)
    world.tell(Erase(party=world.people["rudy"]), second, who="baas")
    assert world.engine.show(second, world.actor("ine")).ended_on == "2026-03-03"
    assert world.engine.verify() == []
    world.days(300)
    world.engine.tick()
    assert world.engine.verify() == []


def test_a_case_that_cannot_follow_its_clock_costs_only_itself(world: World) -> None:
    """The others go on, and the next round does not stumble over it."""
    bad, good = world.open(), world.open()
    with world.engine.database.write() as connection:
        connection.exec_driver_sql(
            f"update cases set definition = definition, snapshot = '[]' where id = '{bad}'"
        )
    world.days(20)
    assert world.engine.tick() == [good]
    assert world.engine.tick() == []


def test_a_report_says_how_it_ended(database: Database) -> None:
    """Where several outcomes are possible, one is not made up."""
    two = KRING.replace("niet: {final: niet}", "niet: {final: [niet, klaar]}")
    world = World.on(database, two, DUO)
    case = world.open()
    world.days(1)
    with pytest.raises(BadInput, match="hoe het afliep"):
        world.tell(Step(name="nee"), case, on="2026-03-02")
    world.tell(Step(name="nee", outcome="klaar"), case, on="2026-03-02")
    assert world.engine.show(case, world.actor("ine")).outcome == "Klaar"


def test_a_refused_act_says_what_stops_it_and_not_what_happened_to_another_fact(world: World) -> None:
    """Something is held, and a step was told twice, the second time with the yes; then a pause is no."""
    case = _started(world)
    world.days(30)
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case, on="2026-03-20")
    world.tell(Step(name="spreek_af"), case, on="2026-03-10")
    rudy = Yes(party=world.people["rudy"], how="telefoon")
    world.tell(Step(name="spreek_af", agreed=(rudy,)), case, on="2026-03-10")
    assert world.state(case) == "klaar"
    with pytest.raises(Refused) as refused:
        world.tell(Pause(name="rust"), case)
    assert str(refused.value) == "Het traject rust al of is afgelopen."
