"""`baz match`: who could fill an open place, near by and fitting, with the reasons."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from baz.cli import output
from baz.cli.desk import desk
from baz.cli.options import command, form
from baz.engine.finding import find_case
from baz.services.matching.assignment import Pair, Proposal, greedy, together
from baz.services.matching.candidates import Candidate, Vacancy, candidates, open_places

MANY = 200
"""So many volunteers are looked at for each place, the nearest first."""


@command("match")
@click.argument(
    "what", metavar="TRAJECT|WERKWIJZE", help="Eén traject, of alle open plaatsen van een werkwijze."
)
@click.argument("role", metavar="ROL", help="De rol die open staat.")
@click.option(
    "--organisation", default="", metavar="SLEUTEL", help="Van welke organisatie, bij een werkwijze."
)
@click.option("--most", default=3, metavar="AANTAL", help="Hoeveel mensen per plaats; standaard 3.")
@form()
def match(what: str, role: str, organisation: str, most: int, form: str) -> None:
    """Wie past bij een open plaats? Dichtbij, vrij en passend, telkens met het waarom.

    Met een werkwijze (baz/workshop) in plaats van een traject krijg je alle open plaatsen samen: wie
    best waar begint, naast wat je krijgt als je ze één voor één invult. Het blijft een voorstel: beide
    kanten zeggen zelf ja.
    """
    with desk() as at, at.engine.reading() as work:
        if "/" not in what:
            case = find_case(work, what, at.actor)
            place, found, _more = candidates(work, case, role, at.actor, MANY)
            data = {"place": asdict(place), "candidates": [asdict(c) for c in found[:most]]}
            output.emit(form, data, lambda: _one(place, found[:most]))
            return
        home = organisation or at.organisation
        places = open_places(work, home, what, role, at.actor)
        options = [(p, candidates(work, p.case, role, at.actor, MANY).found) for p in places]
        best, simple = together(options), greedy(options)
        data = {"together": _data(best), "one_by_one": _data(simple)}
        output.emit(form, data, lambda: _all(best, simple))


def _data(proposal: Proposal) -> dict[str, Any]:
    return {**asdict(proposal), "filled": proposal.filled, "kilometres": proposal.kilometres}


def _one(place: Vacancy, found: list[Candidate]) -> None:
    where = f" ({place.area})" if place.area else ""
    output.heading(f"{place.title} voor {place.about or place.case}{where}")
    if place.closed:
        output.paragraph(f"Nu kan je hiervoor nog niemand vragen: {place.closed}")
    if not found:
        click.echo("Er is geen enkele vrijwilliger bekend.")
    for candidate in found:
        click.echo("")
        click.echo(candidate.name or candidate.party)
        _reasons(candidate)


def _reasons(candidate: Candidate) -> None:
    for text in candidate.why:
        output.paragraph(text, "  + ")
    for text in candidate.but:
        output.paragraph(text, "  - ")
    for text in candidate.missing:
        output.paragraph(f"Kan nog niet beginnen: {text}", "  ! ")


def _all(best: Proposal, simple: Proposal) -> None:
    if not best.pairs:
        click.echo("Er is geen open plaats.")
        return
    output.heading("Best voor iedereen samen")
    _pairs(best)
    if [_who(p) for p in best.pairs] == [_who(p) for p in simple.pairs]:
        click.echo("\nWie de plaatsen één voor één invult, komt op hetzelfde uit.")
        return
    click.echo("")
    output.heading("Eén voor één, wie het langst wacht eerst")
    _pairs(simple)


def _who(pair: Pair) -> str:
    return pair.candidate.party if pair.candidate else ""


def _pairs(proposal: Proposal) -> None:
    for pair in proposal.pairs:
        name = (pair.candidate.name or pair.candidate.party) if pair.candidate else "nog niemand"
        click.echo(f"  {pair.vacancy.about or pair.vacancy.case}: {name}")
        if pair.candidate:
            output.paragraph(" ".join([*pair.candidate.why, *pair.candidate.but]), "    ")
    click.echo(f"  {proposal.filled} van {len(proposal.pairs)} plaatsen, samen {proposal.kilometres:.0f} km.")
