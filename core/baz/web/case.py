"""The page of a case: where it stands, what can be done, what not yet and why, and what happened."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import once, roster
from baz.engine.correcting import FIXABLE
from baz.engine.rights import Right
from baz.ground.errors import BazError, NotFound
from baz.web import caseview, doing, doors, questions
from baz.web.errors import NO_LONGER
from baz.web.language import gettext as _
from baz.web.offers import meetings, people, rest, steps, tasks
from baz.web.offers.action import Action, Draft
from baz.web.offers.scene import Scene
from baz.web.saying import said
from baz.web.visit import SignedIn, Visit

router = APIRouter(include_in_schema=False)
OFFERS = (steps.offers, tasks.offers, meetings.offers, people.offers, rest.offers)


def scene_of(visit: Visit, case: str, *, whole: bool = False) -> Scene:
    """A case as this visitor sees it; `whole` with the blocks of plugins.

    Raises:
        NotFound: it does not exist for her.
    """
    page = visit.engine.look(case, visit.actor, whole=whole)
    visit.organisation = page.view.organisation
    return Scene(visit, page.workflow, page.view.organisation, page)


def actions(scene: Scene) -> list[Action]:
    """Everything that can be done, the most urgent first."""
    found = [action for offers in OFFERS for action in offers(scene)]
    return sorted(found, key=lambda a: a.urgent)


def find(scene: Scene, tail: str) -> Action:
    """The one thing that can be done at an address.

    Raises:
        NotFound: nothing of that address can be done now.
    """
    for action in (*actions(scene), *_apart(scene)):
        if action.tail == tail:
            return action
    raise NotFound(
        _("Dit kan hier nu niet meer."),
        hint=_("Misschien was iemand je voor. Kijk op de pagina van het traject."),
        code=NO_LONGER,
    )


def _apart(scene: Scene) -> Iterable[Action]:
    for task in scene.page.view.tasks if scene.page else ():
        if task.status in ("open", "snoozed"):
            yield tasks.later(scene, task)
            yield tasks.pin(task)


@router.get("/trajecten/{case}")
def show(visit: SignedIn, case: str) -> Response:
    """A case."""
    scene = scene_of(visit, case, whole=True)
    return visit.page("case.html", **caseview.values(scene, actions(scene)))


@router.get("/trajecten/{case}/{tail:path}")
def ask(visit: SignedIn, case: str, tail: str) -> Response:
    """One thing that can be done, alone on a page."""
    scene = scene_of(visit, case)
    return _form(scene, find(scene, tail))


@router.post("/trajecten/{case}/{tail:path}")
def do(visit: SignedIn, case: str, tail: str) -> Response:
    """Do it. What does not fit comes back with what was typed."""
    scene = scene_of(visit, case)
    back = visit.form.text("naar")
    to = doors.inside(back) or f"/trajecten/{case}"
    try:
        action = find(scene, tail)
    except NotFound:
        if _done_before(visit, case):
            return visit.go(to, _("Dit was al gebeurd."))
        raise
    draft = action.read(visit.form)
    draft.errors = {**questions.missing(action.questions, visit.form), **draft.errors}
    if draft.errors:
        return _form(scene, action, draft, status=422)
    try:
        receipt = doing.carry_out(visit, draft, case, scene.organisation)
    except BazError as error:
        labels = {q.name: q.label for q in action.questions}
        draft.errors = doing.by_question(error, labels)
        trouble = [] if draft.errors else doing.sentences(error)
        return _form(scene_of(visit, case), action, draft, trouble, error.http_status)
    note = action.done
    if receipt.already:
        note = _("Dit was al gebeurd: {wat}.").format(wat=action.title)
    elif receipt.held:
        note = _("Bewaard, maar het past nog niet: {waarom}").format(waarom=said(" ".join(receipt.held)))
    return visit.go(to, note, "" if receipt.already else _undo(visit, draft, case))


def _undo(visit: Visit, draft: Draft, case: str) -> str:
    """Where what was just told is corrected; empty where it cannot be, or not by her."""
    if draft.act is None or draft.act.kind not in FIXABLE or Right.WORK_CASES not in visit.rights:
        return ""
    with visit.engine.reading() as work:
        line = once.fact_of(work, visit.form.key())
    return f"/trajecten/{case}/verbeter/{line}" if line else ""


def _done_before(visit: Visit, case: str) -> bool:
    """Whether this very form was carried out here already: pressed twice, it took away what it offered."""
    with visit.engine.reading() as work:
        return once.case_of(work, visit.form.key()) == case


def _form(
    scene: Scene,
    action: Action,
    draft: Draft | None = None,
    trouble: list[str] | None = None,
    status: int = 200,
) -> Response:
    visit = scene.visit
    errors, typed = draft.errors if draft else {}, bool(draft) or visit.restore()
    back = doors.inside(visit.form.text("naar") or visit.request.query_params.get("naar", ""))
    asked = scene.same_name(action.questions, visit.form) if typed else list(action.questions)
    with visit.engine.reading() as work:
        towns = roster.towns(work) if any(q.list for q in asked) else ()
    return visit.page(
        "action.html",
        status,
        scene=scene,
        view=scene.page.view if scene.page else None,
        title=caseview.title(scene),
        action=action,
        towns=towns,
        asked=questions.filled(asked, visit.form, errors) if typed else asked,
        errors=errors,
        trouble=trouble or [],
        key=visit.once(),
        back=back,
        others=[a for a in actions(scene) if a.group == "step" and a.tail != action.tail and a.urgent < 90]
        if action.group == "task"
        else [],
    )
