"""A small installation for the engine's tests: definitions written here, people, and a clock set by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from baz.definition.guards import FunctionSignature
from baz.definition.loading import load_definition
from baz.definition.model import Workflow
from baz.definition.vocabulary import Vocabulary
from baz.engine.engine import Engine, Receipt
from baz.ground.clock import BRUSSELS
from baz.kernel.acts import OPERATOR, Act, Actor, Command, Open
from baz.kernel.when import When
from baz.plugins import builtin
from baz.plugins.catalogue import Catalogue
from baz.plugins.kinds import GuardFunction, Organisation
from baz.store.database import Database
from baz.store.ids import NumberedIds

KRING = """
baz: 1
workflow: huis/kring
version: 1
title: Kring
model: persoonlijk_netwerk
about: persoon
keep: bewaren
parameters:
  contact: {value: 14 days, source: aanname}
  ritme: {value: 6..8 weeks, source: aanname}
  stil: {value: 12 months, source: aanname}
  minimum: {value: 2, source: aanname}
  bewaren: {value: 12 months, source: aanname}
outcomes:
  klaar: Klaar
  niet: Niet begonnen
  rust: Rust op vraag
roles:
  persoon: {title: Persoon, count: 1}
  maatje: {title: Maatje, kind: volunteer, count: 0..1, agree: [persoon, maatje]}
  helper: {title: Helper, kind: volunteer, count: 0..1}
  lid: {title: Lid, count: 0..2, reserve: true, agree: lid}
  medewerker: {title: Medewerker, kind: staff, count: 1}
fields:
  gemeente: {title: Gemeente, type: municipality, purpose: iemand in de buurt vinden}
  leden: {title: Aantal leden, type: number, purpose: de groep kan starten}
  wens: {title: Wens, type: text, purpose: onthouden wat de persoon vroeg}
  opnieuw: {title: Vraag opnieuw vanaf, type: date, personal: true, purpose: een neen respecteren}
states:
  gemeld:
  gesprek:
  denktijd: {title: Bedenktijd}
  groep:
  slapend:
  klaar: {final: klaar}
  niet: {final: niet}
pause:
  by: [persoon, medewerker]
  reasons: rust
transitions:
  meld:
    to: gemeld
    by: [persoon, medewerker]
    ask: [persoon, gemeente, medewerker]
    optional: wens
    then: [{letter: welkom}]
  wijs_toe: {title: Helper toewijzen, from: [gemeld, gesprek], to: gesprek, by: medewerker, ask: helper}
  praat: {title: Gepraat, from: [gemeld, gesprek], to: denktijd, at: each meetings.praatje}
  begin:
    title: Beginnen
    from: [denktijd, niet]
    to: groep
    by: persoon
    ask: leden
    when:
      - that: fields.leden >= params.minimum
        because: "Een kring begint met minstens {params.minimum} leden."
        waive: medewerker
  spreek_af: {title: Samen stoppen, from: [groep, slapend], to: klaar, by: medewerker, agree: persoon}
  nee:
    title: Niet beginnen
    from: [gemeld, gesprek, denktijd]
    to: niet
    by: [persoon, medewerker]
    optional: opnieuw
  slaap: {from: groep, to: slapend, at: stil after last meetings.samen}
  wek: {from: slapend, to: groep, at: each meetings.samen}
  verwijs:
    title: Doorverwijzen
    from: denktijd
    to: niet
    by: medewerker
    then:
      - open: {workflow: [buur/duo, huis/kring], carry: [gemeente, wens]}
tasks:
  contact: {title: Neem contact op, during: gemeld, due: contact after opening, owner: helper}
  opnieuw: {title: Vraag het opnieuw, during: niet, due: fields.opnieuw, owner: medewerker}
  terug: {title: Bel eens, during: pause, due: contact, owner: medewerker}
meetings:
  praatje: {title: Gesprek, during: [gemeld, gesprek], with: [persoon, helper]}
  samen:
    title: Samenkomst
    during: [groep, slapend]
    with: [persoon, maatje]
    attendance: count
    every: ritme
letters:
  welkom: {title: Welkom, template: welkom.md, to: persoon}
"""

KRING2 = (
    KRING.replace("version: 1", "version: 2")
    .replace("  denktijd: {title: Bedenktijd}", "  nadenken: {title: Nadenken}")
    .replace("to: denktijd", "to: nadenken")
    .replace("denktijd", "nadenken")
    + "migrations:\n  1: {states: {denktijd: nadenken}}\n"
)

DUO = """
baz: 1
workflow: buur/duo
version: 1
title: Duo
model: buddy
about: vrager
keep: bewaren
parameters:
  bewaren: {value: 12 months, source: aanname}
outcomes:
  klaar: Klaar
roles:
  vrager: {title: Vrager, count: 1}
  buddy: {title: Buddy, kind: volunteer, count: 0..1, needs: [papier_gezien(party)]}
  matcher: {title: Matcher, kind: staff, count: 1}
