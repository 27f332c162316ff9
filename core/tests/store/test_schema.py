from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from baz.ground.errors import SetupError
from baz.store import schema
from baz.store.database import open_database
from baz.store.page_tables import metadata
from baz.store.tables import HEAD


def test_migrations_make_the_tables_that_the_code_uses(empty_url):
    assert schema.schema_version(empty_url) is None
    assert schema.check(empty_url) == ["De databank heeft nog geen tabellen. Voer 'baz db upgrade' uit."]
    assert schema.migrate(empty_url) == HEAD
    assert schema.check(empty_url) == []


def test_migrating_twice_changes_nothing(database_url):
    assert schema.migrate(database_url) == HEAD
    assert schema.schema_version(database_url) == HEAD


def test_the_code_names_the_newest_migration():
    assert schema.newest() == HEAD


def test_a_changed_table_is_found(database_url):
    with open_database(database_url) as database, database.write() as connection:
        connection.execute(text("ALTER TABLE tasks ADD COLUMN score INTEGER"))
    problems = schema.check(database_url)
    assert len(problems) == 1
    assert "score" in problems[0]


def test_a_missing_index_is_found(database_url):
    with open_database(database_url) as database, database.write() as connection:
        connection.execute(text("DROP INDEX ix_outbox_waiting"))
    assert any("ix_outbox_waiting" in problem for problem in schema.check(database_url))


def test_a_row_that_points_nowhere_is_found_on_sqlite(make_url):
    url = make_url("sqlite")
    raw = sqlite3.connect(url.removeprefix("sqlite:///"))
    raw.execute("INSERT INTO accounts VALUES ('nobody', 'lus', 'medewerker', '2021-01-01', NULL)")
    raw.commit()
    raw.close()
    assert any("accounts" in problem for problem in schema.check(url))


def test_a_database_of_another_version_is_not_opened(database_url):
    with open_database(database_url) as database, database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="9999"):
        open_database(database_url)
    assert "9999" in schema.check(database_url)[0]


def test_a_database_without_tables_says_what_to_do(empty_url):
    with pytest.raises(SetupError) as caught:
        open_database(empty_url)
    assert "baz db upgrade" in caught.value.hint


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "::://"])
def test_other_databases_are_refused(url):
    with pytest.raises(SetupError):
        open_database(url)


def test_opening_a_path_that_is_not_there_makes_no_file(tmp_path):
    with pytest.raises(SetupError):
        open_database(str(tmp_path / "baz.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "baz.db"
    path.write_text("This is a letter, no database. " * 100)
    assert schema.check(str(path)) == ["Het databankbestand is beschadigd."]


def test_lower_floors_do_not_load_the_database_library():
    code = (
        "import sys, baz.kernel.acts, baz.definition.model, baz.ground.errors; "
        "sys.exit(any(name.split('.')[0] in ('sqlalchemy', 'alembic') for name in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_table_is_explained():
    page = Path(__file__).parents[3] / "docs" / "storage.md"
    if not page.exists():
        pytest.skip("the documentation is not part of core's own distribution")
    told = {line.split("`")[1] for line in page.read_text().splitlines() if line.startswith("### `")}
    assert told == set(metadata.tables)
