"""No hidden number can be worked out: an independent solver looks for the least and the most it can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from baz.services.reports.masking import LEAST, Hidden, Sum, masked, near

numbers = st.integers(0, 9)
few = st.lists(numbers, min_size=1, max_size=5)


def bounds(
    key: str, values: Mapping[str, int], shown: set[str], hidden: Mapping[str, Hidden]
) -> tuple[float, float]:
    """What a reader knows about one number: all of it, that it is one to four, or nothing."""
    if key in shown and key not in hidden:
        return values[key], values[key]
    return (1, LEAST - 1) if hidden.get(key) == "small" else (0, np.inf)


def known_exactly(
    values: Mapping[str, int], sums: Sequence[Sum], shown: set[str], hidden: Mapping[str, Hidden]
) -> list[str]:
    """The hidden numbers of which only one value fits with the page."""
    keys = sorted(values)
    rows = np.array([[(k in s.parts) - (k == s.total) for k in keys] for s in sums])
    low, high = zip(*(bounds(k, values, shown, hidden) for k in keys), strict=True)
    found = []
    for key in hidden:
        goal = np.array([float(k == key) for k in keys])
        ends = [
            milp(sign * goal, integrality=np.ones(len(keys)), bounds=Bounds(low, high),
                 constraints=LinearConstraint(rows, 0, 0))
            for sign in (1, -1)
        ]  # fmt: skip
        assert ends[0].success
        unbounded = ends[1].x is None
        if not unbounded and round(ends[0].fun) == round(-ends[1].fun):
            found.append(key)
    return found


def check(
    values: Mapping[str, int], sums: Sequence[Sum], unseen: set[str] = frozenset()
) -> dict[str, Hidden]:
    shown = set(values) - unseen
    found = masked(values, sums, shown)
    assert not found.told
    hidden = dict(found.hidden)
    assert all(k in hidden for k in shown if 0 < values[k] < LEAST)
    assert known_exactly(values, sums, shown, hidden) == []
    return hidden


def breakdown(name: str, parts: Sequence[int]) -> dict[str, int]:
    return {f"{name}{i}": n for i, n in enumerate(parts)}


@given(few)
@settings(deadline=None, max_examples=60)
def test_nothing_follows_from_a_total(parts: list[int]) -> None:
    cells = breakdown("a", parts)
    check({**cells, "all": sum(parts)}, [Sum("all", tuple(cells))])


@given(few, st.data())
@settings(deadline=None, max_examples=60)
def test_nothing_follows_from_two_breakdowns_of_one_figure(parts: list[int], data: st.DataObject) -> None:
    total = sum(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, total), max_size=4)))
    second = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    one, two = breakdown("a", parts), breakdown("b", second)
    check({**one, **two, "all": total}, [Sum("all", tuple(one)), Sum("all", tuple(two))])


@given(st.lists(few, min_size=1, max_size=3))
@settings(deadline=None, max_examples=60)
def test_nothing_follows_from_totals_and_sub_totals(groups: list[list[int]]) -> None:
    values: dict[str, int] = {"all": sum(map(sum, groups))}
    sums = [Sum("all", tuple(f"sub{i}" for i in range(len(groups))))]
    for i, parts in enumerate(groups):
        cells = breakdown(f"g{i}.", parts)
        values |= {**cells, f"sub{i}": sum(parts)}
        sums.append(Sum(f"sub{i}", tuple(cells)))
    check(values, sums)


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=2, max_size=3), st.booleans())
@settings(deadline=None, max_examples=60)
def test_nothing_follows_from_rows_and_columns_together(table: list[list[int]], total: bool) -> None:
    rows, columns = range(len(table)), range(3)
    values = {f"c{r}{c}": table[r][c] for r in rows for c in columns}
    values |= {f"row{r}": sum(table[r]) for r in rows}
    values |= {f"col{c}": sum(line[c] for line in table) for c in columns}
    sums = [Sum(f"row{r}", tuple(f"c{r}{c}" for c in columns)) for r in rows]
    sums += [Sum(f"col{c}", tuple(f"c{r}{c}" for r in rows)) for c in columns]
    if total:
        values["all"] = sum(map(sum, table))
        sums += [Sum("all", tuple(f"row{r}" for r in rows)), Sum("all", tuple(f"col{c}" for c in columns))]
    check(values, sums)


@given(few, st.integers(0, 9))
@settings(deadline=None, max_examples=60)
def test_a_number_that_nobody_sees_protects_the_others(parts: list[int], unseen: int) -> None:
    cells = {**breakdown("a", parts), "unseen": unseen}
    check({**cells, "all": sum(cells.values())}, [Sum("all", tuple(cells))], frozenset({"unseen"}))


def test_one_small_row_hides_the_next_smallest_and_never_a_nought() -> None:
    values = {"gent": 48, "brussel": 3, "lier": 20, "geel": 0, "all": 71}
    hidden = check(values, [Sum("all", ("gent", "brussel", "lier", "geel"))])
    assert hidden == {"brussel": "small", "lier": "other"}


def test_two_small_rows_protect_each_other_unless_their_sum_says_it_all() -> None:
    one = {"a": 2, "b": 3, "c": 40, "all": 45}
    assert check(one, [Sum("all", ("a", "b", "c"))]) == {"a": "small", "b": "small"}
    two = {"a": 1, "b": 1, "c": 40, "all": 42}
    assert check(two, [Sum("all", ("a", "b", "c"))]) == {"a": "small", "b": "small", "c": "other"}


def test_what_must_stay_is_never_hidden_and_then_the_table_is_named() -> None:
    values = {"own": 10, "theirs": 3, "all": 13}
    found = masked(values, [Sum("all", ("own", "theirs"))], values, kept={"own"})
    assert (found.hidden, found.told) == ({"theirs": "small", "all": "other"}, frozenset())
    found = masked(values, [Sum("all", ("own", "theirs"))], values, kept={"own", "all"})
    assert found.told == {"theirs"}


def test_a_number_that_stands_nowhere_is_protected_too() -> None:
    values = {"all": 30, "with": 28, "without": 2}
    sums = [Sum("all", ("with", "without"))]
    assert masked(values, sums, ["all", "with"]).hidden == {}
    found = masked(values, sums, ["all", "with"], secrets={"without": "all"})
    assert found.hidden == {"with": "other"}
    found = masked(values, sums, ["all", "with"], secrets={"without": "all"}, kept=["all", "with"])
    assert found.told == {"all"}


def test_what_another_year_tells_is_taken_as_known() -> None:
    values = {"all": 30, "new": 2, "before": 28}
    sums = [Sum("all", ("before", "new"))]
    assert masked(values, sums, ["all", "new"]).hidden == {"new": "small"}
    assert masked(values, sums, ["all", "new"], links={"before": -1}).hidden == {
        "new": "small",
        "all": "other",
    }


def test_what_is_rounded_protects_a_small_number_unless_it_stands_at_the_edge() -> None:
    inside = {"all": 31, "one": 29, "small": 2}
    assert masked(inside, [Sum("all", ("one", "small"))], inside, rounded=True).hidden == {"small": "small"}
    # 32 is shown as 30 and so is 28: it is four only when they are as far apart as they can be
    edge = {"all": 32, "one": 28, "small": 4}
    assert masked(edge, [Sum("all", ("one", "small"))], edge, rounded=True).hidden == {"small": "small"}
    # two of seven are shown as five, eighteen as twenty: the rest must be four
    told = {"all": 18, "one": 7, "two": 7, "small": 4}
    sums = [Sum("all", ("one", "two", "small"))]
    assert masked(told, sums, told, rounded=True).hidden == {"small": "small", "one": "other"}
    assert near(18) == 20
    assert near(7) == 5
