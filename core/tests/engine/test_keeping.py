"""Values have a last day; what is over it is erased, and the log still says what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from engine_world import DUO, World

from baz.engine.forgetting import Forgotten
from baz.ground.clock import BRUSSELS
from baz.ground.errors import BadInput, Refused
from baz.kernel.acts import OPERATOR, ApplyParameter, Erase, Join, Open, Pause, Plan, Resume, Step
from baz.kernel.when import When
from baz.store import log, people
from baz.store.database import Database

TREF = """
baz: 1
workflow: huis/tref
version: 1
title: Tref
model: buddy
about: persoon
keep: lang
parameters:
  lang: {value: 12 months, source: aanname}
  kort: {value: 3 months, source: aanname}
  heel_kort: {value: 1 months, source: aanname}
outcomes: {klaar: Klaar, niet: Niet begonnen, rust: Rust}
roles:
  persoon: {title: Persoon, count: 1}
  maatje: {title: Maatje, kind: volunteer, count: 0..1}
  medewerker: {title: Medewerker, kind: staff, count: 1}
fields:
  wens: {title: Wens, type: text, purpose: onthouden wat de persoon vroeg, keep: heel_kort}
  plek: {title: Plek, type: text, purpose: weten waar}
  opnieuw: {title: Vraag opnieuw vanaf, type: date, personal: true, purpose: een neen respecteren}
  geboren: {title: Geboren, type: date, personal: true, purpose: tellen}
states:
  open:
  klaar: {final: klaar}
  niet: {final: niet, keep: kort}
pause: {by: medewerker, reasons: rust}
transitions:
  meld: {to: open, by: medewerker, ask: [persoon, medewerker], optional: [wens, plek, geboren]}
  rond_af: {from: open, to: klaar, by: medewerker}
  nee: {from: open, to: niet, by: medewerker, optional: opnieuw}
  toch: {from: [klaar, niet], to: open, by: medewerker}
tasks:
  opnieuw:
    title: Vraag het opnieuw
    during: niet
    due: fields.opnieuw
    owner: medewerker
    when: fields.opnieuw <= today
meetings:
  praatje: {title: Gesprek, during: open, with: [persoon, medewerker]}
