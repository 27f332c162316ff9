"""Somebody from outside holds every report that she can get, and knows how everything is counted. An
independent solver says what she can work out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from random import Random
from typing import Any

import numpy as np
import pytest
from engine_world import DUO, KRING, World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from baz.ground.clock import BRUSSELS
from baz.kernel.acts import Actor, Command, Open, Step
from baz.services.reports import data, html, text
from baz.services.reports.making import ask
from baz.services.reports.masking import LEAST
from baz.services.reports.period import Period
from baz.services.reports.relations import implies
from baz.services.reports.walking import Wanted
from baz.store.database import open_database
from baz.store.schema import migrate

OUTSIDE = Actor("party-baz", frozenset({"baz"}))
YEARS = (2023, 2024, 2025)
PLACES = ("Gent", "Aalst")
FIGURES = (
    KRING.replace("    optional: wens\n    then", "    optional: [wens, leden]\n    then")
    + """
indicators:
  kringen: {title: Kringen, count: cases, per: gemeente}
  nieuw: {title: Nieuwe kringen, count: opened, per: gemeente}
  groot: {title: Met leden, count: cases, when: fields.leden >= 2, per: gemeente}
  heel_groot: {title: Met veel leden, count: cases, when: fields.leden >= 4}
  afgelopen: {title: Hoe het afliep, count: ended, per: gemeente}
"""
)
Case = tuple[int, int | None, str, int]
"""The year in which a case began and in which it ended, where, and its members."""


def town(world: World, cases: list[Case]) -> None:
    """Tell what happened to these cases."""
    world.now = datetime(2022, 12, 1, 9, tzinfo=BRUSSELS)
    opened: dict[int, str] = {}
    for year in (2022, *YEARS):
        world.now = datetime(year, 12, 1, 9, tzinfo=BRUSSELS)
        with world.engine.batch():
            for number, (begun, ended, place, members) in enumerate(cases):
                people = {"persoon": world.people["rudy"], "medewerker": world.people["ine"]}
                answers = {**people, "gemeente": place, "leden": members}
                if begun == year:
                    act = Open(workflow="huis/kring", name="meld", answers=answers)
                    opened[number] = tell(world, act)
                if ended == year:
                    tell(world, Step(name="nee"), opened[number])
    world.now = datetime(2026, 2, 1, 9, tzinfo=BRUSSELS)


def tell(world: World, act: Any, case: str = "") -> str:
    key = f"key-{next(world.keys)}"
    command = Command(actor=world.actor("ine"), act=act, key=key, case=case, organisation="huis")
    return world.engine.perform(command).case


def truth(cases: list[Case]) -> dict[str, int]:
    """Every number that there is, also those that stand nowhere: for each year and place ("" for all)."""
    found: dict[str, int] = {}
    for year in YEARS:
        for place in ("", *PLACES):
            here = [c for c in cases if place in ("", c[2])]
            there = [c for c in here if c[0] <= year and (c[1] is None or c[1] >= year)]
            at = f"{year}|{place}|"
            found |= {
                f"{at}cases": len(there),
                f"{at}opened": sum(c[0] == year for c in there),
                f"{at}before": sum(c[0] < year for c in there),
                f"{at}ended": sum(c[1] == year for c in there),
                f"{at}running": sum(c[1] != year for c in there),
                f"{at}big": sum(c[3] >= 2 for c in there),
                f"{at}not_big": sum(c[3] < 2 for c in there),
            }
            if not place:
                huge = sum(c[3] >= 4 for c in there)
                found |= {
                    f"{at}huge": huge,
                    f"{at}not_huge": len(there) - huge,
                    f"{at}between": found[f"{at}big"] - huge,
                }
    return found


def rules() -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the attacker knows: a total and what it is made of."""
    for year in YEARS:
        for place in ("", *PLACES):
            at = f"{year}|{place}|"
            yield f"{at}cases", (f"{at}before", f"{at}opened")
            yield f"{at}cases", (f"{at}running", f"{at}ended")
            yield f"{at}cases", (f"{at}big", f"{at}not_big")
            if year != YEARS[0]:
                yield f"{at}before", (f"{year - 1}|{place}|running",)
        for name in ("cases", "opened", "ended", "big", "running", "before", "not_big"):
            yield f"{year}||{name}", tuple(f"{year}|{place}|{name}" for place in PLACES)
        yield f"{year}||cases", (f"{year}||huge", f"{year}||not_huge")
        yield f"{year}||big", (f"{year}||huge", f"{year}||between")


NAMES = {"kringen": "cases", "nieuw": "opened", "groot": "big", "heel_groot": "huge", "afgelopen": "ended"}


COUNTS = {"opened": "opened", "ended": "ended", "running": "running", "existed": "cases"}
Known = dict[str, tuple[float, float]]


def read(found: Known, key: str, value: int | None, hidden: str) -> None:
    """What one number says: nought is nought (else it is hidden), any other stands for what is near."""
    if value is not None:
        assert value % LEAST == 0
        found[key] = (max(value - 2, LEAST), value + 2) if value else (0, 0)
    elif hidden == "small":
        found[key] = (1, LEAST - 1)


