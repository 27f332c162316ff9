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
from baz.engine.rights import Right, forbidden, may, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.kernel.acts import ENGINE, Actor, ApplyParameter, Command, Erase, Open
from baz.kernel.plan import Plan
from baz.kernel.rights import Hand
from baz.kernel.run import Run
from baz.kernel.when import day_of
from baz.store import cases, links, people, standing
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


def hand_of(
    work: Work,
    actor: Actor,
    organisation: str,
    right: Right = Right.LOOK_CASES,
    *,
    behalf: str = "",
    how: str = "",
) -> Hand:
    """The hand of an actor in a case of an organisation: of its staff when it has this right there."""
    return Hand(actor.party, may(work.catalogue, actor, organisation, right), behalf, how)


def right_for(command: Command) -> Right:
    """The right that staff needs for a command. Others do what the definition lets them."""
    return _RIGHTS.get(type(command.act), Right.WORK_CASES)


_RIGHTS: dict[type, Right] = {Erase: Right.ERASE, ApplyParameter: Right.SET_PARAMETERS}


def enter(work: Work, command: Command) -> Entrance:
    """The case of a command, locked, by the actor's hand.

    Raises:
        NotFound: there is no such case for this actor, or no such workflow.
        Forbidden: the actor is staff, but her roles are not for this.
        BadInput: an opening without organisation.
    """
    if isinstance(command.act, Open):
        return _new(work, command, command.act)
    row = cases.load(command.case, connection=work.connection, lock=True)
    hand = _writing(work, command, row.organisation)
    run, followed = read_snapshot(row)
    plan = work.plans.load(row.definition, connection=work.connection)
    if not hand.staff:
        _own_case(work, command, row, run, plan)
    return Entrance(row.id, row.organisation, plan, hand, row, run, followed)


def _writing(work: Work, command: Command, organisation: str) -> Hand:
    right = right_for(command)
    return hand_of(work, command.actor, organisation, right, behalf=command.behalf, how=command.how)


def _own_case(work: Work, command: Command, row: CaseRow, run: Run, plan: Plan) -> None:
    """Who may not work in the cases of an organisation still does in her own. Staff whose roles are only for
    looking does not: a place in a case as staff gives no more than her roles do."""
    party = command.actor.party
    if takes_part(run, party):
        kinds = {name: role.kind for name, role in plan.workflow.roles.items()}
        own = {kinds.get(p.role) for p in run.parts if p.party == party and p.standing in _HERE}
        if row.organisation not in command.actor.organisations or own - {"staff", None}:
            return
    elif not may_see(work, row, run, command.actor):
        raise NotFound(f"Er is geen traject '{command.case}'.")
    raise forbidden(right_for(command))


def _new(work: Work, command: Command, act: Open) -> Entrance:
    if not command.organisation:
        raise BadInput("Zeg voor welke organisatie dit traject begint.")
    day = command.occurred.day if command.occurred and command.occurred.day else day_of(work.at)
    membership.may_begin(work, command.organisation, act.workflow, day)
    hand = _writing(work, command, command.organisation)
    if command.organisation in command.actor.organisations:
        require(work.catalogue, command.actor, command.organisation, Right.WORK_CASES)
    plan = work.plans.newest(act.workflow, command.organisation, connection=work.connection, now=work.now)
    case = command.case or work.ids.new_id("case")
    return Entrance(case, command.organisation, plan, hand, None, None, {})


_HERE = ("active", "asked", "reserve")


def takes_part(run: Run, party: str) -> bool:
    """Whether a party takes part in a case, or was asked to. Who has left sees nothing more."""
    return any(p.party == party and p.standing in _HERE for p in run.parts)


def known_here(work: Work, party: str, organisation: str, run: Run | None, actor: Actor) -> bool:
    """Whether an actor may name somebody in a case of an organisation: its staff then reads her name there.
    So it is somebody of its own, who takes part in one of its cases, staff anywhere, an organisation, or the
    actor herself; a number that was seen in a case of others is nobody here."""
    found = people.party(party, connection=work.connection)
    if found is None:
        return False
    if organisation == found.organisation or found.kind == "organisation" or party == actor.party:
        return True
    if actor.operator or actor.party == ENGINE or (run and any(p.party == party for p in run.parts)):
        return True
    if standing.staff_roles(party, day_of(work.at), connection=work.connection):
        return True
    return any(r.organisation == organisation for r in standing.roles_of(party, connection=work.connection))


def may_see(work: Work, row: CaseRow, run: Run, actor: Actor) -> bool:
    """Whether an actor may look at a case at all."""
    if hand_of(work, actor, row.organisation).staff or takes_part(run, actor.party):
        return True
    shared = links.shared_with(row.id, day_of(work.at), connection=work.connection)
    return any(hand_of(work, actor, home).staff for home in shared & actor.organisations)
