"""What a guard reads, answered from a folded run (grammar, "What a guard may ask")."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from baz.definition.guards import UNKNOWN
from baz.kernel.facts import CaseFacts, Look, PartyFacts
from baz.kernel.plan import MAIN, PAUSE
from baz.kernel.run import Gathering, Run
from baz.kernel.when import day_of

Path = tuple[str, ...]


class RunView:
    """The `View` of a run at a moment. `answers` are the values of the step that is being judged."""

    __slots__ = ("_roots", "answers", "look")

    def __init__(self, look: Look, answers: dict[str, Any] | None = None) -> None:
        self.look = look
        self.answers = answers
        self._roots: dict[str, Callable[[Path], Any]] = {
            "fields": self._field,
            "params": self._parameter,
            "states": self._state,
            "roles": self._role,
            "meetings": self._meeting,
            "steps": self._step,
            "today": self._today,
            "party": self._party,
            "about": self._party,
            "organisation": self._organisation,
        }

    def read(self, path: Path) -> Any:
        """The value behind a path; None for nothing, UNKNOWN for erased or unavailable."""
        return self._roots.get(path[0], self._party)(path)

    def call(self, name: str, args: tuple[Any, ...]) -> Any:
        """A registered guard function; UNKNOWN when its plugin is gone."""
        function = self.look.facts.functions.get(name)
        return UNKNOWN if function is None else function(*args)

    # --- roots

    def _field(self, path: Path) -> Any:
        name = path[1]
        raw = self.answers[name] if self.answers and name in self.answers else self.look.run.fields.get(name)
        attribute = path[2] if len(path) > 2 else ""
        if raw is None:
            return 0 if attribute in ("count", "open") else None
        if attribute:
            return self._attribute(raw, attribute)
        if isinstance(raw, dict) and "ref" in raw:
            raw = self.look.facts.values.get(raw["ref"], UNKNOWN)
            if raw is UNKNOWN:
                return UNKNOWN
        kind = self.look.plan.workflow.fields[name].type if name in self.look.plan.workflow.fields else ""
        return _typed(raw, kind)

    def _attribute(self, raw: Any, attribute: str) -> Any:
        if isinstance(raw, dict):
            if attribute in ("seen_on", "issued_on"):
                return date.fromisoformat(raw[attribute]) if raw.get(attribute) else None
            return raw.get(attribute)
        items = list(raw) if isinstance(raw, list | tuple) else [raw]
        match attribute:
            case "count":
                return len(items)
            case "open":
                return sum(1 for i in items if not (isinstance(i, dict) and i.get("mark")))
            case "first":
                first = items[0] if items else None
                return first.get("text") if isinstance(first, dict) else first
        return None

    def _parameter(self, path: Path) -> Any:
        value = self.look.facts.parameter(self.look.plan, path[1], self.look.at)
        return UNKNOWN if value is None else value

    def _state(self, path: Path) -> Any:
        return state_value(self.look, path[1], path[2] if len(path) > 2 else "now")

    def _role(self, path: Path) -> Any:
        role, attribute = path[1], path[2]
        standing = {"count": "active", "asked": "asked", "reserve": "reserve"}.get(attribute)
        if standing is None:
            return most_missed(self.look.run, role)
        here = {p.party for p in self.look.run.parts if p.role == role and p.standing == standing}
        if not self.answers or role not in self.answers:
            return len(here)
        # the people that the step itself asks for count as they will stand after it
        definition = self.look.plan.workflow.roles[role]
        if standing != ("asked" if definition.agree else "active"):
            return len(here)
        return 1 if definition.count.high == 1 else len(here | set(self.answers[role]))

    def _meeting(self, path: Path) -> Any:
        found = meeting_value(self.look.run.meetings, path[1], path[2], self.look.at)
        planned = path[2] == "planned" and self.answers and path[1] in self.answers
        return found + 1 if planned else found

    def _step(self, path: Path) -> Any:
        return _dates(self.look.run.steps.get(path[1], []), path[2])

    def _today(self, path: Path) -> Any:
        today = day_of(self.look.at)
        return today if len(path) == 1 else today.year if path[1] == "year" else today.month

    def _organisation(self, _path: Path) -> Any:
        return replace(self.look.facts.organisation, today=day_of(self.look.at))

    def _party(self, path: Path) -> Any:
        party = self._who(path[0])
        if not party:
            return None
        facts = self.look.facts.parties.get(party)
        if facts is None:
            return UNKNOWN
        if len(path) == 1:
            return replace(facts, today=day_of(self.look.at))
        if path[1] == "load":
            return facts.load
        return self._others(facts, path)

    def _who(self, root: str) -> str:
        if root == "party":
            return self.look.party
        role = self.look.plan.workflow.about if root == "about" else root
        return next((p.party for p in self.look.run.parts if p.role == role and p.standing == "active"), "")

    def _others(self, facts: PartyFacts, path: Path) -> Any:
        """`party.cases('wf').<root>...` over all those cases: any, sum, first or last."""
        rest = path[3:]
        seen = [self._other(case, rest) for case in facts.others.get(path[2], ())]
        seen = [v for v in seen if v is not None]
        if not rest:
            return len(facts.others.get(path[2], ()))
        if any(v is UNKNOWN for v in seen):
            return UNKNOWN
        match rest[-1]:
            case "now":
                return any(seen)
            case "count" | "planned" | "asked" | "reserve" | "this_year" | "missed" | "open":
                return sum(seen)
            case "first":
                return min(seen, default=None)
        return max(seen, default=None, key=lambda v: (str(type(v)), v))

    def _other(self, case: CaseFacts, rest: Path) -> Any:
        return RunView(Look(case.plan, case.run, self.look.facts, self.look.at)).read(rest) if rest else True


def _typed(raw: Any, kind: str) -> Any:
    """A value of its own kind: one that is personal was kept as text."""
    if not isinstance(raw, str):
        return raw
    match kind:
        case "date":
            return date.fromisoformat(raw)
        case "number":
            return int(raw)
        case "yes_no":
            return raw == "true"
    return raw


def state_value(look: Look, name: str, attribute: str) -> Any:
    """`states.x.now/count/first/last` for a state, phase, `region.state` or `pause`."""
    run = look.run
    if name == PAUSE:
        return run.paused if attribute == "now" else _dates([p[0] for p in run.pauses], attribute)
    region, local = look.plan.locate(name)
    lane = run.lanes.get(region or MAIN)
    if lane is None:
        return False if attribute == "now" else _dates([], attribute)
    members = look.plan.machines[region or MAIN].members(local)
    if attribute == "now":
        return lane.state in members
    return _dates([entry[1] for entry in lane.trail if entry[0] in members], attribute)


def _dates(stamps: list[int], attribute: str) -> Any:
    if attribute == "count":
        return len(stamps)
    if not stamps:
        return None
    return day_of(min(stamps) if attribute == "first" else max(stamps))


def meeting_value(meetings: Iterable[Gathering], kind: str, attribute: str, at: int) -> Any:
    """`meetings.x.count/first/last/planned/this_year/missed` as of a moment."""
    mine = [m for m in meetings if m.kind == kind]
    if attribute == "planned":
        return sum(1 for m in mine if m.status == "planned")
    if attribute == "missed":
        return sum(1 for m in mine if m.status == "planned" and day_of(m.at) < day_of(at))
    held = [m.at for m in mine if m.status == "held"]
    if attribute == "this_year":
        return sum(1 for h in held if day_of(h).year == day_of(at).year)
    return _dates(held, attribute)


def most_missed(run: Run, role: str) -> int:
    """The most meetings in a row, up to the last one, that one active person in the role missed."""
    held = sorted(
        (m for m in run.meetings if m.status == "held" and m.present), key=lambda m: m.at, reverse=True
    )
    worst = 0
    for part in run.parts:
        if part.role != role or part.standing != "active":
            continue
        missed = 0
        for meeting in held:
            if meeting.at < part.frm or part.party in meeting.present:
                break
            missed += 1
        worst = max(worst, missed)
    return worst
