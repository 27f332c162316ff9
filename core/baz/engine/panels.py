"""What plugins show: blocks on the page of a case, and pages of their own, for who may see what is in
them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from baz.definition.model import Workflow
from baz.engine import desk, membership, project, rights
from baz.engine.access import hand_of
from baz.engine.desk import Opened
from baz.engine.gather import decode
from baz.engine.project import day_text, meetings_of
from baz.engine.rights import Right
from baz.engine.work import Work, refs_in
from baz.ground.errors import NotFound
from baz.kernel.acts import Actor
from baz.kernel.decide import options
from baz.kernel.plan import MAIN
from baz.kernel.rights import hidden_fields
from baz.kernel.when import day_of
from baz.plugins.panels import (
    Item,
    PageKind,
    Panel,
    SeenCase,
    SeenHouse,
    SeenLetter,
    SeenLine,
    SeenMeeting,
    SeenPerson,
    SeenTask,
)
from baz.store import cases, outbox, people
from baz.store.cases import CaseLine
from baz.store.projections import TASKS, read_rows


def panels(work: Work, found: Opened, actor: Actor) -> tuple[Panel, ...]:
    """The blocks of plugins on the page of a case, for its staff and the volunteers who take part."""
    home, name = found.row.organisation, found.plan.workflow.workflow
    kinds = [
        kind
        for (plugin, _), kind in work.catalogue.panels.items()
        if kind.workflow == name and plugin in _visible(work, home)
    ]
    if not kinds or not desk.works_here(work, found, actor):
        return ()
    seen = see(work, found, actor)
    return tuple(panel for kind in kinds for panel in kind.draw(seen))


def pages(work: Work, actor: Actor, organisation: str) -> tuple[tuple[str, PageKind], ...]:
    """The pages of plugins that somebody may open in an organisation: the plugin and the page."""
    if not rights.may(work.catalogue, actor, organisation, Right.LOOK_CASES):
        return ()
    seen = _visible(work, organisation)
    return tuple((plugin, kind) for (plugin, _), kind in work.catalogue.pages.items() if plugin in seen)


def page(
    work: Work, actor: Actor, organisation: str, plugin: str, name: str
) -> tuple[PageKind, Sequence[Panel]]:
    """A page of a plugin with its panels.

    Raises:
        Forbidden: this actor may not look at the cases of this organisation.
        NotFound: the organisation sees no such page.
    """
    rights.require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    kind = dict(work.catalogue.pages).get((plugin, name))
    if kind is None or plugin not in _visible(work, organisation):
        raise NotFound(f"Er is geen pagina '{name}' van {plugin}.")
    rows = cases.listing(organisation, connection=work.connection, limit=MOST)
    seen = tuple(_line(work, row) for row in rows)
    return kind, kind.draw(SeenHouse(organisation, day_of(work.at), seen))


MOST = 5000
"""So many running cases are given to a page at most."""


def _line(work: Work, row: CaseLine) -> SeenLine:
    plan = work.plans.load(row.definition, connection=work.connection)
    beside = frozenset(f"{region}.{state}" for region, state in json.loads(row.regions).items())
    title = desk.state_title(plan, MAIN, row.state)
    return SeenLine(
        row.id,
        row.workflow,
        plan.workflow.title,
        row.state,
        title,
        row.area or "",
        row.opened_on or "",
        beside,
    )


def _visible(work: Work, organisation: str) -> frozenset[str]:
    return work.catalogue.visible_to(organisation, membership.chosen(work, organisation))


# --- what a panel gets


def see(work: Work, found: Opened, actor: Actor) -> SeenCase:
    """A case as this actor may see it, for a panel."""
    w, run = found.plan.workflow, found.run
    hand = hand_of(work, actor, found.row.organisation)
    hidden = hidden_fields(found.plan, run, hand)
    names = desk.names_for(work, found, actor)
    works = hand_of(work, actor, found.row.organisation, Right.WORK_CASES)
    told = people.reveal(refs_in([run.fields, [m.values for m in run.meetings]]), connection=work.connection)

    def value(raw: Any) -> Any:
        return decode(told.get(raw["ref"])) if isinstance(raw, dict) and "ref" in raw else raw

    return SeenCase(
        workflow=w.workflow,
        version=w.version,
        state=run.main.state,
        today=day_of(work.at),
        area=found.row.area or "",
        ended=run.ended is not None,
        fields={n: _shown(value(v)) for n, v in run.fields.items() if n not in hidden and n in w.fields},
        titles={n: f.title for n, f in w.fields.items()},
        numbers=_numbers(found, w, work.at),
        steps={name: tuple(day_text(at) or "" for at in stamps) for name, stamps in run.steps.items()},
        meetings=_meetings(work, found, hidden, value),
        people=tuple(
            SeenPerson(p.party, p.role, names.get(p.party, ""), p.standing, day_text(p.frm) or "")
            for p in sorted(run.parts, key=lambda p: (p.frm, p.id))
        ),
        tasks=_tasks(work, found, w),
        letters=_letters(work, found),
        possible=frozenset(f"stap/{o.step}" for o in options(found.look(work.at), works) if o.allowed),
    )


def _shown(raw: Any) -> Any:
    """A value as a panel reads it: the items of a list with their marks."""
    if not isinstance(raw, list):
        return raw
    return tuple(
        Item(str(i.get("text", "")), str(i.get("mark") or "")) if isinstance(i, dict) else Item(str(i))
        for i in raw
    )


def _numbers(found: Opened, workflow: Workflow, at: int) -> dict[str, int]:
    known = {n: found.facts.parameter(found.plan, n, at) for n in workflow.parameters}
    return {n: v for n, v in known.items() if isinstance(v, int) and not isinstance(v, bool)}


def _meetings(work: Work, found: Opened, hidden: frozenset[str], value: Any) -> tuple[SeenMeeting, ...]:
    rows = meetings_of(found.row.organisation, found.run)
    places = people.reveal([r.place for r in rows.values() if r.place], connection=work.connection)
    kinds = found.plan.workflow.meetings
    lines = []
    for m in found.run.meetings:
        row = rows.get(m.id)
        if row is None or m.kind not in kinds:
            continue
        asked = {n: _shown(value(v)) for n, v in m.values.items() if n not in hidden}
        lines.append(
            SeenMeeting(
                m.id, m.kind, kinds[m.kind].title, m.status, row.day or "", row.people,
                places.get(row.place or "") or "", frozenset(m.present), asked,
            )
        )  # fmt: skip
    return tuple(sorted(lines, key=lambda m: (m.day, m.id)))


def _tasks(work: Work, found: Opened, workflow: Workflow) -> tuple[SeenTask, ...]:
    stored = read_rows(TASKS, found.row.id, connection=work.connection)
    rows = project.rows(found.row.organisation, found.facts, found.run, (), stored)[2]
    follows = {job.id: job.meeting for job in found.run.jobs}
    return tuple(
        SeenTask(r.name, workflow.tasks[r.name].title, r.status, r.due_on or "", follows.get(key, ""))
        for key, r in rows.items()
        if r.name in workflow.tasks
    )


def _letters(work: Work, found: Opened) -> tuple[SeenLetter, ...]:
    lines = []
    for line in outbox.of_case(found.row.id, connection=work.connection):
        if line.kind == "letter":
            lines.append(SeenLetter(line.id, line.name, line.status, (line.done_at or "")[:10]))
    return tuple(lines)
