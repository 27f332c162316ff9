"""A step in memory, against a bare `transitions` trigger with one condition."""

from __future__ import annotations

from time import perf_counter

from transitions import Machine

from baz.kernel.plan import build
from baz.kernel.simulate import Simulation
from baz.kernel.when import stamp_of
from baz.plugins.catalogue import Catalogue
from benchmarks import world
from benchmarks.table import Row, median

STEPS = 4000
ANSWERS = {"leden": 5}


class Model:
    """What the bare machine moves: two states and a condition that compares two numbers."""

    leden = 5
    minstens = 2

    def enough(self) -> bool:
        """The condition."""
        return self.leden >= self.minstens


def _bare() -> Model:
    model = Model()
    Machine(
        model,
        states=["begonnen", "bezig", "klaar"],
        initial="begonnen",
        auto_transitions=False,
        transitions=[
            {"trigger": "groei", "source": "begonnen", "dest": "bezig", "conditions": "enough"},
            {"trigger": "terug", "source": "bezig", "dest": "begonnen", "conditions": "enough"},
        ],
    )
    return model


def measure(known: Catalogue, rounds: int = 7) -> Row:
    """The row of the table."""
    plan = build(known.workflow("bench/stap"), "bench")
    ours: list[float] = []
    bare: list[float] = []
    model = _bare()
    for _ in range(rounds):
        simulation = Simulation(plan, stamp_of(world.NOW), state="begonnen")
        begun = perf_counter()
        for _ in range(STEPS // 2):
            simulation.step("groei", ANSWERS)
            simulation.step("terug", ANSWERS)
        between = perf_counter()
        for _ in range(STEPS // 2):
            model.groei()  # type: ignore[attr-defined]  # `transitions` binds it  # transitions adds its triggers to the model
            model.terug()  # type: ignore[attr-defined]  # `transitions` binds it
        ours.append(STEPS / (between - begun))
        bare.append(STEPS / (perf_counter() - between))
    return Row("step in memory", median(ours), "bare transitions trigger", median(bare), 0.5)
