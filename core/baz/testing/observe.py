"""What a case is like after a step, held against what the story expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from baz.engine import desk
from baz.engine.engine import Engine
from baz.engine.gather import decode
from baz.engine.project import rows
from baz.ground.words import in_words
from baz.kernel.acts import Actor
from baz.kernel.plan import MAIN, Plan
from baz.kernel.roles import active
from baz.kernel.run import Consequence, Run
from baz.store import people
from baz.store.cases import CaseRow
from baz.store.projections import TASKS, MeetingRow, ParticipationRow, TaskRow, read_rows
from baz.testing.acting import ENGINE
from baz.testing.story import Expect

Kinds = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """A case with its clock followed up to now; nothing was written. `values` are its fields, also personal
    ones."""

    row: CaseRow
    run: Run
    plan: Plan
    parts: tuple[ParticipationRow, ...]
    meetings: tuple[MeetingRow, ...]
    tasks: tuple[TaskRow, ...]
    values: Mapping[str, Any]
    kinds: Kinds

    @property
    def open_tasks(self) -> tuple[TaskRow, ...]:
        """The tasks that somebody has to do, first due first."""
        found = [t for t in self.tasks if t.status in ("open", "snoozed")]
        return tuple(sorted(found, key=lambda t: (t.due_on or "9999", t.name)))

    @property
    def sent(self) -> tuple[Consequence, ...]:
        """The letters that followed, oldest first."""
        found = [c for c in self.run.consequences.values() if c.kind == "letter"]
        return tuple(sorted(found, key=lambda c: (c.due, c.key)))

    @property
    def letters(self) -> tuple[str, ...]:
        """The names of the letters that followed, oldest first."""
        return tuple(c.name for c in self.sent)

    @property
    def state_title(self) -> str:
        """What people read for where the case stands: the main machine, and every region that has begun."""
        titles = [desk.state_title(self.plan, MAIN, self.run.main.state)]
        for name, region in self.plan.workflow.regions.items():
            lane = self.run.lanes.get(name)
            if lane is not None and lane.state in region.states:
                titles.append(f"{region.title}: {desk.state_title(self.plan, name, lane.state)}")
        return "; ".join(titles)

    def facts(self) -> dict[str, Any]:
        """All that may not depend on how or when it was told: without numbers of lines and ids of rows."""
        run = self.run
        return {
            "lanes": {r: [t[:3] for t in lane.trail] for r, lane in sorted(run.lanes.items())},
            "steps": dict(sorted(run.steps.items())),
            "parts": sorted(tuple(map(str, p)) for p in self.parts),
            "meetings": sorted(tuple(map(str, m)) for m in self.meetings),
            "tasks": sorted(tuple(map(str, t)) for t in self.tasks),
            "values": dict(sorted(self.values.items())),
            "consequences": sorted((c.due, c.kind, c.name) for c in run.consequences.values()),
            "pauses": run.pauses,
            "ended": run.ended,
            "outcome": run.outcome,
            "held": len(run.held),
        }


def look(engine: Engine, case: str) -> Seen:
    """The case as it is now."""
    with engine.reading() as work:
        found = desk.open_case(work, case, Actor(ENGINE))
        before = read_rows(TASKS, case, connection=work.connection)
        parts, meetings, tasks = rows(found.row.organisation, found.facts, found.run, (), before)
        refs = {n: v["ref"] for n, v in found.run.fields.items() if isinstance(v, dict) and "ref" in v}
        texts = people.reveal(refs.values(), connection=work.connection)
        values = {n: decode(texts.get(refs[n])) if n in refs else v for n, v in found.run.fields.items()}
        return Seen(
            found.row, found.run, found.plan, tuple(parts.values()), tuple(meetings.values()),
            tuple(tasks.values()), values, engine.catalogue.field_types,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """What was expected on a line, and what is."""

    line: int
    expected: str
    found: str


def differences(seen: Seen, expect: Expect) -> Iterator[Difference]:
    """Everything in which a case is not as expected."""
    for key, wanted in expect.what.items():
        check = _CHECKS[key]
        for expected, found in check(seen, wanted):
            yield Difference(expect.lines.get(key, expect.line), expected, found)


Pairs = Iterator[tuple[str, str]]


def _state(seen: Seen, wanted: Any) -> Pairs:
    for region, state in (wanted if isinstance(wanted, dict) else {MAIN: wanted}).items():
        lane = seen.run.lanes.get(region)
        now = lane.state if lane else "geen spoor met die naam"
        if now != state:
            where = "toestand" if region == MAIN else f"toestand van spoor {region}"
            yield f"{where} {state}", now if now != "·" else "nog niet begonnen"


def _paused(seen: Seen, wanted: Any) -> Pairs:
    now = (seen.run.pauses[-1][2] or True) if seen.run.paused else False
    if now != wanted and not (wanted is True and now):
        yield f"pauze {_shown(wanted)}", _shown(now)


def _outcome(seen: Seen, wanted: Any) -> Pairs:
    if seen.run.outcome != (wanted or ""):
        yield f"uitkomst {wanted or 'geen'}", seen.run.outcome or "geen"


def _ended(seen: Seen, wanted: Any) -> Pairs:
    if (seen.run.ended is not None) != wanted:
        yield f"afgelopen {_shown(wanted)}", _shown(seen.run.ended is not None)


def _tasks(seen: Seen, wanted: Mapping[str, Any]) -> Pairs:
    there: dict[str, list[str]] = {}
    for task in seen.open_tasks:
        there.setdefault(task.name, []).append(task.due_on or "zonder datum")
    now = ", ".join(f"{name} {' en '.join(days)}" for name, days in there.items()) or "geen open taken"
    if not wanted and there:
        yield "geen open taken", now
    for name, days in wanted.items():
        expected = sorted(days) if isinstance(days, list) else [days]
        if sorted(there.get(name, [])) != expected:
            yield f"taak {name} tegen {in_words(expected)}", now


def _letters(seen: Seen, wanted: list[str]) -> Pairs:
    left = list(seen.letters)
    if not wanted and left:
        yield "geen brieven", ", ".join(left)
    for name in wanted:
        if name not in left:
            yield f"brief {name}", ", ".join(seen.letters) or "geen brieven"
        else:
            left.remove(name)


def _held(seen: Seen, wanted: Any) -> Pairs:
    if len(seen.run.held) != int(wanted):
        yield f"{wanted} keer iets dat niet past", str(len(seen.run.held))


def _roles(seen: Seen, wanted: Mapping[str, Any]) -> Pairs:
    for role, number in wanted.items():
        now = len(active(seen.run, role))
        if str(now) != str(number):
            yield f"{number} in de rol {role}", str(now)


def _fields(seen: Seen, wanted: Mapping[str, Any]) -> Pairs:
    for name, raw in wanted.items():
        definition = seen.plan.workflow.fields.get(name)
        if definition is None:
            yield f"veld {name}", "dit veld bestaat niet"
            continue
        expected, now = _parsed(seen, name, raw), seen.values.get(name)
        if expected != now:
            yield f"{name}: {_shown(raw)}", _shown(now)


def _parsed(seen: Seen, name: str, raw: Any) -> Any:
    definition = seen.plan.workflow.fields[name]
    kind = seen.kinds.get(definition.type)
    if raw is None or kind is None:
        return raw
    options = definition.options
    if definition.options_from:
        items = seen.values.get(definition.options_from) or []
        options = tuple(str(i["text"] if isinstance(i, dict) else i) for i in items)
    try:
        return kind.parse(raw, options)
    except ValueError:
        return raw


def _meetings(seen: Seen, wanted: Mapping[str, Any]) -> Pairs:
    for kind, number in wanted.items():
        now = sum(1 for m in seen.meetings if m.kind == kind and m.status == "held")
        if str(now) != str(number):
            yield f"{number} keer {kind}", str(now)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return in_words([str(v.get("text", v)) if isinstance(v, dict) else str(v) for v in value]) or "niets"
    return "niets" if value is None else str(value)


_CHECKS: Mapping[str, Callable[[Seen, Any], Pairs]] = {
    "state": _state,
    "paused": _paused,
    "outcome": _outcome,
    "ended": _ended,
    "tasks": _tasks,
    "letters": _letters,
    "held": _held,
    "roles": _roles,
    "fields": _fields,
    "meetings": _meetings,
}
