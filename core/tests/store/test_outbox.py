from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import text

from baz.ground.errors import NotFound, Outdated
from baz.store import cases, outbox
from baz.testing.samples import NOW, at, open_case

LEASE = 60


def enqueue(database, *names, **values):
    with database.write() as connection:
        if not cases.ids(connection=connection):
            open_case(connection, "c1")
        entries = [outbox.Entry("c1", 1, name, "letter", "{}", **values) for name in names]
        outbox.enqueue(entries, now=NOW, connection=connection)


def lease(database, token, now=NOW, limit=10):
    with database.write() as connection:
        return outbox.lease(limit, token=token, now=now, seconds=LEASE, connection=connection)


def done(database, job, now=NOW):
    with database.write() as connection:
        outbox.done(job, now=now, connection=connection)


def statuses(database):
    with database.read() as connection:
        lines = outbox.of_case("c1", connection=connection)
        return {line.consequence: (line.status, line.attempts) for line in lines}


def test_jobs_go_out_once_in_order_of_their_day(database):
    enqueue(database, "later", due_at=at(days=1))
    enqueue(database, "b", "a")
    enqueue(database, "tomorrow", due_at=at(days=2))
    assert [job.consequence for job in lease(database, "t1", at(days=1))] == ["b", "a", "later"]
    assert lease(database, "t2", at(days=1)) == []


def test_the_same_consequence_is_enqueued_once(database):
    enqueue(database, "a")
    enqueue(database, "a", "b")
    assert statuses(database) == {"a": ("waiting", 0), "b": ("waiting", 0)}


def test_a_job_that_is_done_stays_done(database):
    enqueue(database, "a")
    [job] = lease(database, "t1")
    done(database, job)
    assert lease(database, "t2", at(days=1)) == []
    assert statuses(database) == {"a": ("done", 1)}
    with pytest.raises(Outdated):
        done(database, job)


def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_is_refused(database):
    enqueue(database, "a")
    [first] = lease(database, "t1")
    assert lease(database, "t2", at(seconds=LEASE)) == []
    [second] = lease(database, "t2", at(seconds=LEASE + 1))
    assert (second.id, second.attempt) == (first.id, 2)

    def finish_late():
        with database.write() as connection:
            connection.execute(text("UPDATE cases SET state = 'effect of the late one'"))
            outbox.done(first, now=NOW, connection=connection)

    with pytest.raises(Outdated):
        finish_late()
    with pytest.raises(Outdated), database.write() as connection:
        outbox.fail(first, "smtp", retry_at=NOW, connection=connection)
    done(database, second)
    with database.read() as connection:
        assert cases.load("c1", connection=connection).state == "vraag"


def test_a_worker_that_takes_its_own_job_again_is_fenced_by_the_attempt(database):
    enqueue(database, "a")
    [first] = lease(database, "same")
    [second] = lease(database, "same", at(seconds=LEASE + 1))
    with pytest.raises(Outdated):
        done(database, first)
    done(database, second)


def test_a_lease_that_is_renewed_holds_and_one_that_was_taken_over_is_not(database):
    enqueue(database, "a", "b")
    jobs = lease(database, "t1")
    done(database, jobs[0])
    with database.write() as connection:
        outbox.renew(jobs[1], now=at(seconds=50), seconds=LEASE, connection=connection)
    assert lease(database, "t2", at(seconds=LEASE + 1)) == []
    with pytest.raises(Outdated), database.write() as connection:
        outbox.renew(jobs[0], now=at(seconds=60), seconds=LEASE, connection=connection)
    [taken] = lease(database, "t3", at(seconds=50 + LEASE + 1))
    with pytest.raises(Outdated), database.write() as connection:
        outbox.renew(jobs[1], now=at(hours=1), seconds=LEASE, connection=connection)
    done(database, taken)


def test_after_three_tries_a_person_is_needed(database):
    enqueue(database, "a")
    for number in range(3):
        [job] = lease(database, f"t{number}", at(hours=number))
        with database.write() as connection:
            outbox.fail(job, "smtp-550", retry_at=at(hours=number + 1), connection=connection)
    assert lease(database, "t9", at(days=9)) == []
    with database.read() as connection:
        [line] = outbox.failed(connection=connection)
        assert (line.consequence, line.status, line.error) == ("a", "failed", "smtp-550")
        assert outbox.counts(connection=connection) == {"waiting": 0, "leased": 0, "failed": 1}
    with database.write() as connection:
        outbox.again(line.id, now=at(days=9), connection=connection)
    [job] = lease(database, "t10", at(days=9))
    assert job.attempt == 1
    done(database, job)
    with database.read() as connection:
        assert [one.status for one in outbox.of_case("c1", connection=connection)] == ["dropped", "done"]
    with pytest.raises(NotFound), database.write() as connection:
        outbox.again(job.id, now=at(days=9), connection=connection)


def test_a_worker_that_dies_three_times_over_one_job_does_not_block_the_others(database):
    enqueue(database, "a")
    for number in range(3):
        assert len(lease(database, f"t{number}", at(hours=number))) == 1
    assert lease(database, "t9", at(hours=9)) == []
    assert statuses(database) == {"a": ("failed", 3)}


def test_a_failed_try_waits_for_its_moment(database):
    enqueue(database, "a")
    [job] = lease(database, "t1")
    with database.write() as connection:
        outbox.fail(job, "smtp-421", retry_at=at(minutes=10), connection=connection)
    assert lease(database, "t2", at(minutes=9)) == []
    assert [job.attempt for job in lease(database, "t3", at(minutes=10))] == [2]


def test_what_is_no_longer_true_is_dropped_unless_it_left(database):
    enqueue(database, "a", "b")
    [job] = lease(database, "t1", limit=1)
    with database.write() as connection:
        assert outbox.drop("c1", "b", now=NOW, connection=connection) is True
        assert outbox.drop("c1", job.consequence, now=NOW, connection=connection) is False
    assert statuses(database) == {"a": ("leased", 1), "b": ("dropped", 0)}


WORKER = """
import os, sys
from datetime import datetime, UTC
from baz.store import outbox
from baz.store.database import open_database
database = open_database(sys.argv[1])
now = datetime(2021, 1, 13, 14, tzinfo=UTC)
with database.write() as connection:
    [job] = outbox.lease(1, token="dead", now=now, seconds=60, connection=connection)
with database.write() as connection:
    connection.exec_driver_sql("UPDATE cases SET state = state || '+'")
    outbox.done(job, now=now, connection=connection)
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_the_job_of_a_killed_worker_is_done_by_another_and_its_effect_happens_once(database, database_url):
    enqueue(database, "a")
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, database_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout.readline() == "ready\n"
        os.kill(worker.pid, signal.SIGKILL)
    assert lease(database, "t2", at(seconds=LEASE)) == []
    [job] = lease(database, "t2", NOW + timedelta(seconds=LEASE + 1))
    assert job.attempt == 2
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE cases SET state = state || '+'")
        outbox.done(job, now=NOW, connection=connection)
    with database.read() as connection:
        assert cases.load("c1", connection=connection).state == "vraag+"


def test_waiting_jobs_are_found_by_their_partial_index_on_sqlite(make_url):
    from baz.store.database import open_database

    with open_database(make_url("sqlite")) as database, database.read() as connection:
        for statement, index, values in (
            (outbox._waiting, "ix_outbox_waiting", ("2021", 1, 0)),
            (outbox._expired, "ix_outbox_leased", ("failed", "waiting", "x", "2021")),
        ):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.sql('sqlite')}", values).all()
            assert any(index in row[-1] for row in plan), plan
