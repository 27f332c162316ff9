"""Who comes in: the case that a command speaks of, and by which hand. One place, below all that calls.

An organisation sees its own cases and those shared with it until a date. Inside it: staff, and who
takes part in the case. For everybody else the case does not exist (promise 12).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from baz.engine import membership
from baz.engine.follow import Followed
from baz.engine.project import meetings_of, parts_of
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.kernel.acts import ENGINE, Actor, Command, Open
from baz.kernel.plan import Plan
from baz.kernel.rights import Hand
from baz.kernel.run import Run
from baz.kernel.when import day_of
from baz.store import cases, links
from baz.store.cases import CaseRow
from baz.store.projections import MeetingRow, ParticipationRow


@dataclass(slots=True)
class Entrance:
    """A case, opened for work. `row` and `run` are None for one that is yet to be opened.

    `parts` and `meetings` are the rows of the run as it came in: a decision uses the run up, and the tables
    hold just these (promise 3), so nobody has to read them.
    """

    case: str
    organisation: str
    plan: Plan
    hand: Hand
    row: CaseRow | None
    run: Run | None
    followed: Followed
    parts: dict[str, ParticipationRow] = field(init=False)
    meetings: dict[str, MeetingRow] = field(init=False)

    def __post_init__(self) -> None:
        self.parts = parts_of(self.run) if self.run else {}
        self.meetings = meetings_of(self.organisation, self.run) if self.run else {}

    @classmethod
    def of_clock(cls, work: Work, row: CaseRow, run: Run, followed: Followed) -> Entrance:
        """The engine's own hand, for what the clock does in a case as it was stored."""
        plan = work.plans.load(row.definition, connection=work.connection)
        return cls(row.id, row.organisation, plan, Hand(ENGINE, True), row, run, followed)


def read_snapshot(row: CaseRow) -> tuple[Run, Followed]:
    """The run and what followed, as they were last stored."""
    stored = json.loads(row.snapshot)
    return Run.revive(stored["run"]), stored["followed"]


def hand_of(actor: Actor, organisation: str, behalf: str = "", how: str = "") -> Hand:
    """The hand of an actor in a case of an organisation."""
    staff = actor.party == ENGINE or actor.operator or organisation in actor.organisations
    return Hand(actor.party, staff, behalf, how)


def enter(work: Work, command: Command) -> Entrance:
    """The case of a command, locked, by the actor's hand.

    Raises:
        NotFound: there is no such case for this actor, or no such workflow.
        BadInput: an opening without organisation.
    """
    if isinstance(command.act, Open):
        return _new(work, command, command.act)
    row = cases.load(command.case, connection=work.connection, lock=True)
    hand = hand_of(command.actor, row.organisation, command.behalf, command.how)
    run, followed = read_snapshot(row)
    if not hand.staff and not takes_part(run, command.actor.party):
        raise NotFound(f"Er is geen traject '{command.case}'.")
    plan = work.plans.load(row.definition, connection=work.connection)
    return Entrance(row.id, row.organisation, plan, hand, row, run, followed)


def _new(work: Work, command: Command, act: Open) -> Entrance:
    if not command.organisation:
        raise BadInput("Zeg voor welke organisatie dit traject begint.")
    day = command.occurred.day if command.occurred and command.occurred.day else day_of(work.at)
    membership.may_begin(work, command.organisation, act.workflow, day)
    plan = work.plans.newest(act.workflow, command.organisation, connection=work.connection, now=work.now)
    hand = hand_of(command.actor, command.organisation, command.behalf, command.how)
    case = command.case or work.ids.new_id("case")
    return Entrance(case, command.organisation, plan, hand, None, None, {})


def takes_part(run: Run, party: str) -> bool:
    """Whether a party takes part in a case, or was asked to. Who has left sees nothing more."""
    return any(p.party == party and p.standing in ("active", "asked", "reserve") for p in run.parts)


def may_see(work: Work, row: CaseRow, run: Run, actor: Actor) -> bool:
    """Whether an actor may look at a case at all."""
    if hand_of(actor, row.organisation).staff or takes_part(run, actor.party):
        return True
    shared = links.shared_with(row.id, day_of(work.at), connection=work.connection)
    return bool(shared & actor.organisations)
