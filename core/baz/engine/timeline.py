"""The log of a case as people read it: what happened, when, who told it; and what is held, with its why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from baz.ground.words import title_of
from baz.kernel.acts import ENGINE, Event
from baz.kernel.facts import Look
from baz.kernel.fold import counted, explain_held
from baz.kernel.plan import Plan

NOTHING: Mapping[int, str] = MappingProxyType({})
_VERBS = {
    "opened": "Begonnen",
    "agreed": "Antwoord op een voorstel",
    "joined": "Gevraagd",
    "answered": "Antwoord",
    "left": "Gestopt",
    "handed": "Overgedragen",
    "planned": "Gepland",
    "moved": "Verzet",
    "cancelled": "Afgezegd",
    "held": "Samengekomen",
    "paused": "Gepauzeerd",
    "resumed": "Hervat",
    "done": "Gedaan",
    "snoozed": "Uitgesteld",
    "pinned": "Datum vastgezet",
    "jumped": "Stap buiten de volgorde",
    "withdrawn": "Teruggenomen",
    "migrated": "Naar een andere versie",
    "applied": "Nieuwe waarde toegepast",
    "erased": "Gewist",
    "shared": "Gedeeld",
    "referral": "Doorverwijzing",
    "external": "Elders gebeurd",
    "fired": "Vanzelf",
    "followed": "Gevolg",
    "unfollowed": "Klopt niet meer",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline. `withdrawn` lines were corrected later; `note` is a word that came along."""

    seq: int
    kind: str
    title: str
    occurred: str
    recorded: str
    actor: str
    behalf: str
    how: str
    withdrawn: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A told fact that does not fit: its sentence, and the other fact that it clashes with."""

    event: int
    title: str
    sentence: str
    other: int
    other_title: str


def title(plan: Plan, event: Event) -> str:
    """What happened, in words."""
    w = plan.workflow
    name = event.name
    if event.kind in ("step", "opened") and name in plan.edges:
        return plan.edges[name].step.title
    found = ""
    if event.kind in ("planned", "moved", "cancelled", "held") and name in w.meetings:
        found = w.meetings[name].title
    elif event.kind in ("joined", "answered", "left", "handed") and name in w.roles:
        found = w.roles[name].title
    elif event.kind == "paused":
        found = w.outcomes.get(name, name)
    elif event.kind in ("done", "snoozed", "pinned", "fired") and name in plan.duties:
        found = plan.duties[name].task.title
    elif event.kind in ("followed", "unfollowed", "fired"):
        found = _follow_title(plan, name)
    elif event.kind == "jumped":
        found = w.states[name].title if name in w.states else name
    elif event.kind == "agreed" and name in plan.edges:
        found = plan.edges[name].step.title
    verb = _VERBS.get(event.kind, event.kind)
    if event.kind == "fired" and name in plan.duties:
        verb = "De dag is daar"
    if event.kind in ("answered", "agreed") and event.data.get("yes", {}).get("yes", True) is False:
        verb = "Neen"
    elif event.kind in ("answered", "agreed"):
        verb = "Ja"
    return f"{verb}: {found}" if found else verb


def _follow_title(plan: Plan, name: str) -> str:
    w = plan.workflow
    if name in w.letters:
        return f"brief '{w.letters[name].title}'"
    if name in plan.edges:
        return plan.edges[name].step.title
    if name in plan.duties:
        return plan.duties[name].task.title
    # what a step opens is named by its workflow: 'baz/coachingtraject'
    return f"traject '{title_of(name.rpartition('/')[2])}'" if "/" in name else name


def lines(
    plan: Plan, events: Sequence[Event], names: Mapping[str, str], notes: Mapping[int, str] = NOTHING
) -> tuple[Line, ...]:
    """The timeline, newest first. `notes`: what may be read of the words along with it, by line."""
    gone = {e.data["event"] for e in events if e.kind == "withdrawn"}
    by_seq = {e.seq: e for e in events}
    found = [
        Line(
            e.seq,
            e.kind,
            _title(plan, e, by_seq),
            str(e.occurred),
            e.recorded.isoformat(),
            _who(e.actor, names),
            _who(e.behalf, names),
            e.how,
            e.seq in gone,
            notes.get(e.seq, ""),
        )
        for e in events
    ]
    return tuple(sorted(found, key=lambda line: (line.occurred, line.seq), reverse=True))


def _title(plan: Plan, event: Event, by_seq: Mapping[int, Event]) -> str:
    """The title of an event; of a correction also what it took back."""
    gone = by_seq.get(event.data["event"]) if event.kind == "withdrawn" else None
    return f"{title(plan, event)}: {title(plan, gone)} ({gone.seq})" if gone else title(plan, event)


def _who(party: str, names: Mapping[str, str]) -> str:
    if party == ENGINE:
        return "vanzelf"
    return names.get(party, "") if party else ""


def held_lines(look: Look, events: Sequence[Event]) -> tuple[HeldLine, ...]:
    """Why each held fact does not fit, and which other fact it clashes with."""
    if not look.run.held:
        return ()
    by_seq = {e.seq: e for e in events}
    inside = [e for e in counted(events) if e.seq not in look.run.held]
    found = []
    for seq in look.run.held:
        event = by_seq.get(seq)
        if event is None:
            continue
        conflict = explain_held(look.facts, inside, event, look.run.at)
        other = by_seq.get(conflict.other)
        other_title = title(look.plan, other) if other else ""
        found.append(
            HeldLine(seq, title(look.plan, event), conflict.reason.sentence, conflict.other, other_title)
        )
    return tuple(found)
