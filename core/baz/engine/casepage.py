"""A case with all that can be done in it, in one look: what the page of a case is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from baz.definition.explain.rules import task_rule
from baz.definition.model import Workflow
from baz.engine import desk, panels, project
from baz.engine.access import hand_of
from baz.engine.desk import CaseView, Opened
from baz.engine.gather import decode
from baz.engine.rights import Right
from baz.engine.work import Work, refs_in
from baz.ground.words import title_of
from baz.kernel import moving
from baz.kernel.acts import Actor, Option
from baz.kernel.decide import options
from baz.kernel.plan import MAIN, Plan
from baz.kernel.rights import hidden_fields, meeting_hands, roles_of
from baz.plugins.panels import Panel
from baz.store import cases, links, outbox, people


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a case: the id, and what this reader may call her ("" where she may not)."""

    party: str
    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop on the way: `kind` is done, now or next; `day` when it came there (ISO, or "")."""

    state: str
    title: str
    kind: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A step that waits for a yes. `waits`: who still has to say it, with the title of her role."""

    step: str
    title: str
    waits: tuple[tuple[str, Person], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its hour (minutes of the day), where, and whether this reader may record it."""

    id: str
    kind: str
    title: str
    status: str
    day: str
    minute: int | None
    place: str
    people: int | None
    mine: bool


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter that followed: its number, what it is, how it stands, and when it left."""

    id: int
    name: str
    title: str
    status: str
    done_at: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A case that this one opened or came from. `case` is empty where it is a partner's."""

    case: str
    title: str
    organisation: str
    status: str
    opened: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """All of it. `staff`: the reader works here for its organisation; `looks`: she may look as its staff.
    `holders` are the active ones of each role, `rules` why each task is there, `roles` those of the reader,
    `items` what stands in the list fields, `tracks` the way of the main machine and each region; `panels` the
    blocks of plugins, where they were asked for."""

    view: CaseView
    options: tuple[Option, ...]
    workflow: Workflow
    plan: Plan
    staff: bool
    looks: bool
    roles: frozenset[str]
    holders: Mapping[str, tuple[Person, ...]]
    proposed: tuple[Proposed, ...]
    meetings: tuple[Meeting, ...]
    letters: tuple[LetterLine, ...]
    neighbours: tuple[Neighbour, ...]
    rules: Mapping[str, str]
    items: Mapping[str, tuple[str, ...]]
    tracks: Mapping[str, tuple[Stop, ...]]
    pause_reasons: tuple[str, ...]
    panels: tuple[Panel, ...] = ()


def look(work: Work, case: str, actor: Actor, *, whole: bool = False) -> CasePage:
    """A case as one person's page shows it; `whole` with the blocks of plugins.

    Raises:
        NotFound: there is none that this actor may see.
    """
    found = desk.open_case(work, case, actor)
    names = desk.names_for(work, found, actor)
    view = desk.view(work, found, actor)
    hand = hand_of(work, actor, found.row.organisation)
    works = hand_of(work, actor, found.row.organisation, Right.WORK_CASES)
    w = found.plan.workflow
    return CasePage(
        view=view,
        options=tuple(options(found.look(work.at), works)),
        workflow=w,
        plan=found.plan,
        staff=works.staff,
        looks=hand.staff,
        roles=frozenset(roles_of(found.run, actor.party)),
        holders=_holders(found, names),
        proposed=_proposed(work, found, names),
        meetings=_meetings(work, found, actor, hand.staff),
        letters=_letters(work, found) if hand.staff else (),
        neighbours=_neighbours(work, found) if hand.staff else (),
        rules={t.name: task_rule(w, t.name) for t in view.tasks if t.status in ("open", "snoozed")},
        items=_items(work, found, actor),
        tracks={region: stops(found, region) for region in _in_order(found)},
        pause_reasons=w.pause.reasons,
        panels=panels.panels(work, found, actor) if whole else (),
    )


def _holders(found: Opened, names: Mapping[str, str]) -> dict[str, tuple[Person, ...]]:
    held: dict[str, list[Person]] = {}
    for part in found.run.parts:
        if part.standing == "active":
            held.setdefault(part.role, []).append(Person(part.party, names.get(part.party, "")))
    return {role: tuple(who) for role, who in held.items()}


def _proposed(work: Work, found: Opened, names: Mapping[str, str]) -> tuple[Proposed, ...]:
    look_ = found.look(work.at)
    lines = []
    for proposal in found.run.proposals:
        waits = []
        for role in moving.missing_yes(look_, proposal):
            title = found.plan.workflow.roles[role].title
            for part in found.run.parts:
                if part.role == role and part.standing == "active" and part.party not in proposal.yes:
                    waits.append((title, Person(part.party, names.get(part.party, ""))))
        title = found.plan.edges[proposal.step].step.title
        lines.append(Proposed(proposal.step, title, tuple(waits)))
    return tuple(lines)


def _meetings(work: Work, found: Opened, actor: Actor, staff: bool) -> tuple[Meeting, ...]:
    rows = project.meetings_of(found.row.organisation, found.run)
    mine = roles_of(found.run, actor.party)
    kinds = found.plan.workflow.meetings
    known = {k: r for k, r in rows.items() if r.kind in kinds}
    seen = {k: r for k, r in known.items() if staff or _sees(found.plan, r.kind, mine)}
    places = people.reveal([r.place for r in seen.values() if r.place], connection=work.connection)
    lines = [
        Meeting(
            key, r.kind, kinds[r.kind].title, r.status, r.day or "", r.minute,
            places.get(r.place or "") or "", r.people,
            staff or bool(mine & set(meeting_hands(found.plan, r.kind))),
        )
        for key, r in seen.items()
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda m: (m.day, m.minute or 0, m.id)))


