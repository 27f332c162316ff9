"""Reading in cases that already run: each is taken over in the state that the file says.

A case that is here already is only compared: what happened in it is corrected on its page, never by a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from baz.definition.model import FieldDef, Workflow
from baz.engine import admin, finding, persons
from baz.engine.performing import perform
from baz.ground.errors import BadInput
from baz.ground.words import counted, in_words, nearest
from baz.kernel.acts import Command, Jump, Open, Yes
from baz.kernel.plan import Edge, Plan
from baz.kernel.when import When
from baz.services.exchange import asking, cases
from baz.services.exchange.bringing import NEW, Desk, Outcome, when
from baz.services.exchange.columns import TRAJECTEN
from baz.services.exchange.fitting import Target
from baz.services.exchange.reader import Reader, states_of
from baz.services.exchange.saving import text_of
from baz.store import browse, outbox, places
from baz.store import cases as stored

HOW = "mondeling"
"""How the yes of who takes part is recorded: it was given before this case came here."""
SINCE = "overgenomen uit een lijst"
_DERIVED = (
    "medewerker",
    "vrijwilliger",
    "taak",
    "taak_dag",
    "laatste",
    "volgende",
    "rust",
    "afloop",
    "geeindigd",
)
_COMPARED = ("werkwijze", "toestand", "sinds", "begonnen", "van_wie", "gemeente")


@dataclass(slots=True)
class _Case:
    """A row on its way to a case."""

    plan: Plan
    state: str
    begun: When
    since: When | None
    regions: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    who: str = ""


class Cases:
    """The import of cases of one workflow."""

    most = 500

    def targets(self, desk: Desk) -> Sequence[Target]:
        """What a column can be: the usual ones, and the fields, roles and regions of the workflow."""
        fixed = [
            Target("nummer", "Nummer"),
            Target("werkwijze", "Werkwijze"),
            Target("van_wie", "Van wie", ("naam", "over wie")),
            Target("mail", "E-mail", ("mailadres",)),
            Target("telefoon", "Telefoon", ("gsm", "tel")),
            Target("toestand", "Toestand", ("staat", "status"), needed=True),
            Target("begonnen", "Begonnen", ("begin", "begonnen op", "gestart")),
            Target("sinds", "Sinds", ("sinds wanneer",)),
            Target("gemeente", "Gemeente", ("woonplaats", "plaats")),
        ]
        titles = {c.name: c.title for c in TRAJECTEN.columns}
        derived = [Target(f"~{name}", titles[name]) for name in _DERIVED]
        workflow = _workflow(desk)
        own = []
        for column in cases.own_columns(workflow):
            plain = column.title.rsplit(" (", 1)[0]
            own.append(Target(column.name, column.title, (plain,) if plain != column.title else ()))
        return [*fixed, *own, *derived]

    def read(self, desk: Desk, values: Mapping[str, str], key: str) -> Outcome:
        """Read in one case."""
        workflow = _workflow(desk)
        _of_workflow(workflow, values.get("werkwijze", ""))
        number = values.get("nummer", "")
        if number and number.casefold() != NEW:
            return _compared(desk, finding.find_case(desk.work, number, desk.actor), values)
        made = _made(desk, workflow, values)
        about = _about(desk, made, values)
        if about and (mine := _here(desk, about, made)):
            return _compared(desk, mine, values)
        if about and not number and (other := _running(desk, about, workflow)):
            raise BadInput(
                f"Over deze persoon loopt al een traject {workflow.title} ({finding.short(other)}). "
                f"Is dit een ander, schrijf dan {NEW} in de kolom nummer."
            )
        _rest(desk, made, values)
        return _opened(desk, made, key)


def _workflow(desk: Desk) -> Workflow:
    return desk.work.catalogue.workflow(desk.workflow, desk.organisation)


def _of_workflow(workflow: Workflow, text: str) -> None:
    if text and text.casefold() not in (workflow.workflow, workflow.title.casefold()):
        raise BadInput(f"Deze rij is van een andere werkwijze: {text}. Lees elke werkwijze apart in.")


def _made(desk: Desk, workflow: Workflow, values: Mapping[str, str]) -> _Case:
    """The state and the days of a row."""
    plan = desk.work.plans.newest(
        workflow.workflow, desk.organisation, connection=desk.work.connection, now=desk.work.now
    )
    text = values.get("toestand", "")
    if not text:
        raise BadInput("Er staat geen toestand.")
    states = states_of(workflow, text)
    if len(states) != 1:
        raise BadInput(f"'{text}' kan meer dan één toestand zijn: {in_words(states, 'of')}.")
    if plan.final(states[0]):
        raise BadInput("Alleen een traject dat nog loopt, wordt overgenomen.")
    begun = when(values["begonnen"], "Begonnen") if values.get("begonnen") else None
    since = when(values["sinds"], "Sinds") if values.get("sinds") else None
    first = begun or since
    if first is None:
        raise BadInput("Er staat niet wanneer dit traject begon.")
    if begun and since and begun.earliest and since.earliest and since.earliest < begun.earliest:
        raise BadInput("Dit traject is in deze toestand van voor het begon.")
    regions = {
        name.removeprefix("spoor."): _region_state(workflow, name.removeprefix("spoor."), value)
        for name, value in values.items()
        if name.startswith("spoor.") and value
    }
    later = since if begun and since and since.earliest != begun.earliest else None
    if later is not None and states[0] == _entry(plan).step.to:
        raise BadInput(f"'{text}' is de eerste toestand: sinds en begonnen zijn dan dezelfde dag.")
    return _Case(plan, states[0], first, later, regions)


def _region_state(workflow: Workflow, region: str, text: str) -> str:
    states = workflow.regions[region].states
    found = [n for n, s in states.items() if text.casefold() in (n, s.title.casefold())]
    if not found:
        near = nearest(text, [*states, *(s.title for s in states.values())])
        hint = f" Bedoel je '{near}'?" if near else ""
        raise BadInput(f"Het spoor {workflow.regions[region].title} heeft geen toestand '{text}'.{hint}")
    return found[0]


def _about(desk: Desk, made: _Case, values: Mapping[str, str]) -> str:
    """Who the case is about, added when nobody here is called so; "" for a case about nobody."""
    role = made.plan.workflow.about
    if not role:
        return ""
    name = values.get("van_wie", "") or values.get(f"rol.{role}", "")
    if not name:
        raise BadInput(f"Er staat niet over wie dit gaat ({made.plan.workflow.roles[role].title}).")
    contact = {"mail": values.get("mail", ""), "phone": values.get("telefoon", "")}
    party = _party(desk, made, role, name, contact)
    made.answers[role], made.who = [party], desk.known.names.get(party, name)
    return party


def _party(desk: Desk, made: _Case, role: str, name: str, contact: Mapping[str, str]) -> str:
    found = desk.somebody(name)
    if found is not None:
        return found
    definition = made.plan.workflow.roles[role]
    if definition.kind == "staff":
        near = nearest(name, desk.known.names.values())
        hint = f" Bedoel je '{near}'?" if near else " Voeg eerst deze medewerker toe."
        raise BadInput(f"{definition.title}: niemand heet hier '{name}'.{hint}")
    given = persons.checked({"name": name, **{k: v for k, v in contact.items() if v}})
    made.warnings += desk.similar(name, given.get("mail", ""), given.get("phone", ""))
    reach = {k: v for k, v in given.items() if k != "name"}
    party = admin.add_party(desk.work, given["name"], "person", desk.organisation, reach, desk.actor)
    desk.known.add(party, given["name"])
    return party


def _rest(desk: Desk, made: _Case, values: Mapping[str, str]) -> None:
    """The other people, and the fields."""
    w = made.plan.workflow
    for name, value in values.items():
        part, _, rest = name.partition(".")
        if not value or (part == "rol" and rest in made.answers):
            continue
        if part == "rol":
            names = [n.strip() for n in value.split(";") if n.strip()]
            made.answers[rest] = [_party(desk, made, rest, n, {}) for n in names]
        elif part == "veld":
            made.answers[rest] = _value(desk, made, w.fields[rest], value)
    place = next((n for n, f in w.fields.items() if f.type == "municipality"), "")
    if values.get("gemeente") and place and place not in made.answers:
        made.answers[place] = _value(desk, made, w.fields[place], values["gemeente"])


def _value(desk: Desk, made: _Case, definition: FieldDef, text: str) -> Any:
    """What stands in a cell, as the engine reads an answer."""
    if definition.type == "list":
        return [_item(line) for line in text.replace("\n", ";").split(";") if line.strip()]
    if definition.type == "date":
        return str(when(text, definition.title))
    if definition.type == "paper":
        exempt = text.replace(" ", "_") in definition.options
        return (
            {"exemption": text.replace(" ", "_")}
            if exempt
            else {"seen_on": str(when(text, definition.title))}
        )
    if definition.type != "municipality":
        return text
    known = places.find(text, connection=desk.work.connection)
    if known is None:
        near = nearest(text, places.names(connection=desk.work.connection))
        if near:
            raise BadInput(f"{definition.title}: '{text}' is geen gemeente. Bedoel je '{near}'?")
        made.warnings.append(f"'{text}' staat niet in de lijst van gemeenten.")
    return known.name if known else text


def _item(line: str) -> str | dict[str, str]:
    text, bracket, mark = line.strip().rpartition(" (")
    return {"text": text, "mark": mark.removesuffix(")")} if bracket and mark.endswith(")") else line.strip()


def _here(desk: Desk, about: str, made: _Case) -> str:
    """The case of this workflow about this person that began on this day; "" when there is none."""
    day = made.begun.day.isoformat() if made.begun.day else None
    rows = stored.about_any([about], desk.organisation, connection=desk.work.connection)
    mine = (r.id for r in rows if (r.workflow, r.opened_on) == (made.plan.workflow.workflow, day))
    return next(mine, "")


def _running(desk: Desk, about: str, workflow: Workflow) -> str:
    rows = stored.about_any([about], desk.organisation, connection=desk.work.connection)
    return next((r.id for r in rows if r.workflow == workflow.workflow and r.ended_on is None), "")


def _opened(desk: Desk, made: _Case, key: str) -> Outcome:
    """Take the case over, and look whether it is where the file says."""
    parties = [p for r, ps in made.answers.items() if r in made.plan.workflow.roles for p in ps]
    entry = _entry(made.plan)
    act = Open(
        workflow=made.plan.workflow.workflow,
        name=entry.name,
        # with two days it began in its first state, and came where it stands on the second
        state=made.state if made.since is None else entry.step.to,
        regions=made.regions,
        answers=made.answers,
        agreed=tuple(Yes(p, HOW) for p in dict.fromkeys(parties)),
    )
    actor, home = desk.actor, desk.organisation
    receipt = perform(
        desk.work, Command(actor=actor, act=act, key=key, organisation=home, occurred=made.begun)
    )
    if made.since is not None:
        jump = Jump(name=made.state, reason=SINCE)
        again = Command(actor=actor, act=jump, key=f"{key}:sinds", case=receipt.case, occurred=made.since)
        receipt = perform(desk.work, again)
    if receipt.held:
        raise BadInput(" ".join(receipt.held))
    w = made.plan.workflow
    if receipt.state != made.state:
        now = w.states[receipt.state].title
        raise BadInput(
            f"Met deze dagen staat dit traject volgens de termijnen nu al in '{now}'. "
            "Verander de toestand of de dag."
        )
    leaving = [r for r in outbox.of_case(receipt.case, connection=desk.work.connection) if r.kind == "letter"]
    if leaving:
        made.warnings.append(f"Er {'vertrekt' if len(leaving) == 1 else 'vertrekken'} "
                             f"{counted(len(leaving), 'brief', 'brieven')}.")  # fmt: skip
    says = f"{w.title}, {w.states[made.state].title.lower()}"
    return Outcome("nieuw", f"{made.who}: {says}" if made.who else says, tuple(made.warnings))


def _entry(plan: Plan) -> Edge:
    """The opening step that staff takes; it only names how the case began."""
    roles = plan.workflow.roles
    staff = (e for e in plan.openings if any(roles[r].kind == "staff" for r in e.step.by if r in roles))
    return next(staff, plan.openings[0])


def _compared(desk: Desk, case: str, values: Mapping[str, str]) -> Outcome:
    """Whether a case that is here stands as the file says.

    Raises:
        BadInput: it does not, naming the first difference.
    """
    row = stored.load(case, connection=desk.work.connection)
    if row.organisation != desk.organisation:
        raise BadInput(f"Er is hier geen traject '{case}'.")
    names = [n for n, v in values.items() if v and (n in _COMPARED or "." in n)]
    ask = asking.read("trajecten", [("werkwijze", row.workflow), ("stand", "alle")])
    reader = Reader(desk.work, desk.actor, desk.organisation, ask)
    query = cases.query(reader, ()).where(cases.KEYS[0] == case)
    [line] = cases.rows(reader, browse.rows(query, 1, connection=desk.work.connection), names)
    columns = cases.columns(reader)
    for name, cell in zip(names, line.cells, strict=True):
        if not _agrees(text_of(cell), values[name]):
            raise BadInput(
                f"Dit traject staat anders in BAZ: {columns[name].title} is '{text_of(cell)}'. "
                "Verbeter het op de pagina van het traject."
            )
    return Outcome("gelijk", finding.short(case))


def _agrees(mine: str, given: str) -> bool:
    if mine.casefold() == given.casefold():
        return True
    try:
        return str(when(mine, "")) == str(when(given, ""))
    except BadInput:
        return False
