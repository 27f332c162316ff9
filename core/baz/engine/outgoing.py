"""What other programmes hear of a case: one event for each fact, in the transaction that tells it.

An event is a CloudEvent 1.0 that holds ids and names from the definition, never a value, a word or a name
that somebody filled in: who wants to know more asks the API, with the rights of its token.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from baz.engine.work import Work
from baz.kernel.acts import PEOPLE, Event
from baz.kernel.plan import MAIN, Plan
from baz.kernel.run import Run
from baz.store import webhooks
from baz.store.outbox import WEBHOOK, Entry

TYPE = "be.burgersaanzet.case."
KINDS: frozenset[str] = PEOPLE | {"fired"}
"""The kinds of event that leave: what people told, and what the clock did."""


def entries(
    work: Work, case: str, organisation: str, plan: Plan, run: Run, events: Sequence[Event]
) -> list[Entry]:
    """A delivery for each new line of the log and each address that wants to hear of its kind."""
    found: list[Entry] = []
    telling = [event for event in events if event.kind in KINDS]
    if not telling:
        return found
    for hook, kinds in webhooks.targets(organisation, connection=work.connection):
        for event in telling:
            if not kinds or event.kind in kinds:
                body = json.dumps({"hook": hook, "event": cloud_event(case, organisation, plan, run, event)})
                found.append(Entry(case, event.seq, f"{WEBHOOK}:{hook}@{event.seq}", WEBHOOK, body))
    return found


def cloud_event(case: str, organisation: str, plan: Plan, run: Run, event: Event) -> dict[str, object]:
    """One line of the log as a CloudEvent, in its structured form. Its `id` is the same at every try."""
    workflow = plan.workflow
    return {
        "specversion": "1.0",
        "id": f"{case}.{event.seq}",
        "source": f"urn:burgersaanzet:{organisation}",
        "type": f"{TYPE}{event.kind}",
        "subject": case,
        "time": event.recorded.isoformat(),
        "datacontenttype": "application/json",
        "data": {
            "organisation": organisation,
            "case": case,
            "workflow": workflow.workflow,
            "version": workflow.version,
            "seq": event.seq,
            "name": event.name,
            "occurred": str(event.occurred),
            "state": run.main.state,
            "regions": {name: lane.state for name, lane in run.lanes.items() if name != MAIN},
            "ended": run.ended is not None,
        },
    }
