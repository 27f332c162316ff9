"""A fact that was wrong: it never happened, or it happened on another day. The log keeps both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from baz.engine import admin, desk
from baz.engine.gather import decode
from baz.engine.work import Work, refs_in
from baz.ground.errors import BadInput, NotFound
from baz.kernel.acts import Act, Actor, Command, Event, Withdraw, Yes
from baz.kernel.when import When
from baz.store import log, people

MOVABLE = frozenset(
    ("step", "joined", "answered", "agreed", "left", "handed", "held", "paused", "resumed", "done", "jumped")
)
"""Kinds of fact that can get another day: they are taken back, and told again with that day."""
FIXABLE = MOVABLE | {"planned", "moved", "cancelled", "snoozed", "pinned"}
"""Kinds of fact that can be taken back by who works here."""
_KINDS: Mapping[str, type] = {kind.kind: kind for kind in get_args(Act)}


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong with line `event` of a case: it never happened, or (`day`) it happened then."""

    case: str
    event: int
    key: str
    reason: str = ""
    day: When | None = None
    seen: int | None = None


def commands(work: Work, fix: Correction, actor: Actor) -> list[Command]:
    """What has to be told for a correction: taken back, and told again with the right day.

    Raises:
        NotFound: the case has no such line.
        BadInput: this kind of fact cannot be corrected so.
    """
    desk.open_case(work, fix.case, actor)  # who may not see the case learns nothing of it here either
    found = next((e for e in log.read(fix.case, connection=work.connection) if e.seq == fix.event), None)
    if found is None:
        raise NotFound("Deze regel staat niet in de tijdlijn.")
    if found.kind not in FIXABLE:
        raise BadInput("Deze regel kan je niet terugnemen.", hint="Vertel wat er wel gebeurde.")
    away = Command(
        actor=actor, act=Withdraw(event=fix.event, reason=fix.reason), key=fix.key, case=fix.case,
        seen=fix.seen,
    )  # fmt: skip
    if fix.day is None:
        return [away]
    if found.kind not in MOVABLE:
        raise BadInput("Deze regel krijgt geen andere dag.", hint="Neem hem terug en vertel het opnieuw.")
    behalf, how = found.behalf, found.how
    if not behalf and found.actor != actor.party and not _staff(work, found.actor):
        behalf, how = found.actor, found.how or "mondeling"
    again = Command(
        actor=actor, act=retold(work, found), key=f"{fix.key}:opnieuw", case=fix.case, occurred=fix.day,
        behalf=behalf, how=how, note=_word(work, found.data.get("note")),
    )  # fmt: skip
    return [away, again]


def _staff(work: Work, party: str) -> bool:
    return bool(admin.actor(work, party).organisations)


def retold(work: Work, event: Event) -> Act:
    """A line of the log as the act by which it could be told again."""
    kind, data = _KINDS[event.kind], dict(event.data)
    known = people.reveal(refs_in(data) + _places(data), connection=work.connection)
    given: dict[str, Any] = {"name": event.name}
    for spec in fields(kind):
        if spec.name == "answers":
            given["answers"] = _answers(data, known)
        elif spec.name in data:
            given[spec.name] = _value(spec.name, data[spec.name], known)
    found: Act = kind(**given)
    return found


def _places(data: Mapping[str, Any]) -> list[str]:
    found = [m["place"] for m in data.get("meetings", {}).values() if m.get("place")]
    return found + ([data["place"]] if isinstance(data.get("place"), str) else [])


def _answers(data: Mapping[str, Any], known: Mapping[str, str | None]) -> dict[str, Any]:
    found: dict[str, Any] = dict(data.get("roles", {}))
    for name, raw in data.get("fields", {}).items():
        found[name] = decode(known.get(raw["ref"])) if isinstance(raw, dict) and "ref" in raw else raw
    for name, plan in data.get("meetings", {}).items():
        place = known.get(plan.get("place", ""))
        found[name] = {**plan, "place": place} if place else {k: v for k, v in plan.items() if k != "place"}
    return found


def _value(name: str, raw: Any, known: Mapping[str, str | None]) -> Any:
    match name:
        case "agreed":
            return tuple(_yes(y) for y in raw)
        case "yes":
            return _yes(raw)
        case "on" | "until":
            return When.parse(raw)
        case "present" | "values":
            return tuple(raw)
        case "place":
            return known.get(raw) or ""
    return known.get(raw["ref"]) or "" if isinstance(raw, dict) and "ref" in raw else raw


def _yes(raw: Mapping[str, Any]) -> Yes:
    return Yes(raw["party"], raw.get("how", "zelf"), raw.get("yes", True))


def _word(work: Work, raw: Any) -> str:
    if not isinstance(raw, dict):
        return ""
    return people.reveal([raw["ref"]], connection=work.connection).get(raw["ref"]) or ""
