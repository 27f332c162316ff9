"""Which numbers of a workflow follow from two others: by a condition more, or by the year beside.

Who holds two figures holds their difference: of all cases and of those with a condition, it is how many are
without it. And what ran at the end of a year is what ran before the next one. Neither is written anywhere.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations

from baz.services.reports.counting import Counter
from baz.services.reports.masking import LEAST, Sum


@dataclass(slots=True)
class Relations:
    """Numbers that nobody sees, with how they follow. `secrets` (each with the total that it is a part of)
    are small and may not be worked out; `links` stand in two years, each with how it may move in both."""

    values: dict[str, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)
    links: dict[str, int] = field(default_factory=dict)

    def rest(self, whole: str, part: str, known: Mapping[str, int], name: str = "") -> str:
        """What is left of a whole without a part. Gives its key."""
        key = name or f"rest|{part}|{whole}"
        left = known[whole] - known[part]
        if left < 0 or known.get(key, left) != left:
            return ""
        self.values[key] = left
        self.sums.append(Sum(whole, (part, key)))
        if 0 < left < LEAST:
            self.secrets[key] = whole
        return key


def relations(name: str, counters: Mapping[str, Counter], known: Mapping[str, int]) -> Relations:
    """The hidden relations among the numbers of a workflow; `known` are its numbers by key."""
    found = Relations()
    for part, whole in permutations(counters.values(), 2):
        told = (
            part.quantity in known and whole.quantity in known
        )  # not what others do and this report leaves out
        if told and part.quantity != whole.quantity and _is_part(part, whole):
            _rests(found, part, whole, known)
    _years(found, name, known)
    return found


def _rests(found: Relations, part: Counter, whole: Counter, known: Mapping[str, int]) -> None:
    found.rest(whole.quantity, part.quantity, known)
    if part.indicator.per and part.indicator.per == whole.indicator.per:
        for key in _groups(whole, known):
            mine = part.quantity + key.removeprefix(whole.quantity)
            if mine in known:
                found.rest(key, mine, known)


def _groups(counter: Counter, known: Mapping[str, int]) -> Iterator[str]:
    start = f"{counter.quantity}|{counter.indicator.per}|"
    return (key for key in known if key.startswith(start))


def _years(found: Relations, name: str, known: Mapping[str, int]) -> None:
    """What ran at the end of a year, and what ran before it: the same number seen from two years."""
    start = f"{name}|cases||"
    for key in known:
        tail = key.removeprefix(start)
        if tail == key or tail[:1] not in ("", "|"):
            continue  # something else, or only where a condition holds
        opened, ended = f"{name}|opened||{tail}", f"{name}|ended||{tail}"
        if opened not in known or ended not in known:
            continue
        for part, side in ((opened, "before"), (ended, "running")):
            link = found.rest(key, part, known, f"{name}|{side}||{tail}")
            if link:
                found.links[link] = step(found.values[link])


def step(number: int) -> int:
    """How a number that stands in two years is moved when another table is looked for: the same in both."""
    return 1 if number < LEAST - 1 else -1


def _is_part(part: Counter, whole: Counter) -> bool:
    """Whether what one counts is surely among what the other counts."""
    one, other = part.indicator, whole.indicator
    if one.of and one.of == whole.name:
        return True
    return (sorted(one.count), one.sum) == (sorted(other.count), other.sum) and implies(one.when, other.when)


def implies(narrow: str, wide: str) -> bool:
    """Whether a condition surely holds wherever another one does, by how they are written."""
    if not wide:
        return True
    if not narrow:
        return False
    one, other = _tree(narrow), _tree(wide)
    if all(any(_stronger(a, b) for a in _parts(one, ast.And)) for b in _parts(other, ast.And)):
        return True
    return all(any(_stronger(a, b) for b in _parts(other, ast.Or)) for a in _parts(one, ast.Or))


def _tree(text: str) -> ast.expr:
    return ast.parse(" ".join(text.split()), mode="eval").body


def _parts(node: ast.expr, kind: type[ast.boolop]) -> list[ast.expr]:
    if isinstance(node, ast.BoolOp) and isinstance(node.op, kind):
        return [part for value in node.values for part in _parts(value, kind)]
    return [node]


def _stronger(a: ast.expr, b: ast.expr) -> bool:
    """The same words, or the same comparison with a number that asks as much or more."""
    if ast.dump(a) == ast.dump(b):
        return True
    if not (isinstance(a, ast.Compare) and isinstance(b, ast.Compare)):
        return False
    if ast.dump(a.left) != ast.dump(b.left) or len(a.ops) != 1 or [*map(type, a.ops)] != [*map(type, b.ops)]:
        return False
    one, other = _constant(a), _constant(b)
    if one is None or other is None:
        return False
    match a.ops[0]:
        case ast.GtE() | ast.Gt():
            return one >= other
        case ast.LtE() | ast.Lt():
            return one <= other
    return False


def _constant(node: ast.Compare) -> int | None:
    found = node.comparators[0]
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, int) else None
