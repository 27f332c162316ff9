"""One fact, applied to a run: what each kind of event changes, or the reason why it does not fit.

Every function takes the `Look` (plan, run, facts, moment) and the event, changes the run and
gives None; or it gives a `Reason` and the run must be thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from baz.kernel import jobs, moving, roles
from baz.kernel.acts import Event, Reason
from baz.kernel.facts import Look
from baz.kernel.judge import judge
from baz.kernel.machine import BEGIN
from baz.kernel.plan import MAIN
from baz.kernel.run import Consequence, Gathering, Job, Lane, Part, Proposal, Run
from baz.kernel.when import DAY, When, stamp

Applier = Callable[[Look, Event], Reason | None]


def unfit(sentence: str, code: str = "past-niet") -> Reason:
    """Why a fact does not fit, in one sentence."""
    return Reason(code, sentence)


# --- opening and stepping


def opened(look: Look, event: Event) -> Reason | None:
    """The case begins: by an opening step, or taken over in any state."""
    run, data = look.run, event.data
    run.opened, run.precision = look.at, event.occurred.precision
    for region in look.plan.machines:
        run.lanes[region] = Lane(BEGIN, look.at)
    if state := data.get("state"):
        moving.answers(look, event, data, replaces=True)
        for region, target in {MAIN: state, **data.get("regions", {})}.items():
            if target not in look.plan.machines.get(region, look.plan.machines[MAIN]).states:
                return unfit(f"De toestand '{target}' bestaat niet.", "onbekende-toestand")
            moving.put(look, region, target, event.name, event.seq)
        if event.name:
            run.steps[event.name] = [look.at]
        moving.finish(look, data.get("outcome", ""))
        return None
    edge = look.plan.edges[event.name]
    return moving.take(look, edge.name, data, event)


def step(look: Look, event: Event) -> Reason | None:
    """A transition is taken, or proposed when somebody's yes is missing."""
    edge = look.plan.edges.get(event.name)
    if edge is None:
        return unfit(f"De stap '{event.name}' bestaat niet in deze versie.", "onbekende-stap")
    if reason := moving.legal(look, edge):
        return reason
    failed = judge(
        edge.tests,
        look,
        moving.plain_answers(event.data),
        event.data.get("verdicts", {}),
        event.data.get("waived", ()),
    )
    if failed:
        return failed[0][1]
    if edge.step.agree:
        lane = look.run.lanes[edge.region]
        proposal = Proposal(
            event.seq,
            edge.name,
            edge.region,
            lane.state,
            lane.since,
            dict(event.data),
            _yes(event.data),
            _by(event),
        )
        if moving.missing_yes(look, proposal):
            look.run.proposals.append(proposal)
            return None
    return moving.take(look, edge.name, event.data, event)


def _yes(data: Mapping[str, Any]) -> dict[str, str]:
    return {y["party"]: y.get("how", "zelf") for y in data.get("agreed", ()) if y.get("yes", True)}


def _by(event: Event) -> str:
    return event.behalf or event.actor


def agreed(look: Look, event: Event) -> Reason | None:
    """A yes or no to a step that waits."""
    proposal = next((p for p in look.run.proposals if p.step == event.name), None)
    if proposal is None:
        return unfit("Er is geen voorstel dat op dit antwoord wacht.")
    yes = event.data["yes"]
    if not yes.get("yes", True):
        look.run.proposals.remove(proposal)
        return None
    proposal.yes[yes["party"]] = yes.get("how", "zelf")
    if moving.missing_yes(look, proposal):
        return None
    look.run.proposals.remove(proposal)
    edge = look.plan.edges[proposal.step]
    failed = judge(
        edge.tests,
        look,
        moving.plain_answers(proposal.data),
        proposal.data.get("verdicts", {}),
        proposal.data.get("waived", ()),
    )
    return failed[0][1] if failed else moving.take(look, proposal.step, proposal.data, event)


def jumped(look: Look, event: Event) -> Reason | None:
    """A step out of order: the state is set by hand, and counted."""
    region = event.data.get("region") or MAIN
    if region not in look.run.lanes or event.name not in look.plan.machines[region].states:
        return unfit(f"De toestand '{event.name}' bestaat niet.", "onbekende-toestand")
    look.run.out_of_order += 1
    moving.put(look, region, event.name, "", event.seq)
    moving.finish(look, event.data.get("outcome", ""))
    return None


# --- people


def joined(look: Look, event: Event) -> Reason | None:
    """Somebody is asked for, or takes, a role."""
    role = event.name
    if role not in look.plan.workflow.roles:
        return unfit(f"De rol '{role}' bestaat niet.", "onbekende-rol")
    there = replace(look, party=event.data["party"])
    failed = judge(
        look.plan.needs[role], there, None, event.data.get("verdicts", {}), event.data.get("waived", ())
    )
    if failed:
        return failed[0][1]
    return roles.join(look, role, event.data["party"], f"p{event.seq}", _yes(event.data), replaces=False)


