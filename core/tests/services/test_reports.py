"""Stories whose figures are counted by hand: every number below follows from the lines above it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from baz.kernel.acts import OPERATOR, Actor
from baz.services.reports.figures import Figure
from baz.services.reports.making import report, report_of
from baz.services.reports.period import Period
from baz.testing.player import Played, Player

Play = Callable[..., Played]

A_YEAR = """
  - on: 2021-01-11
    told: 2021-01-11
    open: begin
    by: mia
    with: {persoon: an, medewerker: mia, gemeente: Gent, soort: klein}
  - {on: 2021-01-20, meet: samen, by: mia, count: 4, with: {mensen: 4}}
  - {on: 2021-01-21, told: 2021-01-21, step: groei, by: mia, with: {leden: 5}}
  - {on: 2021-02, told: 2021-03-02, meet: samen, by: mia, count: 3, with: {mensen: 3}}
  - {on: 2021-03-03, step: herhaal, by: mia, with: {leden: 6}}
"""


def figure(player: Player, name: str, year: int = 2021, known: date | None = None) -> Figure:
    return report(player.engine, "proef", year, known, actor=OPERATOR).figure(f"proef/kring.{name}")


def groups(found: Figure) -> dict[str, int | None]:
    return {g.title: g.value for g in found.groups if g.value}


def test_meetings_count_on_the_day_that_they_were_held(play: Play, player: Player) -> None:
    play(A_YEAR)
    found = figure(player, "samen")
    assert found.value == 2
    assert found.target is not None
    assert (found.target.low, found.target.source, found.reached) == (3, "Plan 2021: drie keer samen", False)
    assert found.sentence == "Samenkomsten: 2. Het doel is 3. De periode loopt nog."
    assert found.note == "Het ene boek zegt drie, het andere vier."


def test_a_month_is_precise_enough_for_its_month(play: Play, player: Player) -> None:
    play(A_YEAR)
    found = figure(player, "maanden")
    assert groups(found) == {"januari": 1, "februari": 1}
    assert len(found.groups) == 12
    assert "Tot nu lukte dat 0 keer" in found.sentence


def test_only_a_year_or_nothing_known_has_no_month(play: Play, player: Player) -> None:
    play(A_YEAR + "  - {on: 2021, told: 2021-04-01, meet: samen, by: mia}\n")
    play(A_YEAR.replace("2021-02, told: 2021-03-02", '"?", told: 2021-03-02'))
    found = figure(player, "maanden")
    assert (found.value, found.undated) == (5, 1)
    assert groups(found) == {"januari": 2, "februari": 1, "maand onbekend": 2}
    assert "Van 1 kennen we de dag niet" in found.sentence


def test_what_has_no_date_counts_once_in_the_year_it_was_told(play: Play, player: Player) -> None:
    play(
        """
  - {on: 2021-12-20, told: 2021-12-20, open: begin, by: mia, with: {persoon: an, medewerker: mia}}
  - {on: "?", told: 2022-01-05, meet: samen, by: mia}
"""
    )
    assert [figure(player, "samen", year).value for year in (2021, 2022)] == [0, 1]


def test_a_date_that_may_lie_outside_the_period_does_not_count_but_is_named(
    play: Play, player: Player
) -> None:
    play(A_YEAR + "  - {on: 2021, told: 2021-06-01, meet: samen, by: mia}\n")
    spring = report_of(player.engine, "proef", Period(date(2021, 1, 1), date(2021, 6, 30)), actor=OPERATOR)
    found = spring.figure("proef/kring.samen")
    assert (found.value, found.doubtful) == (2, 1)
    assert "1 telt niet mee" in found.sentence


def test_a_report_as_known_earlier_knows_nothing_of_what_was_told_later(play: Play, player: Player) -> None:
    play(A_YEAR)
    assert figure(player, "samen", known=date(2021, 3, 1)).value == 1
    assert figure(player, "samen", known=date(2021, 3, 2)).value == 2
    assert figure(player, "kringen", known=date(2021, 1, 10)).value == 0


def test_a_correction_counts_from_the_day_it_was_told(play: Play, player: Player) -> None:
    play(
        A_YEAR.replace("by: mia, count: 3,", "label: fout, by: mia, count: 3,")
        + "  - {told: 2021-05-01, withdraw: fout, by: mia, reason: het ging niet door}\n"
    )
    assert figure(player, "samen").value == 1
    assert figure(player, "samen", known=date(2021, 4, 30)).value == 2


def test_a_case_that_ended_later_still_ran_in_the_year(play: Play, player: Player) -> None:
    # the clock closes the first ninety days after it entered `bezig`: on 21 April 2021
    play(A_YEAR)
    play("  - {on: 2020-02-01, open: begin, by: mia, with: {persoon: bo, medewerker: mia}}\n")
    player.clock.now = datetime(2022, 6, 1, 9, tzinfo=UTC)
    player.engine.tick()
    assert groups(figure(player, "afgelopen")) == {"Stilgevallen": 1}
    assert [figure(player, "kringen", year).value for year in (2020, 2021, 2022)] == [1, 2, 1]
    assert [figure(player, "nieuw", year).value for year in (2020, 2021, 2022)] == [1, 1, 0]


def test_the_clock_is_followed_although_no_worker_ran(play: Play, player: Player) -> None:
    play(A_YEAR)
    player.clock.now = datetime(2022, 6, 1, 9, tzinfo=UTC)
    assert figure(player, "afgelopen").value == 1


def test_a_part_of_a_whole_has_a_percentage(play: Play, player: Player) -> None:
    play(A_YEAR)
    play("  - {on: 2021-02-01, open: begin, by: mia, with: {persoon: bo, medewerker: mia}}\n")
    play("  - {on: 2021-02-01, open: begin, by: mia, with: {persoon: bo, medewerker: mia}}\n")
    found = figure(player, "gegroeid")
    assert (found.value, found.whole, found.share, found.reached) == (1, 3, 33, False)
    assert found.sentence == "Gegroeid: 1 van de 3, dat is 33 %. Het doel is 50 %. De periode loopt nog."


def test_nothing_of_nothing_has_no_percentage(player: Player) -> None:
    found = figure(player, "gegroeid")
    assert (found.value, found.whole, found.share, found.reached) == (0, 0, None, None)


def test_sums_add_meetings_that_were_held_and_fields_of_cases(play: Play, player: Player) -> None:
    play(A_YEAR)
    assert figure(player, "aanwezigen").value == 4 + 3
    assert figure(player, "leden").value == 6
    assert figure(player, "stappen").value == 2


def test_people_count_once_and_only_when_they_took_part(play: Play, player: Player) -> None:
    play(
        A_YEAR
        + """
  - {on: 2021-03-04, join: gast, party: bo, by: mia}
  - {on: 2021-03-05, answer: gast, party: bo, yes: true, by: bo}
  - {on: 2021-03-06, leave: gast, party: bo, by: mia}
  - {on: 2021-03-07, join: gast, party: bo, by: mia}
  - {on: 2021-03-07, answer: gast, party: bo, yes: true, by: mia, how: telefoon}
  - {on: 2021-03-08, join: gast, party: an, by: mia}
  - {on: 2021-03-09, leave: gast, party: an, by: mia}
