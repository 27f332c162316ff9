"""Who waits for a place in a group: by programme and municipality, since when, and inviting several at once.

Somebody waits for a group while her own case stands in a state that joining a role elsewhere ends (a
*linkgroep_deelnemer* in `wacht_op_groep`). Inviting is the step of the group that asks for that role, or else
the role itself; each of them still says yes or no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from baz.engine import desk
from baz.engine.performing import perform
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.kernel.acts import Act, Actor, Command, Join, Step
from baz.kernel.facts import Facts
from baz.kernel.plan import MAIN, Plan
from baz.services.matching.nearest import waits_for
from baz.store import browse, cases, people
from baz.store.cases import NOWHERE, CaseLine, CaseRow, Place

MOST = 50
"""So many of one programme are listed at a time, those who wait longest first, and so many groups."""


@dataclass(frozen=True, slots=True)
class Waiter:
    """Somebody who waits. `last`: the last meeting in her own case, None when there was none."""

    case: str
    party: str
    name: str
    area: str
    since: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Group:
    """A running case that people can be invited to. `taken` of at most `most` places."""

    case: str
    area: str
    state: str
    taken: int


@dataclass(frozen=True, slots=True)
class Queue:
    """Who waits in one programme. `target` and `role`: what they wait for, `least` to `most` of them
    together; `groups` run already, those that moved last; `next`: where the next page of who waits begins,
    None when there is none."""

    workflow: str
    title: str
    target: str
    target_title: str
    role: str
    least: int
    most: int | None
    waiters: tuple[Waiter, ...]
    groups: tuple[Group, ...]
    next: Place | None = None

    @property
    def areas(self) -> dict[str, list[Waiter]]:
        """Who waits, by municipality; where most wait first."""
        found: dict[str, list[Waiter]] = {}
        for waiter in self.waiters:
            found.setdefault(waiter.area, []).append(waiter)
        return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def queues(
    work: Work, organisation: str, actor: Actor, only: str = "", after: Place = NOWHERE
) -> list[Queue]:
    """Who waits for a group in an organisation, by programme; the longest first, a page at a time.

    Args:
        only: of this programme, from a place on; "" for the first of all.

    Raises:
        Forbidden: the actor may not see the people of this organisation.
    """
    require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    found = []
    for workflow in work.catalogue.workflows(organisation):
        about = workflow.about
        if not about or workflow.roles[about].kind != "person" or only not in ("", workflow.workflow):
            continue
        plan = work.plans.compiled(workflow)
        for target, role, states in waits_for(plan):
            queue = _queue(work, organisation, plan, target, role, states, after)
            if queue is not None and queue.waiters:
                found.append(queue)
    return found


def _queue(
    work: Work, organisation: str, plan: Plan, target: str, role: str, states: Collection[str], after: Place
) -> Queue | None:
    try:
        group = work.plans.compiled(work.catalogue.workflow(target, organisation))
    except NotFound:
        return None
    least, most = _bounds(work, organisation, group, role)
    if most is not None and most < 2:
        return None  # a place for one is no group
    connection, name = work.connection, plan.workflow.workflow
    lines = cases.running_in(
        organisation, [name], states=sorted(states), limit=MOST + 1, after=after, connection=connection
    )
    running = cases.listing(organisation, connection=connection, workflow=target, limit=MOST)
    return Queue(
        name, plan.workflow.title, target, group.workflow.title, role, least, most,
        tuple(_waiters(work, lines[:MOST])), tuple(_groups(work, running, role)),
        cases.place_of(lines[MOST - 1]) if len(lines) > MOST else None,
    )  # fmt: skip


def _bounds(work: Work, organisation: str, plan: Plan, role: str) -> tuple[int, int | None]:
    definition = plan.workflow.roles.get(role)
    if definition is None:
        return 0, 1
    facts = Facts({plan.hash: plan}, settings=work.settings(organisation, plan.workflow.workflow))

    def number(bound: object) -> int | None:
        value = facts.parameter(plan, bound, work.at) if isinstance(bound, str) else bound
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    return number(definition.count.low) or 0, number(definition.count.high)


def _waiters(work: Work, lines: Sequence[CaseRow]) -> list[Waiter]:
    names = people.of_parties({r.about for r in lines if r.about}, connection=work.connection)
    last = browse.meeting_days([r.id for r in lines], connection=work.connection)
    found = []
    for row in lines:
        if row.about is None or row.paused:
            continue
        met = last.get(row.id, {}).get("held")
        found.append(
            Waiter(
                row.id,
                row.about,
                names.get(row.about, {}).get("name", ""),
                row.area or "",
                date.fromisoformat(row.since),
                date.fromisoformat(met) if met else None,
            )
        )
    return sorted(found, key=lambda w: (w.since, w.name, w.case))


def _groups(work: Work, lines: Sequence[CaseLine], role: str) -> Iterator[Group]:
    parts = browse.parts_of([r.id for r in lines], connection=work.connection)
    taken = Counter(case for case, held, _ in parts if held == role)
    for row in lines:
        plan = work.plans.load(row.definition, connection=work.connection)
        yield Group(row.id, row.area or "", desk.state_title(plan, MAIN, row.state), taken[row.id])


def invite(
    work: Work, actor: Actor, organisation: str, case: str, role: str, parties: Sequence[str], key: str
) -> int:
    """Ask several people for a role in a group, all of them or nobody; gives how many.

    Raises:
        BadInput: nobody was chosen.
        Refused: the group cannot take one of them now, with the reasons.
        NotFound, Forbidden: no such case for this actor, or she may not work in it.
    """
    require(work.catalogue, actor, organisation, Right.WORK_CASES)
    chosen = list(dict.fromkeys(parties))
    if not chosen:
        raise BadInput("Kies wie je uitnodigt.")
    for number, party in enumerate(chosen, 1):
        act: Act = Join(name=role, party=party)
        for option in desk.can(work, case, actor):
            if option.allowed and option.asks == (role,):
                act = Step(name=option.step, answers={role: [party]})
                break
        command = Command(actor=actor, act=act, key=f"{key}:{number}", case=case, organisation=organisation)
        perform(work, command)
    return len(chosen)
