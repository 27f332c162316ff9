"""From a folded run to the rows that people's pages read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from baz.definition.model import Task
from baz.ground.clock import today_in_brussels
from baz.kernel import clockwork, jobs, roles
from baz.kernel.facts import Facts, Look
from baz.kernel.fold import Conflict
from baz.kernel.plan import Plan
from baz.kernel.run import Job, Run
from baz.kernel.when import DAY, Stamp, When, day_of, due_day, moment_of
from baz.store.cases import CaseRow
from baz.store.codec import moment_text
from baz.store.projections import MeetingRow, ParticipationRow, TaskRow

Rows = tuple[dict[str, ParticipationRow], dict[str, MeetingRow], dict[str, TaskRow]]

NOTICE_TITLES = {
    "wat_nu": "Wat nu? Iets dat al vertrokken is, klopt niet meer",
    "teruggestuurd": "De partner stuurde de doorverwijzing terug",
    "hervat": "De pauze loopt af: hervatten of langer rusten?",
    "bel_even": "Bel even terug",
    "past_niet": "Wat verteld werd, past niet bij wat al bekend is",
}


def day_text(at: Stamp | None) -> str | None:
    """The ISO day of a stamp."""
    return None if at is None else day_of(at).isoformat()


def case_row(
    case: str, organisation: str, facts: Facts, run: Run, seq: int, people: int, head: str
) -> CaseRow:
    """The line of a case; `seq` is its last event, `people` the last one that people told."""
    plan = facts.plans[run.plan]
    pause = run.pauses[-1] if run.paused else None
    regions = {r: lane.state for r, lane in run.lanes.items() if r != "main"}
    return CaseRow(
        id=case,
        organisation=organisation,
        workflow=plan.workflow.workflow,
        version=plan.workflow.version,
        definition=run.plan,
        state=run.main.state,
        regions=json.dumps(regions, sort_keys=True, separators=(",", ":")),
        since=day_of(run.main.since).isoformat(),
        paused=(pause[2] or "pauze") if pause else None,
        paused_since=day_text(pause[0]) if pause else None,
        paused_until=_until(pause[3]) if pause else None,
        outcome=run.outcome or None,
        opened_on=day_text(run.opened),
        opened_precision=run.precision,
        ended_on=day_text(run.ended),
        about=about(plan, run),
        area=area(plan, run),
        seq=seq,
        facts=people,
        head=head,
        held=len(run.held),
        proposed=len(run.proposals),
        next_due=clockwork.next_due(Look(plan, run, facts, run.at)),
        snapshot="",
        erased_at=None if run.erased_on is None else moment_text(moment_of(run.erased_on).astimezone(UTC)),
    )


def _until(text: str) -> str | None:
    day = When.parse(text).day if text else None
    return day.isoformat() if day else None


def about(plan: Plan, run: Run) -> str | None:
    """The party that the case is about: who holds the role now, or held it last."""
    mine = [p for p in run.parts if p.role == plan.workflow.about]
    active = [p for p in mine if p.standing == "active"]
    return (active or mine)[-1].party if mine else None


def area(plan: Plan, run: Run) -> str | None:
    """The municipality of a case, for lists and reports."""
    for name, definition in plan.workflow.fields.items():
        value = run.fields.get(name)
        if definition.type == "municipality" and isinstance(value, str):
            return value
    return None


def rows(
    organisation: str,
    facts: Facts,
    run: Run,
    conflicts: Iterable[Conflict] = (),
    before: dict[str, TaskRow] | None = None,
) -> Rows:
    """Participations, meetings and tasks of a run. `conflicts` are what is held, when it was folded anew;
    else the notices among `before` stay."""
    look = Look(facts.plans[run.plan], run, facts, run.at)
    where = area(look.plan, run)
    tasks: dict[str, TaskRow] = {}
    for job in run.jobs:
        if row := _task(look, organisation, job, where):
            tasks[job.id] = row
    if run.held:
        tasks |= _held(look, organisation, conflicts, where, before or {})
    return parts_of(run), meetings_of(organisation, run), tasks


def parts_of(run: Run) -> dict[str, ParticipationRow]:
    """The participations of a run, as rows by id."""
    return {
        p.id: ParticipationRow(p.role, p.party, p.standing, day_text(p.frm), day_text(p.to))
        for p in run.parts
    }


def meetings_of(organisation: str, run: Run) -> dict[str, MeetingRow]:
    """The meetings of a run, as rows by id."""
    return {
        m.id: MeetingRow(
            organisation,
            m.kind,
            m.status,
            day_text(m.at),
            m.at % DAY if m.precision == "minute" else None,
            m.precision,
            m.mode,
            m.count,
            m.place or None,
        )
        for m in run.meetings
    }


def owner_of(look: Look, task: Task | None) -> tuple[str, str | None]:
    """The role and the party that a task falls to; to the first staff role while the role is empty."""
    known = look.plan.workflow.roles
    wanted = task.owner if task else ()
    here = [p for p in look.run.parts if p.role in wanted and p.standing == "active"]
    if not here:
        staff = [r for r, d in known.items() if d.kind == "staff"]
        held = [r for r in staff if roles.active(look.run, r)]
        wanted = tuple((held or staff)[:1]) or wanted
        here = roles.holders(look.run, wanted)
    role = here[0].role if here else (wanted[0] if wanted else "")
    return role, here[0].party if len(here) == 1 else None


def _task(look: Look, organisation: str, job: Job, where: str | None) -> TaskRow | None:
    duty = look.plan.duties.get(job.name)
    if job.closed is None and not jobs.visible(look, job):
        return None
    if job.closed is not None and duty is not None and job.true_since is None:
        return None  # its `when` was not true: nobody had to do it
    title = duty.task.title if duty else _notice(look, job)
    role, owner = owner_of(look, duty.task if duty else None)
    status = "open"
    if job.closed is not None:
        status = "done" if job.how == "klaar" else "gone"
    elif job.snoozed is not None and job.snoozed > look.run.at:
        status = "snoozed"
    due = None if job.due is None else due_day(job.due)
    timed = job.due is not None and job.due % DAY != 0
    return TaskRow(
        job.name,
        title,
        organisation,
        role,
        owner,
        due.isoformat() if due else None,
        job.due % DAY if timed and job.due is not None else None,
        status,
        day_text(job.snoozed) if status == "snoozed" else None,
        day_of(job.since).isoformat(),
        job.pinned is not None and duty is not None,
        where,
    )


def _notice(look: Look, job: Job) -> str:
    """What a notice says; whom it is about by role, because a row of the worklist names nobody."""
    kinds = look.plan.workflow.roles
    mine = [kinds[p.role].title for p in look.run.parts if job.who and p.party == job.who and p.role in kinds]
    if job.name == jobs.CALL and mine:
        return f"Bel even: {mine[-1]}"
    return NOTICE_TITLES.get(job.name, job.name)


def _held(
    look: Look,
    organisation: str,
    conflicts: Iterable[Conflict],
    where: str | None,
    before: dict[str, TaskRow],
) -> dict[str, TaskRow]:
    role, owner = owner_of(look, None)
    found = {
        k: v for k, v in before.items() if v.name == "past_niet" and int(k.split("#")[1]) in look.run.held
    }
    for conflict in conflicts:
        event = conflict.event
        day = today_in_brussels(event.recorded).isoformat()
        found[f"past_niet#{event.seq}"] = TaskRow(
            "past_niet",
            NOTICE_TITLES["past_niet"],
            organisation,
            role,
            owner,
            day,
            None,
            "open",
            None,
            day,
            False,
            where,
        )
    return found


def snapshot(run: Run, followed: dict[str, Any]) -> str:
    """What is stored beside the case row: the run, and what the engine said it did."""
    return (
        '{"followed":'
        + json.dumps(followed, sort_keys=True, separators=(",", ":"))
        + ',"run":'
        + run.dump()
        + "}"
    )
