"""Facts about meetings, applied to a run: planned, moved, cancelled, held."""

from __future__ import annotations

from baz.kernel import jobs, moving
from baz.kernel.acts import Event, Reason, unfit
from baz.kernel.facts import Look
from baz.kernel.plan import MAIN
from baz.kernel.run import Gathering
from baz.kernel.when import When


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
    jobs.call_back(look, event)
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
    jobs.call_back(look, event)
    return None
