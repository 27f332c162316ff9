"""One fact, applied to a run: what each kind of event changes, or the reason why it does not fit.

Every function takes the `Look` (plan, run, facts, moment) and the event, changes the run and
gives None; or it gives a `Reason` and the run must be thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from baz.kernel import moving
from baz.kernel.acts import Event, Reason, unfit
from baz.kernel.apply_meetings import cancelled, held, moved, planned
from baz.kernel.apply_people import answered, handed, joined, left
from baz.kernel.apply_tasks import done, paused, pinned, resumed, snoozed
from baz.kernel.facts import Look
from baz.kernel.machine import BEGIN
from baz.kernel.plan import MAIN, Edge
from baz.kernel.run import Job, Lane, Proposal
from baz.kernel.when import DAY, When, stamp

Applier = Callable[[Look, Event], Reason | None]


# --- opening and stepping


def opened(look: Look, event: Event) -> Reason | None:
    """The case begins: by an opening step, or taken over in any state."""
    run, data = look.run, event.data
    run.opened, run.precision = look.at, event.occurred.precision
    for region in look.plan.machines:
        run.lanes[region] = Lane(BEGIN, look.at)
    if state := data.get("state"):
        if reason := moving.answers(look, event, data, replaces=True):
            return reason
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
    if reason := moving.failing(look, edge, event.data):
        return reason
    if edge.agree:
        proposal = _proposal(look, edge, event)
        if moving.missing_yes(look, proposal):
            look.run.proposals.append(proposal)
            return None
    return moving.take(look, edge.name, event.data, event)


def _proposal(look: Look, edge: Edge, event: Event) -> Proposal:
    lane, data = look.run.lanes[edge.region], event.data
    said, by = moving.yeses(data), event.behalf or event.actor
    return Proposal(event.seq, edge.name, edge.region, lane.state, lane.since, dict(data), said, by)


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
    if reason := moving.legal(look, edge) or moving.failing(look, edge, proposal.data):
        return reason
    return moving.take(look, proposal.step, proposal.data, event)


def jumped(look: Look, event: Event) -> Reason | None:
    """A step out of order: the state is set by hand, and counted."""
    region = event.data.get("region") or MAIN
    if region not in look.run.lanes or event.name not in look.plan.machines[region].states:
        return unfit(f"De toestand '{event.name}' bestaat niet.", "onbekende-toestand")
    look.run.out_of_order += 1
    moving.put(look, region, event.name, "", event.seq)
    moving.finish(look, event.data.get("outcome", ""))
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
    """A party is erased; when the case is about that party it ends. Or only some values were erased."""
    run, party = look.run, event.data.get("party", "")
    run.kept_due.update(event.data.get("due", {}))
    about = look.plan.workflow.about
    is_about = any(p.role == about and p.party == party for p in run.parts)
    for part in run.parts:
        if party and part.proxy_of == party:
            part.proxy_of, part.until = "", None  # nobody is left to give the role back to
        if part.party == party and part.standing in ("active", "asked", "reserve"):
            part.standing, part.to = "ended", look.at
    for job in run.jobs:
        if party and job.who == party:
            job.who, job.closed, job.how = "", job.closed or look.at, job.how or "vervallen"
    if is_about and not run.erased:
        run.erased, run.erased_on = True, look.at
        if run.ended is None:
            run.ended = look.at
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
