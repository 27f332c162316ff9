"""A case as its page shows it: the way, what can be done, the refusals in words, the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from baz.definition.explain.rules import clock_rule
from baz.definition.explain.tongue import inside
from baz.engine.casepage import CasePage
from baz.engine.casepage import Stop as Halt
from baz.engine.desk import TaskLine
from baz.engine.lists import about_person
from baz.engine.timeline import Line
from baz.ground.words import first_name, in_words
from baz.kernel.acts import Option, Reason
from baz.plugins.panels import Panel
from baz.web import words
from baz.web.language import gettext as _
from baz.web.offers import steps
from baz.web.offers.action import Action
from baz.web.offers.scene import Scene

SHOWN = 12
"""So many lines of the timeline are shown; the rest is in a fold."""
MACHINE = frozenset(("fired", "followed", "external"))
"""Lines that say what the engine did by itself."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of a track, with the few words beneath it."""

    title: str
    kind: str
    line: str


@dataclass(frozen=True, slots=True)
class Why:
    """A reason in words: the sentence, and what was looked at and who can change it."""

    sentence: str
    facts: str = ""


@dataclass(frozen=True, slots=True)
class No:
    """A step that cannot be taken now. `tail` is where it can be taken all the same, with a reason."""

    title: str
    reasons: tuple[Why, ...]
    picture: str = "lock"
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of the timeline."""

    line: Line
    picture: str
    look: str
    told_later: bool


def title(scene: Scene) -> str:
    """What a case is called: `Leeskring van Rudy`, or with its municipality where it is about nobody."""
    view = scene.page.view if scene.page else None
    if view is None:
        return scene.workflow.title
    if view.about:
        person = about_person(scene.page.plan) if scene.page else True
        name = first_name(view.about) if person else view.about
        return _("{werkwijze} van {naam}").format(werkwijze=view.title, naam=name)
    return f"{view.title}, {view.area}" if view.area else view.title


def values(scene: Scene, actions: Sequence[Action]) -> dict[str, Any]:
    """All that the template of a case needs."""
    page = scene.page
    assert page is not None  # noqa: S101  # a page is of a case
    here = [a for a in actions if a.group in ("step", "task", "meeting")]
    now = [a for a in here if a.urgent < 90]  # those that need a reason stand below
    open_tasks = [t for t in page.view.tasks if t.status in ("open", "snoozed")]
    shown, rest = timeline(page)
    tails = frozenset(a.tail for a in actions)
    return {
        "scene": scene, "page": page, "view": page.view, "title": title(scene), "now": now[:8],
        "more": now[8:],
        "other": [a for a in actions if a.group == "other"],
        "no": refusals(scene), "tracks": tracks(scene), "tasks": open_tasks, "timeline": shown, "older": rest,
        "late": sum(1 for t in open_tasks if _late(t, scene)), "key": scene.visit.key,
        "rhythm": rhythm(page), "people": people(page), "panels": page.panels,
        "known": known(page, page.panels),
        "to": {"base": f"/trajecten/{scene.case}/", "possible": tails},
    }  # fmt: skip


def known(page: CasePage, panels: Sequence[Panel]) -> dict[str, tuple[str, str]]:
    """The fields that no panel shows already."""
    shown = {name for panel in panels for name in panel.covers}
    return {name: pair for name, pair in page.view.fields.items() if name not in shown}


def _late(task: TaskLine, scene: Scene) -> bool:
    return bool(task.due_on) and task.due_on < scene.visit.today.isoformat()


def people(page: CasePage) -> list[Any]:
    """Who takes part or did, those of now first."""
    order = {"active": 0, "asked": 1, "reserve": 2, "ended": 3, "declined": 4}
    return sorted(page.view.roles, key=lambda r: order.get(r.standing, 5))


def rhythm(page: CasePage) -> list[str]:
    """How often the meetings should be, in words."""
    return [rule.split(" Bron:")[0] for name, rule in page.rules.items() if name.startswith("ritme.")]


def tracks(scene: Scene) -> list[tuple[str, list[Stop]]]:
    """The way of the main machine, and of each region that began."""
    page, today = scene.page, scene.visit.today
    assert page is not None  # noqa: S101  # a page is of a case
    found = []
    for region, halts in page.tracks.items():
        name = scene.workflow.regions[region].title if region in scene.workflow.regions else ""
        begun = [h for h in halts if h.title != "nog niet begonnen"]
        if begun:
            found.append((name, [Stop(h.title, h.kind, _beneath(h, today)) for h in begun]))
    return found


def _beneath(halt: Halt, today: Any) -> str:
    if not halt.day:
        return ""
    day = words.plain_day(halt.day, today) if halt.kind == "now" else words.short_day(halt.day, today)
    return _("sinds {dag}").format(dag=day) if halt.kind == "now" else day.split(" ", 1)[1]


def refusals(scene: Scene) -> list[No]:
    """What cannot be done now, with every reason; what the clock does by itself with its rule."""
    page = scene.page
    found: list[No] = []
    for option in page.options if page else ():
        codes = {r.code for r in option.reasons}
        if steps.possible(option) or codes & {"niet-van-hier", "afgelopen", "geen-pauze"}:
            continue
        found.append(_clock(scene, option) if "klok" in codes else _no(scene, option))
    return found


def _clock(scene: Scene, option: Option) -> No:
    page = scene.page
    assert page is not None  # noqa: S101  # its caller looked
    rule = clock_rule(scene.workflow, page.plan.edges[option.step].step)
    sentence = (
        _("Deze stap komt vanzelf: {wanneer}.").format(wanneer=rule) if rule else _("Deze stap komt vanzelf.")
    )
    return No(option.title, (Why(sentence),), "gear")


def _no(scene: Scene, option: Option) -> No:
    reasons = tuple(_why(scene, r) for r in option.reasons if r.code != steps.HERS)
    return No(option.title, reasons, tail=f"stap/{option.step}" if steps.waivable(scene, option) else "")


def _why(scene: Scene, reason: Reason) -> Why:
    facts = []
    if reason.looked_at:
        looked = ", ".join(f"{name} ({value})" if value else name for name, value in reason.looked_at)
        facts.append(_("We keken naar: {wat}.").format(wat=looked))
    if reason.who:
        known = scene.workflow.roles
        who = in_words((inside(known[r].title) if r in known else r for r in reason.who), "of")
        facts.append(_("Wie dit kan: {wie}.").format(wie=who))
    return Why(reason.sentence, " ".join(facts))


_PICTURES = {
    "held": "people", "planned": "cal", "moved": "cal", "cancelled": "late", "withdrawn": "fix",
    "paused": "pause", "resumed": "path", "done": "check", "snoozed": "week", "pinned": "pin",
    "joined": "people", "answered": "people",
    "left": "people", "handed": "swap", "followed": "mail", "fired": "gear", "erased": "lock",
}  # fmt: skip


def timeline(page: CasePage) -> tuple[list[Moment], list[Moment]]:
    """The lines to show, and those for the fold: older ones, and what went by itself."""
    moments = [_moment(line) for line in page.view.timeline]
    people_ = [m for m in moments if m.line.kind not in MACHINE]
    shown = people_[:SHOWN]
    keep = {m.line.seq for m in shown}
    return shown, [m for m in moments if m.line.seq not in keep]


def _moment(line: Line) -> Moment:
    look = "step-done" if line.kind in ("step", "opened", "held") else ""
    if line.kind in ("withdrawn", "unfollowed") or line.withdrawn:
        look = "fix"
    later = line.recorded[:10] > line.occurred[:10] if len(line.occurred) >= 10 else bool(line.occurred)
    return Moment(line, _PICTURES.get(line.kind, "check"), look, later and line.kind not in MACHINE)
