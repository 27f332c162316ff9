"""Volunteers by municipality: counted from an index alone, and found without reading the others."""

from __future__ import annotations

from sqlalchemy import event

from baz.store import nearby
from baz.store.database import open_database
from baz.store.nearby import Group


def test_groups_are_counted_and_found_by_one_index_on_sqlite(make_url):
    asked = []
    with open_database(make_url("sqlite")) as database:
        event.listen(database._reader, "before_cursor_execute", lambda *a: asked.append(a[2:4]))
        with database.read() as connection:
            nearby.groups("buurt", ["a", "b"], connection=connection)
            known, unknown = Group("a", "Gent", "vrij", 2), Group("a", "", "vrij", 2)
            nearby.about("buurt", [known, unknown, known], 5, connection=connection)
            plans = [
                [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
                for text, values in list(asked)
            ]
    assert "USING COVERING INDEX ix_cases_near" in plans[0][0]
    assert len(plans) == 4
    for plan in plans:
        assert any("ix_cases_near" in line for line in plan), plan
        assert not [line for line in plan if "TEMP B-TREE" in line or line.startswith("SCAN cases")], plan
