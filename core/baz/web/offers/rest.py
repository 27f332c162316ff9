"""Built in and never declared: pause, go on, and a step out of order with a reason."""

from __future__ import annotations

from collections.abc import Iterator

from baz.kernel.acts import Jump, Pause, Resume
from baz.kernel.plan import MAIN
from baz.web import questions
from baz.web.language import gettext as _
from baz.web.offers.action import Action, Draft
from baz.web.offers.scene import Scene
from baz.web.questions import Question
from baz.web.visit import Form


def offers(scene: Scene) -> Iterator[Action]:
    """Pause or go on, and another state by hand."""
    page = scene.page
    if page is None or page.view.ended_on:
        return
    may = page.staff or page.roles & set(scene.workflow.pause.by)
    if may:
        yield resume() if page.view.paused else pause(scene)
    if page.staff:
        yield jump(scene)


def pause(scene: Scene) -> Action:
    """The case rests."""
    reasons = scene.page.pause_reasons if scene.page else ()
    options = tuple((r, scene.workflow.outcomes.get(r, r), "") for r in reasons)
    first = (options[0][0],) if len(options) == 1 else ()
    why = [Question("reden", _("Waarom?"), "choice", options=options, values=first)] if options else []
    hint = _("Mag leeg blijven. Op die dag krijg je een taak, het traject gaat niet vanzelf verder.")
    until = questions.day("tot", _("Tot wanneer ongeveer?"), required=False, hint=hint)

    def read(form: Form) -> Draft:
        day = questions.when(form.text("tot")) if form.text("tot") else None
        if day is not None and (day.day is None or day.day <= scene.visit.today):
            return Draft(errors={"tot": _("Kies een dag na vandaag.")})
        return Draft(Pause(name=form.text("reden"), until=day))

    line = _("Termijnen schuiven mee op. Niemand hoeft iets te doen.")
    return Action(
        "pauze", _("Zet op pauze"), _("Zet op pauze"), _("Op pauze gezet."), read, (*why, until), line, 88,
        "other", "pause",
    )  # fmt: skip


def resume() -> Action:
    """The case goes on."""

    def read(_form: Form) -> Draft:
        return Draft(Resume())

    return Action(
        "hervat", _("Ga verder na de pauze"), _("Ga verder"), _("Het traject gaat verder."), read,
        line=_("De dagen van de pauze tellen niet mee."), urgent=8, picture="path",
    )  # fmt: skip


def jump(scene: Scene) -> Action:
    """Another state by hand: guards are shown, the reason is kept, the report counts it."""
    page = scene.page
    states = scene.workflow.states
    here = page.view.state if page else ""
    options = tuple((name, s.title, "") for name, s in states.items() if name != here)
    ends = {o for s in states.values() for o in s.final}
    outcomes = tuple((o, scene.workflow.outcomes.get(o, o), "") for o in sorted(ends))

    def read(form: Form) -> Draft:
        to = form.text("naar_toestand")
        outcome = form.text("afloop")
        final = states[to].final if to in states else ()
        if final and outcome not in final:
            outcome = final[0] if len(final) == 1 else ""
            if not outcome:
                return Draft(errors={"afloop": _("Kies hoe het afliep.")})
        return Draft(Jump(name=to, region=MAIN, outcome=outcome if final else "", reason=form.text("reden")))

    asked = (
        Question("naar_toestand", _("Naar welke toestand?"), "choice", options=options),
        Question("reden", _("Waarom buiten de volgorde?"), "long"),
        Question("afloop", _("Hoe liep het af?"), "choice", False, _("Alleen als het eindigt."), outcomes),
    )
    line = _("Alleen als de werkwijze geen weg heeft. Het rapport telt dit mee.")
    return Action(
        "buiten", _("Zet buiten de volgorde"), _("Zet deze toestand"), _("Toestand gezet."), read, asked,
        line, 95, "other", "path",
    )  # fmt: skip
