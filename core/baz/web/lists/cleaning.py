"""Bewaren en wissen: what goes in the coming month, who asked to be erased, and the proof of it."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import erasing
from baz.engine.rights import Right
from baz.ground.errors import BazError
from baz.web import doing
from baz.web.language import gettext as _
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
AHEAD = timedelta(days=31)


@router.get("/opruimen")
def cleaning(visit: Staff) -> Response:
    """What goes, what is asked, what was done."""
    return _page(visit)


def _page(visit: Visit, trouble: list[str] | None = None, status: int = 200) -> Response:
    visit.require(Right.ERASE)
    last = visit.today + AHEAD
    going = visit.engine.keeping(visit.actor, frozenset((visit.organisation,)), last)
    with visit.engine.reading() as work:
        asked = erasing.waiting(work, visit.actor, visit.organisation)
        proofs = erasing.proofs(work, visit.actor, visit.organisation)
    return visit.page(
        "cleaning.html", status, going=going, last=last, asked=asked, proofs=proofs, trouble=trouble or []
    )


@router.post("/mensen/{party}/wis")
def ask(visit: Staff, party: str) -> Response:
    """Somebody asks to be erased; another person approves."""
    with visit.engine.work() as work:
        erasing.ask(work, visit.actor, visit.organisation, party)
    return visit.go(f"/mensen/{party}", _("Gevraagd. Iemand anders keurt het goed."))


@router.post("/opruimen/{question}/ja")
def approve(visit: Staff, question: str) -> Response:
    """The second person says yes."""
    if visit.form.text("zeker") != "ja":
        return _page(visit, [_("Vink aan dat je zeker bent. Dit kan je niet terugdraaien.")], 400)
    try:
        with visit.engine.work() as work:
            erasing.approve(work, visit.actor, visit.organisation, question)
    except BazError as error:
        if error.http_status not in (400, 409):
            raise
        return _page(visit, doing.sentences(error), error.http_status)
    return visit.go("/opruimen", _("Gewist. Het bewijs staat hieronder."))


@router.post("/opruimen/{question}/terug")
def take_back(visit: Staff, question: str) -> Response:
    """The question is withdrawn."""
    with visit.engine.work() as work:
        erasing.take_back(work, visit.actor, visit.organisation, question)
    return visit.go("/opruimen", _("De vraag is ingetrokken."))
