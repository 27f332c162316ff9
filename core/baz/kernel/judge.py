"""Conditions: what holds, what does not, and how that is said to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from baz.definition.guards import UNKNOWN, render_sentence
from baz.definition.values import OFF
from baz.kernel.acts import Reason
from baz.kernel.facts import Look
from baz.kernel.plan import Test
from baz.kernel.view import RunView


def absent(test: Test, look: Look) -> bool:
    """Whether a parameter that the condition names is off, which makes the condition absent."""
    return any(look.facts.parameter(look.plan, name, look.at) is OFF for name in test.parameters)


def value(test: Test, look: Look, answers: dict[str, Any] | None = None) -> Any:
    """What the guard gives: True, False, a sentence (of a guard function), or UNKNOWN."""
    return test.guard(RunView(look, answers))


def holds(test: Test, look: Look, answers: dict[str, Any] | None = None) -> bool:
    """Whether a bare guard is true now; what cannot be known is not true."""
    if test.parameters and absent(test, look):
        return True
    found = value(test, look, answers)
    return found is not UNKNOWN and not isinstance(found, str) and bool(found)


def judge(
    tests: Iterable[Test],
    look: Look,
    answers: dict[str, Any] | None = None,
    verdicts: Mapping[str, Any] | None = None,
    waived: Iterable[str] = (),
) -> list[tuple[Test, Reason]]:
    """The conditions that do not hold, each with its reason.

    `verdicts` are those that were stored when the fact was told: they stand for what is judged once.
    """
    failed = []
    for test in tests:
        if test.key in waived or (test.parameters and absent(test, look)):
            continue
        if test.once and verdicts is not None:
            found: Any = verdicts.get(test.key, True)
        else:
            found = value(test, look, answers)
        if found is UNKNOWN or isinstance(found, str) or not found:
            failed.append((test, _reason(test, look, answers, found)))
    return failed


def verdicts(tests: Iterable[Test], look: Look, answers: dict[str, Any] | None = None) -> dict[str, Any]:
    """What is judged once, as of the day it happened, to be stored with the fact.

    Returns:
        The test's key -> true, false, a sentence that says what is missing, or None for unknown.
    """
    found: dict[str, Any] = {}
    for test in tests:
        if test.once and not (test.parameters and absent(test, look)):
            result = value(test, look, answers)
            found[test.key] = (
                result if isinstance(result, str) else None if result is UNKNOWN else bool(result)
            )
    return found


def _reason(test: Test, look: Look, answers: dict[str, Any] | None, found: Any) -> Reason:
    view = RunView(look, answers)
    looked = test.guard.looked_at(view, may_see=lambda name: name not in look.hidden)
    if found is UNKNOWN or found is None:
        sentence = "Dit kunnen we niet meer nagaan: " + (
            render_sentence(test.sentence, view) or test.guard.text
        )
        return Reason("onbekend", _for_role(test, sentence), looked, test.condition.waive)
    sentence = found if isinstance(found, str) else render_sentence(test.sentence, view)
    sentence = _for_role(test, sentence or "Een voorwaarde is niet vervuld.")
    return Reason("voorwaarde", sentence, looked, test.condition.waive, test.key)


def _for_role(test: Test, sentence: str) -> str:
    """What somebody lacks is said with the role that asks it."""
    return f"{test.role}: {sentence}" if test.role else sentence
