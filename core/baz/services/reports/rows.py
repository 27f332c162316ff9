"""The cases behind a number, for who may see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from baz.engine import rights
from baz.engine.engine import Engine
from baz.engine.project import area
from baz.engine.rights import Right
from baz.ground.errors import NotFound
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.services.reports import models
from baz.services.reports.counting import Tally, active_from, existed
from baz.services.reports.happenings import Story
from baz.services.reports.ledger import Ledger
from baz.services.reports.walking import Wanted, stories

_Count = Callable[[Story], int]


@dataclass(frozen=True, slots=True)
class Row:
    """One case, and how often it counts in the number."""

    case: str
    workflow: str
    title: str
    place: str
    opened: date | None
    ended: date | None
    number: int


@dataclass(frozen=True, slots=True)
class Behind:
    """The cases behind a number: what it counts, the line of a breakdown, and its rows."""

    title: str
    group: str
    rows: tuple[Row, ...]


def behind(engine: Engine, actor: Actor, wanted: Wanted, key: str, group: str | None = None) -> Behind:
    """The cases behind a figure (`baz/workshop.gegeven`), a line of its breakdown, or a number on top
    (`cases`, `opened`, `volunteers`, `meetings`, `model`, `place`; the last two with the line as `group`).

    Raises:
        Forbidden: the actor may not see the rows of this organisation.
        NotFound: there is no such number.
    """
    rights.require(engine.catalogue, actor, wanted.organisation, Right.SEE_ROWS)
    found: list[Row] = []
    with engine.reading() as work:
        ledger, told = stories(work, wanted)
        for story in told:
            number = _count(ledger, key, group, story)(story)
            if number:
                found.append(_row(story, number))
        title, line = _titles(ledger, key, group, work.catalogue.field_types["municipality"].show)
    found.sort(key=lambda r: (r.title, r.opened or date.min, r.case))
    return Behind(title, line, tuple(found))


def _row(story: Story, number: int) -> Row:
    plan, run = story.look.plan, story.run
    opened = next((h.when for h in story.happenings if h.sort == "opened"), None)
    return Row(
        case=story.case,
        workflow=plan.workflow.workflow,
        title=plan.workflow.title,
        place=area(plan, run) or "",
        opened=opened.day if opened else None,
        ended=day_of(run.ended) if run.ended is not None else None,
        number=number,
    )


def _count(ledger: Ledger, key: str, group: str | None, story: Story) -> _Count:
    """How often a case counts in a number."""
    plan = story.look.plan
    workflow, _, name = key.rpartition(".")
    if workflow:
        counter = ledger.works[plan.workflow.workflow].counters.get(name)
        if counter is None or plan.workflow.workflow != workflow:
            return lambda _: 0
        counter.tally = Tally()
        counter.add(story)
        tally = counter.tally
        return lambda _: tally.total if group is None else tally.groups.get(group, 0)
    here = int(existed(story, ledger.period))
    match key:
        case "cases":
            return lambda _: here
        case "model":
            return lambda _: here * (plan.workflow.model[0] == group)
        case "place":
            return lambda _: here * ((area(plan, story.run) or "") == group)
        case "volunteers":
            return lambda s: _volunteers(ledger, s)
    return lambda s: sum(
        1 for h in s.happenings if h.sort == key and ledger.period.place(h.when, h.told) in ("in", "undated")
    )


def _volunteers(ledger: Ledger, story: Story) -> int:
    kinds = story.look.plan.workflow.roles
    found = {
        p.party
        for p in story.run.parts
        if p.role in kinds and kinds[p.role].kind == "volunteer" and active_from(p, ledger.period) is not None
    }
    return len(found)


def _titles(ledger: Ledger, key: str, group: str | None, show: Callable[[str], str]) -> tuple[str, str]:
    workflow, _, name = key.rpartition(".")
    if workflow:
        work = ledger.works.get(workflow)
        if work is None or name not in work.counters:
            raise NotFound("Dit cijfer staat niet in het rapport.")
        return work.counters[name].indicator.title, group or ""
    match key:
        case "model":
            return "Trajecten per model", models.title(group or "")
        case "place":
            return "Trajecten per gemeente", show(group) if group else "gemeente niet bekend"
        case "cases" | "opened" | "volunteers" | "meetings":
            words = {"cases": "Trajecten die liepen", "opened": "Trajecten die begonnen"}
            return words.get(key, "Vrijwilligers" if key == "volunteers" else "Samenkomsten"), ""
    raise NotFound("Dit cijfer staat niet in het rapport.")