"""


@dataclass
class House:
    """A world with the workflow of this page."""

    world: World

    def open(self, **answers: object) -> str:
        given = {"persoon": self.world.people["rudy"], "medewerker": self.world.people["ine"], **answers}
        return self.world.tell(Open(workflow="huis/tref", name="meld", answers=given)).case

    def last_days(self, case: str) -> dict[str, str | None]:
        with self.world.engine.database.read() as connection:
            rows = people.of_case(case, connection=connection)
            query = people.personal.select().where(people.personal.c.id.in_(rows))
            return {row.field: row.keep_until for row in connection.execute(query)}

    def values(self, case: str) -> dict[str, str | None]:
        with self.world.engine.database.read() as connection:
            return dict(people.of_case(case, connection=connection).values())

    def name(self, who: str) -> str | None:
        key = self.world.people[who]
        with self.world.engine.database.read() as connection:
            found = people.of_parties([key], ("name", "mail"), connection=connection).get(key, {})
        return found.get("name")

    def on(self, day: str) -> House:
        moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), BRUSSELS)
        self.world.now = moment.replace(hour=9)
        return self

    def forget(self) -> Forgotten:
        return self.world.engine.forget()

    def erased(self, case: str) -> list[dict[str, object]]:
        with self.world.engine.database.read() as connection:
            return [dict(e.data) for e in log.read(case, connection=connection) if e.kind == "erased"]


@pytest.fixture
def house(database: Database) -> House:
    return House(World.on(database, TREF, DUO))


def test_the_shortest_of_field_state_and_workflow_counts(house: House) -> None:
    """Begun on 2 March 2026."""
    done = house.open(wens="samen wandelen", plek="het park")
    house.world.tell(Plan(name="praatje", on=When.parse("2026-03-09"), place="Café De Zwaan"), done)
    assert set(house.last_days(done).values()) == {None}, "nothing is over while the case runs"
    house.world.tell(Step(name="rond_af"), done)
    assert house.last_days(done) == {"wens": "2026-04-02", "plek": "2027-03-02", "place": "2027-03-02"}
    refused = house.open(wens="iets", plek="thuis")
    house.world.tell(Step(name="nee"), refused)
    assert house.last_days(refused) == {"wens": "2026-04-02", "plek": "2026-06-02"}


def test_a_case_that_opens_again_keeps_what_it_knows(house: House) -> None:
    case = house.open(wens="samen wandelen", plek="het park")
    house.world.tell(Step(name="rond_af"), case)
    house.world.tell(Step(name="toch"), case)
    assert set(house.last_days(case).values()) == {None}
    house.on("2030-01-01").forget()
    assert house.values(case) == {"wens": "samen wandelen", "plek": "het park"}
    assert house.name("rudy") == "Rudy"


def test_values_go_one_by_one_and_the_name_last(house: House) -> None:
    case = house.open(wens="samen wandelen", plek="het park")
    house.world.tell(Step(name="rond_af"), case)
    assert house.on("2026-04-02").forget() == Forgotten(), "the last day itself is still inside"
    assert house.on("2026-04-03").forget() == Forgotten(values=1, cases=[case])
    assert house.values(case) == {"wens": None, "plek": "het park"}
    assert house.name("rudy") == "Rudy"
    assert house.world.engine.verify() == []
    gone = house.on("2027-03-03").forget()
    assert (gone.cases, gone.people) == ([case], [house.world.people["rudy"]])
    assert house.values(case) == {"wens": None, "plek": None}
    assert house.name("rudy") is None
    assert house.forget() == Forgotten(), "nothing goes twice"
    assert house.world.engine.verify() == []


def test_the_log_names_no_value_and_the_case_cannot_go_on_about_nobody(house: House) -> None:
    case = house.open(wens="samen wandelen")
    house.world.tell(Step(name="rond_af"), case)
    house.on("2028-01-01").forget()
    values, party = house.erased(case)
    assert set(values) == {"values"}
    assert party == {"party": house.world.people["rudy"]}
    view = house.world.engine.show(case, house.world.actor("ine"))
    assert (view.state, view.outcome, view.ended_on) == ("klaar", "Klaar", "2026-03-02")
    assert view.fields["wens"] == ("Wens", "gewist")
    with pytest.raises(Refused, match="gewist"):
        house.world.tell(Step(name="toch"), case)


def test_the_due_day_outlives_the_date_it_hung_on(house: House) -> None:
    """A soft no with a date: erased, but the task it led to is still derived from the log."""
    case = house.open(geboren="1980-05-05")
    house.world.tell(Step(name="nee", answers={"opnieuw": "2026-04-20"}), case)
    house.on("2026-04-21").world.engine.tick()
    assert house.world.tasks(case) == {"opnieuw": "2026-04-20"}
    house.on("2026-06-03").forget()
    assert house.values(case) == {"geboren": None, "opnieuw": None}
    (gone, _) = house.erased(case)
    assert list(gone["due"].values()) == ["2026-04-20"], "and no other date"  # type: ignore[attr-defined]  # JSON
    assert house.world.tasks(case) == {"opnieuw": "2026-04-20"}
    assert house.world.engine.verify() == []
    house.on("2026-07-01").world.engine.tick()
    house.world.tell(Join(name="maatje", party=house.world.people["vera"]), case)
    assert house.world.engine.verify() == []


def test_erasing_on_request_keeps_the_due_day_too(house: House) -> None:
    case = house.open()
    house.world.tell(Step(name="nee", answers={"opnieuw": "2026-03-20"}), case)
    house.on("2026-03-21").world.engine.tick()
    house.world.tell(Erase(party=house.world.people["rudy"]), case, who="baas")
    assert house.values(case) == {"opnieuw": None}
    assert house.world.engine.verify() == []


def test_who_is_needed_elsewhere_stays_known(house: House) -> None:
    """Rudy's case is over, and another began; Ine is staff; the case of Bo runs."""
    case = house.open()
    house.world.tell(Step(name="rond_af"), case)
    duo = {"vrager": house.world.people["bo"], "matcher": house.world.people["noor"]}
    house.world.tell(Open(workflow="buur/duo", name="meld", answers=duo), who="noor", organisation="buur")
    again = house.on("2026-06-01").open()
    house.on("2027-03-03").forget()
    assert house.name("rudy") == "Rudy"
    house.world.tell(Step(name="rond_af"), again)
    house.on("2028-03-03").forget()
    assert house.name("rudy") == "Rudy", "the second case is kept until this very day"
    house.on("2028-03-04").forget()
    assert house.name("rudy") is None
    assert house.name("ine") == "Ine"
    assert house.name("bo") == "Bo"
    assert house.world.engine.verify() == []


