from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import bindparam, select, text

from baz.ground.errors import Broken, Busy, SetupError
from baz.store import cases, log, outbox, schema, transfer
from baz.store.database import open_database
from baz.store.prepared import Prepared
from baz.store.tables import cases as table
from baz.testing.samples import NOW, event, open_case, step


def seq(database, case_id="c1"):
    with database.read() as connection:
        assert log.verify_chain(case_id, connection=connection) == len(
            log.read(case_id, connection=connection)
        )
        return cases.load(case_id, connection=connection).seq


@pytest.fixture
def opened(database):
    with database.write() as connection:
        open_case(connection, "c1")
    return database


WRITER = """
import os, sys
from baz.store.database import open_database
from baz.testing.samples import step
with open_database(sys.argv[1]).write() as connection:
    step(connection, "c1", "k1")
    os._exit(9)
"""


def test_a_writer_that_is_killed_halfway_leaves_nothing(opened, database_url):
    before = seq(opened)
    assert subprocess.run([sys.executable, "-c", WRITER, database_url], check=False).returncode == 9
    assert seq(opened) == before
    with opened.read() as connection:
        assert outbox.of_case("c1", connection=connection) == []
    with opened.write() as connection:
        step(connection, "c1", "k1")
    assert seq(opened) == before + 1


def test_two_people_who_press_the_same_button_give_one_step(opened):
    def press(_):
        with opened.write() as connection:
            return step(connection, "c1", "same").seq

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(press, range(8))) == {2}
    assert seq(opened) == 2


