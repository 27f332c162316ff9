"""Each check of the graph finds its own defect, at its place, and nothing in a sound definition."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from baz.definition.checks.run import findings
from baz.definition.guards import FunctionSignature
from baz.definition.loading import load_definition
from baz.definition.model import Workflow
from baz.definition.values import OFF, Duration
from baz.definition.vocabulary import Vocabulary

SOUND: dict[str, Any] = {
    "workflow": "lus/proef",
    "version": 1,
    "title": "Proef",
    "model": "buddy",
    "about": "persoon",
    "keep": "bewaren",
    "parameters": {
        "bewaren": {"value": Duration(12, 12, "months"), "source": "aanname"},
        "stil": {"value": Duration(6, 6, "months"), "source": "aanname"},
        "week": {"value": Duration(1, 1, "weeks"), "source": "aanname"},
    },
    "outcomes": {"klaar": "Klaar", "pauze": "Pauze"},
    "pause": {"reasons": "pauze"},
    "roles": {
        "persoon": {"count": {"low": 1, "high": 1}},
        "medewerker": {"kind": "staff", "count": {"low": 1, "high": 2}},
    },
    "fields": {"leden": {"type": "number", "purpose": "p"}, "akkoord": {"type": "yes_no", "purpose": "p"}},
    "states": {"nieuw": {}, "lopend": {}, "slapend": {}, "klaar": {"final": "klaar"}},
    "phases": {"bezig": ["lopend", "slapend"], "voorbij": ["klaar"]},
    "transitions": {
        "open": {"to": "nieuw", "by": "medewerker", "ask": ["persoon", "medewerker"]},
        "start": {
            "from": "nieuw",
            "to": "lopend",
            "by": "medewerker",
            "ask": ["leden", "akkoord"],
            "when": [{"that": "fields.leden >= 1", "because": "Te weinig."}],
            "then": [{"kind": "letter", "value": "welkom"}],
        },
        "slaap_in": {"from": "lopend", "to": "slapend", "at": "stil after last meetings.groep"},
        "word_wakker": {"from": "slapend", "to": "lopend", "at": "each meetings.groep"},
        "rond_af": {"from": "bezig", "to": "klaar", "by": "persoon"},
    },
    "tasks": {"bel": {"during": "nieuw", "due": "week", "owner": "medewerker"}},
    "meetings": {"groep": {"during": "bezig", "people": ["persoon"]}},
    "letters": {"welkom": {"template": "welkom.md", "to": "persoon"}},
    "indicators": {"alle": {"count": "cases", "when": "states.lopend.count >= 1"}},
}


def changed(**changes: Any) -> Workflow:
    """The sound definition with some entries replaced: `transitions__start={...}`; None takes one away."""
    raw = deepcopy(SOUND)
    for key, value in changes.items():
        *way, last = key.split("__")
        part = raw
        for name in way:
            part = part.setdefault(name, {})
        if value is None:
            del part[last]
        elif isinstance(value, dict) and isinstance(part.get(last), dict):
            part[last] = {**part[last], **value}
        else:
            part[last] = value
    return Workflow.model_validate(raw)


def found(**changes: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(f.slug, f.path) for f in findings(changed(**changes))]


def test_a_sound_definition_has_no_findings() -> None:
    assert found() == []


CARRY = {"workflow": "lus/proef", "carry": "extra"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # reach
        ({"states__eiland": {}}, [("unreachable-state", ("states", "eiland"))]),
        (
            {
                "states": {**SOUND["states"], "a": {}, "b": {}, "c": {}},
                "transitions": SOUND["transitions"]
                | {
                    "ab": {"from": "a", "to": "b", "by": "medewerker"},
                    "ba": {"from": "b", "to": "a", "by": "medewerker"},
                    "bc": {"from": "b", "to": "c", "by": "medewerker"},
                    "ck": {"from": "c", "to": "klaar", "by": "medewerker"},
                },
            },
            [("unreachable-state", ("states", "a"))],  # one cause, told once
        ),
        ({"transitions__open__from": "klaar"}, [("no-opening", ("transitions",))]),
        (
            {"states__weg": {}, "transitions__verdwijn": {"from": "lopend", "to": "weg", "by": "medewerker"}},
            [("dead-end", ("states", "weg"))],
        ),
        (
            {"states__weg": {}, "transitions__weg": {"from": "nieuw", "to": "weg", "by": "medewerker"}}
            | {"transitions__blijf": {"from": "weg", "by": "medewerker"}},
            [("dead-end", ("states", "weg"))],
        ),
        ({"transitions__rond_af": None}, [("never-ends", ("states",))]),
        (
            {
                "states": {**SOUND["states"], "a": {}, "b": {}},
                "transitions": SOUND["transitions"]
                | {
                    "in_kring": {"from": "nieuw", "to": "a", "by": "medewerker"},
                    "ab": {"from": "a", "to": "b", "by": "medewerker"},
                    "ba": {"from": "b", "to": "a", "by": "medewerker"},
                },
            },
            [("never-ends", ("states", "a")), ("never-ends", ("states", "b"))],
        ),
        (
            {
                "states__wacht": {},
                "parameters__uit": {"value": OFF, "source": "aanname"},
                "transitions__wacht": {"from": "nieuw", "to": "wacht", "by": "medewerker"},
                "transitions__verder": {"from": "wacht", "to": "lopend", "at": "uit"},
            },
            [("only-exit-off", ("transitions", "verder", "at"))],
        ),
        # clock
        (
            {"transitions__ook": {"from": "bezig", "to": "klaar", "at": "stil after last meetings.groep"}},
            [("clock-race", ("transitions", "ook", "at"))],
        ),
        (
            {
                "parameters__lang": {"value": Duration(9, 9, "months"), "source": "aanname"},
                "transitions__te_laat": {
                    "from": "lopend",
                    "to": "klaar",
                    "at": "lang after last meetings.groep",
                },
            },
            [("clock-race", ("transitions", "te_laat", "at"))],
        ),
        (
            {
                "transitions__heen": {"from": "nieuw", "to": "lopend", "at": "0 days"},
                "transitions__weer": {"from": "lopend", "to": "nieuw", "at": "0 days after opening"},
            },
            [("clock-loop", ("transitions", "heen", "at"))],
        ),
        (
            {"transitions__begin": {"from": "nieuw", "to": "lopend", "at": "each meetings.groep"}},
            [("meeting-elsewhere", ("transitions", "begin", "at"))],
        ),
        # conditions
        (
            {"transitions__start__ask": ("akkoord",)},
            [
                ("never-holds", ("transitions", "start", "when", 0)),
                ("field-never-asked", ("fields", "leden")),
            ],
        ),
        (
            {"transitions__start__when": [{"that": "states.lopend.now and fields.akkoord", "because": "x"}]},
            [("never-holds", ("transitions", "start", "when", 0))],
        ),
        (
            {"tasks__bel__when": "states.bezig.now"},
            [("never-holds", ("tasks", "bel", "when"))],
        ),
        (
            {
                "indicators__alle__when": "fields.extra > 3",
                "fields__extra": {"type": "number", "purpose": "p"},
            },
            [("never-holds", ("indicators", "alle", "when")), ("field-never-asked", ("fields", "extra"))],
        ),
        # people
        (
            {"roles__nul": {"count": {"low": 0, "high": 0}}, "transitions__rond_af__by": ("nul",)},
            [
                ("role-impossible", ("roles", "nul", "count")),
                ("role-nobody", ("transitions", "rond_af", "by")),
            ],
        ),
        (
            {"roles__a": {"agree": "b"}, "roles__b": {"agree": "a"}, "transitions__rond_af__agree": ("a",)},
            [
                ("role-impossible", ("roles", "a", "agree")),
                ("role-impossible", ("roles", "b", "agree")),
                ("role-nobody", ("transitions", "rond_af", "agree")),
            ],
        ),
        (
            {
                "fields__nooit": {"type": "yes_no", "purpose": "p"},
                "roles__a": {"needs": [{"that": "fields.nooit", "because": "x"}]},
            },
            [("role-impossible", ("roles", "a", "needs", 0)), ("field-never-asked", ("fields", "nooit"))],
        ),
        (
            {"transitions__rond_af__agree": ("persoon",)},
            [("agree-alone", ("transitions", "rond_af", "agree"))],
        ),
        (
            {"roles__buddy": {"kind": "volunteer"}, "transitions__rond_af__by": ("buddy",)},
            [("role-never-asked", ("roles", "buddy"))],
        ),
        # duties
        (
            {"tasks__na": {"due": "week after states.klaar", "owner": "medewerker"}},
            [("task-after-end", ("tasks", "na", "due"))],
        ),
        (
            {"tasks__na": {"during": "voorbij", "due": "week", "owner": "medewerker"}},
            [("task-after-end", ("tasks", "na", "due")), ("during-only-final", ("tasks", "na", "during"))],
        ),
        (
            {"roles__nul": {"count": {"low": 0, "high": 0}}, "letters__welkom__to": ("nul",)},
            [
                ("role-impossible", ("roles", "nul", "count")),
                ("letter-to-nobody", ("letters", "welkom", "to")),
            ],
        ),
        # unused
        ({"fields__extra": {"type": "text", "purpose": "p"}}, [("field-never-asked", ("fields", "extra"))]),
        ({"outcomes__weg": "Weg"}, [("outcome-unused", ("outcomes", "weg"))]),
        ({"pause__reasons": ("klaar", "pauze")}, [("pause-reason-final", ("pause", "reasons"))]),
        (
            {"parameters__over": {"value": 3, "source": "aanname"}},
            [("parameter-unused", ("parameters", "over"))],
        ),
        ({"transitions__start__then": ()}, [("letter-never-sent", ("letters", "welkom"))]),
    ],
)
def test_a_defect_is_found_at_its_place(
    changes: dict[str, Any], expected: list[tuple[str, tuple[str | int, ...]]]
) -> None:
    assert found(**changes) == expected


@pytest.mark.parametrize(
    "changes",
    [
        # a final state that can be left again, and a task in it that hangs on a date
        {"tasks__mag": {"during": "klaar", "due": "fields.datum", "owner": "medewerker"}}
        | {"fields__datum": {"type": "date", "purpose": "p"}, "transitions__rond_af__optional": ("datum",)},
        # two clock steps of which the conditions say which comes
        {"transitions__ook": {"from": "lopend", "to": "klaar", "at": "stil after last meetings.groep"}}
        | {"transitions__ook__when": [{"that": "fields.akkoord"}]}
        | {"transitions__slaap_in__when": [{"that": "not fields.akkoord"}]},
        # a circle of clock steps that each take time
        {"transitions__terug": {"from": "slapend", "to": "lopend", "at": "week"}},
        # a field that another step of the same workflow carries into a new case
        {"fields__extra": {"type": "text", "purpose": "p"}}
        | {
            "transitions__rond_af__then": [
                {"kind": "open", "value": {"workflow": "lus/proef", "carry": "extra"}}
            ]
        },
        # a condition on a parameter that is off is absent
        {
            "parameters__uit": {"value": OFF, "source": "aanname"},
            "fields__nooit": {"type": "number", "purpose": "p"},
        }
        | {"transitions__rond_af__ask": ("nooit",)}
        | {"transitions__start__when": [{"that": "fields.nooit > params.uit and states.lopend.now"}]},
        # a step during a pause
        {"transitions__bel": {"from": "pause", "by": "medewerker"}},
    ],
)
def test_what_is_sound_is_left_alone(changes: dict[str, Any]) -> None:
    assert found(**changes) == []


def test_a_region_is_checked_too_but_may_stay_where_it_is() -> None:
    region = {
        "states": {"zoeken": {}, "gevonden": {}, "kwijt": {}},
        "transitions": {
            "zoek": {"to": "zoeken", "by": "medewerker"},
            "vind": {"from": "zoeken", "to": "gevonden", "by": "medewerker"},
        },
    }
    assert found(regions={"buddy": region}) == [
        ("unreachable-state", ("regions", "buddy", "states", "kwijt"))
    ]


def test_what_a_known_workflow_carries_in_counts_as_asked() -> None:
    receiver = changed(fields__extra={"type": "text", "purpose": "p"})
    effect = {"kind": "open", "value": CARRY}
    sender = changed(workflow="lus/ander", transitions__rond_af__then=[effect])
    assert [f.slug for f in findings(receiver)] == ["field-never-asked"]
    assert findings(receiver, {}, {"lus/ander": sender}) == ()


def test_a_registered_function_may_hold() -> None:
    when = [{"call": "k1(about)"}]
    functions = {"k1": FunctionSignature("k1", ("party",), "Te oud.")}
    assert (
        findings(changed(transitions__start__when=when, indicators__alle__when="fields.leden > 1"), functions)
        == ()
    )


TEXT = """\
baz: 1
workflow: lus/proef
version: 1
title: Proef
model: buddy
keep: bewaren
parameters:
  bewaren: {value: 12 months, source: aanname}
outcomes: {klaar: Klaar, weg: Weg}
roles:
  medewerker: {kind: staff, count: 1}
states:
  nieuw:
  eiland:
  klaar: {final: klaar}
transitions:
  open: {to: nieuw, by: medewerker, ask: medewerker}
  rond_af:
    from: nieuw
    to: klaar
    by: medewerker
    agree: medewerker
"""


def test_a_definition_is_checked_while_it_is_read() -> None:
    loaded = load_definition(TEXT, Vocabulary())
    assert loaded.workflow is None
    assert [(p.line, p.column, p.slug, p.severity) for p in loaded.problems] == [
        (9, 31, "outcome-unused", "warning"),
        (14, 3, "unreachable-state", "error"),
        (22, 12, "agree-alone", "error"),
    ]


def test_the_graph_is_looked_at_when_the_names_are_sound() -> None:
    loaded = load_definition(TEXT.replace("to: klaar", "to: klar"), Vocabulary())
    assert [p.slug for p in loaded.problems] == ["unknown-state"]
