"""A durable step on SQLite: our store beside the same statements with the bare `sqlite3` module.

Both load the case (with its snapshot), append lines with their hashes, update the case, write two tasks,
a job for the outbox and the command's key, and commit with `synchronous=FULL`. They take turns in
small rounds, and the figure is the ratio of the medians, because disks and machines differ. The third figure
is an import: whole cases, each folded once and written with all its lines, many in one transaction.
Run `python benchmarks/store_path.py`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from baz.kernel.acts import Event
from baz.kernel.when import When
from baz.store import cases, commands, log, outbox, schema
from baz.store.database import Database, open_database
from baz.store.prepared import Prepared
from baz.store.projections import TASKS, TaskRow, write_rows
from baz.testing.samples import case_row, open_case

CASES, ROUND, ROUNDS, LINES = 50, 100, 15, 3
IMPORTED, STEPS = 20, 20
NOW = datetime(2021, 1, 13, 14, tzinfo=UTC)
SNAPSHOT = json.dumps({"fields": {"leden": 5}, "history": ["2021-01-13"] * 100})


def task(status: str) -> TaskRow:
    """A task as the kernel would project it."""
    return TaskRow(
        "bel", "Bel terug", "buurt", "medewerker", "party-1", "2021-01-20", None, status, None, "2021-01-13"
    )


def our_step(database: Database, number: int) -> None:
    """One step through the store, as the engine writes it."""
    case_id, key = f"case-{number % CASES}", f"key-{number}"
    with database.write() as connection:
        row = cases.load(case_id, connection=connection, lock=True)
        commands.find(key, connection=connection)
        when = When(date(2021, 1, 13))
        data = {"answers": {"leden": 5, "naam": {"ref": "personal-1", "mac": "0" * 64}}}
        lines = [
            Event(row.seq + n, "step", "meld_aan", data, when, NOW, "party-1") for n in range(1, LINES + 1)
        ]
        head = log.append(case_id, row.head, lines, connection=connection)
        seq = row.seq + LINES
        after = row._replace(state="zoekt", seq=seq, facts=seq, head=head, snapshot=SNAPSHOT)
        cases.update_case(after, row.seq, connection=connection)
        old, new = f"t{row.seq}", f"t{seq}"
        write_rows(
            TASKS, case_id, {old: task("open")}, {old: task("done"), new: task("open")}, connection=connection
        )
        entry = outbox.Entry(case_id, seq, f"letter:{seq}", "letter", '{"letter":"welkom"}')
        outbox.enqueue([entry], now=NOW, connection=connection)
        commands.remember(
            key, commands.CommandRow(case_id, "f", row.seq, seq, "{}"), now=NOW, connection=connection
        )


def bare_step(raw: sqlite3.Connection, sql: dict[str, str], number: int) -> None:
    """The same texts with the same values, and nothing around them but the hash of each line."""
    case_id, key, moment = f"case-{number % CASES}", f"key-{number}", "2021-01-13T14:00:00.000000Z"
    raw.execute("BEGIN IMMEDIATE")
    row = raw.execute(sql["load"], (case_id,)).fetchone()
    raw.execute(sql["find"], (key,)).fetchone()
    seq, head, lines = row[17], row[19], []
    for line in range(seq + 1, seq + LINES + 1):
        data = json.dumps({"answers": {"leden": 5, "naam": {"ref": "personal-1", "mac": "0" * 64}}})
        values = [
            case_id,
            line,
            "step",
            "meld_aan",
            data,
            "2021-01-13",
            "2021-01-13",
            moment,
            "party-1",
            "",
            "",
        ]
        head = hashlib.sha256((head + json.dumps(values)).encode()).hexdigest()
        lines.append((*values, head))
    raw.executemany(sql["append"], lines)
    last = seq + LINES
    changed = (*row[3:5], "zoekt", *row[6:17], last, last, head, 0, None, SNAPSHOT, None)
    raw.execute(sql["update"], (*changed, case_id, seq))
    task = ("bel", "Bel terug", "buurt", "medewerker", "party-1", "2021-01-20", None)
    old = (case_id, f"t{seq}", *task, "done", None, "2021-01-13", False, None, None)
    new = (case_id, f"t{last}", *task, "open", None, "2021-01-13", False, None, "2021-01-20")
    raw.executemany(sql["tasks"], [old, new])
    job = (case_id, last, f"letter:{last}", 1, "letter", '{"letter":"welkom"}', "waiting", 0, moment, moment)
    raw.execute(sql["outbox"], job)
    raw.execute(sql["remember"], (key, case_id, "f", seq, last, "{}", moment))
    raw.execute("COMMIT")


def texts() -> dict[str, str]:
    """The SQL of our own statements, so that both sides run exactly the same."""
    ours: dict[str, Prepared] = {
        "load": cases._load,
        "find": commands._find,
        "append": log._append,
        "update": cases._update,
        "tasks": TASKS.put,
        "outbox": outbox._put,
        "remember": commands._remember,
    }
    return {name: statement.sql("sqlite") for name, statement in ours.items()}


def fresh(path: Path) -> Database:
    """A database with its cases opened."""
    schema.migrate(str(path))
    database = open_database(str(path))
    with database.write() as connection:
        for number in range(CASES):
            open_case(connection, f"case-{number}", snapshot=SNAPSHOT)
    return database


def our_import(database: Database, first: int) -> None:
    """`IMPORTED` new cases of `STEPS` steps each, in one transaction."""
    when, data = When(date(2021, 1, 13)), {"answers": {"leden": 5}}
    with database.write() as connection:
        for number in range(first, first + IMPORTED):
            case_id, last = f"import-{number}", STEPS * LINES
            lines = [Event(n, "step", "meld_aan", data, when, NOW, "party-1") for n in range(1, last + 1)]
            row = case_row(case_id, seq=last, facts=last, snapshot=SNAPSHOT)
            cases.insert_case(row, connection=connection)
            head = log.append(case_id, "", lines, connection=connection)
            cases.update_case(row._replace(head=head), last, connection=connection)
            rows = {f"t{n}": task("done" if n < STEPS else "open") for n in range(1, STEPS + 1)}
            write_rows(TASKS, case_id, {}, rows, connection=connection)
            jobs = [outbox.Entry(case_id, n, f"letter:{n}", "letter", "{}") for n in range(1, STEPS + 1)]
            outbox.enqueue(jobs, now=NOW, connection=connection)
            told = {
                f"{case_id}:{n}": commands.CommandRow(case_id, "f", n, n, "{}") for n in range(1, STEPS + 1)
            }
            commands.remember_all(told, now=NOW, connection=connection)


def timed(step: Callable[[int], None], start: int) -> float:
    """Steps per second over one round."""
    before = time.perf_counter()
    for number in range(start, start + ROUND):
        step(number)
    return ROUND / (time.perf_counter() - before)


def measure() -> tuple[float, float, float]:
    """Steps per second: ours, with the bare module, and ours while importing."""
    with tempfile.TemporaryDirectory() as folder, fresh(Path(folder, "ours.db")) as ours:
        fresh(Path(folder, "bare.db")).close()
        raw = sqlite3.connect(Path(folder, "bare.db"), isolation_level=None)
        for pragma in (
            "synchronous=FULL",
            "foreign_keys=ON",
            "journal_mode=WAL",
            "cache_size=-32000",
            "wal_autocheckpoint=4000",
        ):
            raw.execute(f"PRAGMA {pragma}").fetchall()
        sql = texts()
        results: tuple[list[float], list[float], list[float]] = ([], [], [])
        for round_number in range(ROUNDS + 1):
            start = round_number * ROUND
            one = timed(lambda number: our_step(ours, number), start)
            two = timed(lambda number: bare_step(raw, sql, number), start)
            if round_number:  # the first round only warms up
                results[0].append(one)
                results[1].append(two)
                before = time.perf_counter()
                our_import(ours, start)
                results[2].append(IMPORTED * STEPS / (time.perf_counter() - before))
        raw.close()
        one, two, three = (statistics.median(found) for found in results)
        return one, two, three


def main() -> int:
    """Print the speeds and their ratios."""
    ours, bare, imported = measure()
    print(f"durable step through the store   {ours:8.0f} per second")
    print(f"the same statements, bare        {bare:8.0f} per second")
    print(f"ratio (aim 0.5)                  {ours / bare:8.2f}")
    print(f"import through the store         {imported:8.0f} per second")
    print(f"ratio to durable steps (aim 10)  {imported / ours:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
