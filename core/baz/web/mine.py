"""The page of who takes part: a volunteer first, also the person herself and a professional."""

from __future__ import annotations

import hashlib

from fastapi import APIRouter
from starlette.responses import Response

from baz.definition.model import FieldDef
from baz.engine import mine
from baz.engine.mine import Own
from baz.ground.errors import BazError, NotFound
from baz.kernel.acts import Actor, Answer, Command, Done, Yes
from baz.kernel.rights import Hand, hidden_fields
from baz.web import questions
from baz.web.language import gettext as _
from baz.web.questions import Question
from baz.web.visit import Form, SignedIn, Visit

router = APIRouter(include_in_schema=False)


def mark(actor: Actor) -> str:
    """Tells one person's phone from another's, without saying who she is: what waits there is hers only."""
    return hashlib.sha256(f"toestel {actor.party}".encode()).hexdigest()[:16]


def command_key(visit: Visit) -> str:
    """The key of a form, apart from everybody else's keys."""
    return f"ik:{visit.actor.party}:{visit.once()}"


@router.get("/ik")
def home(visit: SignedIn) -> Response:
    """What is hers to do, what comes, whom she can call."""
    with visit.engine.reading() as work:
        found = mine.home(work, visit.actor)
    turns = len(found.due) + len(found.asked) + len(found.duties)
    return visit.page("mine/home.html", home=found, turns=turns, key=visit.key(), who=mark(visit.actor))


@router.post("/ik/antwoord")
def answer(visit: SignedIn) -> Response:
    """Her own yes or no to a role that she is asked for."""
    yes = visit.form.text("antwoord") == "ja"
    act = Answer(
        name=visit.form.text("rol"), party=visit.actor.party, yes=Yes(party=visit.actor.party, yes=yes)
    )
    visit.engine.perform(
        Command(actor=visit.actor, act=act, key=command_key(visit), case=visit.form.text("traject"))
    )
    return visit.go("/ik", _("Fijn. Je zei ja.") if yes else _("Dat is goed. Je zei nee."))


@router.get("/ik/taak/{case}/{task}")
def task(visit: SignedIn, case: str, task: str) -> Response:
    """A task of her own that asks something."""
    visit.restore()
    return _task(visit, case, task)


@router.post("/ik/taak/{case}/{task}")
def task_done(visit: SignedIn, case: str, task: str) -> Response:
    """Her task is done, with what it asks."""
    _own, name, asked = _questions(visit, case, task)
    if errors := questions.missing(asked, visit.form):
        return _task(visit, case, task, errors)
    act = Done(name=name, task=task, answers=answers(asked, visit.form))
    try:
        visit.engine.perform(Command(actor=visit.actor, act=act, key=command_key(visit), case=case))
    except BazError as error:
        if error.http_status not in (400, 409, 422) or not asked:
            raise
        return _task(visit, case, task, {}, error.message)
    return visit.go("/ik", _("Bewaard. Deze taak is klaar."))


def _task(
    visit: Visit, case: str, task: str, errors: dict[str, str] | None = None, trouble: str = ""
) -> Response:
    own, name, asked = _questions(visit, case, task)
    title = own.plan.duties[name].task.title
    return visit.page(
        "mine/task.html", 422 if errors or trouble else 200, what=own.what, title=title,
        questions=questions.filled(asked, visit.form, errors), errors=errors or {}, trouble=trouble,
        key=visit.once(), who=mark(visit.actor),
    )  # fmt: skip


def _questions(visit: Visit, case: str, task: str) -> tuple[Own, str, list[Question]]:
    with visit.engine.reading() as work:
        own = mine.find(work, visit.actor, case)
    name = task.split("#")[0]
    if name not in own.plan.duties:
        raise NotFound(_("Deze taak is er niet meer."))
    duty = own.plan.duties[name].task
    return own, name, of_fields(visit, own, duty.ask, duty.optional)


def of_fields(visit: Visit, own: Own, ask: tuple[str, ...], optional: tuple[str, ...]) -> list[Question]:
    """The questions for fields that she may read."""
    hidden = hidden_fields(
        own.plan, own.run, Hand(visit.actor.party, own.row.organisation in visit.actor.organisations)
    )
    fields = own.plan.workflow.fields
    return [
        questions.of_field(name, fields[name], required=name in ask)
        for name in (*ask, *optional)
        if name in fields and name not in hidden and not _elsewhere(fields[name])
    ]


def _elsewhere(found: FieldDef) -> bool:
    return bool(found.options_from)  # the marks of another list: on the page of the case


def answers(asked: list[Question], form: Form) -> dict[str, object]:
    """What was filled in, as the engine takes it; what stayed empty is left out."""
    found: dict[str, object] = {}
    for question in asked:
        given: object
        if question.kind == "choices":
            given = form.many(question.name)
        elif question.kind == "paper":
            given = questions.paper(question.name, form)
        else:
            given = form.text(question.name)
        if given:
            found[question.name] = given
    return found
