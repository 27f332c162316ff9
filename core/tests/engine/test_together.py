"""Several people at the same moment: one step, one clear answer, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from engine_world import World

from baz.engine.engine import Engine
from baz.ground.errors import BazError, Outdated, Refused
from baz.kernel.acts import Act, Actor, Command, Held, Join, Step, Yes


def _at_once(engine: Engine, commands: list[Command]) -> list[str]:
    barrier = Barrier(len(commands))

    def run(command: Command) -> str:
        barrier.wait()
        try:
            return "al gedaan" if engine.perform(command).already else "gedaan"
        except BazError as error:
            return type(error).__name__

    with ThreadPoolExecutor(len(commands)) as pool:
        return sorted(pool.map(run, commands))


def _commands(
    world: World, case: str, make: Callable[[int], Act], key: Callable[[int], str]
) -> list[Command]:
    actor: Actor = world.actor("ine")
    seen = world.engine.show(case, actor).facts
    return [Command(actor=actor, act=make(i), key=key(i), case=case, seen=seen) for i in range(4)]


def test_four_people_press_the_same_button(world: World) -> None:
    """Each with a key of her own: one is in time, the others hear that somebody was first."""
    case = world.open()
    commands = _commands(world, case, lambda _: Held(name="praatje"), lambda i: f"knop-{i}")
    assert _at_once(world.engine, commands) == [Outdated.__name__] * 3 + ["gedaan"]
    assert world.state(case) == "denktijd"
    assert world.engine.verify() == []


def test_a_form_that_is_sent_four_times_counts_once(world: World) -> None:
    """The same key: one does it, the others get its receipt."""
    case = world.open()
    commands = _commands(world, case, lambda _: Held(name="praatje"), lambda _: "formulier")
    assert _at_once(world.engine, commands) == ["al gedaan"] * 3 + ["gedaan"]
    assert len(world.engine.show(case, world.actor("ine")).meetings) == 1


def test_the_last_place_goes_to_one(world: World) -> None:
    """Two places and four who say yes at once: two take part, two stand on the reserve list."""
    case = world.open()
    names = ["vera", "wim", "ine", "rudy"]

    def join(i: int) -> Act:
        party = world.people[names[i]]
        return Join(name="lid", party=party, agreed=(Yes(party, "mail"),))

    actor = world.actor("ine")
    commands = [Command(actor=actor, act=join(i), key=f"lid-{i}", case=case) for i in range(4)]
    assert _at_once(world.engine, commands) == ["gedaan"] * 4
    lines = [r.standing for r in world.engine.show(case, actor).roles if r.role == "lid"]
    assert sorted(lines) == ["active", "active", "reserve", "reserve"]
    assert world.engine.verify() == []


def test_who_comes_second_without_looking_is_refused_by_the_state(world: World) -> None:
    """Without `seen` the step itself no longer fits."""
    case = world.open()
    world.tell(Step(name="nee"), case)
    commands = [
        Command(actor=world.actor("ine"), act=Step(name="nee"), key=f"nee-{i}", case=case) for i in range(2)
    ]
    assert _at_once(world.engine, commands) == [Refused.__name__] * 2
