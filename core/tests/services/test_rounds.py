"""Rounds of a worker: each thing once, whoever does it; and the mail of Monday."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from mail_server import MailServer, give_addresses, serving

from baz.ground.errors import Outdated
from baz.kernel.acts import OPERATOR
from baz.services import digest, health
from baz.services.mail.outgoing import Outgoing
from baz.services.mail.smtp import Post
from baz.services.rounds import AGAIN, LAST, Rounds
from baz.store import commands, outbox
from baz.testing.player import Played, Player

Play = Callable[..., Played]
STORY = """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia, gemeente: Gent}}
  - {on: 2021-01-12, plan: samen, date: 2021-01-20, by: mia}
  - {on: 2021-01-13, plan: samen, date: 2021-02-20, by: mia}
"""
MONDAY = datetime(2021, 1, 25, 8, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving() as found:
        yield found


@pytest.fixture
def played(play: Play, player: Player) -> Played:
    found = play(STORY)
    mia = found.people["mia"]
    give_addresses(player.engine, {"mia": mia})
    day = MONDAY.date() - timedelta(days=30)
    roles = {role for _, role in player.engine.actor(mia).roles}
    if not roles:
        player.engine.add_staff(mia, "proef", "medewerker", day, actor=OPERATOR)
    return found


@pytest.fixture
def rounds(player: Player, played: Played, server: MailServer, tmp_path: Path) -> Rounds:
    player.clock.now = MONDAY
    return Rounds(
        player.engine, Outgoing(tmp_path / "brieven", Post(server.mailbox())), "https://baz.example"
    )


def test_on_monday_each_coordinator_gets_what_asks_something_of_her_once(
    rounds: Rounds, server: MailServer, player: Player
) -> None:
    assert rounds.once().digests == 1
    (mail,) = server.taken
    assert server.to == [["mia@voorbeeld.example"]]
    assert mail["Subject"] == "Je week: 1 te laat"
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Verslag: Samen: 20 januari 2021, 5 dagen te laat, Kring, Gent" in text
    assert "https://baz.example/trajecten/" in text
    assert "20 februari" not in text, "what comes later asks nothing yet"
    assert rounds.once().digests == 0
    assert Rounds(player.engine, rounds.outgoing).once().digests == 0
    player.clock.now += timedelta(days=7)
    assert rounds.once().digests == 1


def test_no_name_stands_in_it(rounds: Rounds, player: Player) -> None:
    with player.engine.reading() as work:
        (found,) = digest.digests(work)
    whole = digest.as_text(found).replace("Dag Mia", "")
    assert "An" not in whole.replace("Aan", "")
    assert "Mia" not in whole


@pytest.mark.parametrize("moment", [MONDAY - timedelta(days=1), MONDAY.replace(hour=3)])
def test_not_before_monday_morning(rounds: Rounds, player: Player, moment: datetime) -> None:
    player.clock.now = moment
    assert rounds.once().digests == 0


def test_who_has_nothing_to_do_gets_no_mail(player: Player, played: Played, server: MailServer) -> None:
    player.clock.now = datetime(2021, 1, 18, 8, tzinfo=UTC)
    with player.engine.reading() as work:
        assert list(digest.digests(work)) == []
        assert digest.digest_of(work, player.engine.actor(played.people["an"])) is None


def test_a_server_that_is_away_gets_it_an_hour_later(
    rounds: Rounds, server: MailServer, player: Player
) -> None:
    server.data = "451 later"
    assert rounds.once().digests == 0
    server.data = "250 OK"
    assert rounds.once().digests == 0
    player.clock.now += AGAIN
    assert rounds.once().digests == 1
    assert len(server.taken) == 1


def test_without_a_mail_server_it_lies_in_the_folder(rounds: Rounds, player: Player, tmp_path: Path) -> None:
    assert Rounds(player.engine, Outgoing(tmp_path / "map")).once().digests == 1
    (text,) = (tmp_path / "map").glob("week-2021-W04-*.txt")
    assert text.read_text("utf-8").startswith("Aan: Mia <mia@")


def test_the_night_comes_once(rounds: Rounds, player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []
    real = player.engine.forget
    monkeypatch.setattr(player.engine, "forget", lambda: (times.append(1), real())[1])
    player.clock.now = datetime(2021, 1, 26, 0, 30, tzinfo=UTC)
    rounds.once()
    assert times == [], "half past one in Brussels is too early"
    player.clock.now += timedelta(hours=1)
    rounds.once()
    rounds.once()
    assert times == [1]
    rounds.once(forget=True)
    assert times == [1, 1]


def test_rounds_go_on_after_one_that_did_not_work(rounds: Rounds, caplog: pytest.LogCaptureFixture) -> None:
    stop = threading.Event()

    class Twice(Rounds):
        seen = 0

        def once(self, *, forget: bool = False):
            Twice.seen += 1
            if Twice.seen == 1:
                raise RuntimeError("iets met An erin")
            stop.set()
            return super().once()

    Twice(rounds.engine, rounds.outgoing).forever(stop, 0.01)
    assert Twice.seen == 2
    assert "RuntimeError" in caplog.text
    assert "An" not in caplog.text


def test_two_workers_that_end_a_round_at_once_are_no_failure(
    rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL the second one finds the line of the first."""
    mark = commands.mark

    def second(key: str, *given: str, **more: Any) -> None:
        if key == LAST:
            raise Outdated("Iemand was je voor.")
        mark(key, *given, **more)

    monkeypatch.setattr(commands, "mark", second)
    assert rounds.once().digests == 1


def test_health_says_when_nobody_comes_by(rounds: Rounds, player: Player, played: Played) -> None:
    def said() -> dict[str, tuple[str, ...]]:
        with player.engine.reading() as work:
            return {f.title: (f.detail, *f.problems) for f in health.of_work(work)}

    assert said()["Klok"][0].startswith("nog geen ronde")
    rounds.once()
    assert said() == {
        "Zendingen": ("0 onderweg, 0 mislukt",),
        "Klok": ("laatste ronde op 25/01/2021 om 09.00 uur",),
    }
    (case,) = played.cases.values()
    with player.engine.work() as work:
        entry = outbox.Entry(case, 1, "effect:x", "raket", '{"name": "groei"}')
        outbox.enqueue([entry], now=work.now, connection=work.connection)
    player.clock.now += timedelta(hours=2)
    assert "1 zending wacht al meer dan een uur" in said()["Zendingen"][1]
    assert "meer dan een uur geleden" in said()["Klok"][1]
