"""What people look at: a case, and what can be done in it. Nothing here writes.

Names and contacts are shown to staff of the case's organisation and to those whom `visible_to`
allows; everybody else sees roles (promise 12).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from baz.engine import project, timeline
from baz.engine.access import hand_of, may_see, read_snapshot
from baz.engine.gather import decode, gather, gather_all
from baz.engine.offered import with_choices
from baz.engine.rights import Right
from baz.engine.work import Work, refs_in
from baz.ground.errors import NotFound
from baz.ground.words import first_name
from baz.kernel.acts import Actor, Event, Option
from baz.kernel.decide import advance, options
from baz.kernel.facts import Facts, Look
from baz.kernel.plan import MAIN, Plan
from baz.kernel.rights import hidden_fields, visible_roles
from baz.kernel.roles import active, lower, missing_yes
from baz.kernel.run import Run
from baz.kernel.when import day_of
from baz.store import cases, log, outbox, people
from baz.store.cases import CaseRow
from baz.store.projections import TASKS, read_rows

NOT_BEGUN = "nog niet begonnen"


@dataclass(frozen=True, slots=True)
class RoleLine:
    """Somebody in a role. `name` is empty where the reader may not see it."""

    role: str
    title: str
    party: str
    name: str
    standing: str
    frm: str
    to: str
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of a case."""

    id: str
    name: str
    title: str
    due_on: str
    status: str
    owner_role: str
    owner_name: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting of a case."""

    id: str
    kind: str
    title: str
    status: str
    day: str
    precision: str
    mode: str
    people: int | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one person may see it. `facts` is the version to give along with a command (`seen`)."""

    id: str
    organisation: str
    workflow: str
    title: str
    version: int
    state: str
    state_title: str
    regions: Mapping[str, tuple[str, str]]
    paused: str
    outcome: str
    opened_on: str
    ended_on: str
    about: str
    area: str
    facts: int
    seq: int
    roles: tuple[RoleLine, ...]
    fields: Mapping[str, tuple[str, str]]
    tasks: tuple[TaskLine, ...]
    meetings: tuple[MeetingLine, ...]
    letters: tuple[tuple[str, str, str], ...]
    held: tuple[timeline.HeldLine, ...]
    missing: tuple[str, ...]
    timeline: tuple[timeline.Line, ...]
    way: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True)
class Opened:
    """A case that is looked at: its row, run (followed up to now), plan and facts. Its log, and the names
    that somebody may read in it, are read once."""

    row: CaseRow
    run: Run
    plan: Plan
    facts: Facts
    _events: list[Event] | None = None
    _names: dict[str, dict[str, str]] = field(default_factory=dict)

    def look(self, at: int) -> Look:
        """For judging and explaining."""
        return Look(self.plan, self.run, self.facts, at)

    def events(self, work: Work) -> list[Event]:
        """Its log."""
        if self._events is None:
            self._events = log.read(self.row.id, connection=work.connection)
        return self._events

    def names(self, work: Work, actor: Actor) -> dict[str, str]:
        """As `names_for`."""
        if actor.party not in self._names:
            self._names[actor.party] = _names(work, self, actor)
        return self._names[actor.party]


def open_case(work: Work, case: str, actor: Actor) -> Opened:
    """A case for reading, its clock followed up to now.

    Raises:
        NotFound: there is none that this actor may see.
    """
    row = cases.load(case, connection=work.connection)
    run, _ = read_snapshot(row)
    if not may_see(work, row, run, actor):
        raise NotFound(f"Er is geen traject '{case}'.")
    plan = work.plans.load(row.definition, connection=work.connection)
    facts = gather(work, row.organisation, plan, run, event=None, at=work.at)
    return Opened(row, advance(facts, run, work.at), plan, facts)


def open_rows(work: Work, rows: Sequence[CaseRow], actor: Actor) -> list[Opened]:
    """Many cases at once, for who reads a list: those that this actor may see, each with its clock followed,
    in as many queries as for one of each organisation."""
    read = [(row, read_snapshot(row)[0]) for row in rows]
    seen = [(row, run) for row, run in read if may_see(work, row, run, actor)]
    found: list[Opened] = []
    for home in dict.fromkeys(row.organisation for row, _ in seen):
        mine = [(row, run) for row, run in seen if row.organisation == home]
        plans = [work.plans.load(row.definition, connection=work.connection) for row, _ in mine]
        asked = [(plan, run, None) for plan, (_, run) in zip(plans, mine, strict=True)]
        facts = gather_all(work, home, asked, work.at)
        found += [
            Opened(row, advance(known, run, work.at), plan, known)
            for (row, run), plan, known in zip(mine, plans, facts, strict=True)
        ]
    return found


