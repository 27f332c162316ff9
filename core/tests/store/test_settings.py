from __future__ import annotations

from datetime import date

import pytest

from baz.ground.errors import Outdated
from baz.store import links, settings
from baz.store.ids import NumberedIds
from baz.store.links import LinkRow
from baz.store.settings import OrganisationRow
from baz.testing.samples import NOW, at, open_case


def test_parameters_have_a_timeline_that_can_be_read_as_known_earlier(database):
    ids = NumberedIds()

    def tell(value, day, now):
        settings.set_parameter(
            "buurt",
            "buurt/leesclub",
            "min_leden",
            value,
            day,
            actor="party-1",
            now=now,
            ids=ids,
            connection=connection,
        )

    with database.write() as connection:
        tell("5", date(2021, 3, 1), NOW)
        tell("4", date(2021, 1, 1), at(days=1))
        tell("off", date(2021, 3, 1), at(days=2))
        now = settings.parameters_of("buurt", "buurt/leesclub", connection=connection)
        then = settings.parameters_of(
            "buurt", "buurt/leesclub", connection=connection, known_until=at(days=1)
        )
        assert [(row.from_day, row.value) for row in now["min_leden"]] == [
            ("2021-01-01", "4"), ("2021-03-01", "5"), ("2021-03-01", "off"),
        ]  # fmt: skip
        assert [row.value for row in then["min_leden"]] == ["4", "5"]
        assert settings.parameters_of("ekc", "buurt/leesclub", connection=connection) == {}


def test_a_plugin_is_switched_per_organisation(database):
    with database.write() as connection:
        settings.enable("buurt", "atk", True, connection=connection)
        settings.enable("buurt", "atk", False, connection=connection)
        settings.enable("", "ekc", True, connection=connection)
        assert settings.enabled_plugins("buurt", connection=connection) == {"atk": False}
        assert settings.enabled_plugins("", connection=connection) == {"ekc": True}


def test_an_organisation_can_join_change_and_leave(database):
    with database.write() as connection:
        settings.put_organisation(OrganisationRow("buurt", "Buurt", "2019-01-01"), connection=connection)
        settings.put_organisation(OrganisationRow("buurt", "Buurt vzw", "2019-01-01"), connection=connection)
        settings.put_organisation(OrganisationRow("oud", "Oud", alias_of="buurt"), connection=connection)
        left = OrganisationRow("buurt", "Buurt vzw", "2019-01-01", "2022-12-31")
        settings.put_organisation(left, connection=connection)
        assert settings.organisations_known(connection=connection) == {
            "buurt": left,
            "oud": OrganisationRow("oud", "Oud", alias_of="buurt"),
        }


def link(**values):
    row = LinkRow("l1", "c1", 1, "open:ekc", None, "ekc/conferentie", "ekc", "waiting", "{}")
    return row._replace(**values)


def test_a_referral_is_accepted_once(database):
    with database.write() as connection:
        open_case(connection, "c1")
        open_case(connection, "c2", organisation="ekc")
        links.add_link(link(), connection=connection)
        assert links.waiting("ekc", connection=connection) == [link()]
        links.set_status("l1", ["waiting"], "accepted", child_case="c2", connection=connection)
        accepted = link(status="accepted", child_case="c2")
        assert links.waiting("ekc", connection=connection) == []
        assert links.children("c1", connection=connection) == [accepted]
        assert links.parents("c2", connection=connection) == [accepted]
        assert links.link("l1", connection=connection) == accepted
        assert links.link("l9", connection=connection) is None
    with pytest.raises(Outdated), database.write() as connection:
        links.set_status("l1", ["waiting"], "returned", connection=connection)


def test_one_consequence_opens_one_case(database):
    with database.write() as connection:
        open_case(connection, "c1")
        links.add_link(link(), connection=connection)
    with pytest.raises(Outdated), database.write() as connection:
        links.add_link(link(id="l2"), connection=connection)


def test_a_case_is_shared_until_a_day(database):
    with database.write() as connection:
        open_case(connection, "c1")
        for until in (date(2021, 2, 1), date(2021, 3, 1)):
            links.share("c1", "ekc", date(2021, 1, 13), until, actor="party-1", connection=connection)
        days = {date(2021, 1, 12): 0, date(2021, 1, 13): 1, date(2021, 3, 1): 1, date(2021, 3, 2): 0}
        for day, count in days.items():
            assert len(links.shared_with("c1", day, connection=connection)) == count
