"""The public offer of organisations: meetings to which everybody may come, and enrolling for one.

Nothing here gets an actor: what it shows is public, and who enrols acts for herself, by mail.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from baz.engine import admin
from baz.engine.access import read_snapshot
from baz.engine.gather import decode
from baz.engine.identity.newcomers import check
from baz.engine.identity.secrets import new_secret
from baz.engine.performing import perform
from baz.engine.work import Work
from baz.ground.errors import NotFound, Refused
from baz.kernel.acts import ENGINE, OPERATOR, Actor, Command, Join, Leave, Yes
from baz.kernel.plan import Plan
from baz.kernel.run import Run
from baz.kernel.when import day_of
from baz.plugins.kinds import PublicMeeting
from baz.store import cases as case_store
from baz.store import commands, keys, people
from baz.store.cases import CaseRow
from baz.store.tables import cases, meetings, participations

KIND = "enrolment"
"""The kind of the keys in the links of who enrolled."""
CALLED_OFF = "afgelast"
"""The code of what says that an offer was called off."""
MOST = 200
Known = Mapping[str, Mapping[tuple[str, str], PublicMeeting]]
_COUNTED = ("active", "asked")


@dataclass(frozen=True, slots=True)
class Offer:
    """A meeting that is planned. `open`: it stands in the public offer. `places` None: no bound. `taken` and
    `waiting` are how many have a place, and how many wait for one."""

    case: str
    organisation: str
    workflow: str
    kind: PublicMeeting
    meeting: str
    on: str
    minute: int | None
    mode: str
    place: str
    title: str
    about: str
    audience: str
    open: bool
    closed_before: bool
    places: int | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """How many places are left; None where there is no bound."""
        return None if self.places is None else max(self.places - self.taken, 0)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody who enrolled. `waits`: for a place. `secret` opens her own page."""

    name: str
    mail: str
    waits: bool
    gone: bool
    secret: str
    offer: Offer


def offers(work: Work, organisation: str = "", case: str = "") -> list[Offer]:
    """What is planned from today on and can stand in the offer, the first `MOST`: of one organisation or of
    all; with `case` of that one only."""
    known = {
        key: {(one.workflow, one.meeting): one for one in found.public}
        for key, found in work.catalogue.organisations.items()
        if found.public and organisation in ("", key)
    }
    if not known:
        return []
    query = (
        select(cases.c.id, meetings.c.id.label("meeting"))
        .join(cases, cases.c.id == meetings.c.case_id)
        .where(
            meetings.c.organisation.in_(sorted(known)),
            meetings.c.status == "planned",
            meetings.c.day >= day_of(work.at).isoformat(),
            meetings.c.kind.in_(sorted({kind for one in known.values() for _, kind in one})),
            cases.c.workflow.in_(sorted({name for one in known.values() for name, _ in one})),
            cases.c.ended_on.is_(None),
            *((cases.c.id == case,) if case else ()),
        )
        .order_by(meetings.c.day, cases.c.id, meetings.c.id)
        .limit(MOST)
    )
    found = [(row.id, row.meeting) for row in work.connection.execute(query)]
    rows = {r.id: r for r in case_store.load_all({case for case, _ in found}, connection=work.connection)}
    taken = _standings(work, rows)
    runs = {key: read_snapshot(row)[0] for key, row in rows.items()}
    said = people.reveal(_refs(known, rows, runs), connection=work.connection)
    made = [
        _offer(work, rows[case], runs[case], meeting, known, taken, said)
        for case, meeting in found
        if case in rows
    ]
    return sorted((o for o in made if o is not None), key=lambda o: (o.on, o.minute or 0, o.case))