def seen(world: World) -> Known:
    """What all reports together say of each number."""
    found: Known = {}
    for year in YEARS:
        for organisation in ("", "huis"):
            wanted = Wanted(organisation, Period.of_year(year))
            made = json.loads(data.render(ask(world.engine, OUTSIDE, wanted, years=4)))
            for figure in (f for s in made["sections"] for f in s["figures"]):
                if name := NAMES.get(figure["key"].removeprefix("huis/kring.")):
                    figures(found, year, name, figure)
            for line in (c for c in made["conduct"] if c["workflow"] == "huis/kring"):
                for count, name in COUNTS.items():
                    read(found, f"{year}||{name}", line[count], line["hidden"].get(count, ""))
    return found


def figures(found: Known, year: int, name: str, figure: dict[str, Any]) -> None:
    """What a figure says, its lines, and the years beside it."""
    read(found, f"{year}||{name}", figure["value"], figure["hidden"])
    for group in figure["groups"]:
        read(found, f"{year}|{group['key']}|{name}", group["value"], group["hidden"])
    if figure["groups"]:
        there = {group["key"] for group in figure["groups"]}
        found |= {f"{year}|{place}|{name}": (0, 0) for place in PLACES if place not in there}
    for old in (e for e in figure["earlier"] if e["year"] in YEARS):
        read(found, f"{old['year']}||{name}", old["value"], old["hidden"])


def worked_out(values: dict[str, int], known: Known) -> list[str]:
    """The small numbers of which only one value fits with all that was published."""
    keys = sorted(values)
    place = {key: i for i, key in enumerate(keys)}
    table = np.zeros((len(list(rules())), len(keys)))
    for line, (total, parts) in enumerate(rules()):
        table[line, place[total]] -= 1
        for part in parts:
            table[line, place[part]] += 1
    assert not (table @ np.array([values[k] for k in keys])).any()
    low, high = zip(*(known.get(k, (0, np.inf)) for k in keys), strict=True)
    assert all(low[i] <= values[k] <= high[i] for k, i in place.items())
    found = []
    for key in (k for k in keys if 0 < values[k] < LEAST):
        goal = np.array([float(k == key) for k in keys])
        ends = [
            milp(sign * goal, integrality=np.ones(len(keys)), bounds=Bounds(low, high),
                 constraints=LinearConstraint(table, 0, 0))
            for sign in (1, -1)
        ]  # fmt: skip
        assert ends[0].success
        if ends[1].x is not None and round(ends[0].fun) == round(-ends[1].fun):
            found.append(key)
    return found


def played(cases: list[Case], folder: Any) -> World:
    path = str(folder.mktemp("attack") / "baz.db")
    migrate(path)
    world = World.on(open_database(path), FIGURES, DUO)
    town(world, cases)
    return world


TOLD = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(seed=st.integers(0, 2**32))
@TOLD
def test_no_small_number_follows_from_all_reports_together(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _attacked(seed, tmp_path_factory)


@pytest.mark.slow
@given(seed=st.integers(0, 2**32))
@settings(TOLD, max_examples=16)
def test_no_small_number_follows_from_many_reports_together(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _attacked(seed, tmp_path_factory)


def _attacked(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    random, cases = Random(seed), list[Case]()
    for year in (2022, *YEARS):
        for place in PLACES:
            for _ in range(random.choice((0, 1, 2, 3, 6, 9))):
                end = random.choice((None, None, year, year + 1, year + 2))
                cases.append(
                    (
                        year,
                        end if end and year < end <= YEARS[-1] else None,
                        place,
                        random.choice((0, 3, 3, 5)),
                    )
                )
    world = played(cases, tmp_path_factory)
    known = seen(world)
    assert worked_out(truth(cases), known) == []
    world.engine.database.close()


@pytest.mark.parametrize(
    ("narrow", "wide", "surely"),
    [
        ("states.a.now", "", True),
        ("", "states.a.now", False),
        ("states.a.now and fields.b", "states.a.now", True),
        ("states.a.now", "states.b.now or states.a.now", True),
        ("states.a.now or states.b.now", "states.a.now", False),
        ("fields.n >= 4", "fields.n >= 2", True),
        ("fields.n >= 2", "fields.n >= 4", False),
        ("fields.n <= 2 and fields.b", "fields.n <= 4", True),
        ("fields.n >= 4", "fields.m >= 2", False),
        ("fields.n >= 4", "fields.n <= 5", False),
    ],
)
def test_a_condition_more_makes_a_part_of_it(narrow: str, wide: str, surely: bool) -> None:
    assert implies(narrow, wide) is surely


def test_numbers_that_are_near_each_other_give_the_very_same_page(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    pages = []
    for number in (13, 14):  # with eight others: 21 and 22
        cases: list[Case] = [(2024, None, "Gent", 3)] * number + [(2023, None, "Aalst", 0)] * 8
        world = played(cases, tmp_path_factory)
        made = ask(world.engine, OUTSIDE, Wanted("huis", Period.of_year(2024)), years=1)
        figure = made.figure("huis/kring.kringen")
        assert (figure.value, [e.value for e in figure.earlier]) == (20, [10])
        pages.append((html.render(made), data.render(made), text.render(made)))
        world.engine.database.close()
    assert pages[0] == pages[1]
    assert "afgerond op 5" in pages[0][0]
