"""Writing what was decided: log lines, the case row, its projections, the outbox. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from baz.engine import invitations, keeping, outgoing
from baz.engine.access import Entrance
from baz.engine.follow import Following, follow, left_house
from baz.engine.project import Rows, case_row, rows, snapshot
from baz.engine.work import Work
from baz.kernel import clockwork
from baz.kernel.acts import Event
from baz.kernel.apply import APPLIERS
from baz.kernel.decide import Decision
from baz.kernel.facts import Facts, Look
from baz.kernel.fold import is_act
from baz.kernel.plan import Plan
from baz.kernel.run import Consequence, Run
from baz.store import cases, log, outbox, people, standing
from baz.store.outbox import Entry
from baz.store.projections import MEETINGS, PARTICIPATIONS, TASKS, read_rows, write_rows
from baz.store.standing import PaperRow

_NONE: Rows = ({}, {}, {})


@dataclass(slots=True)
class Saved:
    """What was written: the last line, what is held, the cases to open, and who came and went."""

    seq: int
    held: tuple[str, ...]
    opens: list[tuple[Consequence, int]]
    run: Run
    before: Rows
    after: Rows
    events: list[Event] = field(default_factory=list)


def save(
    work: Work, entrance: Entrance, facts: Facts, decision: Decision, sealed: Sequence[people.Sealed] = ()
) -> Saved:
    """Append, project and enqueue what a decision leads to."""
    run, row = decision.run, entrance.row
    told = [decision.event] if decision.event.seq else []
    seq = decision.event.seq or (row.seq if row else 0)
    cause = seq if told else (row.facts if row else 0)
    following = follow(work, entrance.case, run, entrance.followed, seq, cause)
    _notices(facts, run, following)
    events = [*told, *following.events]
    seq += len(following.events)
    before = _rows_before(work, entrance)
    after = rows(entrance.organisation, facts, run, decision.held, before[2])
    line = case_row(entrance.case, entrance.organisation, facts, run, seq, cause, row.head if row else "")
    line = line._replace(snapshot=snapshot(run, following.followed))
    if row is None:
        # the line of the case comes first: everything else refers to it
        cases.insert_case(line, connection=work.connection)
        head = log.append(entrance.case, "", events, connection=work.connection)
        log.set_head(entrance.case, head, seq, connection=work.connection)
    else:
        if events:
            head = log.append(entrance.case, row.head, events, connection=work.connection)
            line = line._replace(head=head)
        cases.update_case(line, row.seq, connection=work.connection)
    if sealed:
        people.keep(sealed, connection=work.connection)
    write_rows(PARTICIPATIONS, entrance.case, before[0], after[0], connection=work.connection)
    write_rows(MEETINGS, entrance.case, before[1], after[1], connection=work.connection)
    write_rows(TASKS, entrance.case, before[2], after[2], connection=work.connection)
    if run.ended is not None or (row is not None and row.ended_on is not None):
        keeping.mark(work, entrance.case, facts, run)
    held = tuple(c.reason.sentence for c in decision.held)
    saved = Saved(seq, held, following.opens, run, before, after, events)
    _leave(work, entrance, facts.plans[run.plan], saved, following.entries)
    return saved


def _leave(work: Work, entrance: Entrance, plan: Plan, saved: Saved, jobs: Sequence[Entry]) -> None:
    """What must leave the house, in the transaction of what it follows from."""
    case, home = entrance.case, entrance.organisation
    invited = invitations.entries(work, plan, case, saved.seq, saved.before[:2], saved.after[:2])
    if invited and not invitations.wanted(work, home):
        invited = []
    told = outgoing.entries(work, case, home, plan, saved.run, saved.events)
    if jobs or invited or told:
        outbox.enqueue([*jobs, *invited, *told], now=work.now, connection=work.connection)


def _rows_before(work: Work, entrance: Entrance) -> Rows:
    if entrance.row is None:
        return _NONE
    tasks = read_rows(TASKS, entrance.case, connection=work.connection)
    return entrance.parts, entrance.meetings, tasks


def _notices(facts: Facts, run: Run, following: Following) -> None:
    """What had left the house and became untrue is a fact for the run: it gets its task."""
    lines = left_house(following.events)
    if not lines:
        return
    look = Look(facts.plans[run.plan], run, facts, run.at)
    for line in lines:
        APPLIERS["unfollowed"](look, line)
        run.placed[line.seq] = run.at
        run.horizon = max(run.horizon, run.at - 1 if is_act(line) else run.at)
    clockwork.settle(look)


def store_papers(
    work: Work, entrance: Entrance, decision: Decision, papers: dict[str, dict[str, Any]]
) -> None:
    """Papers that a fact says were seen: of whom the case is about, or of the organisation itself when it is
    about nobody (its insurance, its recognition). Those of a fact that is taken back were not seen."""
    if decision.event.kind == "withdrawn":
        standing.remove_papers(entrance.case, decision.event.data["event"], connection=work.connection)
    if not papers:
        return
    about = entrance.plan.workflow.about
    if about:
        found = (p.party for p in decision.run.parts if p.role == about and p.standing == "active")
        holder = next(found, None)
    else:
        holder = people.add_organisation(entrance.organisation, now=work.now, connection=work.connection)
    if holder is None:
        return
    for kind, value in papers.items():
        row = PaperRow(
            work.ids.new_id("paper"), holder, entrance.organisation, kind, value.get("version"),
            value.get("seen_on"), value.get("issued_on"), decision.event.actor, value.get("exemption"),
            bool(value.get("ok", True)), entrance.case, decision.event.seq,
        )  # fmt: skip
        standing.add_paper(row, connection=work.connection)
