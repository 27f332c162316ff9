"""What a new value of a parameter changes at once: cases in which something counts from later on.

A value holds from the minute in which it was told. What happened before keeps the old one, but a date that
was filled in or a meeting may lie later, and a case may have moved in that same minute: then it is folded
anew, so that its rows say what the log says.
"""

from __future__ import annotations

import json

from baz.engine.access import Entrance, read_snapshot
from baz.engine.gather import gather, with_log
from baz.engine.save import save
from baz.engine.work import Work
from baz.kernel.acts import ENGINE, Event
from baz.kernel.decide import Decision
from baz.kernel.fold import fold
from baz.kernel.when import When
from baz.store import cases, log
from baz.store.cases import CaseRow

_ALL = 1_000_000


def refold_running(work: Work, organisation: str, workflow: str) -> int:
    """Fold the running cases anew that a value which holds from now on can reach; gives how many."""
    definition = work.catalogue.workflow(workflow, organisation)
    dates = {name for name, found in definition.fields.items() if found.type in ("date", "paper")}
    done = 0
    lines = cases.listing(organisation, connection=work.connection, workflow=workflow, limit=_ALL)
    for line in lines:
        row = cases.load(line.id, connection=work.connection, lock=True)
        run = json.loads(row.snapshot)["run"]
        later = any(meeting["at"] >= work.at for meeting in run["meetings"])
        if later or run["at"] >= work.at or dates & run["fields"].keys():
            _refold(work, row)
            done += 1
    return done


def _refold(work: Work, row: CaseRow) -> None:
    stored, followed = read_snapshot(row)
    entrance = Entrance.of_clock(work, row, stored, followed)
    events = log.read(row.id, connection=work.connection)
    gathered = gather(work, row.organisation, entrance.plan, stored, event=None, at=work.at)
    facts = with_log(work, gathered, events)
    folded = fold(facts, events, work.at)
    if folded is not None:
        nothing = Event(0, "", "", {}, When.at(work.now), work.now, ENGINE)
        save(work, entrance, facts, Decision(nothing, folded.run, folded.held))