def test_steps_told_at_the_same_time_all_count(opened):
    def tell(number):
        with opened.write() as connection:
            step(connection, "c1", f"k{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tell, range(20)))
    assert seq(opened) == 21


def test_who_waits_too_long_is_told_and_nothing_is_written(opened, database_url):
    with open_database(database_url, busy_seconds=0.2) as other, opened.write() as connection:
        step(connection, "c1", "k1")

        def late():
            with other.write() as connection:
                step(connection, "c1", "k2")

        with pytest.raises(Busy) as caught:
            late()
        assert "Er is niets bewaard" in caught.value.message
        with other.read() as reading:  # reading never waits for a writer
            assert cases.load("c1", connection=reading).seq == 1
    assert seq(opened) == 2


def test_a_block_inside_a_block_is_told_instead_of_hanging(make_url):
    with open_database(make_url("sqlite"), busy_seconds=0.1) as database:

        def inside():
            with database.write():
                pytest.fail("two writers at once")

        with database.write(), pytest.raises(Busy):
            inside()


def test_a_reader_sees_one_moment(opened):
    with opened.read() as reading:
        assert cases.load("c1", connection=reading).seq == 1
        with opened.write() as connection:
            step(connection, "c1", "k1")
        assert cases.load("c1", connection=reading).seq == 1
        assert len(log.read("c1", connection=reading)) == 1
    assert seq(opened) == 2


def test_a_reader_cannot_write(opened):
    def write():
        with opened.read() as connection:
            connection.execute(text("DELETE FROM tasks"))

    with pytest.raises(Exception, match=r"(?i)read-?only|beschreven"):
        write()


def test_many_commands_share_a_transaction_and_its_fate(opened):
    def tell(crash):
        with opened.write() as connection:
            for number in range(10):
                step(connection, "c1", f"k{number}")
            if crash:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tell(True)
    assert seq(opened) == 1
    tell(False)
    assert seq(opened) == 11


def test_sqlite_writes_safely(make_url):
    url = make_url("sqlite")
    with open_database(url) as database:
        with database.write() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_statement_outside_a_transaction_is_a_mistake(opened):
    with opened.read() as connection:
        connection.commit()
        with pytest.raises(RuntimeError, match="transaction"):
            cases.load("c1", connection=connection)


def test_parameters_that_do_not_agree_are_a_mistake(database):
    query = select(table.c.id).where(table.c.id == bindparam("key"))
    for names in (("other",), (), ("key", "other")):
        with pytest.raises(TypeError, match="parameters"), database.read() as connection:
            Prepared(query, names).rows(connection, *names)
    listed = Prepared(select(table.c.id).where(table.c.id.in_(["a", "b"])), ())
    with pytest.raises(TypeError, match="in_"), database.read() as connection:
        listed.rows(connection)


def test_dropped_tables_are_named_in_plain_words(opened):
    with opened.write() as connection:
        connection.execute(text("DROP TABLE commands"))
    with pytest.raises(SetupError, match="tabellen"), opened.write() as connection:
        step(connection, "c1", "k1")


def test_a_database_that_is_gone_is_told_in_plain_words(postgresql):
    url = postgresql.new()
    postgresql.drop(url)
    with pytest.raises((Busy, SetupError)):
        open_database(url, busy_seconds=0.5)


def test_readers_do_not_queue_behind_a_writer_in_one_process(make_url):
    with open_database(make_url("sqlite"), busy_seconds=5) as database:
        seen = threading.Event()

        def look():
            with database.read() as connection:
                cases.ids(connection=connection)
            seen.set()

        with database.write():
            reader = threading.Thread(target=look)
            reader.start()
            assert seen.wait(4)
        reader.join()


@pytest.mark.parametrize(("source", "target"), [("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_everything_moves_to_another_database_and_goes_on_there(make_url, source, target):
    old, new = make_url(source), make_url(target)
    with open_database(old) as database, database.write() as connection:
        open_case(connection, "c1", next_due=2**40, paused="wachtlijst")
        for number in range(3):
            step(connection, "c1", f"k{number}")
    assert transfer.copy(old, new)["events"] == 4
    assert schema.check(new) == []
    with open_database(old) as one, open_database(new) as two:
        with one.read() as left, two.read() as right:
            assert log.read("c1", connection=left) == log.read("c1", connection=right)
            assert cases.load("c1", connection=left) == cases.load("c1", connection=right)
            assert outbox.of_case("c1", connection=left) == outbox.of_case("c1", connection=right)
        with two.write() as connection:
            step(connection, "c1", "k9")
        assert seq(two) == 5
    with pytest.raises(SetupError, match="niet leeg"):
        transfer.copy(old, new)


def test_a_copy_with_a_row_less_is_refused(make_url, monkeypatch):
    old, new = make_url("sqlite"), make_url("sqlite")
    with open_database(old) as database, database.write() as connection:
        open_case(connection, "c1")
    with open_database(new) as database, database.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER lose AFTER INSERT ON tasks BEGIN DELETE FROM tasks WHERE id = NEW.id; END"
        )
    with pytest.raises(Broken, match="tasks"):
        transfer.copy(old, new)


def test_the_first_line_of_an_unknown_case_is_refused(database):
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.write() as connection:
        log.append("c9", "", [event(1, recorded=NOW)], connection=connection)


def test_a_disk_that_fills_up_within_a_savepoint_is_told(sqlite_file, tmp_path):
    """SQLite then undoes the whole transaction by itself, and the savepoint is gone when we go back to it."""
    path = tmp_path / "vol.db"
    shutil.copy(sqlite_file, path)
    one = text("INSERT INTO commands (key, fingerprint, result, recorded_at) VALUES (:key, '', '', :long)")

    def fill(database):
        with database.write() as connection:
            pages = connection.scalar(text("PRAGMA page_count"))
            connection.execute(text(f"PRAGMA max_page_count = {pages + 3}"))
            with connection.begin_nested():
                connection.execute(one, [{"key": f"k{n}", "long": "x" * 400} for n in range(3000)])

    with open_database(str(path)) as database:
        with pytest.raises(SetupError, match="kan niet beschreven worden"):
            fill(database)
        with database.read() as connection:
            assert connection.scalar(text("SELECT count(*) FROM commands")) == 0
