"""Conditions on the papers that the law asks of volunteers. Pure: papers in, verdict out.

A paper is kept under the name of the field that asks it. What is judged is only whether it was seen, when,
by whom and whether it was in order; never what it says. R1 to R6 and K1 to K6 are the rules of the domain.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from baz.api import (
    Duration,
    FunctionSignature,
    GuardFunction,
    OrganisationFacts,
    PartyFacts,
    add_duration,
    date_text,
    duration_text,
)

EXTRACT = "uittreksel"
INFORMATION = "infonota"
AGREEMENT = "afsprakennota"
INSURANCE = "polis"

EXEMPTIONS = ("jeugdwerk", "al_getoond_dit_jaar", "via_rechtspersoon", "eenmalig")
"""K3: the only reasons for doing without an extract."""


def k1(party: PartyFacts, max_oud: Duration, sinds: date) -> bool | str:
    """An extract from the criminal record (art. 596.2), not older than `max_oud` when shown (K1 to K4).

    Before `sinds`, the day from which the law asks it of who is new, nothing was asked. Without the paper
    only the exemptions of K3 count.
    """
    if party.today < sinds:
        return True
    paper = party.papers.get(EXTRACT)
    if paper is None:
        return "Er is nog geen uittreksel uit het strafregister gezien."
    if paper.exemption:
        return paper.exemption in EXEMPTIONS or "Deze reden stelt niet vrij van het uittreksel."
    if not paper.ok:
        return "Het uittreksel was niet in orde."
    if paper.seen_on is None or paper.issued_on is None:
        return "Van het uittreksel ontbreekt de dag waarop het gemaakt of gezien is."
    if add_duration(paper.issued_on, max_oud, 1) < paper.seen_on:
        return f"Het uittreksel was ouder dan {duration_text(max_oud)} toen het gezien werd."
    return True


def k4(checker: PartyFacts | None, team: PartyFacts | None) -> bool | str:
    """Who looks at the extract stands outside the team of the volunteer (K4)."""
    if checker is None:
        return "Spreek eerst af wie het uittreksel bekijkt."
    return team is None or checker.id != team.id


def r1(party: PartyFacts) -> bool | str:
    """The volunteer got the information that the law asks before the first activity (R1, R2)."""
    paper = party.papers.get(INFORMATION)
    if paper is None or not paper.ok:
        return "De informatienota is nog niet gegeven."
    if paper.seen_on is None or not paper.version:
        return "Van de informatienota ontbreekt de versie of de dag waarop ze gegeven is."
    return True


def r3(party: PartyFacts, wvg_decreet: bool) -> bool | str:
    """Under the Flemish decree of 3 April 2009 both sign a written agreement before the start (R3)."""
    paper = party.papers.get(AGREEMENT)
    if not wvg_decreet or (paper is not None and paper.ok):
        return True
    return "De afsprakennota is nog niet door allebei getekend."


def r4(organisation: OrganisationFacts, geldig: Duration) -> bool | str:
    """The organisation has an insurance for its volunteers that still runs: `geldig` after its date (R4)."""
    paper = organisation.papers.get(INSURANCE)
    if paper is None or not paper.ok:
        return "De polis van de organisatie voor haar vrijwilligers is nog niet gezien."
    begun = paper.issued_on or paper.seen_on
    if begun is None:
        return "Van de polis van de organisatie ontbreekt de dag waarop ze begint."
    end = add_duration(begun, geldig, 1)
    return organisation.today <= end or f"De polis van de organisatie liep tot {date_text(end)}."


def r6(
    geboortejaar: int | None, secundair: bool | None, today: date, vanaf: int, na_secundair: int
) -> bool | str:
    """A volunteer is `vanaf` this year, or `na_secundair` after two years of secondary school (R6).

    Only the year of birth is known, so who has a birthday later this year already counts.
    """
    if geboortejaar is None:
        return "Het geboortejaar is nog niet gekend."
    age = today.year - geboortejaar
    if age >= vanaf or (age >= na_secundair and bool(secundair)):
        return True
    school = f"of vanaf {na_secundair} jaar na twee jaar secundair onderwijs"
    return f"Vrijwilliger zijn kan vanaf {vanaf} jaar, {school}."


def _function(name: str, parameters: tuple[str, ...], sentence: str, version: int = 1) -> FunctionSignature:
    return FunctionSignature(name=name, parameters=parameters, sentence=sentence, version=version)


FUNCTIONS: Sequence[GuardFunction] = (
    GuardFunction(
        signature=_function(
            "k1",
            ("party", "max_oud", "sinds"),
            "Wie met kinderen werkt, toont vooraf een recent uittreksel uit het strafregister.",
            3,
        ),
        call=k1,
    ),
    GuardFunction(
        signature=_function(
            "k4",
            ("checker", "team"),
            "Wie het uittreksel bekijkt, staat buiten het team van de vrijwilliger.",
        ),
        call=k4,
    ),
    GuardFunction(
        signature=_function(
            "r1", ("party",), "Een vrijwilliger krijgt vóór de eerste activiteit de informatienota.", 2
        ),
        call=r1,
    ),
    GuardFunction(
        signature=_function(
            "r3", ("party", "wvg_decreet"), "Een vrijwilliger tekent vóór de start een afsprakennota.", 2
        ),
        call=r3,
    ),
    GuardFunction(
        signature=_function(
            "r4",
            ("organisation", "geldig"),
            "De organisatie heeft een geldige verzekering voor haar vrijwilligers.",
        ),
        call=r4,
    ),
    GuardFunction(
        signature=_function(
            "r6",
            ("geboortejaar", "secundair", "today", "vanaf", "na_secundair"),
            "Een vrijwilliger is oud genoeg.",
        ),
        call=r6,
    ),
)
