"""A report from what was kept says what a report from reading every case says, whatever happened."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from engine_world import DUO, KRING, KRING2, World
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from baz.engine import erasing
from baz.ground.errors import BazError
from baz.kernel.acts import (
    HandOver,
    Held,
    Join,
    Jump,
    Leave,
    Migrate,
    Open,
    Pause,
    Plan,
    Resume,
    Step,
    Withdraw,
    Yes,
)  # fmt: skip
from baz.kernel.when import When
from baz.services.reports import checking, renewing
from baz.services.reports.figures import Report
from baz.services.reports.period import Period
from baz.services.reports.rows import behind
from baz.services.reports.walking import Wanted, counted, walked
from baz.store import log
from baz.store.database import Database, open_database
from baz.store.schema import migrate

FIGURES = """
indicators:
  kringen: {title: Kringen, count: cases, per: gemeente}
  nieuw: {title: Nieuwe kringen, count: opened, per: month}
  samen: {title: Samenkomsten, count: meetings.samen, per: gemeente}
  stil: {title: Lang stil, count: cases, when: meetings.samen.last + params.contact < today}
  wens: {title: Vraag het opnieuw, count: cases, when: fields.opnieuw >= today}
  mensen: {title: Mensen, count: [roles.persoon, roles.maatje], per: gemeente}
  leden: {title: Leden, sum: fields.leden, per: gemeente}
  groot: {title: Groot genoeg, count: cases, when: fields.leden >= params.minimum, of: kringen}
  afgelopen: {title: Hoe het afliep, count: ended, per: outcome}
  slaap: {title: Ingeslapen, count: steps.slaap}
  rust: {title: Gerust, count: paused}
