"""Everything that somebody holds, to a colleague at once: for good, or as long as a leave lasts."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import roster
from baz.engine.rights import Right
from baz.engine.roster import Held
from baz.ground.errors import BazError, NotFound
from baz.kernel.acts import Command, HandOver
from baz.web import doing, questions, today
from baz.web.language import gettext as _
from baz.web.language import ngettext
from baz.web.questions import Question
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)


@router.get("/overdragen")
def ask(visit: Staff) -> Response:
    """Whose cases, to whom, until when?"""
    visit.require(Right.WORK_CASES)
    return _form(visit, {}, [])


def _whose(visit: Visit) -> str:
    wanted = visit.form.text("van") or visit.request.query_params.get("van", "")
    return wanted or visit.actor.party


def _called(visit: Visit, whose: str, held: list[Held]) -> str:
    """What somebody is called whose cases are handed over; empty when her name was erased.

    Raises:
        NotFound: nobody whom this organisation knows.
    """
    with visit.engine.reading() as work:
        name = roster.name_here(work, visit.actor, visit.organisation, whose)
    if not name and not held:
        raise NotFound(_("Deze persoon is er niet."))
    return name


def _questions(visit: Visit, whose: str) -> list[Question]:
    with visit.engine.reading() as work:
        staff = roster.workers(work, visit.actor, visit.organisation)
    hint = _("Laat leeg om voor goed over te dragen. Met een dag komt alles vanzelf terug.")
    return [
        Question("aan", _("Aan wie?"), "person", options=tuple((p, n, "") for p, n in staff if p != whose)),
        questions.day("tot", _("Tot en met wanneer?"), required=False, hint=hint),
    ]


def _form(visit: Visit, errors: dict[str, str], trouble: list[str], status: int = 200) -> Response:
    whose = _whose(visit)
    asked = _questions(visit, whose)
    held = visit.engine.caseload(visit.actor, visit.organisation, whose)
    return visit.page(
        "caseload.html", status, whose=whose, name=_called(visit, whose, held), errors=errors,
        trouble=trouble,
        asked=questions.filled(asked, visit.form, errors) if visit.form.data else asked,
        held=[(h.case, today.named(h.title, h.about, h.area, h.person)) for h in held], key=visit.key(),
        staff=visit.engine.staff(visit.actor, visit.organisation),
    )  # fmt: skip


@router.post("/overdragen")
def hand_over(visit: Staff) -> Response:
    """Hand it all over. All or nothing, and once however often the button is pressed."""
    visit.require(Right.WORK_CASES)
    whose, to = _whose(visit), visit.form.text("aan")
    errors = questions.missing(_questions(visit, whose), visit.form)
    until = questions.when(visit.form.text("tot")) if visit.form.text("tot") else None
    if visit.form.text("tot") and (until is None or until.day is None or until.day <= visit.today):
        errors["tot"] = _("Kies een dag na vandaag.")
    if errors:
        return _form(visit, errors, [], 422)
    held = visit.engine.caseload(visit.actor, visit.organisation, whose)
    _called(visit, whose, held)
    try:
        with visit.engine.batch():
            for one in held:
                act = HandOver(name=one.role, party=whose, to=to, until=until)
                visit.engine.perform(_command(visit, one, act))
    except BazError as error:
        return _form(visit, {}, doing.sentences(error), error.http_status)
    note = ngettext("{n} traject overgedragen.", "{n} trajecten overgedragen.", len(held)).format(n=len(held))
    return visit.go("/vandaag", note)


def _command(visit: Visit, held: Held, act: HandOver) -> Command:
    key = f"{visit.once()}:{held.case}:{held.role}"
    return Command(actor=visit.actor, act=act, key=key, case=held.case)
