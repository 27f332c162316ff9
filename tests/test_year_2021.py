"""The year 2021, told as it was told: the report counts from the log what BAZ's own report says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from baz.kernel.acts import OPERATOR
from baz.plugins.assembly import assemble
from baz.plugins.manager import Plugins
from baz.services.reports.figures import Report
from baz.services.reports.making import report
from baz.store.database import open_database
from baz.testing.databases import sqlite_file  # noqa: F401  # a fixture
from baz.testing.scenario import installed_stories
from baz.testing.scratch import player_on

LAST = date(2021, 12, 31)


@dataclass(frozen=True, slots=True)
class Years:
    """What the report says: of 2021 on its last day, and later of 2020, 2021 and 2022."""

    then: Report
    before: Report
    later: Report
    after: Report


@pytest.fixture(scope="module")
def years(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Years]:  # noqa: F811 - a fixture of that name
    path = tmp_path_factory.mktemp("year") / "2021.db"
    shutil.copy(sqlite_file, path)
    catalogue = assemble(Plugins.discover())
    stories = [s for s in installed_stories(catalogue, "baz") if s.replay == 2021]
    with open_database(f"sqlite:///{path}") as database:
        player = player_on(database, catalogue, looking=False)
        first = player.replay(stories, until=LAST, batch=True)
        player.clock.early(LAST)
        then = report(player.engine, "baz", 2021, LAST, actor=OPERATOR)
        second = player.replay(stories, after=LAST, batch=True)
        assert [str(f) for played in (*first, *second) for f in played.failures] == []
        yield Years(
            then, *(report(player.engine, "baz", year, actor=OPERATOR) for year in (2020, 2021, 2022))
        )


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("baz/inspirerend_voorbeeld.gepubliceerd", 24),
        ("baz/roadshow.gepland", 6),
        ("baz/roadshow.gehouden", 0),
        ("baz/roadshow.uitgesteld", 6),
        ("baz/screencast.screencasts", 1),
        ("baz/screencast.over_rollen", 1),
        ("baz/ondersteuning_initiatief.gesteund", 2),
        ("baz/workshop.gegeven", 1),
        ("baz/workshop.contacten", 12),
        ("baz/workshop.uitgesteld", 2),
        ("baz/verhalenbundel.verhalen", 8),
        ("baz/verhalenbundel.gesprekken", 3),
        ("baz/proeftuin.trajecten", 3),
        ("baz/proeftuin.met_brug", 2),
        ("baz/gezamenlijke_opleiding.opleidingen", 1),
        ("baz/gezamenlijke_opleiding.rust", 1),
        ("baz/partneroverleg.overleg", 1),
        ("baz/eerstelijn.zorgraden", 1),
        ("baz/eerstelijn.zorgraden_rust", 1),
        ("baz/eerstelijn.organisaties", 4),
        ("baz/eerstelijn.gegeven", 3),
        ("baz/coachingtraject.besturen", 4),
        ("baz/lerend_netwerk.proeven", 1),
        ("baz/partnerschap.partners", 5),
        ("baz/partnerschap.interlokaal", 3),
        ("baz/jaarplan.bijgestuurd", 2),
    ],
)
def test_the_report_counts_what_was_told_by_the_last_day(years: Years, figure: str, value: int) -> None:
    assert years.then.figure(figure).value == value


def test_a_story_that_was_told_in_an_earlier_year_counts_there(years: Years) -> None:
    assert years.before.figure("baz/verhalenbundel.gesprekken").value == 5


def test_what_happened_in_the_new_year_changes_nothing_of_the_old(years: Years) -> None:
    for figure in ("baz/eerstelijn.zorgraden", "baz/workshop.contacten", "baz/gezamenlijke_opleiding.rust"):
        assert years.later.figure(figure).value == years.then.figure(figure).value
    assert years.after.figure("baz/eerstelijn.zorgraden").value == 2  # VIVEL, and Hefboom
    assert years.after.figure("baz/jaarplan.ingediend").value == 0  # a remark is still open