def answered(look: Look, event: Event) -> Reason | None:
    """A yes or no to a participation that was asked; one no is enough, and everybody keeps the place they had."""
    part = roles.find(look.run, event.name, event.data["party"], ("asked",))
    if part is None:
        return unfit("Deze persoon is niet (meer) gevraagd voor deze rol.")
    yes = event.data["yes"]
    if not yes.get("yes", True):
        part.standing, part.to = "declined", look.at
        return None
    part.yes[yes["party"]] = yes.get("how", "zelf")
    return roles.settle(look, part)


def left(look: Look, event: Event) -> Reason | None:
    """A participation ends."""
    part = roles.find(look.run, event.name, event.data["party"], ("active", "asked", "reserve"))
    if part is None:
        return unfit("Deze persoon heeft die rol niet.")
    roles.leave(look, part)
    return None


def handed(look: Look, event: Event) -> Reason | None:
    """A role goes over; with `until` it comes back on that day."""
    part = roles.find(look.run, event.name, event.data["party"], ("active",))
    if part is None:
        return unfit("Deze persoon heeft die rol niet.")
    part.standing, part.to = "ended", look.at
    until = event.data.get("until")
    back = stamp(When.parse(until).day or _never(), DAY) if until else None
    proxy = part.party if back else ""
    heir = Part(
        f"p{event.seq}", part.role, event.data["to"], "active", look.at, None, {}, back, proxy, look.at
    )
    look.run.parts.append(heir)
    return None


def _never() -> Any:
    raise ValueError("a day is needed")


# --- meetings


def planned(look: Look, event: Event) -> Reason | None:
    """A meeting gets a date."""
    if event.name not in look.plan.workflow.meetings:
        return unfit(f"De samenkomst '{event.name}' bestaat niet.", "onbekende-samenkomst")
    if look.run.ended is not None:
        return unfit("Het traject is afgelopen.")
    moving.plan_meeting(look, event.name, event.data, f"m{event.seq}")
    return None


def moved(look: Look, event: Event) -> Reason | None:
    """A planned meeting gets another date."""
    meeting = moving.find_meeting(look.run, event.name, event.data.get("meeting", ""), "planned")
    if meeting is None:
        return unfit("Er staat geen samenkomst gepland die je kan verzetten.")
    moving.set_date(meeting, When.parse(event.data["on"]))
    return None


def cancelled(look: Look, event: Event) -> Reason | None:
    """A planned meeting does not take place."""
    meeting = moving.find_meeting(look.run, event.name, event.data.get("meeting", ""), "planned")
    if meeting is None:
        return unfit("Er staat geen samenkomst gepland die je kan afzeggen.")
    meeting.status = "cancelled"
    return None


def held(look: Look, event: Event) -> Reason | None:
    """A meeting took place; steps that wait for it follow at once."""
    kind = event.name
    definition = look.plan.workflow.meetings.get(kind)
    if definition is None:
        return unfit(f"De samenkomst '{kind}' bestaat niet.", "onbekende-samenkomst")
    if not moving.expects(look, kind):
        where = look.run.main.state
        return unfit(f"{definition.title} hoort niet bij de toestand '{moving.title(look, MAIN, where)}'.")
    meeting = moving.find_meeting(look.run, kind, event.data.get("meeting", ""), "planned", look.at)
    if meeting is None:
        meeting = Gathering(f"m{event.seq}", kind, "held", look.at)
        look.run.meetings.append(meeting)
    meeting.status, meeting.at, meeting.precision = "held", look.at, event.occurred.precision
    meeting.count, meeting.present = event.data.get("count"), list(event.data.get("present", ()))
    meeting.told = event.seq
    if meeting.count is None and meeting.present:
        meeting.count = len(meeting.present)
    values = event.data.get("fields", {})
    meeting.values = dict(values)
    moving.set_fields(look, values)
    moving.triggered(look, f"meeting:{kind}", event.seq)
    jobs.after_meeting(look, kind, meeting.id, look.at)
    return None


# --- pausing, tasks


def paused(look: Look, event: Event) -> Reason | None:
    """The case rests."""
    if look.run.paused or look.run.ended is not None:
        return unfit("Het traject rust al of is afgelopen.")
    until = event.data.get("until", "")
    look.run.pauses.append([look.at, None, event.name, until])
    if until:
        day = When.parse(until).day
        number = len(look.run.pauses)
        pinned = stamp(day, DAY) if day else None
        look.run.jobs.append(Job(f"hervat#{number}", "hervat", look.at, pinned=pinned, true_since=look.at))
    return None


