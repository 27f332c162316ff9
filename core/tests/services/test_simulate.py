"""Steps in memory: the same arrows and conditions as the engine, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from baz.kernel.plan import build
from baz.kernel.simulate import Simulation
from baz.kernel.when import stamp
from baz.plugins.catalogue import Catalogue


@pytest.fixture
def simulation(catalogue: Catalogue) -> Simulation:
    plan = build(catalogue.workflow("proef/kring"), "proef")
    return Simulation(plan, stamp(date(2021, 1, 11)))


def test_steps_lead_where_the_definition_says(simulation: Simulation) -> None:
    assert simulation.step("begin") == ()
    assert simulation.state() == "begonnen"
    assert simulation.step("sluit") == ()
    assert simulation.state() == "klaar"
    assert simulation.run.steps.keys() == {"begin", "sluit"}


def test_a_condition_that_fails_says_so_and_changes_nothing(simulation: Simulation) -> None:
    simulation.step("begin")
    reasons = simulation.step("groei", {"leden": 3})
    assert [r.sentence for r in reasons] == ["Er was nog geen samenkomst."]
    assert simulation.state() == "begonnen"
    assert simulation.run.fields == {}


def test_a_step_that_does_not_leave_from_here_says_so(simulation: Simulation) -> None:
    simulation.step("begin")
    assert [r.code for r in simulation.step("herhaal")] == ["niet-van-hier"]


def test_a_step_that_is_not_there(simulation: Simulation) -> None:
    with pytest.raises(KeyError):
        simulation.step("onbekend")
