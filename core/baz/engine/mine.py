"""What somebody finds on her own page: her cases as a volunteer, a professional or the person herself.

Everything comes from what is stored beside the cases, in a number of queries that does not grow with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from baz.engine.access import hand_of, read_snapshot
from baz.engine.project import meetings_of
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.ground.errors import Forbidden, NotFound
from baz.ground.words import first_name
from baz.kernel import moving
from baz.kernel.acts import Actor
from baz.kernel.plan import Plan
from baz.kernel.rights import hidden_fields, may_built_in, meeting_hands, visible_roles
from baz.kernel.run import Gathering, Run
from baz.kernel.when import DAY, day_of
from baz.store import cases, log, people, standing, worklist
from baz.store.cases import CaseRow

NEW = "nieuw"
"""In the place of a meeting's id: one that nobody had planned."""
_HERE = ("active", "asked", "reserve")


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting of hers: planned, or one of a kind that she may tell of (`id` is then `nieuw`).

    `what` is the case as she knows it ("Kring van Rudy"), `day` ISO, `minute` of that day or None, `place`
    as far as she may read it, `hers` whether she may move it, cancel it and tell of it.
    """

    case: str
    what: str
    kind: str
    title: str
    id: str
    day: str = ""
    minute: int | None = None
    mode: str = "fysiek"
    place: str = ""
    hers: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asks her to take a role; it waits for her own yes. `area` is the municipality."""

    case: str
    what: str
    role: str
    title: str
    area: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A task of her own. `kind` is the meeting whose rhythm it is about; `asks` whether it asks something."""

    case: str
    what: str
    id: str
    title: str
    due_on: str
    kind: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Who she can call: name, role, and how, as far as she may read it."""

    party: str
    name: str
    title: str
    phone: str
    mail: str


@dataclass(frozen=True, slots=True)
class Told:
    """A report of hers that arrived: the line in the log, the day, how many were there. `own` when she sent
    it herself, and so may mend it."""

    case: str
    what: str
    seq: int
    kind: str
    title: str
    day: str
    count: int | None
    took_place: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A paper of hers that was seen."""

    title: str
    seen_on: str
    exemption: str
    ok: bool


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case of hers: what it is called and where it stands."""

    case: str
    what: str
    state: str


@dataclass(frozen=True, slots=True)
class Home:
    """All that her page shows; what waits longest comes first."""

    due: tuple[Occasion, ...]
    coming: tuple[Occasion, ...]
    kinds: tuple[Occasion, ...]
    asked: tuple[Asked, ...]
    duties: tuple[Duty, ...]
    contacts: tuple[Contact, ...]
    told: tuple[Told, ...]
    papers: tuple[Seen, ...]
    cases: tuple[OwnCase, ...]


@dataclass(slots=True)
class Own:
    """A case of somebody, as it was stored. `roles` are hers in it, `asked` those that wait for her yes."""

    row: CaseRow
    run: Run
    plan: Plan
    roles: frozenset[str]
    asked: tuple[str, ...]
    what: str = ""

    @property
    def hands(self) -> tuple[str, ...]:
        """The kinds of meeting that she may plan and tell of."""
        return tuple(k for k in self.plan.workflow.meetings if self.roles & set(meeting_hands(self.plan, k)))


def home(work: Work, actor: Actor) -> Home:
    """The page of who signed in: only cases in which she takes part otherwise than as staff."""
    mine = own_cases(work, actor.party)
    running = [o for o in mine if o.run.ended is None]
    meetings = [m for o in running for m in _meetings(o)]
    places = people.reveal([m.place for m in meetings if m.place], connection=work.connection)
    known = [_with_place(m, places) for m in sorted(meetings, key=lambda m: (m.day, m.minute or 0, m.id))]
    today = day_of(work.at).isoformat()
    past = [m for m in known if m.hers and _is_past(m, today, work.at % DAY)]
    duties = _duties(work, actor.party, {o.row.id: o for o in mine})
    told_first = {(m.case, m.kind) for m in past}  # her report is what the rhythm waits for
    return Home(
        due=tuple(past),
        coming=tuple(m for m in known if m not in past and m.day >= today),
        kinds=tuple(
            _kind(o, kind) for o in running for kind in o.hands if moving.belongs(o.plan, o.run, kind)
        ),
        asked=tuple(_asked(o, role) for o in running for role in o.asked),
        duties=tuple(d for d in duties if (d.case, d.kind) not in told_first),
        contacts=tuple(_contacts(work, running)),
        told=tuple(_told(work, actor.party, {o.row.id: o for o in mine})),
        papers=tuple(p for o in mine for p in _papers(work, actor, o)),
        cases=tuple(OwnCase(o.row.id, o.what, _state(o)) for o in running),
    )


