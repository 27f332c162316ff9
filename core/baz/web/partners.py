"""Partners: dated lines about every partner of the organisation, and a line to add on top."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import contacts, once
from baz.engine.contacts import Log
from baz.engine.rights import Right
from baz.ground.errors import BazError, NotFound
from baz.kernel.acts import Command, Held
from baz.web import questions
from baz.web.language import gettext as _
from baz.web.questions import Question
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)


def _log(visit: Visit) -> Log:
    visit.require(Right.LOOK_CASES)
    known = visit.engine.catalogue.organisations.get(visit.organisation)
    if known is None or not known.partners:
        raise NotFound("Je organisatie houdt geen partnerlog bij.")
    with visit.engine.reading() as work:
        return contacts.log_of(work, visit.actor, visit.organisation, _chosen(visit))


def _chosen(visit: Visit) -> str:
    return visit.request.query_params.get("partner", "")


def asked(visit: Visit, log: Log) -> list[Question]:
    """What a new line asks: with whom and how, when, and one sentence."""
    whom = tuple(
        (f"{partner.case} {kind}", f"{partner.name}: {title}", "")
        for partner in log.partners
        for kind, title in partner.kinds
    )
    return [
        Question("met", _("Met wie, en hoe?"), "choice", options=whom),
        questions.day("dag", _("Welke dag?"), visit.today.isoformat()),
        Question("zin", _("Wat onthouden we?"), "text", hint=_("Eén zin. Schrijf niets over wie er leeft.")),
    ]


def _page(
    visit: Visit, log: Log, form: list[Question], trouble: list[str] | None = None, status: int = 200
) -> Response:
    return visit.page(
        "partners.html", status, log=log, chosen=_chosen(visit), form=form, trouble=trouble or [],
        errors={q.name: q.error for q in form if q.error},
        key=visit.once(), works=Right.WORK_CASES in visit.rights,
    )  # fmt: skip


@router.get("/partners")
def listing(visit: Staff) -> Response:
    """The log, of all partners or of one."""
    log = _log(visit)
    return _page(visit, log, asked(visit, log))


@router.post("/partners")
def add(visit: Staff) -> Response:
    """A new line: a meeting that took place. Sent twice it counts once."""
    visit.require(Right.WORK_CASES)
    log = _log(visit)
    form = asked(visit, log)
    missing = questions.missing(form, visit.form)
    case, _space, kind = visit.form.text("met").partition(" ")
    on = questions.when(visit.form.text("dag"))
    if "met" not in missing and not any(case == p.case and kind in dict(p.kinds) for p in log.partners):
        missing["met"] = _("Dit kan hier nu niet. Kies iets anders.")
    if on is None:
        missing.setdefault("dag", _("Deze dag kunnen we niet lezen."))
    if missing or on is None:
        return _page(visit, log, questions.filled(form, visit.form, missing), status=422)
    command = Command(
        actor=visit.actor, act=Held(name=kind), key=visit.once(), case=case,
        occurred=on, note=visit.form.text("zin"),
    )  # fmt: skip
    try:
        receipt = visit.engine.perform(command)
    except BazError as error:
        return _page(
            visit, log, questions.filled(form, visit.form), [error.message, error.hint], error.http_status
        )
    with visit.engine.reading() as work:
        line = "" if receipt.already else once.fact_of(work, command.key)
    undo = f"/trajecten/{case}/verbeter/{line}" if line else ""
    return visit.go("/partners", _("Bewaard in de partnerlog."), undo)