def can(work: Work, case: str, actor: Actor) -> list[Option]:
    """Every transition with yes, or no and every reason."""
    found = open_case(work, case, actor)
    home = found.row.organisation
    lines = options(found.look(work.at), hand_of(work, actor, home, Right.WORK_CASES))
    return [with_choices(work, found.plan, line, home) for line in lines]


def show(work: Work, case: str, actor: Actor) -> CaseView:
    """Everything about a case that this actor may see."""
    found = open_case(work, case, actor)
    return view(work, found, actor)


def view(work: Work, found: Opened, actor: Actor) -> CaseView:
    """The view of an opened case."""
    row, run, plan = found.row, found.run, found.plan
    names = names_for(work, found, actor)
    works = works_here(work, found, actor)
    events = found.events(work)
    w = plan.workflow
    return CaseView(
        id=row.id,
        organisation=row.organisation,
        workflow=w.workflow,
        title=w.title,
        version=w.version,
        state=run.main.state,
        state_title=state_title(plan, MAIN, run.main.state),
        regions={r: (s.state, state_title(plan, r, s.state)) for r, s in run.lanes.items() if r != MAIN},
        paused=outcome_title(plan, run.pauses[-1][2]) or "pauze" if run.paused else "",
        outcome=outcome_title(plan, run.outcome),
        opened_on=row.opened_on or "",
        ended_on=day_of(run.ended).isoformat() if run.ended is not None else "",
        about=names.get(row.about or "", ""),
        area=row.area or "",
        facts=row.facts,
        seq=row.seq,
        roles=role_lines(found, names, work.at),
        fields=field_values(work, found, actor),
        tasks=_tasks(work, found, names) if works else (),
        meetings=_meetings(found),
        letters=_letters(work, row, plan) if works else (),
        held=timeline.held_lines(found.look(work.at), events) if works else (),
        missing=_missing(found, work.at),
        timeline=timeline.lines(plan, events, names, _notes(work, found, events, actor)) if works else (),
        way=tuple(
            (state_title(plan, MAIN, s), day_of(at).isoformat(), step) for s, at, step, _ in run.main.trail
        ),
    )


def _notes(work: Work, found: Opened, events: Sequence[Event], actor: Actor) -> dict[int, str]:
    """The words that came along with facts, for staff and for who wrote them."""
    staff = hand_of(work, actor, found.row.organisation).staff
    refs = {
        e.data["note"]["ref"]: e.seq for e in events if "note" in e.data and (staff or e.actor == actor.party)
    }
    said = people.reveal(refs, connection=work.connection) if refs else {}
    return {refs[ref]: text for ref, text in said.items() if text}


def state_title(plan: Plan, region: str, state: str) -> str:
    """What people read for a state of a region."""
    found = plan.machines[region].states.get(state) if region in plan.machines else None
    return found.title if found else NOT_BEGUN if state == "·" else state


def outcome_title(plan: Plan, outcome: str) -> str:
    """What people read for an outcome or a reason to pause."""
    return plan.workflow.outcomes.get(outcome, outcome)


def names_for(work: Work, found: Opened, actor: Actor) -> dict[str, str]:
    """The names in a case that this actor may read: {party: name}."""
    return found.names(work, actor)


def _names(work: Work, found: Opened, actor: Actor) -> dict[str, str]:
    staff = hand_of(work, actor, found.row.organisation).staff
    mine = {p.role for p in found.run.parts if p.party == actor.party and p.standing == "active"}
    allowed = {actor.party}
    for part in found.run.parts:
        if staff or mine & set(visible_roles(found.plan, part.role)):
            allowed.add(part.party)
    if staff:
        events = found.events(work)
        allowed |= {e.actor for e in events} | {e.behalf for e in events if e.behalf}
    found_names = people.of_parties(sorted(allowed), connection=work.connection)
    return {party: values.get("name", "") for party, values in found_names.items()}


