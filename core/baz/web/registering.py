"""Somebody calls to sign up: one form, two minutes; then who of the volunteers could be asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter
from starlette.responses import JSONResponse, RedirectResponse, Response

from baz.definition.model import Transition, Workflow
from baz.engine import doubles, membership, once, roster
from baz.engine.rights import Right
from baz.ground.errors import BazError, NotFound
from baz.kernel.acts import Act, Join, Open, Step
from baz.services.matching.candidates import Candidate, candidates
from baz.web import doing, questions
from baz.web.language import gettext as _
from baz.web.offers.action import Draft
from baz.web.offers.scene import Scene
from baz.web.questions import Question
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
SHOWN = 3
"""So many volunteers are offered at once."""
FARTHER = 200
"""So many volunteers are looked at when somebody asks to look farther."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to begin: a workflow with one of its opening steps. `own`: it is of the organisation itself."""

    workflow: Workflow
    name: str
    step: Transition
    own: bool

    @property
    def address(self) -> str:
        """The form."""
        return f"/trajecten/nieuw?werkwijze={self.workflow.workflow}&stap={self.name}"


def ways(visit: Visit) -> list[Way]:
    """Everything that staff can begin, the organisation's own first."""
    with visit.engine.reading() as work:
        chosen = membership.chosen(work, visit.organisation)
    found = [
        Way(w, name, step, w.workflow.startswith(f"{visit.organisation}/"))
        for w in visit.engine.catalogue.workflows(visit.organisation, chosen)
        for name, step in w.transitions.items()
        if not step.frm and step.by
    ]
    return sorted(found, key=lambda way: (not way.own, way.workflow.title))


@router.get("/trajecten/nieuw")
def begin(visit: Staff) -> Response:
    """What begins? And then its form."""
    visit.require(Right.WORK_CASES)
    found = ways(visit)
    wanted = visit.request.query_params.get("werkwijze", "")
    if not wanted and len(found) == 1:
        return RedirectResponse(found[0].address, 303)
    if not wanted:
        return visit.page("registering/choose.html", ways=found, several=_several(found))
    visit.restore()
    return _page(visit, _way(visit, found))


def _several(found: list[Way]) -> set[str]:
    names = [way.workflow.workflow for way in found]
    return {name for name in names if names.count(name) > 1}


def _way(visit: Visit, found: list[Way]) -> Way:
    given = visit.request.query_params
    wanted, step = given.get("werkwijze", ""), given.get("stap", "")
    for way in found:
        if way.workflow.workflow == wanted and step in ("", way.name):
            return way
    raise NotFound(_("Deze werkwijze kan je hier niet beginnen."))


@router.post("/trajecten/nieuw")
def opened(visit: Staff) -> Response:
    """A case begins; what does not fit comes back with what was typed."""
    visit.require(Right.WORK_CASES)
    way = _way(visit, ways(visit))
    with visit.engine.reading() as work:
        case = once.case_of(work, visit.form.key())
    if case:  # sent twice: who was just added is no double of herself
        return _on(visit, case, way)
    scene = Scene(visit, way.workflow, visit.organisation)
    main, more = asked(scene, way)
    draft = Draft(behalf_role=_for_whom(way), how=visit.form.text("hoe"))
    answers = scene.answers([q for q in (*main, *more) if q.name != "hoe"], visit.form, draft)
    draft.errors = {**questions.missing(main, visit.form), **draft.errors}
    draft.act = Open(workflow=way.workflow.workflow, name=way.name, answers=answers)
    if draft.errors:
        return _page(visit, way, draft.errors)
    try:
        receipt = doing.carry_out(visit, draft, "", visit.organisation)
    except BazError as error:
        wrong = doing.by_question(error, {q.name: q.label for q in (*main, *more)})
        return _page(visit, way, wrong, [] if wrong else doing.sentences(error), error.http_status)
    return _on(visit, receipt.case, way)


def _on(visit: Visit, case: str, way: Way) -> Response:
    # a place that may stay empty and that no step asks for is no question to answer on the first day
    asks = {name for step in way.workflow.transitions.values() for name in step.ask}
    sought = any(role in asks or _wanted(way.workflow, role) for role, _title in _vacant(visit, case))
    to = f"/trajecten/{case}/wie-kan" if sought else f"/trajecten/{case}"
    return visit.go(to, _("Begonnen: {wat}.").format(wat=way.workflow.title))


@router.get("/trajecten/nieuw/dubbels")
def same(visit: Staff) -> Response:
    """Who may be meant, while a name is typed: people of our own organisation only."""
    given = visit.request.query_params
    name, reach = given.get("naam", "")[:120], given.get("bereik", "")[:120]
    mail = reach if "@" in reach else ""
    with visit.engine.reading() as work:
        found = doubles.possible(work, visit.actor, visit.organisation, name, mail, "" if mail else reach)
    return JSONResponse([{"party": d.party, "name": d.name, "why": d.why} for d in found])