"""
ONE = KRING + FIGURES
TWO = (
    KRING2
    + FIGURES.replace("count: cases, per: gemeente", "count: cases, per: leden")
    + ("  gesprekken: {title: Gesprekken, count: meetings.praatje, per: month}\n")
)
CIRCLE = DUO + "indicators:\n  duo: {title: Duo's, count: cases, per: gemeente}\n"
YEARS = (2025, 2026, 2027)
PLACES = ("Gent", "Aalst", "Geel")
BARE = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def both(world: World, year: int, organisation: str = "huis", **more: Any) -> tuple[Report, Report]:
    """A year from what was kept, and from reading every case."""
    wanted = Wanted(organisation, Period.of_year(year), **more)
    return counted(world.engine, wanted, "own"), walked(world.engine, wanted)


ASKED: list[dict[str, Any]] = [
    {"organisation": "huis"}, {"organisation": "buur"}, {"organisation": ""},
    {"organisation": "", "place": "Gent"},
    {"organisation": "huis", "place": "Nergens"}, {"organisation": "", "model": "buddy"},
    {"organisation": "huis", "model": "persoonlijk_netwerk"},
]  # fmt: skip


def same(world: World, asked: list[dict[str, Any]] = ASKED) -> None:
    """All years agree."""
    for year in YEARS:
        for more in asked:
            mine, anew = both(world, year, **more)
            assert mine == anew


def keep_all(world: World) -> None:
    for organisation in ("huis", "buur", ""):
        renewing.keep(world.engine, organisation, YEARS)


Do = Callable[[World, list[str], Random], object]


def _day(world: World, back: int) -> str:
    return (world.now.date() - timedelta(days=back)).isoformat()


def _open(w: World, cases: list[str], draw: Random) -> None:
    on = draw.choice(("", "2025-11", "2026-01-15", "2025", _day(w, 3)))
    answers = {"gemeente": draw.choice(PLACES)}
    answers = {
        "persoon": w.people[draw.choice(("rudy", "vera"))],
        "medewerker": w.people["ine"],
        **answers,
    }
    cases.append(w.tell(Open(workflow="huis/kring", name="meld", answers=answers), on=on).case)


def _duo(w: World, cases: list[str], draw: Random) -> None:
    answers = {
        "vrager": w.people["bo"],
        "matcher": w.people["noor"],
        "gemeente": draw.choice(PLACES),
    }
    w.tell(Open(workflow="buur/duo", name="meld", answers=answers), who="noor", organisation="buur")


def _act(*acts: Any) -> Do:
    def do(w: World, cases: list[str], draw: Random) -> None:
        act = draw.choice(acts)
        days = ("", "", _day(w, 1), _day(w, 40), w.now.strftime("%Y-%m"), str(w.now.year), "?")
        w.tell(act(w, draw), draw.choice(cases), on=draw.choice(days))

    return do


def _withdraw(w: World, cases: list[str], draw: Random) -> None:
    w.tell(Withdraw(event=draw.randint(2, 8), reason="niet juist"), draw.choice(cases))


def _time(w: World, cases: list[str], draw: Random) -> None:
    w.days(draw.choice((1, 13, 40, 200)))
    if draw.choice((True, False)):
        w.engine.tick()


def _minimum(w: World, cases: list[str], draw: Random) -> None:
    day = w.now.date() + timedelta(days=draw.choice((0, 20)))
    name, value = draw.choice((("minimum", "5"), ("contact", "3 days"), ("stil", "2 months")))
    w.engine.set_parameter("huis", "huis/kring", name, value, day, w.actor("baas"))


def _erase(w: World, cases: list[str], draw: Random) -> None:
    party = w.people[draw.choice(("rudy", "vera", "wim"))]
    with w.engine.work() as work:
        question = erasing.ask(work, w.actor("ine"), "huis", party)
    with w.engine.work() as work:
        erasing.approve(work, w.actor("baas"), "huis", question)


def _forget(w: World, cases: list[str], draw: Random) -> None:
    w.engine.forget()


def _keep(w: World, cases: list[str], draw: Random) -> None:
    organisation = draw.choice(("huis", "buur", ""))
    renewing.keep(w.engine, organisation, draw.sample(YEARS, draw.randint(1, 3)))


def _renew(w: World, cases: list[str], draw: Random) -> None:
    renewing.renew(w.engine, most=draw.choice((1, None)))


STEPS: list[Do] = [
    _open, _open, _duo, _withdraw, _time, _time, _minimum, _erase, _forget, _keep, _keep, _renew,
    _act(
        lambda w, d: Held(name="praatje"),
        lambda w, d: Held(name="samen", count=3),
        lambda w, d: Plan(name="samen", on=When.parse(_day(w, -5))),
    ),
    _act(
        lambda w, d: Step(name="wijs_toe", answers={"helper": w.people[d.choice(("vera", "wim"))]}),
        lambda w, d: Step(name="begin", answers={"leden": d.randint(1, 6)}, waive="zo is het"),
        lambda w, d: Step(name="nee", answers={"opnieuw": _day(w, d.choice((-3, -100)))}),
        lambda w, d: Step(name="spreek_af", agreed=(Yes(w.people["rudy"], "telefoon"),)),
    ),
    _act(
        lambda w, d: Join(name="maatje", party=w.people["wim"], agreed=(
            Yes(w.people["wim"], "mail"), Yes(w.people["rudy"], "mail"))),
        lambda w, d: Leave(name="maatje", party=w.people["wim"]),
        lambda w, d: HandOver(name="helper", party=w.people["wim"], to=w.people["vera"],
                              until=When.parse(_day(w, -10))),
        lambda w, d: Jump(name="groep", reason="opnieuw"),
        lambda w, d: Pause(name="rust", until=When.parse(_day(w, -9))),
        lambda w, d: Resume(),
    ),
]  # fmt: skip


def _migrate(w: World, cases: list[str], draw: Random) -> None:
    w.tell(Migrate(version=2), draw.choice(cases))


def _upgrade(w: World, cases: list[str], draw: Random) -> None:
    """Only marks the step: a newer version of the workflow is installed, with other indicators."""


def _moved_on(world: World, random: Random, same: Callable[[World], None]) -> None:
    """A story of many steps, in which the figures are looked at every now and then."""
    cases: list[str] = []
    for _ in range(4):
        _open(world, cases, random)
    keep_all(world)
    steps = [*STEPS, _upgrade]
    for _ in range(40):
        step = random.choice(steps)
        if step is _upgrade:
            world = world.upgraded(TWO, CIRCLE)
            steps = [*STEPS, _migrate]
            continue
        with suppress(BazError):  # what is refused leaves nothing
            step(world, cases, random)
        if random.random() < 0.3:
            same(world)
    keep_all(world)
    same(world)
    assert checking.wrong(world.engine) == []


@given(seed=st.integers(0, 2**32))
@BARE
def test_what_was_kept_equals_what_is_read(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    _kept(seed, tmp_path_factory)


@pytest.mark.slow
@given(seed=st.integers(0, 2**32))
@settings(BARE, max_examples=12)
def test_what_was_kept_equals_what_is_read_often(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    _kept(seed, tmp_path_factory)


def _kept(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    random = Random(seed)
    path = str(tmp_path_factory.mktemp("kept") / "baz.db")
    migrate(path)
    with open_database(path) as database:
        _moved_on(World.on(database, ONE, CIRCLE), random, lambda world: same(world, random.sample(ASKED, 1)))


@pytest.fixture
def world(database: Database) -> World:
    """A fresh world; each test runs on SQLite and on PostgreSQL."""
    return World.on(database, ONE, CIRCLE)


@pytest.fixture
def group(world: World) -> tuple[World, str]:
    """A group in Gent with a meeting, counted and kept."""
    case = world.open()
    world.tell(Held(name="praatje"), case)
    world.tell(Step(name="begin", answers={"leden": 3}), case, behalf="rudy", how="telefoon")
    world.tell(Held(name="samen", count=3), case)
    keep_all(world)
    return world, case


def number(world: World, name: str, year: int = 2026) -> int | None:
    """A figure from what was kept; it must be what reading every case gives."""
    mine, anew = both(world, year)
    assert mine == anew
    return mine.figure(f"huis/kring.{name}").value


def test_what_a_day_changes_is_counted_on_that_day(group: tuple[World, str]) -> None:
    world, _ = group
    assert number(world, "stil") == 0
    world.days(14)
    assert number(world, "stil") == 0
    world.days(1)
    assert number(world, "stil") == 1


def test_what_the_clock_does_is_counted_although_no_worker_ran(group: tuple[World, str]) -> None:
    world, _ = group
    world.days(366)
    assert [number(world, "slaap", year) for year in (2026, 2027)] == [0, 1]


def test_another_value_of_a_parameter_counts_at_once(group: tuple[World, str]) -> None:
    world, _ = group
    assert number(world, "groot") == 1
    world.days(1)
    world.engine.set_parameter("huis", "huis/kring", "minimum", "4", world.now.date(), world.actor("baas"))
    assert number(world, "groot") == 0


def test_another_definition_counts_at_once(group: tuple[World, str]) -> None:
    world, _ = group
    newer = world.upgraded(TWO, CIRCLE)
    assert number(newer, "gesprekken") == 1
    assert [g.key for g in both(newer, 2026)[0].figure("huis/kring.kringen").groups] == ["3"]


def test_a_value_that_was_erased_changes_the_years_in_which_it_counted(world: World) -> None:
    case = world.open()
    world.tell(Step(name="nee", answers={"opnieuw": "2028-01-01"}), case)
    keep_all(world)
    assert number(world, "wens") == 1
    world.days(500)
    assert number(world, "wens") == 1
    world.engine.forget()
    assert number(world, "wens") == 0
    assert both(world, 2026)[0].figure("huis/kring.wens").unjudged == 1
    assert number(world, "nieuw") == 1


def test_a_correction_and_a_step_count_at_once(group: tuple[World, str]) -> None:
    world, case = group
    seq = world.tell(Held(name="samen", count=9), case).seq
    assert number(world, "samen") == 2
    world.tell(Withdraw(event=seq, reason="niet juist"), case)
    assert number(world, "samen") == 1


def test_people_count_once_in_what_was_kept(group: tuple[World, str]) -> None:
    world, _ = group
    assert number(world, "mensen") == 1
    world.open()
    keep_all(world)
    assert number(world, "mensen") == 1


def test_a_year_that_was_kept_reads_no_log(group: tuple[World, str], monkeypatch: pytest.MonkeyPatch) -> None:
    world, _ = group
    monkeypatch.setattr(log, "read", lambda *_, **__: pytest.fail("a log was read"))
    assert (
        counted(world.engine, Wanted("huis", Period.of_year(2026)), "own").figure("huis/kring.samen").value
        == 1
    )
    with pytest.raises(pytest.fail.Exception):
        walked(world.engine, Wanted("huis", Period.of_year(2026)))


def test_a_clock_that_goes_back_is_not_answered_from_later(group: tuple[World, str]) -> None:
    world, _ = group
    world.days(40)
    renewing.renew(world.engine)
    world.days(-39)
    assert number(world, "stil") == 0


def test_what_is_kept_names_nobody(group: tuple[World, str]) -> None:
    world, case = group
    world.tell(Join(name="lid", party=world.people["wim"], agreed=(Yes(world.people["wim"], "mail"),)), case)
    keep_all(world)
    with world.engine.reading() as work:
        for table in ("counted_years", "counted", "tallies", "counted_people"):
            rows = work.connection.execute(text(f"SELECT * FROM {table}")).all()
            assert rows
            assert not [n for n in ("Rudy", "Wim", "voorbeeld.be") if n.lower() in repr(rows).lower()]


def test_the_rows_behind_a_number_are_those_of_a_walk(group: tuple[World, str]) -> None:
    world, case = group
    world.open(gemeente="Aalst")
    wanted = Wanted("huis", Period.of_year(2026))
    for key, group_, found in (
        ("huis/kring.samen", None, [case]), ("huis/kring.samen", "Gent", [case]), ("place", "Gent", [case]),
    ):  # fmt: skip
        assert [
            row.case for row in behind(world.engine, world.actor("ine"), wanted, key, group_).rows
        ] == found
    keep_all(world)
    assert len(behind(world.engine, world.actor("ine"), wanted, "cases").rows) == 2


def test_a_worker_counts_a_page_at_a_time_and_comes_to_an_end(group: tuple[World, str]) -> None:
    world, case = group
    world.tell(Held(name="samen", count=9), case)
    assert renewing.renew(world.engine, most=1) == 1
    assert renewing.renew(world.engine) == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            "UPDATE tallies SET number = number + 1 WHERE measure = 'existed' AND place = 'Gent'",
            "niet de som",
        ),
        ("UPDATE counted_people SET times = 7", "niet de som"),
        ('UPDATE counted SET slip = replace(slip, \'"opened","",1\', \'"opened","",2\')', "logboek"),
    ],
)
def test_verify_finds_figures_that_are_not_those_of_the_log(
    group: tuple[World, str], change: str, says: str
) -> None:
    world, _ = group
    assert checking.wrong(world.engine) == []
    with world.engine.work() as work:
        work.connection.execute(text(change))
    assert any(says in sentence for sentence in checking.wrong(world.engine))
    checking.again(world.engine)
    assert checking.wrong(world.engine) == []
    same(world)
