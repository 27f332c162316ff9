"""Yes or no, and why: what a person reads when something may not happen, and what may."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not happen: the sentence, what was looked at, and who could set it aside.

    `key` is that of the condition that does not hold; empty for another reason.
    """

    code: str
    sentence: str
    looked_at: tuple[tuple[str, str], ...] = ()
    who: tuple[str, ...] = ()
    key: str = ""


def unfit(sentence: str, code: str = "past-niet") -> Reason:
    """Why a fact does not fit, in one sentence."""
    return Reason(code, sentence)


@dataclass(frozen=True, slots=True)
class Refusal:
    """No, with every reason, and what can be done instead."""

    reasons: tuple[Reason, ...]
    instead: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(r.sentence for r in self.reasons)


@dataclass(frozen=True, slots=True)
class Option:
    """One line of `can`: a transition with yes, or no and every reason.

    `opens`: what it may open, to choose from when there are several; `plugin/name@organisation` is the same
    at another organisation that carries it out.
    """

    step: str
    title: str
    allowed: bool
    reasons: tuple[Reason, ...] = ()
    to: str = ""
    region: str = ""
    asks: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
