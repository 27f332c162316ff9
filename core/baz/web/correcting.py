"""Verbeter een stap: choose what is wrong, see what changes, confirm."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.correcting import FIXABLE, MOVABLE, Correction
from baz.engine.rights import Right
from baz.engine.timeline import Line
from baz.ground.errors import BazError, NotFound
from baz.web import caseview, doing, questions
from baz.web.case import scene_of
from baz.web.language import gettext as _
from baz.web.offers.scene import Scene
from baz.web.questions import Question
from baz.web.visit import SignedIn

router = APIRouter(include_in_schema=False)


@router.get("/trajecten/{case}/verbeter")
def choose(visit: SignedIn, case: str) -> Response:
    """Which line is wrong?"""
    scene = scene_of(visit, case)
    visit.require(Right.WORK_CASES)
    return visit.page("correct_choose.html", **_common(scene), lines=fixable(scene))


def fixable(scene: Scene) -> list[Line]:
    """The lines that can be corrected, newest first."""
    found = scene.page.view.timeline if scene.page else ()
    return [line for line in found if line.kind in FIXABLE and not line.withdrawn]


def _common(scene: Scene) -> dict[str, Any]:
    return {"view": scene.page.view if scene.page else None, "title": caseview.title(scene)}


def _line(scene: Scene, event: int) -> Line:
    for line in fixable(scene):
        if line.seq == event:
            return line
    raise NotFound(_("Deze regel kan je niet verbeteren."), hint=_("Misschien is hij al verbeterd."))


@router.get("/trajecten/{case}/verbeter/{event}")
def ask(visit: SignedIn, case: str, event: int) -> Response:
    """What is wrong with it?"""
    scene = scene_of(visit, case)
    visit.require(Right.WORK_CASES)
    return _form(scene, _line(scene, event), {}, [])


def _questions(line: Line) -> list[Question]:
    options = [("nooit", _("Dit is niet gebeurd"), "")]
    if line.kind in MOVABLE:
        options.insert(0, ("dag", _("Het was op een andere dag"), ""))
    first = (options[0][0],)
    found = [Question("wat", _("Wat klopt er niet?"), "choice", options=tuple(options), values=first)]
    if line.kind in MOVABLE:
        hint = _("Alleen als het op een andere dag was.")
        found.append(
            questions.day("dag", _("Welke dag was het?"), line.occurred[:10], required=False, hint=hint)
        )
    hint = _("Je team ziet deze reden bij de tijdlijn.")
    return [*found, Question("reden", _("Waarom verbeter je dit?"), hint=hint, most=140)]


def _form(
    scene: Scene, line: Line, errors: dict[str, str], trouble: list[str], status: int = 200
) -> Response:
    visit = scene.visit
    asked, typed = _questions(line), bool(visit.form.data) or visit.restore()
    return visit.page(
        "correct.html", status, **_common(scene), line=line,
        asked=questions.filled(asked, visit.form, errors) if typed else asked,
        errors=errors, trouble=trouble,
    )  # fmt: skip


@router.post("/trajecten/{case}/verbeter/{event}")
def correct(visit: SignedIn, case: str, event: int) -> Response:
    """First what would change; then, with a yes, the correction itself."""
    scene = scene_of(visit, case)
    visit.require(Right.WORK_CASES)
    form = visit.form
    try:
        line = _line(scene, event)
    except NotFound:
        if form.text("zeker"):  # pressed twice: it is corrected already
            return visit.go(f"/trajecten/{case}", _("Dit was al verbeterd."))
        raise
    errors = questions.missing(_questions(line), form)
    day = questions.when(form.text("dag")) if form.text("wat") == "dag" else None
    if form.text("wat") == "dag" and (day is None or day.day is None or day.day > visit.today):
        errors["dag"] = _("Kies een dag die voorbij is, of vandaag.")
    if errors:
        return _form(scene, line, errors, [], 422)
    key = visit.once()
    seen = scene.page.view.facts if scene.page else None
    try:
        if form.text("zeker"):
            visit.engine.correct(Correction(case, event, key, form.text("reden"), day), visit.actor)
            return visit.go(f"/trajecten/{case}", _("Verbeterd: {wat}").format(wat=line.title))
        fix = Correction(case, event, key, form.text("reden"), day, seen)
        preview = visit.engine.preview_correction(fix, visit.actor)
    except BazError as error:
        return _form(scene, line, {}, doing.sentences(error), error.http_status)
    answers = {name: form.text(name) for name in ("wat", "dag", "reden")}
    return visit.page(
        "correct_sure.html", **_common(scene), line=line, preview=preview, answers={**answers, "sleutel": key}
    )
