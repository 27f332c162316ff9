"""A definition as one text: it comes back as it was, and its hash says when something changed."""

from __future__ import annotations

from typing import Any

import pytest

from baz.definition.canonical import digest, dump, restore
from baz.definition.model import OpenEffect, Workflow
from baz.definition.values import parse_value

VALUES = (
    "6..8 weeks",
    "off",
    "80%",
    "true",
    "false",
    "2021-01-01",
    "3",
    "1..4",
    "1 month",
    "10 working days",
)


def workflow(**changes: Any) -> Workflow:
    given: dict[str, Any] = {
        "workflow": "baz/proef",
        "version": 1,
        "title": "Proef",
        "model": ["buddy", "community_building"],
        "keep": "p0",
        "parameters": {
            f"p{i}": {"value": parse_value(text), "source": "aanname", "text": text}
            for i, text in enumerate(VALUES)
        },
        "roles": {"groep": {"count": {"low": 1, "high": "p5"}, "needs": [{"call": "r1(party)"}]}},
        "states": {"zoeken": {}, "begin": {}, "klaar": {"final": "goed"}},
        "transitions": {
            "open": {"to": "zoeken"},
            "klaar": {"from": "zoeken", "to": "klaar", "at": "p0 after opening", "then": EFFECTS},
        },
        "regions": {"naast": {"states": {"a": {}}, "transitions": {"b": {"to": "a", "then": EFFECTS[:1]}}}},
        "tasks": {"bel": {"due": "0 days after each meetings.groep", "owner": "groep"}},
        "meetings": {"groep": {"with": "groep", "later": [{"every": "p0", "from": "p8 after opening"}]}},
        "migrations": {1: {"states": {"oud": "begin"}}},
    }
    return Workflow.model_validate({**given, **changes})


EFFECTS = [
    {"kind": "open", "value": OpenEffect(workflow=("lus/lusgroep",), carry=("groep",))},
    {"kind": "letter", "value": "welkom"},
    {"kind": "eigen", "value": {"naar": "x"}},
]


def test_it_comes_back_as_it_was() -> None:
    before = workflow()
    after = restore(dump(before))
    assert after == before
    assert dump(after) == dump(before)
    assert [p.value for p in after.parameters.values()] == [parse_value(text) for text in VALUES]
    assert isinstance(after.transitions["klaar"].then[0].value, OpenEffect)


def test_the_order_of_the_definition_is_kept_and_counts() -> None:
    states = {"begin": {}, "zoeken": {}, "klaar": {"final": "goed"}}
    assert list(restore(dump(workflow())).states) == ["zoeken", "begin", "klaar"]
    assert digest(workflow(states=states)) != digest(workflow())


def test_what_has_its_default_value_changes_no_hash() -> None:
    assert digest(workflow(indicators={}, pause={})) == digest(workflow())
    assert digest(workflow(title="Anders")) != digest(workflow())


def test_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="states"):
        restore('{"workflow":"baz/proef","version":1,"model":["buddy"],"keep":"p0"}')