"""
    )
    assert figure(player, "gasten").value == 1


def test_pauses_count_with_their_reason(play: Play, player: Player) -> None:
    play(A_YEAR + "  - {on: 2021-03-10, pause: ziek, by: mia}\n")
    assert groups(figure(player, "rust")) == {"Even ziek": 1}


def test_out_of_order_and_waivers_stand_in_the_appendix(play: Play, player: Player) -> None:
    play(
        """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia}}
  - {on: 2021-01-12, told: 2021-01-12, step: groei, by: mia, waive: zo was het}
  - {on: 2021-01-13, told: 2021-01-13, jump: begonnen, by: mia, reason: opnieuw}
"""
    )
    conduct = next(
        c for c in report(player.engine, "proef", 2021, actor=OPERATOR).conduct if c.workflow == "proef/kring"
    )
    assert (conduct.opened, conduct.waived, conduct.out_of_order, conduct.held) == (1, 1, 1, 0)


def test_facts_that_contradict_are_named_and_do_not_count(play: Play, player: Player) -> None:
    play(
        A_YEAR + "  - {on: 2021-03-10, told: 2021-03-10, step: sluit, outcome: goed, by: mia}\n"
        "  - {on: 2021-03-11, told: 2021-03-12, report: true, step: herhaal, by: mia, with: {leden: 9}}\n",
        failures=1,
    )
    conduct = next(
        c for c in report(player.engine, "proef", 2021, actor=OPERATOR).conduct if c.workflow == "proef/kring"
    )
    assert conduct.held == 1
    assert figure(player, "stappen").value == 2


def test_the_target_is_the_one_in_force_at_the_end(play: Play, player: Player) -> None:
    played = play(A_YEAR)
    mia = Actor(played.people["mia"], frozenset({"proef"}))
    player.engine.set_parameter("proef", "proef/kring", "samen", "2", date(2021, 7, 1), mia)
    assert figure(player, "samen").reached is True
    found = figure(player, "samen").target
    assert found is not None
    assert found.source == "zelf gekozen, vanaf 1 juli 2021"
    assert figure(player, "samen", known=date(2021, 3, 2)).reached is False


def test_small_numbers_per_municipality_are_not_written_out(play: Play, player: Player) -> None:
    for place, times in (("Gent", 6), ("Aalst", 5), ("Geel", 1)):
        for _ in range(times):
            who = f"{{persoon: an, medewerker: mia, gemeente: {place}}}"
            play(f"  - {{on: 2021-02-01, open: begin, by: mia, with: {who}}}\n")
    found = figure(player, "nieuw")
    assert found.value == 12
    assert {g.title: (g.value, g.hidden) for g in found.groups} == {
        "Gent": (6, ""),
        "Aalst": (None, "other"),
        "Geel": (None, "small"),
    }
    assert "zodat niemand herkend wordt" in found.groups_note


def test_another_organisation_sees_nothing_of_it(play: Play, player: Player) -> None:
    play(A_YEAR)
    assert report(player.engine, "ander", 2021, actor=OPERATOR).figures == ()
    assert report(player.engine, "", 2021, actor=OPERATOR).figure("proef/kring.kringen").value == 1


def test_objectives_stand_in_order_and_those_without_figures_are_named(player: Player) -> None:
    sections = report(player.engine, "proef", 2021, actor=OPERATOR).sections
    assert [s.objective for s in sections] == [*(f"SD{n}" for n in range(1, 11)), ""]
    assert [s.objective for s in sections if not s.figures][:2] == ["SD3", "SD4"]
    assert sections[5].note.startswith("De titel van deze doelstelling ontbreekt")


@pytest.mark.parametrize("name", ["samen", "maanden", "gegroeid", "gasten", "leden", "kringen"])
def test_every_figure_says_how_it_was_counted(player: Player, name: str) -> None:
    found = figure(player, name)
    assert found.how.startswith("We tellen")
    assert "proef/kring, versie 1" in found.how
