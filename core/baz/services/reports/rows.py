"""The cases behind a number, for who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from baz.engine import rights
from baz.engine.engine import Engine
from baz.engine.rights import Right
from baz.ground.errors import NotFound
from baz.kernel.acts import Actor
from baz.kernel.when import day_of
from baz.services.reports import kept, models
from baz.services.reports.happenings import Story
from baz.services.reports.scopes import Scope
from baz.services.reports.slips import VOLUNTEERS, Slip, slip_of
from baz.services.reports.walking import Wanted, scope_of
from baz.store import cases
from baz.store.cases import ReportLine


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
    with engine.reading() as work:
        scope = scope_of(work, wanted)
        title, line = _titles(scope, key, group)
        found = [row for one in _lines(scope, key, group) if (row := _row(scope, wanted, one, key, group))]
    found.sort(key=lambda r: (r.title, r.opened or date.min, r.case))
    return Behind(title, line, tuple(found))


def _lines(scope: Scope, key: str, group: str | None) -> Iterable[ReportLine]:
    """The cases that may count in a number: of a year that is kept those that did, else all."""
    slips = kept.slips(scope, key.rpartition(".")[0])
    if slips is None:
        return scope.reader.lines(scope.key)
    ids = [case for case, slip in slips if slip is None or _number(slip, key, group)]
    return cases.report_lines(ids, connection=scope.work.connection)


def _row(scope: Scope, wanted: Wanted, line: ReportLine, key: str, group: str | None) -> Row | None:
    story = scope.reader.story(line, scope.reader.admitted(scope.reader.log(line)))
    if not isinstance(story, Story):
        return None
    plan, run = story.look.plan, story.run
    slip = slip_of(story, scope.counters(line.workflow), scope.period, plan.workflow.model[0])
    number = _number(slip, key, group)
    if not number or wanted.model not in ("", slip.model) or wanted.place not in ("", slip.place):
        return None
    opened = next((h.when for h in story.happenings if h.sort == "opened"), None)
    return Row(
        case=story.case,
        workflow=plan.workflow.workflow,
        title=plan.workflow.title,
        place=slip.place,
        opened=opened.day if opened else None,
        ended=day_of(run.ended) if run.ended is not None else None,
        number=number,
    )


def _number(slip: Slip, key: str, group: str | None) -> int:
    """How often a case counts in a number."""
    workflow, _, name = key.rpartition(".")
    if workflow:
        mark = (f"total:{name}", "") if group is None else (f"line:{name}", group)
        return slip.counts(mark) if slip.workflow == workflow else 0
    match key:
        case "cases":
            return slip.counts(("existed", ""))
        case "model":
            return slip.counts(("existed", "")) * (slip.model == group)
        case "place":
            return slip.counts(("place", group or ""))
        case "opened":
            return slip.counts(("opened", ""))
        case "volunteers":
            return slip.counts((VOLUNTEERS, ""))
    return sum(n for (what, _), n in slip.numbers.items() if what == f"did:{key}")


def _titles(scope: Scope, key: str, group: str | None) -> tuple[str, str]:
    workflow, _, name = key.rpartition(".")
    if workflow:
        known = scope.target(workflow).workflow.indicators
        if name not in known:
            raise NotFound("Dit cijfer staat niet in het rapport.")
        return known[name].title, group or ""
    show = scope.work.catalogue.field_types["municipality"].show
    match key:
        case "model":
            return "Trajecten per model", models.title(group or "")
        case "place":
            return "Trajecten per gemeente", show(group) if group else "gemeente niet bekend"
        case "cases" | "opened" | "volunteers" | "meetings":
            words = {"cases": "Trajecten die liepen", "opened": "Trajecten die begonnen"}
            return words.get(key, "Vrijwilligers" if key == "volunteers" else "Samenkomsten"), ""
    raise NotFound("Dit cijfer staat niet in het rapport.")
