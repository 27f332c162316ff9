"""How a meeting went: only a wish to be called stays, and becomes a task at once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from engine_world import World
from sqlalchemy import select

from baz.ground.errors import Refused
from baz.kernel.acts import Cancel, Done, Erase, Held, Plan, Step, Withdraw
from baz.kernel.when import When
from baz.store.tables import events, tasks


def _with_helper(world: World) -> str:
    case = world.open()
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case)
    return case


def _logged(world: World, case: str, kind: str) -> list[dict[str, object]]:
    with world.engine.reading() as work:
        rows = work.connection.execute(
            select(events.c.data).where(events.c.case_id == case, events.c.kind == kind)
        )
        return [json.loads(row.data) for row in rows]


def test_call_me_is_a_task_from_the_moment_of_telling(world: World) -> None:
    """A talk of a week ago, told today: the task is due today, names nobody in its row, and its page does."""
    case = _with_helper(world)
    world.days(10)
    told = (world.now.date() - timedelta(days=7)).isoformat()
    world.tell(Held(name="praatje", feeling="bel"), case, who="vera", on=told)
    assert world.tasks(case)["bel_even"] == world.now.date().isoformat()
    with world.engine.reading() as work:
        rows = work.connection.execute(select(tasks.c.title).where(tasks.c.name == "bel_even"))
        assert [row.title for row in rows] == ["Bel even: Helper"]
    shown = world.engine.show(case, world.actor("ine")).tasks
    assert [t.title for t in shown if t.name == "bel_even"] == ["Bel Vera even"]
    listed = world.engine.agenda(world.actor("ine"), "huis")
    assert [a.title for a in listed if a.name == "bel_even"] == ["Bel Vera even"]
    assert world.engine.verify() == []


@pytest.mark.parametrize("feeling", ["goed", "moeilijk"])
def test_how_it_went_is_kept_nowhere(world: World, feeling: str) -> None:
    """Good or hard: not in the log, no task, no trace."""
    case = _with_helper(world)
    world.tell(Held(name="praatje", feeling=feeling), case, who="vera")  # type: ignore[arg-type]  # one of three
    assert _logged(world, case, "held") == [{}]
    assert "bel_even" not in world.tasks(case)


def test_a_meeting_that_did_not_take_place_can_ask_for_a_call(world: World) -> None:
    """Nobody at home: then most of all."""
    case = _with_helper(world)
    world.tell(Plan(name="praatje", on=When.parse("2026-03-04T19:30")), case, who="vera")
    world.tell(Cancel(name="praatje", feeling="bel"), case, who="vera")
    assert "bel_even" in world.tasks(case)
    world.tell(Done(name="bel_even"), case)
    assert "bel_even" not in world.tasks(case)


def test_who_told_may_take_it_back_and_nobody_else_may(world: World) -> None:
    """Her own telling, with its task; somebody else's is refused."""
    case = _with_helper(world)
    mine = world.tell(Held(name="praatje", feeling="bel"), case, who="vera").seq
    told = next(
        line.seq for line in world.engine.show(case, world.actor("ine")).timeline if line.kind == "held"
    )
    assert told <= mine
    with pytest.raises(Refused):
        world.tell(Withdraw(event=told), case, who="rudy")
    with pytest.raises(Refused):
        world.tell(Withdraw(event=1), case, who="vera")
    world.tell(Withdraw(event=told), case, who="vera")
    assert "bel_even" not in world.tasks(case)
    assert world.state(case) == "gesprek"
    assert world.engine.verify() == []


def test_who_is_erased_is_not_called(world: World) -> None:
    """The task goes, because nobody is left to call."""
    case = _with_helper(world)
    world.tell(Held(name="praatje", feeling="bel"), case, who="vera")
    world.tell(Erase(party=world.people["vera"]), case, who="baas")
    assert "bel_even" not in world.tasks(case)
    assert world.engine.verify() == []


def test_one_sentence_is_read_by_staff_and_by_who_wrote_it(world: World) -> None:
    """The person herself does not read what was said to the coordinator."""
    case = _with_helper(world)
    world.tell(Held(name="praatje"), case, who="vera", note="Het was gezellig.")
    for who, said in (("ine", "Het was gezellig."), ("vera", "Het was gezellig.")):
        lines = world.engine.show(case, world.actor(who)).timeline
        assert next(line.note for line in lines if line.kind == "held") == said
    assert world.engine.show(case, world.actor("rudy")).timeline == ()