def _sees(plan: Plan, kind: str, mine: set[str]) -> bool:
    meeting = plan.workflow.meetings[kind]
    return bool(mine & set(meeting.visible_to or (*meeting.people, *meeting.by)))


def _letters(work: Work, found: Opened) -> tuple[LetterLine, ...]:
    lines = []
    for line in outbox.of_case(found.row.id, connection=work.connection):
        if line.kind == "letter":
            letter = found.plan.workflow.letters.get(line.name)
            title = letter.title if letter else line.name
            lines.append(LetterLine(line.id, line.name, title, line.status, line.done_at or ""))
    return tuple(reversed(lines))


def _neighbours(work: Work, found: Opened) -> tuple[Neighbour, ...]:
    lines = []
    known = links.children(found.row.id, connection=work.connection)
    for row in (*links.parents(found.row.id, connection=work.connection), *known):
        opened = row.parent_case == found.row.id
        title = _title(work, row.workflow) if opened else ""
        other = row.child_case if opened else row.parent_case
        home = row.organisation
        if not opened and other:
            parent = cases.load(other, connection=work.connection)
            title, home = _title(work, parent.workflow), parent.organisation
        inside = home == found.row.organisation
        lines.append(Neighbour((other or "") if inside else "", title, home, row.status, opened))
    return tuple(lines)


def _title(work: Work, workflow: str) -> str:
    versions = [w for (name, _), w in work.catalogue.definitions.items() if name == workflow]
    return versions[-1].title if versions else title_of(workflow.partition("/")[2])


def _items(work: Work, found: Opened, actor: Actor) -> dict[str, tuple[str, ...]]:
    """What stands in each list that this reader may see: the texts of its items."""
    hidden = hidden_fields(found.plan, found.run, hand_of(work, actor, found.row.organisation))
    lists = {
        name: found.run.fields[name]
        for name, d in found.plan.workflow.fields.items()
        if d.type == "list" and name in found.run.fields and name not in hidden
    }
    values = people.reveal(refs_in(lists), connection=work.connection)
    shown = {}
    for name, raw in lists.items():
        value = decode(values.get(raw["ref"])) if isinstance(raw, dict) and "ref" in raw else raw
        shown[name] = tuple(i["text"] if isinstance(i, dict) else str(i) for i in value or ())
    return shown


def _in_order(found: Opened) -> list[str]:
    """The main machine first, then the regions as the definition has them."""
    order = [MAIN, *found.plan.workflow.regions]
    return sorted(found.run.lanes, key=lambda region: order.index(region) if region in order else len(order))


MOST_STOPS = 9
"""More states than this do not fit beside each other: then the oldest fold into their phase."""


def stops(found: Opened, region: str) -> tuple[Stop, ...]:
    """The way of a region: the states it came through, where it is, and where it may still go."""
    lane, machine = found.run.lanes[region], found.plan.machines[region]
    passed: dict[str, str] = {}
    for state, at, _step, _event in lane.trail:
        passed.pop(state, None)  # a loop is one stop, where it came last
        passed[state] = project.day_text(at) or ""
    known = machine.states
    done = [
        Stop(s, desk.state_title(found.plan, region, s), "done", d) for s, d in passed.items() if s in known
    ]
    done = [stop for stop in done if stop.state != lane.state]
    now = Stop(
        lane.state, desk.state_title(found.plan, region, lane.state), "now", passed.get(lane.state, "")
    )
    over = found.run.ended is not None or (region == MAIN and found.plan.final(lane.state))
    ahead = () if over else _ahead(found.plan, region, lane.state, passed)
    room = MOST_STOPS - 1 - len(ahead)
    return (*done[-room:], now, *ahead)


def _ahead(plan: Plan, region: str, state: str, passed: Mapping[str, str]) -> tuple[Stop, ...]:
    """The states after this one in the order of the definition that can be reached, and the first end."""
    order = list(plan.machines[region].states)
    if state not in order:
        return ()
    reach, waiting = set(), [state]
    while waiting:
        here = waiting.pop()
        for edge in plan.by_state.get((region, here), ()):
            if edge.step.to and edge.step.to not in reach and "any" not in edge.step.frm:
                reach.add(edge.step.to)
                waiting.append(edge.step.to)
    later = [s for s in order[order.index(state) + 1 :] if s in reach and s not in passed]
    ends = [s for s in later if region == MAIN and plan.final(s)]
    chosen = [s for s in later if s not in ends][:4] + ends[:1]
    return tuple(Stop(s, desk.state_title(plan, region, s), "next") for s in chosen)


__all__ = ["CasePage", "LetterLine", "Meeting", "Person", "Proposed", "Stop", "look"]
