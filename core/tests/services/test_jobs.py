"""What leaves the house: once, tried three times, and visible when it does not work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from baz.ground.errors import Outdated
from baz.services import jobs
from baz.services.jobs import PAUSE, Delivered, Worker
from baz.services.mail.outgoing import Outgoing
from baz.store import outbox
from baz.store.outbox import Job
from baz.testing.player import Played, Player

Play = Callable[..., Played]
STORY = """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia}}
  - {on: 2021-01-12, join: gast, party: bo, by: mia}
  - {on: 2021-01-20, meet: samen, by: mia, count: 4}
  - {on: 2021-01-21, step: groei, by: mia}
"""


@pytest.fixture
def worker(player: Player, play: Play, tmp_path: Path) -> Worker:
    play(STORY)
    return Worker(player.engine, Outgoing(tmp_path / "brieven"))


def test_a_letter_is_delivered_once(worker: Worker) -> None:
    first = worker.run()
    assert len(first.done) == 1
    assert first.failed == ()
    files = sorted(worker.outgoing.folder.iterdir())
    assert [f.suffix for f in files] == [".html", ".txt", ".html", ".txt"]
    assert {f.read_text().splitlines()[0] for f in files if f.suffix == ".txt"} == {"Aan: An", "Aan: Bo"}
    assert worker.run() == Delivered()
    assert sorted(worker.outgoing.folder.iterdir()) == files


def test_files_name_nobody_and_only_their_owner_reads_them(worker: Worker) -> None:
    worker.run()
    for file in worker.outgoing.folder.iterdir():
        assert "An" not in file.name.split("-")
        assert file.stat().st_mode & 0o077 == 0


def test_a_worker_that_died_after_writing_leaves_no_second_letter(
    worker: Worker, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "done", die)
        with pytest.raises(KeyboardInterrupt):
            worker.run()
    files = sorted(worker.outgoing.folder.iterdir())
    assert worker.run() == Delivered()
    player.clock.now += timedelta(seconds=jobs.LEASE_SECONDS + 1)
    assert len(worker.run().done) == 1
    assert sorted(worker.outgoing.folder.iterdir()) == files


def test_what_does_not_work_is_tried_three_times_and_then_waits_for_a_person(
    worker: Worker, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("baz.plugins.catalogue.Resource.text", lambda _: "{{ 1 + 1 }}")
    for attempt in (1, 2, 3):
        assert [code for _, code in worker.run().failed] == ["sjabloon"]
        assert worker.run() == Delivered()
        player.clock.now += PAUSE * attempt
    assert worker.run() == Delivered()
    with player.engine.reading() as work:
        line = jobs.failures(work)[0]
    assert (line.kind, line.status, line.attempts, line.error) == ("letter", "failed", 3, "sjabloon")


def test_one_that_fails_does_not_hold_up_another(worker: Worker, play: Play) -> None:
    play(STORY)
    seen: list[str] = []

    def first_fails(job: Job) -> None:
        seen.append(job.case_id)
        if len(seen) == 1:
            raise RuntimeError("iets met een naam erin")

    found = Worker(worker.engine, worker.outgoing, extra={"letter": first_fails}).run()
    assert len(found.done) == 1
    assert [code for _, code in found.failed] == ["fout:RuntimeError"]


def test_a_late_worker_changes_nothing(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise Outdated("iemand was je voor")

    monkeypatch.setattr(outbox, "done", late)
    assert worker.run() == Delivered()


def test_a_kind_that_nobody_knows_is_named(worker: Worker, player: Player) -> None:
    with player.engine.work() as work:
        case = outbox.lease(1, token="t", now=work.now, seconds=1, connection=work.connection)[0].case_id
        entry = outbox.Entry(case, 1, "effect:x", "raket", '{"name": "groei"}')
        outbox.enqueue([entry], now=work.now, connection=work.connection)
    assert [code for _, code in worker.run().failed] == ["soort-onbekend"]
