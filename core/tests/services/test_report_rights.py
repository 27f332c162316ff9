"""Who sees what of a report: the organisation itself, who only reads reports, and BAZ from outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from baz.ground.errors import BadInput, Forbidden, NotFound
from baz.kernel.acts import Actor
from baz.services.reports.figures import Report
from baz.services.reports.making import ask
from baz.services.reports.period import Period
from baz.services.reports.rows import behind
from baz.services.reports.walking import Wanted
from baz.testing.player import Played, Player

Play = Callable[..., Played]
YEAR = Period.of_year(2021)
MIA = Actor("party-mia", frozenset({"proef"}))
READER = Actor("party-lea", frozenset({"proef"}), roles=frozenset({("proef", "kijker")}))
OUTSIDE = Actor("party-baz", frozenset({"baz"}))
STRANGER = Actor("party-x", frozenset({"ander"}))


@pytest.fixture
def told(play: Play, player: Player) -> Player:
    """Six circles in Gent, five in Aalst and one in Geel; and a meeting of one of them."""
    for place, times in (("Gent", 6), ("Aalst", 5), ("Geel", 1)):
        for _ in range(times):
            who = f"{{persoon: an, medewerker: mia, gemeente: {place}}}"
            play(f"  - {{on: 2021-02-01, open: begin, by: mia, with: {who}}}\n")
    play(
        "  - {on: 2021-02-01, open: begin, by: mia, with: {persoon: an, medewerker: mia, gemeente: Gent}}\n"
        "  - {on: 2021-02-03, meet: samen, by: mia, count: 4}\n"
    )
    return player


def places(report: Report) -> dict[str, int | None]:
    return {g.title: g.value for g in report.figure("proef/kring.nieuw").groups}


def test_who_may_see_the_rows_sees_every_number(told: Player) -> None:
    found = ask(told.engine, MIA, Wanted("proef", YEAR))
    assert (found.audience, places(found)) == ("own", {"Gent": 7, "Aalst": 5, "Geel": 1})


def test_a_file_for_others_is_as_the_organisation_publishes_it(told: Player) -> None:
    found = ask(told.engine, MIA, Wanted("proef", YEAR), publish=True)
    assert places(found) == {"Gent": 7, "Aalst": None, "Geel": None}
    assert found.figure("proef/kring.samen").value == 1


def test_who_only_sees_reports_gets_what_is_published_and_no_rows(told: Player) -> None:
    found = ask(told.engine, READER, Wanted("proef", YEAR))
    assert (found.audience, places(found)["Geel"]) == ("published", None)
    with pytest.raises(Forbidden):
        behind(told.engine, READER, Wanted("proef", YEAR), "proef/kring.nieuw")


def test_from_outside_no_small_number_is_shown(told: Player) -> None:
    found = ask(told.engine, OUTSIDE, Wanted("", YEAR))
    samen = found.figure("proef/kring.samen")
    assert (samen.value, samen.hidden) == (None, "small")
    assert samen.sentence.startswith("Samenkomsten: minder dan 5.")
    assert places(found) == {"Gent": 5, "Aalst": 5, "Geel": None}
    numbers = [*(g.value for f in found.figures for g in f.groups), *(f.value for f in found.figures)]
    numbers += [t.value for t in found.tiles] + [g.value for g in (*found.places, *found.models)]
    assert not [n for n in numbers if n is not None and n % 5]
    assert "afgerond op 5" in found.note


def test_one_organisation_from_outside_is_lines_of_the_same_table(told: Player) -> None:
    whole = ask(told.engine, OUTSIDE, Wanted("", YEAR))
    one = ask(told.engine, OUTSIDE, Wanted("proef", YEAR))
    assert one.figures == tuple(f for f in whole.figures if f.workflow == "proef/kring")
    assert one.places == ()
    assert {t.key: t.value for t in one.tiles}["existed"] == 15  # thirteen, rounded


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted("proef", Period(date(2021, 1, 1), date(2021, 6, 30))),
        Wanted("proef", YEAR, date(2021, 3, 1)),
        Wanted("proef", YEAR, place="Gent"),
    ],
)
def test_from_outside_no_two_tables_can_be_compared(told: Player, wanted: Wanted) -> None:
    with pytest.raises(BadInput):
        ask(told.engine, OUTSIDE, wanted)
    assert ask(told.engine, MIA, wanted)


def test_others_see_nothing(told: Player) -> None:
    with pytest.raises(Forbidden):
        ask(told.engine, STRANGER, Wanted("proef", YEAR))
    with pytest.raises(Forbidden):
        ask(told.engine, STRANGER, Wanted("", YEAR))
    with pytest.raises(NotFound):
        ask(told.engine, OUTSIDE, Wanted("nergens", YEAR))


def test_a_report_can_be_narrowed_to_a_municipality_or_a_model(told: Player) -> None:
    gent = ask(told.engine, MIA, Wanted("proef", YEAR, place="Gent"))
    assert gent.figure("proef/kring.kringen").value == 7
    assert ask(told.engine, MIA, Wanted("proef", YEAR, model="lotgenotennetwerk")).tiles[0].value == 13
    assert ask(told.engine, MIA, Wanted("proef", YEAR, model="buddy")).figures == ()


@pytest.mark.parametrize(
    ("key", "group", "number"),
    [
        ("proef/kring.nieuw", None, 13),
        ("proef/kring.nieuw", "Geel", 1),
        ("proef/kring.samen", None, 1),
        ("cases", None, 13),
        ("place", "Aalst", 5),
        ("model", "lotgenotennetwerk", 13),
        ("meetings", None, 1),
        ("opened", None, 13),
        ("volunteers", None, 0),
    ],
)
def test_the_rows_behind_a_number_are_as_many_as_it_says(
    told: Player, key: str, group: str | None, number: int
) -> None:
    found = behind(told.engine, MIA, Wanted("proef", YEAR), key, group)
    assert sum(row.number for row in found.rows) == number
    assert len({row.case for row in found.rows}) == len(found.rows)


def test_rows_are_of_the_own_organisation_only(told: Player) -> None:
    for actor in (OUTSIDE, STRANGER):
        with pytest.raises(Forbidden):
            behind(told.engine, actor, Wanted("proef", YEAR), "cases")
    with pytest.raises(NotFound):
        behind(told.engine, MIA, Wanted("proef", YEAR), "proef/kring.bestaat_niet")


def test_the_years_before_stand_beside_it_and_what_is_told_counts_at_once(play: Play, player: Player) -> None:
    play("  - {on: 2020-02-01, open: begin, by: mia, with: {persoon: an, medewerker: mia}}\n")
    now = ask(player.engine, MIA, Wanted("proef", YEAR), years=3)
    assert [(e.year, e.value) for e in now.figure("proef/kring.nieuw").earlier] == [(2020, 1)]
    assert [(g.key, g.value) for g in now.models_before] == [("lotgenotennetwerk", 1)]
    play("  - {on: 2020-03-01, open: begin, by: mia, with: {persoon: an, medewerker: mia}}\n")
    again = ask(player.engine, MIA, Wanted("proef", YEAR), years=3)
    assert [e.value for e in again.figure("proef/kring.nieuw").earlier] == [2]
