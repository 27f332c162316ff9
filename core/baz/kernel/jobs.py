"""Tasks as a fold sees them: which are open, since when, and when each is due."""

from __future__ import annotations

from dataclasses import replace

from baz.definition.moment import Moment
from baz.kernel.acts import CALL_ME, Event
from baz.kernel.facts import Look
from baz.kernel.judge import holds
from baz.kernel.moments import end_of_day, fall, stay_since
from baz.kernel.plan import Duty
from baz.kernel.run import Consequence, Job, Run
from baz.kernel.when import Stamp, stamp_of

CALL = "bel_even"
NOTICES = ("wat_nu", "teruggestuurd", "hervat", CALL)
"""Tasks that the engine itself raises; they hang on no state of the definition."""


def in_force(look: Look, duty: Duty) -> Stamp | None:
    """Since when the case is where this task belongs; None when it is not there now."""
    run = look.run
    if run.ended is not None and not _reaches_end(look, duty):
        return None
    if duty.pause_too and run.paused:
        return int(run.pauses[-1][0])
    if duty.pause_too and not duty.during:
        return None
    return stay_since(run, duty.during)


def _reaches_end(look: Look, duty: Duty) -> bool:
    """Whether the task names the final state that the case is in (a person may be asked again later). A case
    that ended elsewhere, by erasure, has no tasks."""
    state = look.run.main.state
    return bool(look.plan.final(state)) and state in duty.during.get("main", ())


def refresh(look: Look) -> None:
    """After every event: open what begins here, close what was left, judge each `when` again."""
    run = look.run
    for duty in look.plan.duties.values():
        since = in_force(look, duty)
        if duty.meeting and not duty.rhythm:
            if since is None:
                _close(run, duty, look.at)
        elif duty.task.due.anchor.kind == "step" and duty.task.due.anchor.pick == "each":
            _per_step(look, duty, since)
        else:
            _single(look, duty, since)
    for job in run.jobs:
        if job.closed is None:
            _judge(look, job)


def _single(look: Look, duty: Duty, since: Stamp | None) -> None:
    current = next((j for j in look.run.jobs if j.name == duty.name and j.closed is None), None)
    if since is None:
        _close(look.run, duty, look.at)
        return
    latest = next((j for j in reversed(look.run.jobs) if j.name == duty.name), None)
    if duty.rhythm:
        since = _rhythm_since(look.run, duty, since)
        if current is not None and current.since != since:
            _shut(current, look.at, "klaar")
            current = None
    if current is None and not (latest is not None and latest.since == since):
        number = 1 + sum(1 for j in look.run.jobs if j.name == duty.name)
        look.run.jobs.append(Job(f"{duty.name}#{number}", duty.name, since))


def _rhythm_since(run: Run, duty: Duty, since: Stamp) -> Stamp:
    return max([since, *(m.at for m in run.meetings if m.kind == duty.meeting and m.status == "held")])


def _per_step(look: Look, duty: Duty, since: Stamp | None) -> None:
    if since is None:
        _close(look.run, duty, look.at)
        return
    name = duty.task.due.anchor.name
    have = {j.since for j in look.run.jobs if j.name == duty.name}
    for number, at in enumerate(look.run.steps.get(name, ()), 1):
        if at >= since and at not in have:
            look.run.jobs.append(Job(f"{duty.name}#{number}", duty.name, at))


def after_meeting(look: Look, kind: str, meeting: str, at: Stamp) -> None:
    """A meeting was held: open the tasks that hang on each meeting of its kind."""
    for duty in look.plan.duties.values():
        if duty.meeting == kind and not duty.rhythm and in_force(look, duty) is not None:
            look.run.jobs.append(Job(f"{duty.name}#{meeting}", duty.name, at, meeting))


def call_back(look: Look, event: Event) -> None:
    """Who told of a meeting wants to be called: a task from the moment of telling, never late at birth."""
    if event.data.get("feeling") == CALL_ME:
        since, who = stamp_of(event.recorded), event.behalf or event.actor
        look.run.jobs.append(Job(f"{CALL}#{event.seq}", CALL, since, true_since=since, who=who))


def _close(run: Run, duty: Duty, at: Stamp) -> None:
    for job in run.jobs:
        if job.name == duty.name and job.closed is None:
            # what asks or sends something is not done by walking away from it
            _shut(job, at, "vervallen" if duty.task.ask or duty.task.letter else "klaar")


def _shut(job: Job, at: Stamp, how: str) -> None:
    job.closed, job.how = at, how


def _judge(look: Look, job: Job) -> None:
    duty = look.plan.duties.get(job.name)
    if duty is None or duty.when is None:
        job.true_since = job.since
    elif not holds(duty.when, look):
        job.true_since = None
    elif job.true_since is None:
        job.true_since = look.at
    job.due = due_of(look, job)


def due_of(look: Look, job: Job) -> Stamp | None:
    """When the task is due; None while that is not known, `when` is false, or a pause has to end first."""
    if job.pinned is not None:
        return job.pinned
    if job.name.split("#")[0] in NOTICES:
        return end_of_day(job.since)
    time = nominal(look, job)
    if time is None or job.true_since is None:
        return None
    begun = max(job.true_since, job.since)
    return time if begun < time else end_of_day(begun)


def nominal(look: Look, job: Job) -> Stamp | None:
    """The moment itself, apart from `when` and from a date that a person pinned."""
    duty = look.plan.duties.get(job.name)
    if duty is None:
        return None
    moment = _rhythm_moment(look, duty, job) if duty.rhythm else duty.task.due
    anchor = moment.anchor
    if look.run.paused and not duty.pause_too and anchor.kind != "field":
        return None  # a pause moves the case's own moments, never what hangs on a field's date (rule 6)
    each = (duty.meeting and not duty.rhythm) or (anchor.kind == "step" and anchor.pick == "each")
    occasion = job.since if each else None
    return fall(
        look, moment, job.since, occasion, as_due=True, runs_paused=duty.pause_too and look.run.paused
    )


def _rhythm_moment(look: Look, duty: Duty, job: Job) -> Moment:
    """The rhythm that holds: the last `later` whose `from` had passed at the last meeting (rule 13)."""
    found = duty.task.due
    for later in look.plan.workflow.meetings[duty.meeting].later:
        start = fall(look, later.frm, job.since)
        if start is not None and start <= job.since:
            found = replace(duty.task.due, duration=later.every)
    return found


def planned_ahead(look: Look, duty: Duty) -> bool:
    """Whether a rhythm's next date stands already, so that nobody needs to be told."""
    return any(
        m.kind == duty.meeting and m.status == "planned" and m.at >= look.at for m in look.run.meetings
    )


def visible(look: Look, job: Job) -> bool:
    """Whether somebody has to do the task: open, `when` true, not asleep in a pause, no date planned yet."""
    if job.closed is not None or job.due is None:
        return False
    duty = look.plan.duties.get(job.name)
    return duty is None or not (duty.rhythm and planned_ahead(look, duty))


def reach(look: Look, at: Stamp) -> None:
    """The clock stands at `at`: what is due by now is noted once as a reminder."""
    for job in look.run.jobs:
        if job.closed is None and job.reached is None and job.due is not None and job.due <= at:
            job.reached = job.due
            if visible(look, job):
                key = f"task:{job.id}"
                look.run.consequences[key] = Consequence(key, "reminder", job.name, job.due)