def asked(scene: Scene, way: Way) -> tuple[list[Question], list[Question]]:
    """What must be known now, whom it is about first; and what may be told along."""
    w, step, me = way.workflow, way.step, scene.visit.actor.party
    order = sorted(step.ask, key=lambda n: (n != w.about, n not in w.roles, w.roles.get(n) is None))
    ours = [n for n in step.optional if n in w.roles and w.roles[n].kind == "staff" and _wanted(w, n)]
    main = [*scene.questions(order), *scene.questions((), ours)]
    main = [_mine(q, me) if q.name in ours else q for q in main]
    if _for_whom(way):
        main.append(Question("hoe", _("Hoe liet die persoon het weten?"), "choice", options=questions.hows()))
    return main, scene.questions((), [n for n in step.optional if n not in ours])


def _mine(question: Question, me: str) -> Question:
    return replace(question, values=(me,)) if any(o[0] == me for o in question.options) else question


def _wanted(w: Workflow, role: str) -> bool:
    low = w.roles[role].count.low
    return isinstance(low, int) and low > 0


def _for_whom(way: Way) -> str:
    """The role for whose holder staff records an opening that only she takes; empty where staff may."""
    roles = way.workflow.roles
    if any(roles[r].kind == "staff" for r in way.step.by if r in roles):
        return ""
    return next((r for r in way.step.by if r in (*way.step.ask, *way.step.optional)), "")


def _page(
    visit: Visit,
    way: Way,
    errors: dict[str, str] | None = None,
    trouble: list[str] | None = None,
    status: int = 422,
) -> Response:
    scene = Scene(visit, way.workflow, visit.organisation)
    main, more = asked(scene, way)
    typed = "sleutel" in visit.form
    if typed:
        main, more = scene.same_name(main, visit.form), scene.same_name(more, visit.form)
        main, more = (questions.filled(part, visit.form, errors) for part in (main, more))
    with visit.engine.reading() as work:
        towns = roster.towns(work)
    return visit.page(
        "registering/form.html", status if errors or trouble else 200, way=way, main=main, more=more,
        errors=errors or {}, trouble=trouble or [], towns=towns,
        key=visit.once(),
        several=_several(ways(visit)), opened=any(q.values or q.error for q in more),
    )  # fmt: skip


# --- who could be asked


def _vacant(visit: Visit, case: str) -> list[tuple[str, str]]:
    """(role, title) of the places for a volunteer that nobody has or was asked for."""
    view = visit.engine.show(case, visit.actor)
    taken = {line.role for line in view.roles if line.standing in ("active", "asked")}
    workflow = visit.engine.look(case, visit.actor).plan.workflow
    return [
        (name, role.title)
        for name, role in workflow.roles.items()
        if role.kind == "volunteer" and name not in taken and name != workflow.about
    ]


@router.get("/trajecten/{case}/wie-kan")
def who_can(visit: Staff, case: str) -> Response:
    """The nearest volunteers who are free, each with the reasons."""
    return _who_can(visit, case)


def _who_can(visit: Visit, case: str, trouble: list[str] | None = None) -> Response:
    roles = _vacant(visit, case)
    wanted = visit.request.query_params.get("rol", "") or visit.form.text("rol")
    role = next((r for r, _t in roles if r == wanted), roles[0][0] if roles else "")
    place, found, more = None, list[Candidate](), False
    farther = visit.request.query_params.get("verder", "") == "ja"
    if role:
        with visit.engine.reading() as work:
            place, found, more = candidates(work, case, role, visit.actor, FARTHER if farther else None)
    return visit.page(
        "registering/who.html", 422 if trouble else 200, case=case, roles=roles, role=role, place=place,
        ready=[c for c in found if c.ready][:SHOWN], later=[c for c in found if not c.ready][:SHOWN],
        looked=len(found), more=more, farther=farther,
        trouble=trouble or [], key=visit.key(), view=visit.engine.show(case, visit.actor),
    )  # fmt: skip


@router.post("/trajecten/{case}/wie-kan")
def ask(visit: Staff, case: str) -> Response:
    """Ask one of them: by the step that asks for this role where there is one, else for the role itself."""
    role, party = visit.form.text("rol"), visit.form.text("wie")
    act: Act = Join(name=role, party=party)
    for option in visit.engine.can(case, visit.actor):
        if option.allowed and option.asks == (role,):
            act = Step(name=option.step, answers={role: [party]})
            break
    try:
        doing.carry_out(visit, Draft(act=act), case, visit.organisation)
    except BazError as error:
        if error.http_status not in (400, 409):
            raise
        return _who_can(visit, case, list(_said(error)))
    name = visit.engine.name_of(party)
    return visit.go(f"/trajecten/{case}", _("Gevraagd: {wie}.").format(wie=name))


def _said(error: BazError) -> Iterator[str]:
    yield from doing.sentences(error)
