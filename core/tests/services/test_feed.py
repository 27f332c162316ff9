"""The private feed: her meetings and her tasks, and no name of anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import icalendar
import pytest

from baz.ground.errors import Forbidden
from baz.kernel.acts import Actor
from baz.services.calendar.dates import gathered
from baz.services.calendar.feed import feed
from baz.testing.player import Played, Player

Play = Callable[..., Played]
STORY = """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia, gemeente: Gent}}
  - {on: 2021-01-12, plan: samen, date: 2021-02-01T20:00, place: Dorpsstraat 1, by: mia}
  - {on: 2021-01-13, plan: samen, date: 2021-03-29, by: mia}
  - {on: 2021-01-13, cancel: samen, by: mia}
  - {on: 2021-01-14, plan: samen, date: 2021-02-08T19:30, by: mia}
"""


@pytest.fixture
def played(play: Play) -> Played:
    return play(STORY)


def events(raw: bytes) -> dict[str, icalendar.Event]:
    found = icalendar.Calendar.from_ical(raw)
    return {str(e["DTSTART"].to_ical().decode()): e for e in found.walk("VEVENT")}


def test_her_meetings_with_what_is_off(player: Player, played: Played) -> None:
    an = Actor(played.people["an"])
    raw = feed(player.engine, an)
    found = events(raw)
    assert set(found) == {"20210201T200000", "20210208T193000", "20210329"}
    off = found["20210201T200000"]
    assert off["STATUS"] == "CANCELLED"
    assert off["LOCATION"] == "Dorpsstraat 1"
    assert off["SUMMARY"] == "Samen, Kring, Gent"
    assert found["20210208T193000"]["DTEND"].to_ical() == b"20210208T213000"
    assert found["20210329"]["TRANSP"] == "TRANSPARENT"
    for name in ("An", "Mia"):
        assert name.encode() not in raw.replace(b"AN:", b"")
    assert b"TZID:Europe/Brussels" in raw


def test_the_hour_is_that_of_brussels_in_summer_too(player: Player, play: Play) -> None:
    story = STORY + "  - {on: 2021-01-15, plan: samen, date: 2021-07-01T20:00, by: mia}\n"
    an = Actor(play(story).people["an"])
    found = events(feed(player.engine, an))["20210701T200000"]
    assert found["DTSTART"].dt.utcoffset().total_seconds() == 7200


def test_somebody_else_reads_nothing(player: Player, played: Played) -> None:
    assert events(feed(player.engine, Actor(played.people["bo"]))) == {}


def test_staff_sees_the_meetings_of_her_cases_and_her_tasks(player: Player, played: Played) -> None:
    mia = Actor(played.people["mia"], frozenset({"proef"}))
    raw = feed(player.engine, mia, "https://baz.example")
    assert set(events(raw)) >= {"20210208T193000"}
    (case,) = played.cases.values()
    assert f"https://baz.example/trajecten/{case}".encode() in raw.replace(b"\r\n ", b"")


def test_the_meetings_of_an_organisation(player: Player, played: Played) -> None:
    mia = Actor(played.people["mia"], frozenset({"proef"}))
    month = (date(2021, 2, 1), date(2021, 2, 28))
    with player.engine.reading() as work:
        found = gathered(work, mia, "proef", *month)
        assert [(m.day.day, m.status, m.about) for m in found] == [
            (1, "cancelled", "An"),
            (8, "planned", "An"),
        ]
        with pytest.raises(Forbidden):
            gathered(work, Actor(played.people["an"]), "proef", *month)
        (hers, _) = gathered(work, Actor(played.people["an"]), "", *month, mine=True)
    assert hers.about == ""
