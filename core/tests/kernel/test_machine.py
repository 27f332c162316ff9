"""A region's machine steps a probe that only has a state, and adds nothing to it (docs/decisions/0003)."""

from __future__ import annotations

import pytest
from transitions import MachineError

from baz.definition.model import State, Transition
from baz.kernel.machine import BEGIN, Probe, RegionMachine


@pytest.fixture
def machine() -> RegionMachine:
    """Three states, a phase over two of them, and a step that stays where it is."""
    return RegionMachine(
        {
            "open": State(title="Open"),
            "bezig": State(title="Bezig"),
            "klaar": State(title="Klaar", final=("goed",)),
        },
        {"lopend": ("open", "bezig")},
        {
            "begin": Transition(title="Begin", to="open"),
            "ga": Transition(title="Ga", frm=("open",), to="bezig"),
            "noteer": Transition(title="Noteer", frm=("lopend",)),
            "stop": Transition(title="Stop", frm=("any",), to="klaar"),
        },
    )


def test_a_step_leads_from_state_to_state(machine: RegionMachine) -> None:
    """The way through: the opening, a step, one that stays, and one from anywhere that is not final."""
    assert machine.move(BEGIN, "begin") == "open"
    assert machine.move("open", "ga") == "bezig"
    assert machine.move("bezig", "noteer") == "bezig"
    assert machine.sources("noteer") == {"open", "bezig"}
    assert machine.sources("stop") == {"open", "bezig"}


@pytest.mark.parametrize(("state", "step"), [("klaar", "stop"), ("klaar", "noteer"), ("bezig", "ga")])
def test_a_step_from_elsewhere_is_an_error(machine: RegionMachine, state: str, step: str) -> None:
    """The machine is the second lock behind the kernel's own."""
    with pytest.raises(MachineError):
        machine.move(state, step)


def test_the_probe_stays_an_object_with_only_a_state(machine: RegionMachine) -> None:
    """`transitions` binds no model, makes no `to_x` steps of its own, and hangs nothing on what it moves."""
    inner = machine._machine
    probe = Probe("open")
    inner.events["ga"].trigger(probe)
    assert probe.state == "bezig"
    assert Probe.__slots__ == ("state",)
    assert not hasattr(probe, "__dict__")
    assert inner.models == []
    assert set(inner.events) == {"begin", "ga", "stop"}
