"""What Lus does not store (domain 3): minutes, topics, problems, who was there, why somebody is lonely."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.kernel.acts import Actor, Command, Held, Open
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.testing.player import Player
from baz.testing.scratch import scratch_player

WORDS = {
    ("lus/lusgroep", "afspraken"): "in the person's own words, when she wants it",
    ("lus/zorgzame_buurt", "blijft"): "about a neighbourhood, not about a person",
}
"""Every field of Lus in which words can be written, and why it may be."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Everything that is installed."""
    return assemble(Plugins.discover())


@pytest.fixture(scope="module")
def own(catalogue: Catalogue) -> list[Workflow]:
    """The workflows of Lus."""
    return [w for (name, _), w in catalogue.definitions.items() if name.startswith("lus/")]


@pytest.fixture
def player(catalogue: Catalogue) -> Iterator[Player]:
    """An engine on a database for once."""
    with scratch_player(catalogue) as found:
        found.clock.now = found.clock.now.replace(year=2025)
        yield found


def test_there_is_no_room_for_words_about_a_person(own: list[Workflow]) -> None:
    found = {(w.workflow, n) for w in own for n, f in w.fields.items() if f.type in ("text", "list")}
    assert found == set(WORDS)


def test_nobody_is_counted_by_name(own: list[Workflow]) -> None:
    assert {m.attendance for w in own for m in w.meetings.values()} == {"none", "count"}
    with_people = [w for w in own if w.about]
    assert {m.attendance for w in with_people for m in w.meetings.values()} == {"none"}


def test_nothing_is_kept_with_a_meeting(own: list[Workflow]) -> None:
    assert [(w.workflow, n) for w in own for n, m in w.meetings.items() if m.ask or m.optional] == []


@pytest.mark.parametrize("minutes", ["verslag", "notulen", "onderwerp", "aanwezigen"])
def test_minutes_of_a_group_are_refused(player: Player, minutes: str) -> None:
    engine = player.engine
    staff = engine.add_party("Vera", organisation="lus")
    engine.add_staff(staff, "lus", "verantwoordelijke", player.clock().date())
    actor = Actor(staff, frozenset({"lus"}))
    answers = {"gemeente": "Gent", "verantwoordelijke": staff}
    act = Open(workflow="lus/linkgroep", name="bedenk", answers=answers, state="lopend")
    case = engine.perform(Command(actor=actor, act=act, key="open", organisation="lus")).case
    told = Held(name="groep", answers={minutes: "We spraken over de familie."})
    with pytest.raises(BadInput, match=f"'{minutes}' is geen veld"):
        engine.perform(Command(actor=actor, act=told, key="minutes", case=case, organisation="lus"))
    engine.perform(Command(actor=actor, act=Held(name="groep"), key="met", case=case, organisation="lus"))
    assert engine.show(case, actor).meetings[0].status == "held"