def own_cases(work: Work, party: str) -> list[Own]:
    """The cases in which somebody takes part otherwise than as staff, or was asked to; also ended ones."""
    rows = [r for r in standing.roles_of(party, connection=work.connection) if r.standing in _HERE]
    found = []
    for row in cases.load_all({r.case_id for r in rows}, connection=work.connection):
        plan = work.plans.load(row.definition, connection=work.connection)
        own = _own(row, plan, party)
        if own.roles or own.asked:
            found.append(own)
    names = people.of_parties({o.row.about for o in found if o.row.about}, connection=work.connection)
    for own in found:
        own.what = called(own, party, names.get(own.row.about or "", {}).get("name", ""))
    return found


def _own(row: CaseRow, plan: Plan, party: str) -> Own:
    run, _ = read_snapshot(row)
    kinds = plan.workflow.roles
    here = [p for p in run.parts if p.party == party and p.role in kinds and kinds[p.role].kind != "staff"]
    roles = frozenset(p.role for p in here if p.standing == "active")
    asked = tuple(p.role for p in here if p.standing == "asked" and party not in p.yes)
    return Own(row, run, plan, roles, asked)


def called(own: Own, party: str, about: str) -> str:
    """What she calls a case: `Kring van Rudy`; no name where it is her own or not hers to read."""
    title = own.plan.workflow.title
    readers = set(visible_roles(own.plan, own.plan.workflow.about)) if own.plan.workflow.about else set()
    if own.row.about == party or not about.strip() or not own.roles & readers:
        return title
    person = own.plan.workflow.roles[own.plan.workflow.about].kind != "organisation"
    return f"{title} van {first_name(about) if person else about}"


def find(work: Work, actor: Actor, case: str) -> Own:
    """One case of hers; of staff also any other of the organisation.

    Raises:
        NotFound: it is not hers.
    """
    row = cases.load(case, connection=work.connection)
    plan = work.plans.load(row.definition, connection=work.connection)
    own = _own(row, plan, actor.party)
    if not own.roles and not own.asked and not hand_of(work, actor, row.organisation).staff:
        raise NotFound("Dit traject bestaat niet.", hint="Kijk of de link volledig is.")
    names = people.of_parties([row.about] if row.about else [], connection=work.connection)
    own.what = called(own, actor.party, names.get(row.about or "", {}).get("name", ""))
    return own


def may_tell(work: Work, actor: Actor, own: Own, kind: str) -> None:
    """Let through who may plan and tell of this kind of meeting.

    Raises:
        NotFound: there is no such kind.
        Forbidden: it is for somebody else.
    """
    if kind not in own.plan.workflow.meetings:
        raise NotFound("Deze samenkomst bestaat niet.", hint="Kijk of de link volledig is.")
    hand = hand_of(work, actor, own.row.organisation, Right.WORK_CASES)
    if reason := may_built_in(own.plan, own.run, hand, meeting_hands(own.plan, kind)):
        raise Forbidden(reason.sentence)


def gathering(own: Own, meeting: str) -> Gathering:
    """A meeting by its id.

    Raises:
        NotFound: the case has no such meeting.
    """
    found = next((m for m in own.run.meetings if m.id == meeting), None)
    if found is None:
        raise NotFound("Deze samenkomst bestaat niet.", hint="Kijk of de link volledig is.")
    return found


def expected(work: Work, own: Own, kind: str) -> list[tuple[str, str]]:
    """Who comes to a kind of meeting, (party, name), as far as she may read them."""
    roles = own.plan.workflow.meetings[kind].people
    readable = {r for r in roles if own.roles & set(visible_roles(own.plan, r))}
    here = [p.party for p in own.run.parts if p.role in readable and p.standing == "active"]
    names = people.of_parties(here, connection=work.connection)
    return [(party, names[party]["name"]) for party in here if party in names]