fields:
  gemeente: {title: Gemeente, type: municipality, purpose: een buddy in de buurt}
states:
  open:
  samen:
  klaar: {final: klaar}
transitions:
  meld: {to: open, by: matcher, ask: [vrager, matcher], optional: gemeente}
  match: {title: Matchen, from: open, to: samen, by: matcher, ask: buddy}
  sluit: {title: Sluiten, from: [open, samen], to: klaar, by: matcher}
"""


def _no_paper(party: Any) -> bool | str:
    return "nota" in party.papers or "De afsprakennota is nog niet gezien."


PAPER = GuardFunction(
    signature=FunctionSignature("papier_gezien", ("party",), "De nota moet gezien zijn.", 1), call=_no_paper
)


@cache
def definition(text: str) -> Workflow:
    """A sound workflow from its text: frozen, so read once for all tests."""
    vocabulary = Vocabulary(
        field_types={f.name: f.kind for f in builtin.baz_field_types()},
        effect_kinds=("letter", "open", "end"),
        guard_functions={PAPER.name: PAPER.signature},
        workflows=dict.fromkeys(("huis/kring", "huis/maatje", "buur/duo")),
    )
    loaded = load_definition(text, vocabulary)
    errors = [p for p in loaded.problems if p.severity == "error"]
    assert not errors, errors
    assert loaded.workflow is not None
    return loaded.workflow


def catalogue(*texts: str) -> Catalogue:
    """What an installation with these definitions knows."""
    found = [definition(t) for t in texts]
    return Catalogue(
        organisations={
            k: Organisation(key=k, name=k, hue=1, staff_roles=("medewerker",)) for k in ("huis", "buur")
        },
        definitions={(w.workflow, w.version): w for w in found},
        guard_functions={PAPER.name: PAPER},
        field_types={f.name: f for f in builtin.baz_field_types()},
    )


@dataclass(slots=True)
class World:
    """An engine, people by first name, and a clock."""

    engine: Engine
    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=BRUSSELS)
    people: dict[str, str] = field(default_factory=dict)
    keys: Any = field(default_factory=count)

    @classmethod
    def on(cls, database: Database, *texts: str) -> World:
        """A world with the two definitions of this module, or others."""
        world = cls(Engine(database, catalogue(*(texts or (KRING, DUO))), ids=NumberedIds()))
        world.engine.clock = lambda: world.now.astimezone(UTC)
        for name, home in (
            ("ine", "huis"),
            ("rudy", "huis"),
            ("vera", "huis"),
            ("wim", "huis"),
            ("noor", "buur"),
            ("bo", "buur"),
            ("baas", "huis"),
        ):
            world.people[name] = world.engine.add_party(
                name.title(), organisation=home, contact={"mail": f"{name}@voorbeeld.be"}, actor=OPERATOR
            )
        world.engine.add_staff(world.people["ine"], "huis", "medewerker", date(2020, 1, 1), actor=OPERATOR)
        world.engine.add_staff(world.people["noor"], "buur", "matcher", date(2020, 1, 1), actor=OPERATOR)
        world.engine.add_staff(world.people["baas"], "huis", "beheerder", date(2020, 1, 1), actor=OPERATOR)
        return world

    def upgraded(self, *texts: str) -> World:
        """The same people and day, with other definitions installed."""
        engine = Engine(self.engine.database, catalogue(*texts), ids=self.engine.ids)
        world = World(engine, self.now, self.people, self.keys)
        engine.clock = lambda: world.now.astimezone(UTC)
        return world

    def actor(self, name: str) -> Actor:
        """Somebody, with where she is staff."""
        return self.engine.actor(self.people[name])

    def days(self, number: int) -> None:
        """Time goes by."""
        self.now += timedelta(days=number)

    def minutes(self, number: int) -> None:
        """A little time goes by."""
        self.now += timedelta(minutes=number)

    def open(self, **more: Any) -> str:
        """A fresh kring about Rudy."""
        answers = {
            "persoon": self.people["rudy"],
            "gemeente": "Gent",
            "medewerker": self.people["ine"],
            **more,
        }
        return self.tell(Open(workflow="huis/kring", name="meld", answers=answers)).case

    def tell(self, act: Act, case: str = "", who: str = "ine", on: str = "", **more: Any) -> Receipt:
        """Tell the engine something; `on` makes it a report."""
        more.setdefault("key", f"key-{next(self.keys)}")
        more.setdefault("organisation", "huis")
        if more.get("behalf"):
            more["behalf"] = self.people[more["behalf"]]
        occurred = When.parse(on) if on else None
        return self.engine.perform(
            Command(actor=self.actor(who), act=act, case=case, occurred=occurred, **more)
        )

    def tasks(self, case: str) -> dict[str, str]:
        """Open tasks with their due day."""
        view = self.engine.show(case, self.actor("ine"))
        return {t.name: t.due_on for t in view.tasks if t.status in ("open", "snoozed")}

    def state(self, case: str) -> str:
        """Where the case stands."""
        return self.engine.show(case, self.actor("ine")).state
