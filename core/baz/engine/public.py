"""Signing up from outside, by the person herself or somebody for her, where an organisation wants that."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from baz.definition.model import Transition, Workflow
from baz.engine import admin, membership, persons
from baz.engine.online import door, is_open, outside
from baz.engine.performing import perform
from baz.engine.rights import Right, may
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.kernel.acts import ENGINE, Actor, Command, Open
from baz.kernel.when import day_of
from baz.store import commands, standing
from baz.store.projections import TASKS, read_rows

SOON = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a public form asks. `hers` is the role of whom it is for, `other` that of who fills it in for
    her ("" where nobody may). `consent` are the yes-or-no fields that must be yes: asked in the words of who
    fills it in. `roles` are others who are named along, such as her organisation."""

    organisation: str
    workflow: Workflow
    step: str
    hers: str
    other: str
    consent: tuple[str, ...]
    ask: tuple[str, ...]
    optional: tuple[str, ...]
    roles: tuple[str, ...]
    staff: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What somebody filled in. `contact` is how to reach whom it is for, `other_contact` how to reach who
    fills it in for her; the latter's name is empty where she does it herself. `key` makes it count once."""

    key: str
    name: str
    contact: Mapping[str, str]
    consent: bool
    other_name: str = ""
    other_contact: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Welcome:
    """The case that began, and by which day (ISO, "" for none) the organisation has something to do."""

    case: str
    until: str


def sheet(work: Work, organisation: str, name: str) -> Sheet:
    """The form for a workflow (`kring`, or `buurt/kring`) of an organisation.

    Raises:
        NotFound: there is none, or it is not open to the public.
    """
    for workflow in work.catalogue.workflows(organisation, membership.chosen(work, organisation)):
        known = name in (workflow.workflow, workflow.workflow.split("/", 1)[1])
        way = door(workflow)
        if known and way and is_open(work, organisation, workflow.workflow):
            return _sheet(organisation, workflow, *way)
    raise NotFound("Hier kan je niet online aanmelden.", hint="Bel of mail de organisatie.")


def _sheet(organisation: str, workflow: Workflow, name: str, step: Transition) -> Sheet:
    others = outside(workflow, step)
    about = workflow.about
    hers = about if about in others else others[0]
    other = next((r for r in others if r != hers), "")
    fields, roles = workflow.fields, workflow.roles
    wanted = {c.that.removeprefix("fields.") for c in step.when if c.that.startswith("fields.")}
    consent = tuple(n for n in step.ask if n in fields and fields[n].type == "yes_no" and n in wanted)
    return Sheet(
        organisation, workflow, name, hers, other, consent,
        ask=tuple(n for n in step.ask if n in fields and n not in consent),
        optional=tuple(n for n in step.optional if n in fields and fields[n].type != "paper"),
        roles=tuple(
            n
            for n in (*step.ask, *step.optional)
            if n in roles and n not in (hers, other) and roles[n].kind != "staff"
            if n in step.ask or n == about
        ),
        staff=tuple(n for n in step.ask if n in roles and roles[n].kind == "staff"),
    )  # fmt: skip


def sign_up(work: Work, asked: Sheet, given: Application) -> Welcome:
    """Open the case on behalf of whom it is for; the same key again opens nothing.

    Raises:
        BadInput: a name, contact or answer that cannot be kept, or no consent.
        Refused: a condition of the opening step, in its own sentence.
    """
    key = f"aanmelding:{asked.organisation}:{given.key}"
    if done := commands.find(key, connection=work.connection):
        case = str(json.loads(done.result)["case"])
        return Welcome(case, _until(work, case))
    if not given.consent:
        raise BadInput("Zonder akkoord kunnen we niets noteren.")
    if not any(given.contact.values()) and not any(given.other_contact.values()):
        raise BadInput("Vul een telefoonnummer of een mailadres in.")
    person = _add(work, asked, given.name, given.contact)
    answers: dict[str, Any] = {**given.answers, **dict.fromkeys(asked.consent, "ja"), asked.hers: person}
    asker = person
    if given.other_name and asked.other:
        asker = _add(work, asked, given.other_name, given.other_contact)
        answers[asked.other] = asker
    for role in asked.roles:
        if name := given.named.get(role, ""):
            answers[role] = _add(work, asked, name, {}, asked.workflow.roles[role].kind)
    answers |= {role: _assignee(work, asked.organisation) for role in asked.staff}
    act = Open(workflow=asked.workflow.workflow, name=asked.step, answers=answers)
    command = Command(actor=Actor(asker), act=act, key=key, organisation=asked.organisation)
    case = perform(work, command).case
    return Welcome(case, _until(work, case))


def _add(work: Work, asked: Sheet, name: str, contact: Mapping[str, str], kind: str = "") -> str:
    values = persons.checked({"name": name, **contact})
    whole = "organisation" if kind == "organisation" else "person"
    reach = {k: v for k, v in values.items() if k != "name" and v}
    return admin.add_party(work, values["name"], whole, asked.organisation, reach, Actor(ENGINE))


def _assignee(work: Work, organisation: str) -> str:
    """Who of the staff gets it where the step names somebody: who has least to do. She can hand it over."""
    today = day_of(work.at)
    accounts = standing.staff_of(organisation, today, connection=work.connection)
    able = sorted(
        {
            party
            for party, role in accounts
            if may(
                work.catalogue,
                Actor(party, frozenset({organisation}), roles=frozenset({(organisation, role)})),
                organisation,
                Right.WORK_CASES,
            )
        }
    )
    if not able:
        raise NotFound("Hier kan je nu niet online aanmelden.", hint="Bel of mail de organisatie.")
    loads = standing.loads(able, organisation, today, connection=work.connection)
    return min(able, key=lambda party: (loads.get(party, 0), party))


def _until(work: Work, case: str) -> str:
    """The first day on which the organisation has something to do; what is further off promises nothing."""
    rows = read_rows(TASKS, case, connection=work.connection).values()
    soon = (day_of(work.at) + SOON).isoformat()
    return min((r.due_on for r in rows if r.due_on and r.due_on <= soon and r.status == "open"), default="")
