"""Many open places at once: who goes where, best for all together, next to what one by one would give.

The assignment is worked out by SciPy's solver for the linear assignment problem (a modified
Jonker-Volgenant algorithm). It proposes; people on both sides still say yes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baz.ground.errors import SetupError
from baz.services.matching.candidates import Candidate, Vacancy

FORBIDDEN = 1e6


@dataclass(frozen=True, slots=True)
class Pair:
    """A place and who is proposed for it; None when nobody is left who may start."""

    vacancy: Vacancy
    candidate: Candidate | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Pairs, with how many places are filled and the effort of all together."""

    pairs: tuple[Pair, ...]

    @property
    def filled(self) -> int:
        """How many places have somebody."""
        return sum(1 for pair in self.pairs if pair.candidate is not None)

    @property
    def effort(self) -> float:
        """Kilometres, load and wishes of all pairs together."""
        return round(sum(pair.candidate.effort for pair in self.pairs if pair.candidate), 1)

    @property
    def kilometres(self) -> float:
        """The distance of all pairs together, where it is known."""
        return round(sum(pair.candidate.distance or 0.0 for pair in self.pairs if pair.candidate), 1)


Options = Sequence[tuple[Vacancy, Sequence[Candidate]]]


def greedy(options: Options) -> Proposal:
    """One place after the other, the longest waiting first: each takes the best who is left."""
    taken: set[str] = set()
    pairs = []
    for vacancy, candidates in sorted(options, key=lambda o: (o[0].since, o[0].case)):
        best = next((c for c in candidates if c.ready and c.party not in taken), None)
        if best is not None:
            taken.add(best.party)
        pairs.append(Pair(vacancy, best))
    return Proposal(tuple(pairs))


def together(options: Options) -> Proposal:
    """As many places as possible filled, with the least effort of all together.

    Raises:
        SetupError: SciPy is not installed.
    """
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        raise SetupError(
            "Voor veel plaatsen tegelijk is SciPy nodig.", hint="Installeer burgersaanzet-core[matching]."
        ) from None
    parties = sorted({c.party for _, found in options for c in found if c.ready})
    places = sorted(options, key=lambda o: (o[0].since, o[0].case))
    if not parties or not places:
        return Proposal(tuple(Pair(v, None) for v, _ in places))
    column = {party: i for i, party in enumerate(parties)}
    lowest = min((c.effort for _, found in options for c in found if c.ready), default=0.0)
    costs = [_costs(found, column, lowest) for _, found in places]
    rows, columns = linear_sum_assignment(costs)
    chosen = {
        int(r): parties[int(c)]
        for r, c in zip(rows, columns, strict=True)
        if costs[int(r)][int(c)] < FORBIDDEN
    }
    pairs = []
    for number, (vacancy, found) in enumerate(places):
        party = chosen.get(number)
        pairs.append(Pair(vacancy, next((c for c in found if c.party == party), None) if party else None))
    return Proposal(tuple(pairs))


def _costs(found: Sequence[Candidate], column: Mapping[str, int], lowest: float) -> list[float]:
    """A row of the cost table, moved above zero: a filled place always beats an empty one."""
    row = [FORBIDDEN] * len(column)
    for candidate in found:
        if candidate.ready:
            row[column[candidate.party]] = candidate.effort - lowest
    return row
