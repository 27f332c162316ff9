"""The letters of a case, as they go to each reader. What they say is personal: the log never holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from baz.definition.model import Letter
from baz.definition.sentences import value_text
from baz.engine.access import read_snapshot
from baz.engine.gather import decode
from baz.engine.work import Work, refs_in
from baz.ground.errors import NotFound
from baz.kernel.facts import Facts
from baz.kernel.plan import MAIN, Plan
from baz.kernel.rights import visible_roles
from baz.kernel.run import Gathering, Part, Run
from baz.kernel.when import Stamp, day_of
from baz.services.letters.filling import Context, fill
from baz.services.letters.layout import as_html, as_text
from baz.services.letters.template import read_template
from baz.store import cases, people
from baz.store.cases import CaseRow

CONTACT = ("name", "mail", "phone")
NAMELESS = "iemand die je niet kent"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter to one reader. `mail` is "" when it is not known; `sender` is the name of the organisation,
    `reply` the address of who works on the case for it, or "". An invitation has its `calendar` and
    `method` (RFC 5546). `context` is what a template of Word is filled with."""

    case: str
    letter: str
    party: str
    name: str
    mail: str
    subject: str
    text: str
    html: str
    sender: str = ""
    reply: str = ""
    calendar: bytes = b""
    method: str = ""
    context: Context = field(default_factory=dict, repr=False)


@dataclass(slots=True)
class Desk:
    """A case, open to write letters from."""

    work: Work
    row: CaseRow
    plan: Plan
    run: Run
    contacts: Mapping[str, Mapping[str, str]]
    values: Mapping[str, Any]


def letters_of(
    work: Work, case: str, name: str, *, consequence: str = "", meeting: str = ""
) -> list[Rendered]:
    """One letter of a case, for everybody in its roles, present or absent alike.

    Args:
        work: a transaction; nothing is written.
        case: of which case.
        name: which letter of its workflow.
        consequence: what set it off, so that it also goes to who left at that very moment.
        meeting: the meeting that it is about, else the last one that was held, else the next one.

    Raises:
        NotFound: there is no such case, letter or template.
        BadInput: the template asks for what is not there, or becomes too long.
        LetterError: the template has something that may not be in it.
    """
    desk = open_desk(work, case)
    letter = desk.plan.workflow.letters.get(name)
    if letter is None:
        raise NotFound(f"De werkwijze {desk.plan.workflow.workflow} heeft geen brief '{name}'.")
    text = work.catalogue.letter(desk.plan.workflow, letter.template, desk.row.organisation).text()
    tree = read_template(text)
    cause = desk.run.consequences.get(consequence)
    about = _meeting(desk.run, meeting)
    found = []
    since = cause.due if cause else None
    for part in _readers(desk, letter, since):
        context = _context(desk, part, about, since)
        filled = fill(tree, context)
        contact = desk.contacts[part.party]
        subject = letter.title or name
        found.append(
            Rendered(case, name, part.party, contact["name"], contact.get("mail", ""), subject,
                     as_text(filled), as_html(filled, subject), house(desk), office(desk, "mail"),
                     context=context)
        )  # fmt: skip
    return found


def open_desk(work: Work, case: str) -> Desk:
    """A case with what is known of its people.

    Raises:
        NotFound: there is no such case.
    """
    row = cases.load(case, connection=work.connection)
    plan = work.plans.load(row.definition, connection=work.connection)
    run, _ = read_snapshot(row)
    contacts = people.of_parties({p.party for p in run.parts}, CONTACT, connection=work.connection)
    refs = refs_in([run.fields, [m.values for m in run.meetings]])
    known = people.reveal(refs, connection=work.connection)
    values = {ref: decode(text) for ref, text in known.items()}
    return Desk(work, row, plan, run, contacts, values)


def _readers(desk: Desk, letter: Letter, at: Stamp | None) -> list[Part]:
    """Who gets it: everybody in its roles, asked or taking part; who left when it was set off; and, when the
    case ended with it, who waited for a place. Not who was erased."""
    ended = desk.run.ended
    found: dict[str, Part] = {}
    for part in desk.run.parts:
        leaves = (
            at is not None
            and part.to is not None
            and part.to >= at
            and part.standing in ("ended", "declined")
        )
        waited = part.standing == "reserve" and at is not None and ended is not None and ended >= at
        here = part.standing in ("active", "asked") or leaves or waited
        if here and part.role in letter.to and "name" in desk.contacts.get(part.party, {}):
            found.setdefault(part.party, part)
    return list(found.values())


def _meeting(run: Run, wanted: str) -> Gathering | None:
    if wanted:
        return next((m for m in run.meetings if m.id == wanted), None)
    held = [m for m in run.meetings if m.status == "held"]
    if held:
        return max(held, key=lambda m: (m.at, m.id))
    return min((m for m in run.meetings if m.status == "planned"), key=lambda m: (m.at, m.id), default=None)