def _refs(known: Known, rows: Mapping[str, CaseRow], runs: Mapping[str, Run]) -> set[str]:
    """Where the words of what is shown are kept."""
    found: set[str] = set()
    for key, row in rows.items():
        for one in known.get(row.organisation, {}).values():
            values = [runs[key].fields.get(name) for name in (one.title, one.about, one.audience)]
            found |= {value["ref"] for value in values if isinstance(value, dict) and "ref" in value}
        found |= {m.place for m in runs[key].meetings if m.place and m.status == "planned"}
    return found


def _standings(work: Work, rows: Iterable[str]) -> Counter[tuple[str, str, str]]:
    """(case, role, standing) -> how many."""
    query = select(participations.c.case_id, participations.c.role, participations.c.standing).where(
        participations.c.case_id.in_(sorted(rows)), participations.c.standing.in_([*_COUNTED, "reserve"])
    )
    return Counter((r.case_id, r.role, r.standing) for r in work.connection.execute(query))


def _offer(
    work: Work,
    row: CaseRow,
    run: Run,
    meeting: str,
    known: Known,
    taken: Counter[tuple[str, str, str]],
    said: Mapping[str, str | None],
) -> Offer | None:
    found = next((m for m in run.meetings if m.id == meeting), None)
    kind = known.get(row.organisation, {}).get((row.workflow, found.kind)) if found else None
    if found is None or kind is None:
        return None
    plan = work.plans.load(row.definition, connection=work.connection)
    region, _, state = kind.open.partition(".")
    here = json.loads(row.regions).get(region, "")
    minute = found.at % (24 * 60) if found.precision == "minute" else None
    return Offer(
        case=row.id, organisation=row.organisation, workflow=row.workflow, kind=kind, meeting=meeting,
        on=day_of(found.at).isoformat(), minute=minute, mode=found.mode, place=said.get(found.place) or "",
        title=_said(plan, run, said, kind.title) or plan.workflow.title,
        about=_said(plan, run, said, kind.about),
        audience=_said(plan, run, said, kind.audience), open=here == state and not run.paused,
        closed_before=here not in ("", state, "·"), places=_places(plan, run, kind.role),
        taken=sum(taken[row.id, kind.role, standing] for standing in _COUNTED),
        waiting=taken[row.id, kind.role, "reserve"],
    )  # fmt: skip


def _said(plan: Plan, run: Run, said: Mapping[str, str | None], name: str) -> str:
    """The words of a field that everybody may read; nothing of one that may hold something personal."""
    field = plan.workflow.fields.get(name)
    value: Any = run.fields.get(name)
    if field is None or field.personal is not False or value is None:
        return ""
    text = decode(said.get(value["ref"])) if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""


def _places(plan: Plan, run: Run, role: str) -> int | None:
    """The upper bound of a role, where it is a number or a field that holds one."""
    bound = plan.workflow.roles[role].count.high
    text = str(bound) if bound is not None else ""
    value: Any = int(text) if text.isdigit() else run.fields.get(text)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def offer(work: Work, case: str) -> Offer:
    """One offer, in the public offer or not.

    Raises:
        NotFound: nothing is planned there that can stand in the offer.
    """
    rows = case_store.load_all([case], connection=work.connection)
    found = [o for row in rows for o in offers(work, row.organisation, case)]
    if not found:
        gone = any(_called_off(work, row) for row in rows)
        hint = "Op /workshops staat wat er wel is."
        if gone:
            raise NotFound("Dit gaat niet door: het is geannuleerd.", hint=hint, code=CALLED_OFF)
        raise NotFound("Dit aanbod is er niet (meer).", hint=hint)
    return found[0]


def _called_off(work: Work, row: CaseRow) -> bool:
    """Whether it stands where the step that calls it off leads."""
    home = work.catalogue.organisations.get(row.organisation)
    kinds = [k for k in home.public if k.workflow == row.workflow and k.cancel] if home else []
    if not kinds:
        return False
    plan = work.plans.load(row.definition, connection=work.connection)
    ways = [plan.edges[kind.cancel].step.to for kind in kinds if kind.cancel in plan.edges]
    return any(row.outcome in plan.final(way) for way in ways)


