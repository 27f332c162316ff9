"""Every kind of row of another organisation is out of sight: the doors by which it is reached, all closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from rights_tables import ACTS, COLUMNS, DOORS, Town, town_on

import baz.store.tables
from baz.engine.identity import drafts
from baz.engine.work import Work
from baz.ground.errors import BazError
from baz.services import deliveries
from baz.services.exchange import asking, listing, views
from baz.services.exchange.columns import LISTS
from baz.services.reports.making import report
from baz.services.webhooks import hooks
from baz.store.database import open_database
from baz.store.page_tables import metadata
from baz.testing.databases import MakeUrl

CASE = ("Engine.show", "Engine.can", "Engine.cases", "Engine.preview", "baz.engine.finding.find_case")
PERSON = ("baz.engine.persons.show", "baz.engine.persons.correct", "baz.services.exchange.listing.every")
REACHED: Mapping[str, tuple[str, ...]] = {
    "cases": CASE,
    "events": CASE,
    "participations": CASE,
    "meetings": (*CASE, "Engine.agenda", "baz.services.exchange.listing.page"),
    "tasks": (*CASE, "Engine.agenda"),
    "sharings": CASE,
    "commands": CASE,
    "parties": PERSON,
    "personal": (*CASE, *PERSON),
    "papers": ("baz.engine.persons.show", "baz.engine.persons.paper"),
    "accounts": ("Engine.staff", "baz.engine.identity.staff.listing"),
    "outbox": ("baz.services.deliveries.failed", "baz.services.deliveries.again"),
    "links": ("Engine.referrals", "Engine.accept_referral", "Engine.return_referral"),
    "parameters": ("Engine.set_parameter",),
    "enabled": ("Engine.enable_plugin",),
    "webhooks": ("baz.services.webhooks.hooks.listing", "baz.services.webhooks.hooks.end"),
    "keys": ("baz.engine.identity.tokens.listing", "baz.engine.identity.tokens.revoke"),
    "views": ("baz.services.exchange.views.saved", "baz.services.exchange.views.keep"),
    "uploads": ("baz.services.exchange.importing.keep",),
    **dict.fromkeys(
        ("counted", "counted_people", "counted_years", "tallies"), ("baz.services.reports.rows.behind",)
    ),
}
"""Table -> the doors by which its rows can be asked for an organisation."""
OF_ONESELF = frozenset({"drafts", "credentials"})
"""Rows of one person, which are only asked by her own number."""
OF_NOBODY = frozenset({"attempts", "organisations", "definitions", "places", "templates"})
"""What is no secret: who the partners are, the models, the map, the lay-out of letters; and bare counts."""
FOREIGN = [COLUMNS.index(who) for who in ("buur", "beheerder_buur")]


@pytest.fixture
def town(make_url: MakeUrl) -> Iterator[Town]:
    database = open_database(make_url("sqlite"))
    yield town_on(database)
    database.close()


def test_every_table_is_thought_of() -> None:
    assert baz.store.tables
    assert set(metadata.tables) == {*REACHED, *OF_ONESELF, *OF_NOBODY}


@pytest.mark.parametrize("table", REACHED)
def test_the_doors_to_a_table_are_closed_to_others(table: str) -> None:
    """The lines themselves are walked through in `test_rights`: here they must say no."""
    for door in REACHED[table]:
        letters = DOORS[door][1].replace(" ", "")
        assert {letters[i] for i in FOREIGN} <= {"v", "o"}, door


def test_no_act_reaches_a_case_of_others() -> None:
    for kind, (_making, expected) in ACTS.items():
        letters = expected.replace(" ", "")
        assert {letters[i] for i in FOREIGN} <= {"v", "o", "n"}, kind


def test_everything_that_others_can_list_holds_nothing_of_huis(town: Town) -> None:
    """A manager of Buur asks every list, report and page of her own: not one name, number or word of Huis."""
    world, actor = town.world, town.actors["beheerder_buur"]
    seen: list[str] = []
    with world.engine.work() as work:
        seen += [line for name in LISTS for line in _whole(work, town, name)]
        for ask in (hooks.listing, deliveries.failed):
            seen += map(str, ask(work, actor, "buur"))
        seen += map(str, views.saved(work, actor, "buur", "trajecten"))
    seen += map(str, world.engine.cases(actor))
    seen += map(str, world.engine.agenda(actor))
    seen.append(str(report(world.engine, "buur", 2026, actor=actor)))
    text = "\n".join(seen)
    assert town.other in text
    mine = [world.people[name] for name in ("rudy", "vera", "wim", "ine", "baas")]
    for secret in (town.case, town.hook, "Rudy", "Vera", "Wim", "samen zingen", "Koppeling", *mine):
        assert secret not in text


def _whole(work: Work, town: Town, name: str) -> list[str]:
    actor = town.actors["beheerder_buur"]
    ask = asking.read(name)
    known = listing.possible(work, actor, "buur", ask)
    every = asking.read(name, [("kolom", ",".join(c.name for c in known))])
    return [str(row) for row in listing.every(work, actor, "buur", every)[1]]


def test_a_draft_is_of_who_typed_it(town: Town) -> None:
    """Nobody else reads it, and it never stands under another case."""
    ine, noor = town.world.people["ine"], town.world.people["noor"]
    with town.world.engine.work() as work:
        drafts.save(work, ine, "/trajecten/x/stap/nee", {"wens": ["geheim"]}, town.case)
        assert drafts.read(work, ine, "/trajecten/x/stap/nee", town.case) == {"wens": ["geheim"]}
        assert drafts.read(work, noor, "/trajecten/x/stap/nee", town.case) == {}
        assert drafts.read(work, ine, "/trajecten/x/stap/nee", town.other) == {}


def test_a_list_of_others_is_refused_by_name(town: Town) -> None:
    with town.world.engine.reading() as work:
        for name in LISTS:
            with pytest.raises(BazError):
                listing.page(work, town.actors["beheerder_buur"], "huis", asking.read(name))