def test_a_volunteer_goes_when_the_last_of_her_cases_is_over_its_time(house: House) -> None:
    case = house.open()
    house.world.tell(Join(name="maatje", party=house.world.people["vera"]), case)
    house.world.tell(Step(name="rond_af"), case)
    house.on("2027-03-03").forget()
    assert house.name("vera") is None
    assert house.name("wim") == "Wim", "who never took part has no last day"
    assert house.world.engine.verify() == []


def test_an_organisation_sets_its_own_time_and_off_sets_none(house: House) -> None:
    engine, ine = house.world.engine, house.world.actor("ine")
    first, second = house.open(plek="thuis"), house.open(plek="thuis")
    engine.set_parameter("huis", "huis/tref", "lang", "6 months", date(2026, 3, 2), ine)
    engine.set_parameter("huis", "huis/tref", "lang", "off", date(2026, 5, 1), ine)
    house.world.tell(Step(name="rond_af"), first)
    assert house.last_days(first) == {"plek": "2026-09-02"}
    house.on("2026-05-02").world.tell(Step(name="rond_af"), second)
    assert house.last_days(second) == {"plek": None}
    house.world.tell(ApplyParameter(name="lang"), first)
    assert house.last_days(first) == {"plek": None}
    house.on("2040-01-01").forget()
    assert house.values(first) == {"plek": "thuis"}
    assert house.name("rudy") == "Rudy"


def test_what_goes_next_is_listed_without_saying_what_it_is(house: House) -> None:
    case = house.open(wens="samen wandelen", plek="het park")
    house.world.tell(Pause(name="rust"), case, note="Rudy belde zelf")
    house.world.tell(Resume(), case)
    house.world.tell(Step(name="rond_af"), case)
    lines = house.world.engine.keeping(OPERATOR, frozenset(("huis",)), date(2026, 4, 2))
    assert [(g.on, g.case, g.fields) for g in lines] == [(date(2026, 4, 2), case, ("Wens",))]
    lines = house.world.engine.keeping(OPERATOR, frozenset(("huis",)), date(2027, 3, 2))
    assert [(g.case, g.name, set(g.fields)) for g in lines[1:]] == [
        ("", "Rudy", {"Naam", "E-mail"}),
        (case, "", {"Plek", "Een nota"}),
    ]
    assert house.world.engine.keeping(OPERATOR, frozenset(("buur",)), date(2030, 1, 1)) == []
    assert "wandelen" not in str(lines)


@pytest.mark.parametrize(
    ("act", "who"),
    [
        (Plan(name="praatje", on=When.parse("2026-03-09"), place="bij 85.07.30-033.28"), "De plaats"),
        (Step(name="nee", waive="rekening BE68 5390 0754 7034"), "De reden"),
    ],
)
def test_a_free_word_may_not_name_somebody_by_number(house: House, act: Plan | Step, who: str) -> None:
    case = house.open()
    with pytest.raises(BadInput, match=f"{who}: Hier staat een"):
        house.world.tell(act, case)
    with pytest.raises(BadInput, match="De nota: Deze tekst is te lang"):
        house.world.tell(Step(name="rond_af"), case, note="a" * 281)
    with pytest.raises(BadInput, match="Wens: Hier staat een rijksregisternummer"):
        house.open(wens="mijn nummer is 85073003328")
    with pytest.raises(BadInput, match="rijksregisternummer"):
        house.world.engine.add_party("Jan 85073003328", organisation="huis", actor=OPERATOR)
    assert house.values(case) == {}