def helper(work: Work, own: Own) -> str:
    """The first name of who is called when she asks for it; empty where she may not read it."""
    found = next(iter(_contacts(work, [own])), None)
    return first_name(found.name) if found else ""


def _meetings(own: Own) -> Iterable[Occasion]:
    """The planned meetings that concern her: she is expected there, or may tell of them."""
    hands = set(own.hands)
    for key, row in meetings_of(own.row.organisation, own.run).items():
        kind = own.plan.workflow.meetings.get(row.kind)
        if row.status != "planned" or kind is None or not row.day:
            continue
        if row.kind in hands or own.roles & set(kind.people):
            yield Occasion(
                own.row.id, own.what, row.kind, kind.title, key, row.day, row.minute, row.mode,
                row.place or "", row.kind in hands,
            )  # fmt: skip


def _with_place(found: Occasion, places: dict[str, str | None]) -> Occasion:
    return replace(found, place=places.get(found.place) or "")


def _is_past(found: Occasion, today: str, minute: int) -> bool:
    return found.day < today or (found.day == today and found.minute is not None and found.minute <= minute)


def _kind(own: Own, kind: str) -> Occasion:
    return Occasion(own.row.id, own.what, kind, own.plan.workflow.meetings[kind].title, NEW)


def _asked(own: Own, role: str) -> Asked:
    return Asked(own.row.id, own.what, role, own.plan.workflow.roles[role].title, own.row.area or "")


def _duties(work: Work, party: str, mine: dict[str, Own]) -> Iterable[Duty]:
    until = day_of(work.at)
    rows = worklist.agenda("", until=until, owner=party, connection=work.connection)
    for row in rows:
        own = mine.get(row.case_id)
        if row.what != "task" or own is None:
            continue
        duty = own.plan.duties.get(row.name)
        rhythm = duty.meeting if duty and duty.rhythm else ""
        asks = bool(duty and (duty.task.ask or duty.task.optional))
        yield Duty(row.case_id, own.what, row.id, row.title, row.due_on or row.on, rhythm, asks)


def _contacts(work: Work, running: Sequence[Own]) -> Iterable[Contact]:
    titles: dict[str, str] = {}
    for own in running:
        for name, role in own.plan.workflow.roles.items():
            if role.kind != "staff" or not own.roles & set(visible_roles(own.plan, name)):
                continue
            for part in own.run.parts:
                if part.role == name and part.standing == "active":
                    titles.setdefault(part.party, role.title)
    known = people.of_parties(titles, ("name", "phone", "mail"), connection=work.connection)
    for party, title in titles.items():
        values = known.get(party, {})
        if values.get("name"):
            yield Contact(party, values["name"], title, values.get("phone", ""), values.get("mail", ""))


def _told(work: Work, party: str, mine: dict[str, Own], most: int = 4) -> Iterable[Told]:
    for case, event in log.told_by(party, mine, ("held", "cancelled"), most, connection=work.connection):
        own = mine[case]
        kind = own.plan.workflow.meetings.get(event.name)
        found = next((m for m in own.run.meetings if event.data.get("meeting", "") == m.id), None)
        on = day_of(found.at).isoformat() if found and event.kind == "cancelled" else str(event.occurred)[:10]
        title = kind.title if kind else event.name
        count = event.data.get("count")
        held, hers = event.kind == "held", event.actor == party
        yield Told(case, own.what, event.seq, event.name, title, on, count, held, hers)


def _papers(work: Work, actor: Actor, own: Own) -> Iterable[Seen]:
    """The papers in the case that is about herself, as far as she may read them."""
    if own.row.about != actor.party:
        return
    hidden = hidden_fields(own.plan, own.run, hand_of(work, actor, own.row.organisation))
    for name, definition in own.plan.workflow.fields.items():
        value = own.run.fields.get(name)
        if definition.type == "paper" and name not in hidden and isinstance(value, dict):
            yield Seen(
                definition.title,
                value.get("seen_on", ""),
                value.get("exemption", ""),
                bool(value.get("ok", True)),
            )


def _state(own: Own) -> str:
    found = own.plan.machines["main"].states.get(own.run.main.state)
    return found.title if found else ""
