"""A stored definition stays readable when the functions that it calls are gone, or take other values now."""

from __future__ import annotations

from typing import Any

from baz.definition.calls import GONE, with_missing
from baz.definition.guards import FunctionSignature, Scope, compile_guard
from baz.definition.model import Workflow

CALL = [{"call": "mag(about, params.p)"}]
WORKFLOW: dict[str, Any] = {
    "workflow": "baz/proef",
    "version": 1,
    "model": "buddy",
    "about": "buur",
    "keep": "p",
    "parameters": {"p": {"value": 3, "source": "aanname"}},
    "roles": {"buur": {"needs": [{"call": "kent(party)"}]}},
    "states": {"a": {}},
    "transitions": {"open": {"to": "a", "when": CALL}},
    "regions": {
        "naast": {"states": {"b": {}}, "transitions": {"c": {"to": "b", "when": [{"that": "ook(about)"}]}}}
    },
    "tasks": {"bel": {"due": "0 days", "owner": "buur", "when": "not taak(about)"}},
    "indicators": {"i": {"count": "cases", "when": "telt(about) and steps.open.count > 1"}},
}


def test_every_call_has_a_signature() -> None:
    mag = FunctionSignature("mag", ("wie", "hoeveel"), "Het mag.")
    found = with_missing(Workflow.model_validate(WORKFLOW), {"mag": mag})
    assert found["mag"] is mag
    assert {name: (len(s.parameters), s.sentence) for name, s in found.items() if name != "mag"} == {
        "kent": (1, GONE),
        "ook": (1, GONE),
        "taak": (1, GONE),
        "telt": (1, GONE),
    }


def test_a_function_that_takes_other_values_now_is_another_one() -> None:
    workflow = Workflow.model_validate(WORKFLOW)
    now = FunctionSignature("mag", ("wie",), "Het mag.", version=2)
    found = with_missing(workflow, {"mag": now})
    assert found["mag"].sentence == GONE
    assert compile_guard("mag(about, params.p)", Scope.of(workflow, found)).calls == {"mag"}
