"""`baz verify`: the log is whole, and every projection equals a fold over it, case by case."""

from __future__ import annotations

import json
from typing import Any

from baz.engine.access import read_snapshot
from baz.engine.gather import gather, with_log
from baz.engine.project import case_row, rows
from baz.engine.work import Work
from baz.ground.errors import Broken, NotFound
from baz.kernel.acts import Event
from baz.kernel.fold import fold
from baz.store import cases, log, people
from baz.store.people import Ref
from baz.store.projections import MEETINGS, PARTICIPATIONS, TASKS, read_rows


def verify(work: Work, case: str) -> list[str]:
    """What does not agree in one case; an empty list is good."""
    try:
        log.verify_chain(case, connection=work.connection)
    except Broken as error:
        return [error.message]
    row = cases.load(case, connection=work.connection)
    stored, followed = read_snapshot(row)
    events = log.read(case, connection=work.connection)
    try:
        plan = work.plans.load(row.definition, connection=work.connection)
    except (Broken, NotFound) as error:
        return [f"{case}: {error.message}"]
    facts = with_log(work, gather(work, row.organisation, plan, stored, event=None, at=stored.at), events)
    folded = fold(facts, events, stored.at)
    if folded is None:
        return [f"{case}: het logboek opent het traject niet."]
    found = []
    if folded.run.dump() != stored.dump():
        where = _differences(folded.run.dump(), stored.dump())
        found.append(f"{case}: wat bewaard is, is niet wat het logboek zegt ({where}).")
    line = case_row(case, row.organisation, facts, folded.run, row.seq, row.facts, row.head)
    # the clock may have put off `next_due`; the snapshot was compared above
    line = line._replace(next_due=row.next_due, snapshot=row.snapshot)
    if wrong := [name for name in row._fields if getattr(row, name) != getattr(line, name)]:
        found.append(f"{case}: de regel van het traject is niet wat het logboek zegt ({', '.join(wrong)}).")
    fresh = rows(row.organisation, facts, folded.run, folded.held)
    stored_rows: tuple[tuple[Any, Any, str], ...] = (
        (fresh[0], read_rows(PARTICIPATIONS, case, connection=work.connection), "mensen"),
        (fresh[1], read_rows(MEETINGS, case, connection=work.connection), "samenkomsten"),
        (fresh[2], read_rows(TASKS, case, connection=work.connection), "taken"),
    )
    for wanted, kept, what in stored_rows:
        if dict(wanted) != dict(kept):
            found.append(f"{case}: de {what} zijn niet wat het logboek zegt.")
    if _said(events) != {k: v[1] for k, v in followed.items()}:
        found.append(f"{case}: wat de motor zegt te hebben gedaan, staat niet zo in het logboek.")
    return found + _values(work, case, events)


def _said(events: list[Event]) -> dict[str, int]:
    """What the engine's own lines say it did and did not take back: consequence to line."""
    said: dict[str, int] = {}
    for event in events:
        if event.kind in ("fired", "followed"):
            said[event.data["key"]] = event.seq
        elif event.kind == "unfollowed":
            said.pop(event.data["key"], None)
    return said


def _values(work: Work, case: str, events: list[Event]) -> list[str]:
    found = []
    for event in events:
        for ref, mac in _refs(event.data):
            if people.agrees(Ref(ref, mac), connection=work.connection) is False:
                found.append(f"{case}: een bewaarde waarde bij gebeurtenis {event.seq} werd veranderd.")
    return found


def _refs(value: object) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        if "ref" in value and "mac" in value:
            return [(value["ref"], value["mac"])]
        return [r for item in value.values() for r in _refs(item)]
    if isinstance(value, list | tuple):
        return [r for item in value for r in _refs(item)]
    return []


def _differences(a: str, b: str) -> str:
    one, two = json.loads(a), json.loads(b)
    return ", ".join(k for k in one if one[k] != two.get(k))
