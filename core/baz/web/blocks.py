"""Bouwstenen: every part of the pages in every state, for who makes a page and for tests of how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.responses import Response

from baz.web.questions import Question, hows, yes_or_no
from baz.web.visit import Staff

router = APIRouter(include_in_schema=False)
FEW = (("a", "Wandelen", ""), ("b", "Koken", ""), ("c", "Praten", ""))
LINED = (("an", "An Claes", "2 km, vrij"), ("bo", "Bo Maes", "4 km, één traject"))
MANY = tuple((str(n), f"Keuze {n}", "") for n in range(1, 8))


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of a track."""

    kind: str
    title: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A reason as a page shows it."""

    sentence: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A task that can be done later."""

    case: str = "voorbeeld"
    id: str = "bel"
    later: str = "2026-11-25"


def kinds() -> Iterator[Question]:
    """One question of every kind."""
    yield Question("tekst", "Eén regel tekst", "text")
    yield Question("lang", "Een langere tekst", "long", required=False, hint="Hoogstens 280 tekens.")
    yield Question("lijst", "Een lijst", "list", hint="Eén per regel.")
    yield Question("getal", "Een getal", "number")
    yield Question("dag", "Een dag", "day")
    yield Question("uur", "Een uur", "time")
    yield Question("mail", "Een mailadres", "mail")
    yield Question("telefoon", "Een telefoonnummer", "phone")
    yield Question("ja", "Ja of nee", "choice", options=yes_or_no())
    yield Question("keuze", "Een keuze uit weinig", "choice", options=FEW, required=False)
    yield Question("hoe", "Een keuze uit vier", "choice", options=hows())
    yield Question("uit_veel", "Een keuze uit veel", "choice", options=MANY)
    yield Question("meer", "Meer dan één keuze", "choices", options=FEW)
    yield Question("wie", "Iemand", "person", options=LINED)
    yield Question("wie_veel", "Iemand uit veel", "person", options=MANY)
    yield Question("mensen", "Mensen", "people", options=LINED)
    yield Question("nieuw", "Iemand nieuw", "newcomer")
    yield Question("samen", "Een samenkomst", "meeting")
    yield Question("papier", "Een papier", "paper", required=False, options=(("eenmalig", "Eenmalig", ""),))
    parts = tuple(Question(f"doelen.{i}", f"Doel {i + 1}", "choice", False, options=FEW) for i in range(2))
    yield Question("doelen", "Elk punt van een lijst", "marks", parts=parts)


def wrong() -> Iterator[Question]:
    """The same questions when something is not right."""
    for question in kinds():
        yield replace(question, name=f"fout-{question.name}", error="Dit is nog niet goed. Kijk het na.")


@router.get("/bouwstenen")
def blocks(visit: Staff) -> Response:
    """Every part in every state."""
    stops = [
        Stop("done", "Aangemeld", "2 nov"),
        Stop("skip-step", "Gesprek"),
        Stop("now", "Groep zoeken", "sinds 9 nov"),
        Stop("next", "Samenkomst"),
    ]
    return visit.page(
        "blocks.html",
        kinds=list(kinds()),
        wrong=list(wrong()),
        stops=stops,
        reasons=[Shown("Er is nog geen compagnon.", "We keken naar: compagnon (0), gevraagd (1).")],
        bare=[Shown("Dit kan pas na de kennismaking.")],
        job=Job(),
    )
