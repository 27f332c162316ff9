"""Whatever stands behind the name of a field, a role or a meeting: read, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rights_tables import Town, town_on

from baz.ground.errors import BadInput, BazError, Refused
from baz.kernel import acts
from baz.kernel.acts import Command, Step
from baz.plugins import builtin
from baz.store.database import open_database
from baz.testing.databases import MakeUrl

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
    | st.sampled_from(["2026-03-09", "Gent", "12:30", "ja", "5", "fysiek", "ine@voorbeeld.be"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
ODD = settings(
    max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def town(make_url: MakeUrl) -> Iterator[Town]:
    database = open_database(make_url("sqlite"))
    yield town_on(database)
    database.close()


def test_answers_of_a_step(town: Town) -> None:
    """A number that is no list, a list in a list, a date in a role: never an error of ours."""
    names = ("persoon", "gemeente", "wens", "medewerker", "praatje", "leden", "opnieuw")

    @ODD
    @given(st.dictionaries(st.sampled_from(names), VALUES, max_size=4))
    def tell(answers: dict[str, Any]) -> None:
        act = Step(name="nee", answers=answers)
        key = f"raar-{next(town.world.keys)}"
        command = Command(actor=town.actors["coordinator"], act=act, key=key, case=town.case)
        with suppress(BazError):
            town.world.engine.preview(command)

    tell()


@pytest.mark.parametrize("kind", builtin.baz_field_types(), ids=lambda kind: kind.name)
def test_every_type_of_field_reads_or_refuses(kind: Any) -> None:
    """`parse` gives a value that `show` takes, or a ValueError with a sentence."""

    @ODD
    @given(VALUES)
    def read(raw: Any) -> None:
        with suppress(ValueError):
            assert isinstance(kind.show(kind.parse(raw, ("ja", "nee"))), str)

    read()


def test_a_number_that_was_seen_elsewhere_names_nobody_here(town: Town) -> None:
    """Buur sees the case that was shared with it, without names; naming the person in a case of its own
    would show them."""
    world = town.world
    rudy = world.people["rudy"]
    town.perform("coordinator", acts.Share(name="buur", until=acts.When.parse("2026-03-20")))
    view = world.engine.show(town.case, town.actors["buur"])
    assert rudy in {line.party for line in view.roles}
    assert {line.name for line in view.roles} == {""}
    with pytest.raises(BadInput, match="geen bekende persoon"):
        world.tell(acts.Join(name="buddy", party=rudy), town.other, who="noor", organisation="buur")
    answers = {"vrager": rudy, "matcher": world.people["noor"]}
    opening = acts.Open(workflow="buur/duo", name="meld", answers=answers)
    with pytest.raises(BadInput, match="geen bekende persoon"):
        world.tell(opening, who="noor", organisation="buur")
    colleague = acts.Join(name="buddy", party=world.people["ine"])
    with pytest.raises(Refused, match="afsprakennota"):
        world.tell(colleague, town.other, who="noor", organisation="buur")
