"""Conditions on the papers that the law asks of volunteers. Pure: papers in, verdict out.

A paper is kept under the name of the field that asks it. What is judged is only whether it was seen, when,
and whether it was in order; never what it says.
"""

from __future__ import annotations

from collections.abc import Sequence

from baz.api import Duration, FunctionSignature, GuardFunction, PartyFacts, add_duration, duration_text

EXTRACT = "uittreksel"
INFORMATION = "infonota"
AGREEMENT = "afsprakennota"


def k1(party: PartyFacts, max_oud: Duration) -> bool | str:
    """An extract from the criminal record (art. 596.2), not older than `max_oud` when it was shown."""
    paper = party.papers.get(EXTRACT)
    if paper is None:
        return "Er is nog geen uittreksel uit het strafregister gezien."
    if paper.exemption:
        return True
    if not paper.ok:
        return "Het uittreksel was niet in orde."
    if paper.seen_on is None or paper.issued_on is None:
        return "Van het uittreksel ontbreekt de dag waarop het gemaakt of gezien is."
    if add_duration(paper.issued_on, max_oud, 1) < paper.seen_on:
        return f"Het uittreksel was ouder dan {duration_text(max_oud)} toen het gezien werd."
    return True


def r1(party: PartyFacts) -> bool:
    """The volunteer got the information that the law asks before the first activity."""
    paper = party.papers.get(INFORMATION)
    return paper is not None and paper.ok


def r3(party: PartyFacts, wvg_decreet: bool) -> bool:
    """Under the Flemish decree of 3 April 2009 both sign a written agreement before the start."""
    paper = party.papers.get(AGREEMENT)
    return not wvg_decreet or (paper is not None and paper.ok)


FUNCTIONS: Sequence[GuardFunction] = (
    GuardFunction(
        signature=FunctionSignature(
            name="k1",
            parameters=("party", "max_oud"),
            sentence="Wie met kinderen werkt, toont vooraf een recent uittreksel uit het strafregister.",
        ),
        call=k1,
    ),
    GuardFunction(
        signature=FunctionSignature(
            name="r1",
            parameters=("party",),
            sentence="Een vrijwilliger krijgt vóór de eerste activiteit de informatienota.",
        ),
        call=r1,
    ),
    GuardFunction(
        signature=FunctionSignature(
            name="r3",
            parameters=("party", "wvg_decreet"),
            sentence="Een vrijwilliger tekent vóór de start een afsprakennota.",
        ),
        call=r3,
    ),
)
