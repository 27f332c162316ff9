"""A referral to who carries out the programme of another: the sender chooses, the receiver reads a card."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from baz.engine.engine import Engine
from baz.ground.errors import BadInput, Forbidden, NotFound, Refused
from baz.kernel.acts import OPERATOR, Actor, Command, Held, Open, Option, Step, Yes
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Choice, Plugins
from baz.testing.scratch import scratch_player

LUS, ATK, BLENDERS = "lus", "atk", "blenders"


class Office:
    """Somebody of Lus with a case in which the first talk was held."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.vera = self.staff("Vera", LUS)
        contact = {"mail": "warre@voorbeeld.be"}
        self.warre = engine.add_party("Warre", organisation=LUS, actor=OPERATOR, contact=contact)
        known = {"centrale_persoon": self.warre, "verantwoordelijke": self.vera.party, "gemeente": "Geel"}
        act = Open(
            workflow="lus/lusgroep",
            name="meld_aan",
            state="kennismaking_gepland",
            answers={**known, "persoon_weet_het": True},
        )
        self.case = self.tell(act)
        self.tell(Held(name="kennismaking"))

    def staff(self, name: str, home: str) -> Actor:
        """Somebody who works at an organisation."""
        party = self.engine.add_party(name, organisation=home, actor=OPERATOR)
        self.engine.add_staff(party, home, "medewerker", date(2020, 1, 1), actor=OPERATOR)
        return Actor(party, frozenset((home,)))

    def tell(self, act: Open | Step | Held) -> str:
        """What Vera does."""
        case = "" if isinstance(act, Open) else self.case
        command = Command(actor=self.vera, act=act, key=f"{act}", case=case, organisation=LUS)
        return self.engine.perform(command).case

    def refer(self, choice: str) -> None:
        """With Warre's yes."""
        self.tell(Step(name="verwijs_door", choose=choice, agreed=(Yes(self.warre, "mondeling"),)))

    def option(self) -> Option:
        """What `can` says of referring."""
        return next(o for o in self.engine.can(self.case, self.vera) if o.step == "verwijs_door")


def _office(catalogue: Catalogue) -> Iterator[Office]:
    with scratch_player(catalogue) as player:
        player.clock.now = datetime(2026, 3, 2, 9, tzinfo=UTC)
        yield Office(player.engine)


@pytest.fixture
def office() -> Iterator[Office]:
    yield from _office(assemble(Plugins.discover()))


@pytest.fixture
def alone() -> Iterator[Office]:
    yield from _office(assemble(Plugins.discover(Choice(only=frozenset(("baz", LUS))))))


def test_who_carries_it_out_can_be_chosen(office: Office) -> None:
    """The case becomes one of Blenders; ArmenTeKort, whose programme it is, sees nothing of it."""
    greet, ilse = office.staff("Greet", BLENDERS), office.staff("Ilse", ATK)
    assert {"atk/buddyschap", "atk/buddyschap@blenders"} <= set(office.option().opens)
    office.refer("atk/buddyschap@blenders")
    assert office.engine.show(office.case, office.vera).state == "doorverwezen"
    assert office.engine.referrals(ilse, ATK) == []
    (link,) = office.engine.referrals(greet, BLENDERS)
    answers = {"wil_dit": True, "begeleider": greet.party}
    case = office.engine.accept_referral(link.id, greet, key="neem", answers=answers).case
    seen = office.engine.show(case, greet)
    assert (seen.organisation, seen.workflow, seen.about) == (BLENDERS, "atk/buddyschap", "Warre")
    with pytest.raises(NotFound):
        office.engine.show(case, ilse)
    assert office.engine.verify() == []


def test_the_receiver_reads_the_card_before_answering(office: Office) -> None:
    """Who, how to reach her, what she wanted told, from whom and when; and nobody else reads it."""
    ilse = office.staff("Ilse", ATK)
    office.refer("atk/buddyschap")
    (card,) = office.engine.cards(ilse, ATK)
    assert (card.title, card.sender, card.since) == ("Buddyschap", "Lus vzw", "2026-03-02")
    assert (card.about, card.contact) == ("Warre", (("mail", "warre@voorbeeld.be"),))
    assert card.fields == (("Gemeente", "Geel"),)
    with pytest.raises(Forbidden):
        office.engine.cards(office.vera, ATK)


def test_another_than_who_carries_it_out_is_refused(office: Office) -> None:
    """Magenta does not carry out this programme; the answer says who does."""
    with pytest.raises(BadInput) as error:
        office.refer("atk/buddyschap@magenta")
    assert "geen werkwijze die deze stap kan openen" in error.value.message
    assert "atk/buddyschap" in error.value.hint


def test_what_is_not_installed_is_no_choice(alone: Office) -> None:
    """Only the own programmes are left."""
    assert set(alone.option().opens) == {"lus/verbindingsfiguur", "lus/linkgroep_deelnemer"}
    with pytest.raises(Refused, match="niet geïnstalleerd"):
        alone.refer("atk/buddyschap")
