"""Facts about pauses and tasks, applied to a run: rest, go on, done, later, pinned."""

from __future__ import annotations

from baz.kernel import moving
from baz.kernel.acts import Event, Reason, unfit
from baz.kernel.facts import Look
from baz.kernel.run import Job, Run
from baz.kernel.when import DAY, When, stamp


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


def resumed(look: Look, _event: Event) -> Reason | None:
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
    return min(mine, key=lambda j: j.due or j.since, default=None)


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
