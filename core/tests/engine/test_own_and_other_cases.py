"""What goes from one case into another inside an organisation, and what is the organisation's own."""

from __future__ import annotations

from engine_world import DUO, KRING, World

from baz.engine.correcting import Correction
from baz.kernel.acts import Held, Open, Step
from baz.kernel.when import When
from baz.store import standing
from baz.store.database import Database

MAATJE = """
baz: 1
workflow: huis/maatje
version: 1
title: Maatje
model: buddy
about: vrager
keep: bewaren
parameters:
  bewaren: {value: 12 months, source: aanname}
outcomes: {klaar: Klaar}
roles:
  vrager: {title: Vrager, count: 1}
  medewerker: {title: Medewerker, kind: staff, count: 1}
states: {open: {}, klaar: {final: klaar}}
transitions:
  meld: {to: open, by: medewerker, ask: [vrager, medewerker]}
  sluit: {from: open, to: klaar, by: medewerker}
"""

HUIS = """
baz: 1
workflow: huis/werking
version: 1
title: Werking
model: buddy
keep: bewaren
parameters:
  bewaren: {value: 12 months, source: aanname}
outcomes: {klaar: Klaar}
roles:
  medewerker: {title: Medewerker, kind: staff, count: 1}
fields:
  nota: {title: Nota, type: paper, purpose: verzekerd zijn}
states: {open: {}, klaar: {final: klaar}}
transitions:
  begin: {to: open, by: medewerker, ask: medewerker, optional: nota}
  toon: {from: open, by: medewerker, ask: nota}
  kijk: {from: open, by: medewerker, when: [papier_gezien(organisation)]}
  sluit: {from: open, to: klaar, by: medewerker}
"""


def test_whom_it_is_about_goes_along_under_another_name(database: Database) -> None:
    """A carried `persoon` becomes the `vrager` of the new case; the new one is about her too."""
    kring = KRING.replace(
        "open: {workflow: [buur/duo, huis/kring], carry: [gemeente, wens]}",
        "open: {workflow: huis/maatje, carry: persoon}",
    )
    world = World.on(database, kring, MAATJE)
    case = world.open()
    world.tell(Held(name="praatje"), case)
    receipt = world.tell(Step(name="verwijs"), case)
    child = world.engine.show(receipt.opened[0], world.actor("ine"))
    assert (child.workflow, child.about) == ("huis/maatje", "Rudy")


def test_a_paper_of_a_case_about_nobody_is_the_organisations_own(database: Database) -> None:
    """The insurance is told once, and conditions about `organisation` see it."""
    world = World.on(database, KRING, DUO, HUIS)
    answers = {"medewerker": world.people["ine"], "nota": {"seen_on": "2026-03-02", "version": "2026"}}
    case = world.tell(Open(workflow="huis/werking", name="begin", answers=answers)).case
    assert world.tell(Step(name="kijk"), case).held == ()
    with world.engine.reading() as work:
        (paper,) = standing.papers_of(["org:huis"], connection=work.connection)
        assert (paper.kind, paper.version, paper.case_id) == ("nota", "2026", case)
        assert standing.papers_of(["org:buur"], connection=work.connection) == []


def test_a_paper_that_was_not_seen_after_all_counts_no_more(database: Database) -> None:
    """Taken back it is gone; told again with another day it is there once."""
    world = World.on(database, KRING, DUO, HUIS)
    answers = {"medewerker": world.people["ine"]}
    case = world.tell(Open(workflow="huis/werking", name="begin", answers=answers)).case

    def seen() -> list[str | None]:
        with world.engine.reading() as work:
            return [p.version for p in standing.papers_of(["org:huis"], connection=work.connection)]

    def show(version: str) -> int:
        told = Step(name="toon", answers={"nota": {"seen_on": "2026-03-01", "version": version}})
        return world.tell(told, case).seq

    show("2025")
    wrong = show("2026")
    world.engine.correct(Correction(case, wrong, "niet-gezien"), world.actor("ine"))
    assert seen() == ["2025"]
    moved = show("2027")
    world.engine.correct(
        Correction(case, moved, "andere-dag", day=When.parse("2026-03-01")), world.actor("ine")
    )
    assert seen() == ["2025", "2027"]
    assert world.engine.verify() == []