def _context(desk: Desk, reader: Part, about: Gathering | None, since: Stamp | None) -> Context:
    plan, run, w = desk.plan, desk.run, desk.plan.workflow
    own = {p.role for p in run.parts if p.party == reader.party and p.standing in ("active", "asked")}
    state = plan.machines[MAIN].states.get(run.main.state)
    coming = _coming(desk, desk.work.at)
    return {
        "traject": {
            "title": w.title,
            "opened_on": day_of(run.opened),
            "toestand": state.title if state else run.main.state,
            "volgende_samenkomst": day_of(coming[0].at) if coming else None,
        },
        "velden": _shown(desk, run.fields),
        "rollen": {role: _named(desk, role, own, reader.party) for role in w.roles},
        "ontvanger": {"naam": desk.contacts[reader.party]["name"], "aanwezig": _present(about, reader.party)},
        "organisatie": {
            "naam": house(desk),
            "contact": office(desk, "mail", "phone") or "je vaste medewerker",
        },
        "instellingen": _settings(desk),
        "samenkomst": _gathering(desk, about),
        "bijeenkomsten": {kind: _dates(desk, kind, since) for kind in w.meetings},
        "vandaag": day_of(desk.work.at),
    }


def _shown(desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as people read them; nothing for what is not filled in or was erased."""
    found: dict[str, Any] = {}
    for name, definition in desk.plan.workflow.fields.items():
        raw = values.get(name)
        if isinstance(raw, dict) and "ref" in raw:
            raw = desk.values.get(raw["ref"])
        kind = desk.work.catalogue.field_types.get(definition.type)
        found[name] = None if raw is None or kind is None else kind.show(raw)
    return found


def _named(desk: Desk, role: str, own: set[str], reader: str) -> list[dict[str, str]]:
    """The people in a role. Names only of staff, of oneself, and where `visible_to` allows."""
    kind = desk.plan.workflow.roles[role].kind
    open_to_reader = kind in ("staff", "organisation") or bool(own & {*visible_roles(desk.plan, role), role})
    found = []
    for part in desk.run.parts:
        name = desk.contacts.get(part.party, {}).get("name")
        if part.role == role and part.standing == "active" and name:
            found.append({"naam": name if open_to_reader or part.party == reader else NAMELESS})
    return found


def _present(about: Gathering | None, party: str) -> bool:
    return about is not None and about.status == "held" and party in about.present


def house(desk: Desk) -> str:
    """The name of the organisation, as far as it is known."""
    organisation = desk.work.catalogue.organisations.get(desk.row.organisation)
    return organisation.name if organisation else desk.row.organisation


def office(desk: Desk, *ways: str) -> str:
    """How the organisation is reached: the first of these (mail, phone) of who works on the case for it; ""
    when there is none."""
    roles = desk.plan.workflow.roles
    for part in desk.run.parts:
        if part.standing == "active" and part.role in roles and roles[part.role].kind == "staff":
            contact = desk.contacts.get(part.party, {})
            if reach := next(filter(None, (contact.get(way) for way in ways)), ""):
                return reach
    return ""


def _settings(desk: Desk) -> dict[str, str]:
    w = desk.plan.workflow
    facts = Facts({desk.plan.hash: desk.plan}, settings=desk.work.settings(desk.row.organisation, w.workflow))
    return {name: value_text(facts.parameter(desk.plan, name, desk.work.at)) for name in w.parameters}


def _gathering(desk: Desk, about: Gathering | None) -> dict[str, Any] | None:
    if about is None:
        return None
    return {
        "datum": _day(about),
        "titel": desk.plan.workflow.meetings[about.kind].title
        if about.kind in desk.plan.workflow.meetings
        else "",
        "aantal": about.count,
        "waarden": _shown(desk, about.values),
    }


def _dates(desk: Desk, kind: str, since: Stamp | None) -> list[dict[str, Any]]:
    """The meetings of a kind that were still to come when the letter was set off, in order."""
    title = desk.plan.workflow.meetings[kind].title
    coming = _coming(desk, desk.work.at if since is None else since, "held")
    return [{"datum": _day(m), "titel": title} for m in coming if m.kind == kind]


def _coming(desk: Desk, since: Stamp, *also: str) -> list[Gathering]:
    """The planned meetings from a day on, the first one first: not those of which nobody told how it was."""
    found = [m for m in desk.run.meetings if m.status in ("planned", *also) and _day(m) >= day_of(since)]
    return sorted(found, key=lambda m: (m.at, m.id))


def _day(meeting: Gathering) -> date:
    return day_of(meeting.at)
