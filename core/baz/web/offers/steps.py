"""The steps of the definition: what can be taken now, and what can be taken with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from baz.definition.model import OpenEffect
from baz.kernel.acts import Option, Reason, Step
from baz.kernel.plan import MAIN, Edge
from baz.web.language import gettext as _
from baz.web.offers.action import Action, Draft
from baz.web.offers.scene import Scene
from baz.web.questions import Question
from baz.web.visit import Form

HERS = "alleen-zij"
"""The code of a refusal that says: only she decides; staff records it for her."""
ELSEWHERE = frozenset(("niet-van-hier", "afgelopen", "geen-pauze", "klok"))
"""Codes of reasons that say no more than that a step belongs to another state."""


def possible(option: Option) -> bool:
    """Whether somebody can take this step now, herself or for whom it belongs to."""
    return option.allowed or {r.code for r in option.reasons} == {HERS}


def waivable(scene: Scene, option: Option) -> bool:
    """Whether all that stands in the way may be set aside by this reader, with a reason."""
    page = scene.page
    others = [r for r in option.reasons if r.code != HERS]
    if page is None or not others:
        return False
    return all(_waives(scene, reason) for reason in others)


def _waives(scene: Scene, reason: Reason) -> bool:
    page, known = scene.page, scene.workflow.roles
    if page is None or reason.code not in ("voorwaarde", "onbekend") or not reason.who:
        return False
    staff = page.staff and any(known[r].kind == "staff" for r in reason.who if r in known)
    return staff or bool(page.roles & set(reason.who))


def offers(scene: Scene) -> Iterator[Action]:
    """The steps that can be taken now, the one that leads on first."""
    if scene.page is None:
        return
    for number, option in enumerate(scene.page.options):
        if possible(option):
            yield step(scene, option, 30 + number)
        elif waivable(scene, option):
            yield step(scene, option, 90 + number)


def step(scene: Scene, option: Option, urgent: int = 50) -> Action:
    """One step with its form."""
    assert scene.page is not None  # noqa: S101  # a step is taken in a case
    edge = scene.page.plan.edges[option.step]
    hers = any(r.code == HERS for r in option.reasons)
    waives = [r for r in option.reasons if r.code != HERS]
    asked = [scene.standing(q) for q in scene.questions(option.asks, option.optional)]
    more = [*_choices(scene, edge), *_ends(scene, edge)]
    hand = scene.behalf(option.by) if hers else []
    yes = [] if option.waits_for else scene.yes(edge.agree)
    when = [scene.told()] if scene.page.staff else []
    reason = [_waive(waives)] if waives else []

    def read(form: Form) -> Draft:
        draft = Draft(behalf=form.text("namens"), how=form.text("hoe"))
        answers = scene.answers(asked, form, draft)
        draft.occurred = scene.occurred(form, draft)
        draft.act = Step(
            name=option.step, answers=answers, outcome=form.text("afloop"), choose=form.text("werkwijze"),
            ends=form.text("wie_stopt"), agreed=scene.agreed(yes, form), waive=form.text("toch"),
        )  # fmt: skip
        return draft

    return Action(
        f"stap/{option.step}", option.title, option.title, option.title, read,
        (*asked, *more, *hand, *yes, *when, *reason), _line(scene, option, edge, hers), urgent,
    )  # fmt: skip


def _waive(reasons: list[Reason]) -> Question:
    hint = " ".join(r.sentence for r in reasons)
    return Question("toch", _("Waarom doe je het toch?"), "long", hint=hint)


def _choices(scene: Scene, edge: Edge) -> Iterator[Question]:
    """Which end, and which workflow follows, where several are possible."""
    final = scene.page.plan.final(edge.step.to) if scene.page and edge.region == MAIN else ()
    if len(final) > 1 and not edge.step.outcome:
        options = tuple((o, scene.workflow.outcomes.get(o, o), "") for o in final)
        yield Question("afloop", _("Hoe loopt het af?"), "choice", options=options)
    for opens in (e.value for e in edge.step.then if isinstance(e.value, OpenEffect)):
        if len(opens.workflow) > 1:
            options = tuple((w, title, home) for w, title, home in _workflows(scene, opens.workflow))
            yield Question("werkwijze", _("Wat begint er dan?"), "choice", options=options)


def _workflows(scene: Scene, names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    catalogue = scene.visit.engine.catalogue
    for name in names:
        home = name.split("/")[0]
        known = [w for (n, _v), w in catalogue.definitions.items() if n == name]
        if known:
            yield name, known[-1].title, scene.visit.house.name(home)


def _ends(scene: Scene, edge: Edge) -> Iterator[Question]:
    """Whose participation ends, where more than one person has the role."""
    for effect in edge.step.then:
        holders = scene.holders((str(effect.value),)) if effect.kind == "end" else []
        if len(holders) > 1:
            options = tuple((party, name, title) for title, party, name in holders)
            yield Question("wie_stopt", _("Wie stopt er?"), "person", options=options)


def _line(scene: Scene, option: Option, edge: Edge, hers: bool) -> str:
    if hers:
        who = ", ".join(name for _t, _p, name in scene.holders(option.by))
        return _("Alleen als {wie} dat wil.").format(wie=who) if who else _("Dit beslist de persoon zelf.")
    if option.waits_for:
        return _("Wacht op een ja.")
    letters = [
        scene.workflow.letters[str(e.value)].title
        for e in edge.step.then
        if e.kind == "letter" and str(e.value) in scene.workflow.letters
    ]
    if letters:
        return _("Daarna vertrekt de brief “{brief}”.").format(brief=letters[0])
    return ""
