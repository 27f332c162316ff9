"""What is personal in a case: answers that are kept apart from the log, and who was at a meeting."""

from __future__ import annotations

import pytest
from engine_world import DUO, World

from baz.ground.errors import BadInput, Refused
from baz.kernel.acts import Held, Open, Step
from baz.store.database import Database

GROEP = """
baz: 1
workflow: huis/groep
version: 1
title: Groep
model: buddy
about: vrager
keep: bewaren
parameters:
  bewaren: {value: 12 months, source: aanname}
outcomes: {klaar: Klaar}
roles:
  vrager: {title: Vrager, count: 1}
  medewerker: {title: Medewerker, kind: staff, count: 1}
fields:
  geboortejaar: {title: Geboortejaar, type: number, personal: true, purpose: oud genoeg zijn}
  akkoord: {title: Akkoord, type: yes_no, personal: true, purpose: zelf kiezen}
states: {open: {}, klaar: {final: klaar}}
transitions:
  meld: {to: open, by: medewerker, ask: [vrager, medewerker, geboortejaar, akkoord]}
  sluit:
    from: open
    to: klaar
    by: medewerker
    when:
      - {that: today.year - fields.geboortejaar >= 18, because: Je bent nog geen 18.}
      - {that: not fields.akkoord, because: Je zei ja.}
meetings:
  stil: {title: Stille samenkomst, with: [vrager, medewerker]}
  geteld: {title: Samenkomst, with: [vrager, medewerker], attendance: count}
  genoemd: {title: Les, with: [vrager, medewerker], attendance: names}
"""


def _groep(database: Database, year: int, yes: str) -> tuple[World, str]:
    world = World.on(database, GROEP, DUO)
    answers = {"vrager": world.people["rudy"], "medewerker": world.people["ine"]}
    answers |= {"geboortejaar": str(year), "akkoord": yes}
    return world, world.tell(Open(workflow="huis/groep", name="meld", answers=answers)).case


def test_a_personal_number_and_yes_are_judged_as_what_they_are(database: Database) -> None:
    """They are kept as text apart from the log; a later step still reckons with them."""
    world, case = _groep(database, 1990, "nee")
    assert world.tell(Step(name="sluit"), case).state == "klaar"


def test_a_personal_number_and_yes_refuse_as_what_they_are(database: Database) -> None:
    """The other way round: both sentences are there."""
    world, case = _groep(database, 2010, "ja")
    with pytest.raises(Refused) as refused:
        world.tell(Step(name="sluit"), case)
    assert [r.sentence for r in refused.value.refusal.reasons] == [  # type: ignore[attr-defined]  # a Refusal
        "Je bent nog geen 18.", "Je zei ja.",
    ]  # fmt: skip


def test_who_was_there_is_only_taken_where_names_are_asked(database: Database) -> None:
    """A meeting that counts nobody, or only how many, keeps no list of who came."""
    world, case = _groep(database, 1990, "nee")
    present = (world.people["rudy"],)
    for name, kept in (("stil", "dat ze doorging"), ("geteld", "hoeveel mensen")):
        with pytest.raises(BadInput, match=f"we noteren niet wie er was, alleen {kept}"):
            world.tell(Held(name=name, present=present), case)
    world.tell(Held(name="geteld", count=4), case)
    world.tell(Held(name="genoemd", present=present), case)