def resumed(look: Look, event: Event) -> Reason | None:
    """The case goes on."""
    if not look.run.paused:
        return unfit("Het traject is niet gepauzeerd.")
    look.run.pauses[-1][1] = look.at
    for job in look.run.jobs:
        if job.name == "hervat" and job.closed is None:
            job.closed, job.how = look.at, "klaar"
    return None


def _job(run: Run, event: Event) -> Job | None:
    wanted = event.data.get("task", "")
    mine = [j for j in run.jobs if j.name == event.name and j.closed is None and wanted in ("", j.id)]
    return min(mine, key=lambda j: (j.due or j.since, j.id), default=None)


def done(look: Look, event: Event) -> Reason | None:
    """A task is done, with its answers and its letter."""
    job = _job(look.run, event)
    if job is None:
        return unfit("Deze taak staat niet (meer) open.")
    duty = look.plan.duties.get(job.name)
    values = event.data.get("fields", {})
    moving.set_fields(look, values)
    meeting = next((m for m in look.run.meetings if m.id == job.meeting), None)
    if meeting is not None:
        meeting.values.update(values)
    if duty is not None and duty.task.letter:
        moving.letter(look, duty.task.letter, f"e{event.seq}", {"meeting": job.meeting})
    job.closed, job.how = look.at, "klaar"
    return None


def snoozed(look: Look, event: Event) -> Reason | None:
    """A task comes back later; its due day stays what it is."""
    job = _job(look.run, event)
    if job is None:
        return unfit("Deze taak staat niet (meer) open.")
    day = When.parse(event.data["until"]).day
    job.snoozed = stamp(day) if day else None
    return None


def pinned(look: Look, event: Event) -> Reason | None:
    """A person sets a task's due day."""
    job = _job(look.run, event)
    if job is None:
        return unfit("Deze taak staat niet (meer) open.")
    day = When.parse(event.data["on"]).day
    job.pinned = stamp(day, DAY) if day else None
    return None


# --- the case as a whole


def migrated(look: Look, event: Event) -> Reason | None:
    """The case goes on under another version; a renamed state keeps its `since`."""
    target = look.facts.plans.get(event.data["definition"])
    if target is None:
        return unfit("Die versie van de werkwijze is er niet.", "versie-onbekend")
    if lost := moving.homeless(look, target):
        return unfit(f"In die versie bestaat de toestand '{lost}' niet, en geen regel zegt wat ze wordt.")
    moving.migrate(look, target)
    return None


def applied(look: Look, event: Event) -> Reason | None:
    """A new value of a parameter also counts for what began earlier."""
    look.run.applied[event.name] = look.at
    return None


def erased(look: Look, event: Event) -> Reason | None:
    """A party is erased; when the case is about that party it ends."""
    run, party = look.run, event.data["party"]
    run.kept_due.update(event.data.get("due", {}))
    about = look.plan.workflow.about
    is_about = any(p.role == about and p.party == party for p in run.parts)
    for part in run.parts:
        if part.party == party and part.standing in ("active", "asked", "reserve"):
            part.standing, part.to = "ended", look.at
    if is_about and run.ended is None:
        run.ended, run.erased = look.at, True
        moving.stop_everything(look)
    return None


def shared(look: Look, event: Event) -> Reason | None:
    """Another organisation may look until a date."""
    day = When.parse(event.data["until"]).day
    look.run.shares[event.name] = stamp(day, DAY) if day else look.at
    return None


def referral(look: Look, event: Event) -> Reason | None:
    """A partner accepted the case that was referred to it, or sent it back (which is a task)."""
    key = event.data["case"]
    look.run.links.setdefault(key, {})["status"] = event.name
    if event.name == "returned":
        look.run.jobs.append(Job(f"teruggestuurd#{event.seq}", "teruggestuurd", look.at, true_since=look.at))
    return None


def external(look: Look, event: Event) -> Reason | None:
    """Something happened in another case that a step here waits for."""
    moving.triggered(look, event.name, event.seq)
    return None


def unfollowed(look: Look, event: Event) -> Reason | None:
    """Something that had left the house became untrue: one task, "wat nu?"."""
    if event.data.get("left"):
        look.run.jobs.append(Job(f"wat_nu#{event.seq}", "wat_nu", look.at, true_since=look.at))
    return None


APPLIERS: Mapping[str, Applier] = {
    "opened": opened,
    "step": step,
    "agreed": agreed,
    "jumped": jumped,
    "joined": joined,
    "answered": answered,
    "left": left,
    "handed": handed,
    "planned": planned,
    "moved": moved,
    "cancelled": cancelled,
    "held": held,
    "paused": paused,
    "resumed": resumed,
    "done": done,
    "snoozed": snoozed,
    "pinned": pinned,
    "migrated": migrated,
    "applied": applied,
    "erased": erased,
    "shared": shared,
    "referral": referral,
    "external": external,
    "unfollowed": unfollowed,
}

__all__ = ["APPLIERS", "Consequence", "unfit"]