def enrol(work: Work, case: str, name: str, mail: str, key: str) -> Enrolled:
    """Somebody enrols, or waits for a place. The same `key`, or the same address again: still once, with a
    new link to the same place.

    Raises:
        BadInput: no name or no address.
        NotFound: it does not stand in the offer.
        Refused: the definition lets nobody in.
    """
    check(name, mail)
    found = offer(work, case)
    if not found.open:
        raise NotFound("Hiervoor kan je je nu niet inschrijven.", hint="Op /workshops staat wat er wel is.")
    _alone(work, case)
    party = _known(work, found, mail)
    if not party:
        if commands.find(key, connection=work.connection) is not None:
            raise Refused("Je bent al ingeschreven.", hint="Kijk in je mail: daar staat je link.")
        party = admin.add_party(
            work, name, "person", found.organisation, {"mail": people.mail_text(mail)}, OPERATOR
        )
        yes = (Yes(party, "mail"),)
        act = Join(name=found.kind.role, party=party, agreed=yes)
        perform(work, Command(actor=Actor(ENGINE), act=act, key=key, case=case, behalf=party, how="mail"))
    secret = new_secret()
    keys.add(
        KIND, secret, party, found.organisation, data={"case": case, "role": found.kind.role},
        now=work.now, ids=work.ids, connection=work.connection,
    )  # fmt: skip
    return _enrolled(work, party, case, found.kind.role, offer(work, case), secret)


def _alone(work: Work, case: str) -> None:
    """Wait for whoever is at work in this case: what is looked at from here on stays so."""
    case_store.load(case, lock=True, connection=work.connection)


def _known(work: Work, found: Offer, mail: str) -> str:
    """Who enrolled here with this address already."""
    run = _run(work, found.case)
    here = {p.party for p in run.parts if p.role == found.kind.role and p.standing in (*_COUNTED, "reserve")}
    same = people.by_mail(mail, connection=work.connection)
    return next((party.id for party in same if party.id in here), "")


def _run(work: Work, case: str) -> Run:
    return read_snapshot(case_store.load(case, connection=work.connection))[0]


def enrolment(work: Work, secret: str) -> Enrolled:
    """The enrolment behind a link.

    Raises:
        NotFound: there is no such link, or the meeting is over.
    """
    row = keys.find(KIND, secret, connection=work.connection)
    if row is None or not row.party_id or not row.open_at(work.now):
        raise NotFound("Deze link werkt niet meer.", hint="Schrijf je opnieuw in, of vraag het aan ons.")
    told = row.told
    return _enrolled(work, row.party_id, told["case"], told["role"], offer(work, told["case"]), secret)


def _enrolled(work: Work, party: str, case: str, role: str, found: Offer, secret: str) -> Enrolled:
    standings = [p.standing for p in _run(work, case).parts if p.party == party and p.role == role]
    known = people.of_parties([party], ("name", "mail"), connection=work.connection).get(party, {})
    last = standings[-1] if standings else "ended"
    return Enrolled(
        known.get("name", ""), known.get("mail", ""), last == "reserve", last in ("ended", "declined"),
        secret, found,
    )  # fmt: skip


def withdraw(work: Work, secret: str) -> Enrolled:
    """Somebody takes her enrolment back; who waits first gets the place. Twice is once.

    Raises:
        NotFound: there is no such link, or the meeting is over.
    """
    _alone(work, enrolment(work, secret).offer.case)
    found = enrolment(work, secret)
    if found.gone:
        return found
    row = keys.find(KIND, secret, connection=work.connection)
    party = row.party_id if row and row.party_id else ""
    act = Leave(name=found.offer.kind.role, party=party)
    key = work.ids.new_id("web")
    perform(
        work, Command(actor=Actor(ENGINE), act=act, key=key, case=found.offer.case, behalf=party, how="mail")
    )
    return enrolment(work, secret)
