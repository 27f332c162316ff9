"""Which numbers of a table stay hidden, so that none of them can be worked out from the others.

A number from one to four is hidden first. Then each hidden number is tried: is there another table that
shows the same numbers, adds up the same way, and has another number there? If not, one more number is hidden,
the smallest that stands in a sum with it, and everything is tried again. Numbers that stand nowhere but
follow from others are tried too. Pure: it knows keys, numbers and sums.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from types import MappingProxyType
from typing import Literal

Hidden = Literal["", "small", "other"]
LEAST = 5
_TRIES = 150
"""How many tables are looked at for one number; when it is not enough, more is hidden, never less."""


def near(number: int) -> int:
    """The nearest multiple of five."""
    return (number + LEAST // 2) // LEAST * LEAST


@dataclass(frozen=True, slots=True)
class Sum:
    """That a number is what these add up to. Keys that nobody sees may stand in it."""

    total: str
    parts: tuple[str, ...]

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether it is true; a sum that counts somebody twice is none."""
        return values.get(self.total, 0) == sum(values.get(p, 0) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Masks:
    """What is hidden, by key; and the keys of which the number follows from the page all the same, because
    everything beside them must stay: their table cannot be shown at all."""

    hidden: Mapping[str, Hidden]
    told: frozenset[str] = frozenset()


def masked(
    values: Mapping[str, int],
    sums: Sequence[Sum],
    shown: Collection[str],
    first: Collection[str] | None = None,
    kept: Collection[str] = (),
    secrets: Mapping[str, str] = MappingProxyType({}),
    links: Mapping[str, int] = MappingProxyType({}),
    *,
    rounded: bool = False,
) -> Masks:
    """What to hide of the numbers that are shown: `small` says that it is one to four, `other` says nothing.

    Args:
        values: every number that stands in a sum, by key, none below nought.
        sums: how they add up. A sum that does not hold is left out.
        shown: the keys that would be shown.
        first: the keys that are hidden when they are small; all that are shown when None.
        kept: shown keys that are never hidden: the reader knows them anyway.
        secrets: keys that are not shown and may not be worked out either, each with a total that it is a part
            of; when nothing can protect one, that total is `told`.
        links: keys that stand in the table of another year too, each with the step by which they are moved
            here and there. Any other number must be able to differ while these stay: then the tables of all
            years together have another number there too.
        rounded: what is shown is shown as the nearest multiple of five, but for what is `kept`.
    """
    wanted = set(shown if first is None else first) - set(kept)
    hidden: dict[str, Hidden] = {k: "small" for k in shown if k in wanted and 0 < values.get(k, 0) < LEAST}
    held = [s for s in sums if s.holds(values)]
    unseen = tuple(sorted(secrets.keys() - set(shown)))
    table = _Table(values, held, frozenset(shown), frozenset(kept), hidden, unseen, links, rounded)
    told = set()
    for key in iter(table.next_told, None):
        if not table.hide_beside(key):
            told.add(secrets.get(key, key) if key not in hidden else key)
            table.safe.add(key)
    return Masks(hidden, frozenset(told))


@dataclass(slots=True)
class _Table:
    values: Mapping[str, int]
    sums: Sequence[Sum]
    shown: frozenset[str]
    kept: frozenset[str]
    hidden: dict[str, Hidden]
    unseen: tuple[str, ...]
    links: Mapping[str, int]
    rounded: bool
    safe: set[str] = field(default_factory=set)
    of: dict[str, list[Sum]] = field(default_factory=dict)
    inside: dict[int, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.sums:
            self.inside[id(one)] = frozenset(one.parts)
            for key in {one.total, *one.parts}:
                self.of.setdefault(key, []).append(one)

    def next_told(self) -> str | None:
        """A hidden number that the rest of the table gives away. What once was safe stays so: more is hidden
        later, never less."""
        tried = (*sorted(self.hidden), *self.unseen)
        return next((k for k in tried if k not in self.safe and not self._can_differ(k)), None)

    def hide_beside(self, key: str) -> bool:
        """Hide one more number that stands in a sum with this one, or with one that is hidden there, and so
        on: a small one, and near by. Where it is enough, say less about those that are hidden already."""
        far = {key: 0}
        costs: dict[str, int] = {}
        noughts: list[str] = []
        for near in (reached := [key]):  # grows while it is walked: sum by sum, away from the number
            for other in (k for one in self.of.get(near, ()) for k in (one.total, *one.parts)):
                if self._may_hide(other):
                    # a nought says that there is nobody: it stays as long as it can
                    cost = self.values.get(other, 0) * (far[near] + 1)
                    costs.setdefault(other, cost) if cost else noughts.append(other)
                elif other not in far and not self._open(other):
                    far[other] = far[near] + 1
                    reached.append(other)
        beside = any(k in costs for one in self.of.get(key, ()) for k in one.parts)
        if not beside and self._blur([key], key):
            return True
        chosen = min(costs, key=lambda k: (costs[k], k), default=None) or next(iter(noughts), None)
        if chosen is not None:
            self.hidden[chosen] = "other"
            return True
        return self._blur(reached, key)

    def _blur(self, some: Sequence[str], key: str) -> bool:
        first = dict.fromkeys(k for one in some for s in self.of.get(one, ()) for k in (s.total, *s.parts))
        near = dict.fromkeys(k for one in first for s in self.of.get(one, ()) for k in (s.total, *s.parts))
        vague = [k for k in near if self.hidden.get(k) == "small"]
        self.hidden |= dict.fromkeys(vague, "other")
        if vague and self._can_differ(key):
            return True
        self.hidden |= dict.fromkeys(vague, "small")
        return False

    def _open(self, key: str) -> bool:
        return key in self.shown and key not in self.hidden

    def _may_hide(self, key: str) -> bool:
        return self._open(key) and key not in self.kept

    def _can_differ(self, key: str) -> bool:
        ways = (self.links[key],) if key in self.links else (1, -1)
        return any(self._room(key, by) and self._mended({key: by}) for by in ways)

    def _room(self, key: str, by: int) -> bool:
        """Whether a number could be one more or less, for all that the page says about it."""
        before = self.values.get(key, 0)
        number = before + by
        if self._open(key):
            vague = self.rounded and key not in self.kept and min(before, number) >= LEAST
            return vague and near(number) == near(before)
        return 1 <= number < LEAST if self.hidden.get(key) == "small" else number >= 0

    def _mended(self, moves: dict[str, int]) -> bool:
        """Whether other hidden numbers can move along, so that every sum holds again. The way on which the
        fewest sums are wrong is followed first."""
        ways: list[tuple[int, int, dict[str, int]]] = [(0, 0, moves)]
        for tries in range(_TRIES):
            if not ways:
                return False
            way = heappop(ways)[2]
            wrong = self._wrong(way)
            if not wrong:
                if not moves.keys() & self.links.keys():
                    self.safe |= way.keys() & {*self.hidden, *self.unseen}
                return True
            one, by = wrong[0]
            step = 1 if by > 0 else -1
            for number, (key, move) in enumerate([(one.total, step), *((p, -step) for p in one.parts)]):
                if key not in way and key not in self.links and self._room(key, move):
                    longer = {**way, key: move}
                    cost = 3 * len(self._wrong(longer)) + len(longer)
                    heappush(ways, (cost, tries * len(self.values) + number, longer))
        return False

    def _wrong(self, moves: Mapping[str, int]) -> list[tuple[Sum, int]]:
        """The sums that do not hold any more, and by how much."""
        near = {id(one): one for key in moves for one in self.of.get(key, ())}
        found = []
        for one in near.values():
            by = -moves.get(one.total, 0)
            by += sum(moves[key] for key in moves if key in self.inside[id(one)])
            if by:
                found.append((one, by))
        return found