def role_lines(found: Opened, names: Mapping[str, str], at: int) -> tuple[RoleLine, ...]:
    """Who takes part, in the order of the definition."""
    roles = found.plan.workflow.roles
    order = {name: i for i, name in enumerate(roles)}
    lines = []
    for part in sorted(found.run.parts, key=lambda p: (order.get(p.role, 99), p.frm, p.id)):
        title = roles[part.role].title if part.role in roles else part.role
        waits: tuple[str, ...] = ()
        if part.standing == "asked" and part.role in roles:
            waits = tuple(roles[r].title for r in missing_yes(found.look(at), part))
        to = day_of(part.to).isoformat() if part.to is not None else ""
        name = names.get(part.party, "")
        lines.append(
            RoleLine(
                part.role, title, part.party, name, part.standing, day_of(part.frm).isoformat(), to, waits
            )
        )
    return tuple(lines)


def field_values(work: Work, found: Opened, actor: Actor) -> dict[str, tuple[str, str]]:
    """The fields that have a value, as this actor reads them: {name: (title, shown value)}."""
    hidden = hidden_fields(found.plan, found.run, hand_of(work, actor, found.row.organisation))
    kinds = work.catalogue.field_types
    values = people.reveal(refs_in(found.run.fields), connection=work.connection)
    shown: dict[str, tuple[str, str]] = {}
    for name, definition in found.plan.workflow.fields.items():
        raw = found.run.fields.get(name)
        if raw is None or name in hidden:
            continue
        if isinstance(raw, dict) and "ref" in raw:
            raw = decode(values.get(raw["ref"]))
        kind = kinds.get(definition.type)
        shown[name] = (definition.title, "gewist" if raw is None else kind.show(raw) if kind else str(raw))
    return shown


def _workers(found: Opened) -> set[str]:
    """Who reads what has no `visible_to`: staff and volunteers who take part (grammar)."""
    return {r for r, d in found.plan.workflow.roles.items() if d.kind in ("staff", "volunteer")}


def works_here(work: Work, found: Opened, actor: Actor) -> bool:
    """Whether the reader is staff, or a volunteer who takes part; others see what is theirs (rule 16)."""
    if hand_of(work, actor, found.row.organisation).staff:
        return True
    return any(
        p.party == actor.party and p.standing == "active" and p.role in _workers(found)
        for p in found.run.parts
    )


def _tasks(work: Work, found: Opened, names: Mapping[str, str]) -> tuple[TaskLine, ...]:
    # from the run, which followed its clock up to now: a page never depends on when a worker ran
    stored = read_rows(TASKS, found.row.id, connection=work.connection)
    rows = project.rows(found.row.organisation, found.facts, found.run, (), stored)[2]
    roles = found.plan.workflow.roles
    callers = {j.id: call_title(names.get(j.who, "")) for j in found.run.jobs if j.who}
    lines = [
        TaskLine(
            key,
            r.name,
            callers.get(key) or r.title,
            r.due_on or "",
            r.status,
            roles[r.owner_role].title if r.owner_role in roles else "",
            names.get(r.owner or "", ""),
        )
        for key, r in rows.items()
    ]
    return tuple(sorted(lines, key=lambda t: (t.status not in ("open", "snoozed"), t.due_on or "9999", t.id)))


def call_title(name: str) -> str:
    """`Bel Samira even`; empty where the reader may not know who it is."""
    return f"Bel {first_name(name)} even" if name.strip() else ""


def _meetings(found: Opened) -> tuple[MeetingLine, ...]:
    rows = project.rows(found.row.organisation, found.facts, found.run)[1]
    kinds = found.plan.workflow.meetings
    lines = [
        MeetingLine(
            key,
            r.kind,
            kinds[r.kind].title if r.kind in kinds else r.kind,
            r.status,
            r.day or "",
            r.precision,
            r.mode,
            r.people,
        )
        for key, r in rows.items()
    ]
    return tuple(sorted(lines, key=lambda m: (m.day, m.id)))


def _letters(work: Work, row: CaseRow, plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """(letter, title, status) of every letter that followed."""
    found = []
    for line in outbox.of_case(row.id, connection=work.connection):
        if line.kind == "letter":
            letter = plan.workflow.letters.get(line.name)
            found.append((line.name, letter.title if letter else line.name, line.status))
    return tuple(found)


def _missing(found: Opened, at: int) -> tuple[str, ...]:
    """Roles under their lower bound, while the case runs."""
    if found.run.ended is not None:
        return ()
    look = found.look(at)
    missing = []
    for name, role in found.plan.workflow.roles.items():
        short = lower(look, name) - len(active(found.run, name))
        if short > 0:
            missing.append(role.title if short == 1 else f"{role.title} (nog {short})")
    return tuple(missing)
