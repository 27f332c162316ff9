"""A step of a story as the command that the engine gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from baz.definition.model import Workflow
from baz.ground.errors import BadInput, NotFound
from baz.kernel import acts
from baz.kernel.acts import Act, Actor, Command, Yes
from baz.kernel.when import When
from baz.testing.keys import NOW
from baz.testing.story import Entry

ENGINE = "engine"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the names in a step mean: people by key, the case and its workflow, and facts by label."""

    people: Mapping[str, str]
    staff: Mapping[str, str]
    workflow: Workflow
    organisation: str
    case: str
    key: str
    numbers: Callable[[str], int]

    def party(self, key: str) -> str:
        """The id of somebody of the story.

        Raises:
            NotFound: nobody is called so.
        """
        if key not in self.people:
            raise NotFound(f"Niemand in dit verhaal heet '{key}'.")
        return self.people[key]

    def actor(self, key: str) -> Actor:
        """Who speaks; the engine when the story names nobody."""
        if not key:
            return Actor(ENGINE)
        return Actor(self.party(key), frozenset(filter(None, [self.staff.get(key, "")])))

    def answers(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The answers, with ids for the people in roles."""
        return {
            name: self._people(raw) if name in self.workflow.roles else raw for name, raw in given.items()
        }

    def _people(self, raw: Any) -> Any:
        return [self.party(str(p)) for p in raw] if isinstance(raw, list) else self.party(str(raw))

    def agreed(self, entry: Entry) -> tuple[Yes, ...]:
        """Who said yes, and how: aloud, unless it is her own step or the story says otherwise."""
        given: Mapping[str, str] = entry.more.get("agreed", {})
        return tuple(Yes(self.party(key), how or self._aloud(key, entry)) for key, how in given.items())

    @staticmethod
    def _aloud(key: str, entry: Entry) -> str:
        return "zelf" if key == entry.by else "mondeling"

    def yes(self, entry: Entry) -> Yes:
        """The answer of a step: of whom it is for, else of the party itself."""
        who = entry.behalf or entry.more["party"]
        return Yes(self.party(who), entry.how or self._aloud(who, entry), entry.more.get("yes", True))

    def given(self, entry: Entry, *keys: str) -> dict[str, Any]:
        """Those of the verb's other keys that were written."""
        return {key: entry.more[key] for key in keys if entry.more.get(key) is not None}


def command(entry: Entry, stage: Stage) -> Command:
    """The command of a step. Without `on`, and where it must be refused, it is an act.

    Raises:
        BadInput, NotFound: for a name that means nothing.
    """
    return Command(
        actor=_eraser(stage.actor(entry.by)) if entry.verb == "erase" else stage.actor(entry.by),
        act=_act(entry, stage),
        key=stage.key,
        case=stage.case,
        organisation=stage.organisation,
        occurred=None if entry.refused or entry.verb in NOW else entry.on,
        behalf=stage.party(entry.behalf) if entry.behalf else "",
        how=entry.how if entry.behalf else "",
        note=entry.note,
    )


def _eraser(actor: Actor) -> Actor:
    """Who erases in a story: staff who do are administrators of their organisation."""
    return replace(actor, roles=frozenset((home, "beheerder") for home in actor.organisations))


def _act(entry: Entry, stage: Stage) -> Act:
    making = _MAKERS.get(entry.verb)
    if making is None:
        raise BadInput(f"'{entry.verb}' is geen handeling in een traject.")
    return making(entry, stage)


def _when(entry: Entry, key: str) -> When:
    found = entry.more.get(key)
    return found if isinstance(found, When) else When(None, "unknown")


def _open(e: Entry, s: Stage) -> Act:
    more = s.given(e, "state", "regions", "waive")
    return acts.Open(
        workflow=s.workflow.workflow, name=e.name, answers=s.answers(e.answers), agreed=s.agreed(e), **more
    )


def _step(e: Entry, s: Stage) -> Act:
    more = s.given(e, "outcome", "choose", "waive")
    if e.more.get("ends"):
        more["ends"] = s.party(e.more["ends"])
    return acts.Step(name=e.name, answers=s.answers(e.answers), agreed=s.agreed(e), **more)


def _meet(e: Entry, s: Stage) -> Act:
    present = tuple(s.party(p) for p in e.more.get("present", ()))
    return acts.Held(
        name=e.name, count=e.more.get("count"), present=present, answers=s.answers(e.answers),
        **s.given(e, "feeling"),
    )  # fmt: skip


def _plan(e: Entry, s: Stage) -> Act:
    return acts.Plan(name=e.name, on=_when(e, "date"), **s.given(e, "mode", "place"))


def _join(e: Entry, s: Stage) -> Act:
    return acts.Join(name=e.name, party=s.party(e.more["party"]), agreed=s.agreed(e), **s.given(e, "waive"))


def _handover(e: Entry, s: Stage) -> Act:
    return acts.HandOver(
        name=e.name, party=s.party(e.more["party"]), to=s.party(e.more["to"]), **s.given(e, "until")
    )


def _migrate(e: Entry, _: Stage) -> Act:
    if not e.name.isdigit():
        raise BadInput(f"'{e.name}' is geen versie; schrijf een getal.")
    return acts.Migrate(version=int(e.name))


_MAKERS: dict[str, Callable[[Entry, Stage], Act]] = {
    "open": _open,
    "step": _step,
    "meet": _meet,
    "plan": _plan,
    "move": lambda e, _: acts.Move(name=e.name, on=_when(e, "date")),
    "cancel": lambda e, s: acts.Cancel(name=e.name, **s.given(e, "reason", "feeling")),
    "join": _join,
    "answer": lambda e, s: acts.Answer(name=e.name, party=s.party(e.more["party"]), yes=s.yes(e)),
    "agree": lambda e, s: acts.Agree(name=e.name, yes=s.yes(e)),
    "leave": lambda e, s: acts.Leave(name=e.name, party=s.party(e.more["party"])),
    "handover": _handover,
    "pause": lambda e, s: acts.Pause(name="" if e.name == "true" else e.name, **s.given(e, "until")),
    "resume": lambda *_: acts.Resume(),
    "do": lambda e, s: acts.Done(name=e.name, answers=s.answers(e.answers)),
    "snooze": lambda e, s: acts.Snooze(name=e.name, until=_when(e, "until"), **s.given(e, "reason")),
    "pin": lambda e, s: acts.Pin(name=e.name, on=_when(e, "date"), **s.given(e, "reason")),
    "jump": lambda e, s: acts.Jump(name=e.name, **s.given(e, "region", "outcome", "reason")),
    "withdraw": lambda e, s: acts.Withdraw(event=s.numbers(e.name), **s.given(e, "reason")),
    "migrate": _migrate,
    "share": lambda e, _: acts.Share(name=e.name, until=_when(e, "until")),
    "erase": lambda e, s: acts.Erase(party=s.party(e.name)),
    "apply": lambda e, _: acts.ApplyParameter(name=e.name),
}
