"""What a guard may say, what it answers, and what is refused at load."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baz.definition.guards import (
    UNKNOWN,
    FieldKind,
    FunctionSignature,
    Guard,
    GuardError,
    Scope,
    compile_guard,
    render_sentence,
    sentence_problems,
)
from baz.definition.model import Workflow
from baz.definition.values import OFF, Duration, Range

DAY = date(2021, 3, 31)


def workflow(**parts: Any) -> Workflow:
    """A small workflow with one of everything that a guard can ask."""
    base: dict[str, Any] = {
        "workflow": "lus/lusgroep",
        "version": 1,
        "title": "Lusgroep",
        "model": "buddy",
        "about": "persoon",
        "keep": "bewaren",
        "parameters": {
            "bewaren": {"value": Duration(12, 12, "months"), "source": "aanname"},
            "min_leden": {"value": 2, "source": "aanname"},
            "ritme": {"value": Duration(6, 8, "weeks"), "source": "aanname"},
            "bereik": {"value": Range(12, 18), "source": "aanname"},
            "vanaf": {"value": date(2024, 9, 1), "source": "aanname"},
            "decreet": {"value": True, "source": "aanname"},
            "uit": {"value": OFF, "source": "aanname"},
        },
        "roles": {
            "persoon": {"title": "Centrale persoon", "count": {"low": 1, "high": 1}},
            "buddy": {"title": "Buddy", "kind": "volunteer", "count": {"low": 0, "high": 1}},
            "deelnemer": {"title": "Deelnemer"},
        },
        "fields": {
            "leden": {"title": "Aantal leden", "type": "number", "purpose": "telling"},
            "soort": {"title": "Soort", "type": "choice", "options": ["test", "gewoon"], "purpose": "p"},
            "taal": {
                "title": "Taal",
                "type": "choices",
                "personal": True,
                "options": ["nl", "fr"],
                "purpose": "p",
            },
            "doelen": {"title": "Doelen", "type": "list", "options": ["bereikt"], "purpose": "p"},
            "akkoord": {"title": "Akkoord", "type": "yes_no", "purpose": "p"},
            "vraag": {"title": "Vraag", "type": "text", "purpose": "p"},
            "sinds": {"title": "Sinds", "type": "date", "purpose": "p"},
            "nota": {"title": "Informatienota", "type": "paper", "purpose": "p"},
            "iban": {"title": "Rekening", "type": "iban", "purpose": "p"},
        },
        "states": {"open": {"title": "Open"}, "dicht": {"title": "Dicht", "final": "klaar"}},
        "phases": {"alles": ["open", "dicht"]},
        "transitions": {"begin": {"title": "Beginnen", "to": "open"}},
        "regions": {
            "compagnon": {
                "title": "Compagnon",
                "states": {"zoeken": {"title": "Zoeken"}, "zelfstandig": {"title": "Zelfstandig"}},
                "transitions": {"zoek": {"title": "Zoek", "to": "zoeken"}},
            }
        },
        "meetings": {"groep": {"title": "Samenkomst"}},
    }
    return Workflow.model_validate({**base, **parts})


FUNCTIONS = {"k1": FunctionSignature("k1", ("party", "max_age"), "Het uittreksel is te oud.")}
SCOPE = Scope.of(workflow(), FUNCTIONS, field_kinds={"iban": FieldKind("text", personal=True)})


class Facts:
    """A view on a mapping: what is not there is nothing."""

    def __init__(self, values: Mapping[str, Any], answers: Mapping[str, Any] | None = None) -> None:
        self.values = {tuple(k.split(" ")): v for k, v in values.items()}
        self.answers = answers or {}
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def read(self, path: tuple[str, ...]) -> Any:
        return self.values.get(path)

    def call(self, name: str, args: tuple[Any, ...]) -> Any:
        self.calls.append((name, args))
        return self.answers.get(name)


def answer(text: str, values: Mapping[str, Any] | None = None, scope: Scope = SCOPE) -> Any:
    return compile_guard(text, scope)(Facts(values or {}))


def problems(text: str, scope: Scope = SCOPE) -> list[tuple[str, str]]:
    """Slug and the marked text of every problem."""
    with pytest.raises(GuardError) as caught:
        compile_guard(text, scope)
    return [(p.slug, text[p.offset : p.offset + p.length]) for p in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("fields.leden >= params.min_leden", {"fields leden": 2, "params min_leden": 2}, True),
        ("fields.leden >= params.min_leden", {"fields leden": 1, "params min_leden": 2}, False),
        ("1 <= fields.leden <= 5", {"fields leden": 6}, False),
        ("fields.soort != 'test'", {"fields soort": "gewoon"}, True),
        ("fields.soort in ['test', 'gewoon']", {"fields soort": "test"}, True),
        ("'nl' in fields.taal", {"fields taal": ("nl", "fr")}, True),
        ("'nl' not in fields.taal", {"fields taal": ("nl", "fr")}, False),
        ("fields.leden in params.bereik", {"fields leden": 18, "params bereik": Range(12, 18)}, True),
        ("fields.leden in params.bereik", {"fields leden": 19, "params bereik": Range(12, 18)}, False),
        ("fields.akkoord", {"fields akkoord": True}, True),
        ("fields.akkoord == false", {"fields akkoord": False}, True),
        ("not fields.akkoord", {"fields akkoord": True}, False),
        ("states.compagnon.zelfstandig.count == 0", {"states compagnon.zelfstandig count": 0}, True),
        ("states.pause.now or states.alles.now", {"states alles now": True}, True),
        ("today.year - fields.leden <= 12", {"today year": 2021, "fields leden": 2009}, True),
        ("today - fields.sinds > 30", {"today": DAY, "fields sinds": date(2021, 3, 1)}, False),
        ("today >= params.vanaf", {"today": DAY, "params vanaf": date(2021, 3, 31)}, True),
        ("fields.nota.ok and fields.nota.seen_on <= today", {"fields nota ok": True}, False),
        ("roles.deelnemer.count + roles.deelnemer.asked < 5", {"roles deelnemer count": 2}, False),
        ("persoon.load < 1", {"persoon load": 0}, True),
        (
            "about.cases('lus/lusgroep').states.open.now",
            {"about cases lus/lusgroep states open now": True},
            True,
        ),
        ("steps.zoek.count >= 1", {"steps zoek count": 1}, True),
        ("fields.iban == 'x' or true", {"fields iban": "y"}, True),
    ],
)
def test_a_guard_answers(text: str, values: Mapping[str, Any], expected: bool) -> None:
    assert answer(text, values) is expected


def test_a_duration_moves_a_date_and_a_range_counts_by_its_far_end() -> None:
    months = {"meetings groep last": date(2021, 1, 31), "params bewaren": Duration(1, 1, "months")}
    assert (
        answer("meetings.groep.last + params.bewaren >= today", {**months, "today": date(2021, 2, 28)})
        is True
    )
    assert (
        answer("meetings.groep.last + params.bewaren >= today", {**months, "today": date(2021, 3, 1)})
        is False
    )
    rhythm = {"meetings groep last": date(2021, 1, 1), "params ritme": Duration(6, 8, "weeks")}
    assert (
        answer("meetings.groep.last + params.ritme > today", {**rhythm, "today": date(2021, 2, 25)}) is True
    )
    assert answer(
        "today - params.ritme >= fields.sinds", {"today": DAY, "fields sinds": date(2021, 2, 17)} | rhythm
    )


def test_working_days_ask_the_calendar_that_was_given() -> None:
    def no_monday(day: date) -> bool:
        return day.weekday() in (1, 2, 3, 4)

    text = "fields.sinds + params.bewaren <= today"
    facts = Facts(
        {
            "fields sinds": date(2021, 3, 26),  # a Friday
            "today": date(2021, 3, 29),
            "params bewaren": Duration(1, 1, "working days"),
        }
    )
    assert compile_guard(text, Scope.of(workflow()))(facts) is True
    assert compile_guard(text, Scope.of(workflow(), is_working_day=no_monday))(facts) is False


@pytest.mark.parametrize(
    "text",
    [
        "fields.leden > 1",
        "fields.leden < 1",
        "fields.leden == 1",
        "fields.leden != 1",
        "fields.soort in ['test']",
        "fields.soort not in ['test']",
        "fields.akkoord",
        "fields.leden + 1 > 0",
        "fields.sinds + params.ritme < today",
    ],
)
def test_nothing_makes_a_comparison_false(text: str) -> None:
    assert answer(text, {"today": DAY, "params ritme": Duration(1, 1, "days")}) is False
    assert answer(f"not ({text})", {"today": DAY, "params ritme": Duration(1, 1, "days")}) is True


def test_unknown_makes_the_whole_unknown_unless_the_other_side_decides() -> None:
    unknown = {"fields leden": UNKNOWN, "fields akkoord": True}
    assert answer("fields.leden > 1", unknown) is UNKNOWN
    assert answer("not fields.leden > 1", unknown) is UNKNOWN
    assert answer("fields.leden + 1 == 2", unknown) is UNKNOWN
    assert answer("fields.leden > meetings.groep.count", unknown) is UNKNOWN  # also beside nothing
    assert answer("fields.leden > 1 or fields.akkoord", unknown) is True
    assert answer("fields.leden > 1 and not fields.akkoord", unknown) is False
    assert answer("fields.leden > 1 and fields.akkoord", unknown) is UNKNOWN
    assert answer("fields.akkoord and fields.leden > 1 and fields.akkoord", unknown) is UNKNOWN


def test_unknown_is_never_taken_for_true_or_false() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(UNKNOWN)


def test_a_value_that_is_not_what_the_definition_says_is_unknown() -> None:
    assert answer("fields.leden > 1", {"fields leden": "twee"}) is UNKNOWN
    assert answer("fields.leden - 1 > 1", {"fields leden": "twee"}) is UNKNOWN


def test_a_parameter_that_is_off_is_nothing_and_is_named() -> None:
    guard = compile_guard("fields.leden >= params.uit", SCOPE)
    assert guard(Facts({"fields leden": 3, "params uit": OFF})) is False
    assert guard.parameters == {"uit"}


def test_a_function_gets_its_values_and_may_answer_a_sentence() -> None:
    guard = compile_guard("k1(about, params.bewaren)", SCOPE)
    assert guard.calls == {"k1"}
    assert guard.once
    facts = Facts({"about": "p1", "params bewaren": 3}, {"k1": "Het uittreksel is 40 dagen oud."})
    assert guard(facts) == "Het uittreksel is 40 dagen oud."
    assert facts.calls == [("k1", ("p1", 3))]
    assert compile_guard("not k1(about, 3)", SCOPE)(facts) is True
    assert compile_guard("k1(about, 3) or fields.akkoord", SCOPE)(facts) is False
    assert guard(Facts({"about": "p1"}, {"k1": True})) is True
    assert guard(Facts({"about": UNKNOWN}, {"k1": True})) is UNKNOWN
    assert guard(Facts({"about": "p1"}, {"k1": UNKNOWN})) is UNKNOWN


def test_a_guard_says_what_it_reads() -> None:
    text = "persoon.cases('a/b').states.x.now or states.compagnon.zoeken.now and fields.nota.ok"
    assert compile_guard(text, SCOPE).reads == {
        ("persoon", "cases", "a/b", "states", "x", "now"),
        ("states", "compagnon.zoeken", "now"),
        ("fields", "nota", "ok"),
    }


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("fields.leden > 1", False),
        ("roles.deelnemer.missed > 1", False),
        ("fields.doelen.open == 0 and fields.doelen.count > 1", False),
        ("fields.doelen.first == 'x'", True),
        ("fields.vraag == 'x'", True),  # text is personal by nature
        ("'nl' in fields.taal", True),  # declared personal
        ("fields.nota.seen_on <= today", True),
        ("about.load > 1", True),
        ("about.cases('lus/lusgroep').steps.begin.count > 1", True),
        ("fields.iban == 'x'", True),  # a plugin's type that says it is personal
    ],
)
def test_what_may_be_erased_or_lies_outside_the_case_is_judged_once(text: str, once: bool) -> None:
    assert compile_guard(text, SCOPE).once is once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fields.lede > 1", [("unknown-field", "lede")]),
        ("fields.leden > params.min_lede", [("unknown-parameter", "min_lede")]),
        ("states.opn.now", [("unknown-state", "opn")]),
        ("states.compagnon.zoekn.now", [("unknown-state", "zoekn")]),
        ("states.compagnon", [("incomplete-name", "compagnon")]),
        ("steps.x.count > 1", [("unknown-step", "x")]),
        ("meetings.groep.lst > today", [("unknown-attribute", "lst")]),
        ("roles.deelnmer.count > 1", [("unknown-role", "deelnmer")]),
        ("feilds.leden > 1", [("unknown-name", "feilds")]),
        ("fields > 1", [("incomplete-name", "fields")]),
        ("today.day > 1", [("unknown-attribute", "day")]),
        ("fields.leden.first > 1", [("unknown-attribute", "first")]),
        ("party.load > 1", [("party-outside-needs", "party")]),
        ("deelnemer.load > 1", [("role-not-single", "deelnemer")]),
        ("about.cases('lus/lusgroep').states.opn.now", [("unknown-state", "opn")]),
        ("about.cases('lus/lusgroep')", [("incomplete-name", "cases")]),
        ("about.cases('x/y').other.x.now", [("unknown-name", "other")]),
        ("fields.leden", [("not-a-test", "fields.leden")]),
        ("fields.akkoord and fields.doelen", [("not-a-test", "fields.doelen")]),
        ("fields.leden > 'x'", [("unlike-types", "fields.leden > 'x'")]),
        ("fields.sinds + 3 > today", [("unlike-types", "fields.sinds + 3")]),
        ("today - fields.sinds > params.ritme", [("unlike-types", "today - fields.sinds > params.ritme")]),
        ("fields.akkoord < true", [("unlike-types", "fields.akkoord < true")]),
        ("fields.leden in fields.leden", [("unlike-types", "fields.leden")]),
        ("fields.leden in ['a']", [("unlike-types", "fields.leden in ['a']")]),
        ("fields.soort == 'tst'", [("unknown-option", "'tst'")]),
        ("fields.soort in ('test', 'gewon')", [("unknown-option", "'gewon'")]),
        ("'de' in fields.taal", [("unknown-option", "'de'")]),
        ("k2(about)", [("unknown-function", "k2")]),
        ("k1(about)", [("wrong-arguments", "k1(about)")]),
        ("k1(about, 1 + 2)", [("guard-not-allowed", "1 + 2")]),
        ("fields.leden = 1", [("guard-syntax", "=")]),
        ("fields.leden > 1 and", [("guard-syntax", "d")]),
        ("  'é' == fields.ledn", [("unknown-field", "ledn")]),  # columns count characters, not bytes
        ("fields.lede > 1 and states.opn.now", [("unknown-field", "lede"), ("unknown-state", "opn")]),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, expected: list[tuple[str, str]]) -> None:
    assert problems(text) == expected


def test_a_near_name_is_offered() -> None:
    with pytest.raises(GuardError) as caught:
        compile_guard("fields.lede > 1", SCOPE)
    assert caught.value.problems[0].hint.startswith("did you mean 'leden'? known: leden, soort, ")


def test_party_is_known_in_needs() -> None:
    guard = compile_guard("party.load < 1 and k1(party, 1)", SCOPE.for_needs())
    assert guard(Facts({"party load": 0}, {"k1": True})) is True


def test_a_workflow_without_about_has_no_about() -> None:
    assert problems("about.load > 1", Scope.of(workflow(about=""))) == [("unknown-name", "about")]


HOSTILE = [
    "",
    "   ",
    "True",
    "None",
    "1.5 > 1",
    "b'x' == 'x'",
    "...",
    "-1 < 0",
    "2 ** 9 > 1",
    "fields.leden * 2 > 1",
    "fields.leden is 1",
    "__import__('os').system('true')",
    "().__class__.__bases__",
    "fields.__class__.__mro__",
    "(lambda: 1)()",
    "[x for x in (1, 2)]",
    "{1: 2}",
    "{1}",
    "f'{fields.leden}'",
    "fields['leden']",
    "(x := 1)",
    "1 if true else 2",
    "print('x')",
    "fields.leden.bit_length()",
    "fields.cases('x')",
    "k1.__globals__",
    "k1",
    "k1(*fields)",
    "k1(about, max_age=1)",
    "about.cases(fields.vraag).states.x.now",
    "exec('1')",
    "a; b",
    "import os",
    "fields.leden > 1 # comment\nimport os",
    "(yield)",
    "await x",
    "not " * 300 + "true",
    "(" * 400 + ")" * 400,
    "9" * 5000,
    "fields.vraag == '\\x41'",
    "\0",
    "party.cases('a/b')",
    "fields." + "a." * 400 + "a",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_outside_the_list_gets_in(text: str) -> None:
    assert problems(text)


TOKENS = [
    "fields", "roles", "states", "params", "today", "about", "party", "k1", "leden", "soort", "taal",
    "nota", "open", "now", "count", "cases", "x", "__class__", "__import__", "eval", "exec", "lambda",
    "not", "and", "or", "in", "is", "if", "else", "for", "true", "false", "True", "None", ".", ".", ".",
    "(", ")", "[", "]", "{", "}", ",", ":", "=", "==", "!=", "<", ">=", "+", "-", "*", "**", "@", ":=",
    "'test'", "'lus/lusgroep'", '"os"', "1", "2", "1.5", "0x1", "é", "\\", "#", "\n",
]  # fmt: skip
ROOTS = {
    "fields",
    "roles",
    "states",
    "steps",
    "meetings",
    "params",
    "today",
    "about",
    "party",
    "organisation",
}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=14), st.sampled_from(["", " "]))
def test_any_text_is_a_sound_guard_or_a_guard_error(tokens: list[str], between: str) -> None:
    try:
        guard = compile_guard(between.join(tokens), SCOPE.for_needs())
    except GuardError:
        return
    assert {path[0] for path in guard.reads} <= ROOTS
    assert guard.calls <= set(FUNCTIONS)
    assert not any(part.startswith("_") for path in guard.reads for part in path)
    assert guard(Facts({})) in (True, False)


# -- the logic against a reference that is as plain as can be

Tree = Any
VALUES = st.one_of(st.none(), st.just(UNKNOWN), st.integers(0, 3))
NUMBERS = st.sampled_from(["leden", "a", "b"])
_LEAF = st.one_of(
    st.tuples(st.just("cmp"), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS, NUMBERS),
    st.tuples(
        st.just("cmp1"), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS, st.integers(0, 3)
    ),
    st.tuples(st.just("in"), NUMBERS, st.lists(st.integers(0, 3), min_size=1, max_size=3)),
    st.tuples(st.just("sum"), NUMBERS, NUMBERS, st.integers(0, 4)),
    st.tuples(st.just("flag"), st.sampled_from(["p", "q"])),
)
TREES = st.recursive(
    _LEAF,
    lambda t: st.one_of(
        st.tuples(st.just("not"), t),
        st.tuples(st.just("and"), st.lists(t, min_size=2, max_size=3)),
        st.tuples(st.just("or"), st.lists(t, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


def as_text(tree: Tree) -> str:
    match tree:
        case ("cmp", op, a, b):
            return f"fields.{a} {op} fields.{b}"
        case ("cmp1", op, a, n):
            return f"fields.{a} {op} {n}"
        case ("in", a, numbers):
            return f"fields.{a} in {numbers}"
        case ("sum", a, b, n):
            return f"fields.{a} + fields.{b} - 1 >= {n}"
        case ("flag", name):
            return f"fields.{name}"
        case ("not", part):
            return f"not ({as_text(part)})"
        case (op, parts):
            return f" {op} ".join(f"({as_text(p)})" for p in parts)
    raise AssertionError(tree)


def reference(tree: Tree, values: Mapping[str, Any]) -> Any:
    """True, False or "?" by the letter of docs/guards.md."""

    def compared(inputs: list[Any], result: Any) -> Any:
        if any(v is UNKNOWN for v in inputs):
            return "?"
        return False if None in inputs else result(*inputs)

    compare = {
        "<": lambda x, y: x < y,
        "<=": lambda x, y: x <= y,
        ">": lambda x, y: x > y,
        ">=": lambda x, y: x >= y,
        "==": lambda x, y: x == y,
        "!=": lambda x, y: x != y,
    }
    match tree:
        case ("cmp", op, a, b):
            return compared([values[a], values[b]], compare[op])
        case ("cmp1", op, a, n):
            return compared([values[a], n], compare[op])
        case ("in", a, numbers):
            return compared([values[a]], lambda x: x in numbers)
        case ("sum", a, b, n):
            return compared([values[a], values[b]], lambda x, y: x + y - 1 >= n)
        case ("flag", name):
            return {None: False, UNKNOWN: "?"}.get(values[name], values[name])
        case ("not", part):
            inner = reference(part, values)
            return inner if inner == "?" else not inner
        case (op, parts):
            results = [reference(p, values) for p in parts]
            decisive = op == "or"
            return decisive if decisive in results else "?" if "?" in results else not decisive
    raise AssertionError(tree)


LOGIC = Scope.of(
    workflow(
        fields={n: {"type": "number", "purpose": "p"} for n in ("leden", "a", "b")}
        | {n: {"type": "yes_no", "purpose": "p"} for n in ("p", "q")}
    )
)


@settings(max_examples=300, deadline=None)
@given(
    TREES,
    st.fixed_dictionaries(dict.fromkeys(("leden", "a", "b"), VALUES)),
    st.fixed_dictionaries({n: st.sampled_from([None, UNKNOWN, True, False]) for n in ("p", "q")}),
)
def test_three_valued_logic_agrees_with_the_reference(
    tree: Tree, numbers: dict[str, Any], flags: dict[str, Any]
) -> None:
    values = {**numbers, **flags}
    guard: Guard = compile_guard(as_text(tree), LOGIC)
    found = guard(Facts({f"fields {name}": value for name, value in values.items()}))
    assert ("?" if found is UNKNOWN else found) == reference(tree, values)


# -- for people


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("fields.leden >= params.min_leden", {"fields leden": 1}, [("Aantal leden", "1")]),
        ("fields.leden > 1", {}, [("Aantal leden", "nog niet ingevuld")]),
        ("fields.leden > 1", {"fields leden": UNKNOWN}, [("Aantal leden", "niet meer bekend")]),
        ("fields.akkoord", {"fields akkoord": False}, [("Akkoord", "nee")]),
        ("'nl' in fields.taal", {"fields taal": ("nl", "fr")}, [("Taal", "nl en fr")]),
        ("fields.doelen.open == 0", {"fields doelen open": 2}, [("Doelen, nog open", "2")]),
        ("meetings.groep.count >= 1", {"meetings groep count": 0}, [("Samenkomst", "nog niet gehad")]),
        ("meetings.groep.count >= 3", {"meetings groep count": 1}, [("Samenkomst", "1 keer gehad")]),
        ("meetings.groep.last < today", {"meetings groep last": DAY},
         [("Samenkomst, laatste keer", "31 maart 2021")]),
        ("roles.buddy.count == 1", {"roles buddy count": 0}, [("Buddy", "nog niemand")]),
        ("roles.deelnemer.reserve >= 1", {"roles deelnemer reserve": 2},
         [("Deelnemer, op de reservelijst", "2")]),
        ("states.compagnon.zelfstandig.now", {}, [("Compagnon, zelfstandig", "niet nu")]),
        ("steps.begin.count > 1", {"steps begin count": 0}, [("Beginnen", "nog niet gedaan")]),
        ("fields.nota.ok", {}, [("Informatienota", "nog niet gezien")]),
        ("about.load < 1", {"about load": 2}, [("Centrale persoon, lopende trajecten", "2")]),
        ("today >= params.vanaf", {"today": DAY}, []),
        ("about.cases('x/y').fields.geheim == 'x'", {}, []),  # what another case holds stays there
    ],
)  # fmt: skip
def test_what_was_looked_at_is_said_in_dutch(
    text: str, values: Mapping[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert list(compile_guard(text, SCOPE).looked_at(Facts(values))) == expected


def test_a_value_that_may_not_be_seen_is_left_out() -> None:
    guard = compile_guard("fields.leden > 1 and fields.vraag == 'x'", SCOPE)
    shown = guard.looked_at(
        Facts({"fields leden": 1, "fields vraag": "geheim"}), lambda field: field != "vraag"
    )
    assert shown == (("Aantal leden", "1"), ("Vraag", "niet zichtbaar voor jou"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Duration(14, 14, "days"), "14 dagen"),
        (Duration(1, 1, "months"), "1 maand"),
        (Duration(2, 2, "years"), "2 jaar"),
        (Duration(6, 8, "weeks"), "6 tot 8 weken"),
        (Duration(48, 48, "hours"), "48 uur"),
        (Duration(1, 1, "working days"), "1 werkdag"),
        (2, "2"),
        (date(2024, 9, 1), "1 september 2024"),
    ],
)
def test_a_sentence_holds_values_in_dutch(value: Any, text: str) -> None:
    assert (
        render_sentence("Minstens {params.x} vooraf.", Facts({"params x": value}))
        == f"Minstens {text} vooraf."
    )


def test_a_sentence_names_only_what_exists() -> None:
    assert sentence_problems("Minstens {params.min_leden}, nu {fields.leden}.", SCOPE) == ()
    text = "Minstens {params.min_lede} in {states.open.now}."
    found = [(p.slug, text[p.offset : p.offset + p.length]) for p in sentence_problems(text, SCOPE)]
    assert found == [("unknown-parameter", "min_lede"), ("bad-placeholder", "states.open.now")]
