"""Aanbod: what everybody may come to, enrolling for it, and for staff what stands in it."""

from __future__ import annotations

import logging

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import Response

from baz.engine import enrolling
from baz.engine.enrolling import Enrolled, Offer
from baz.engine.identity import limits
from baz.engine.identity.limits import Limit
from baz.engine.rights import Right
from baz.ground.errors import BadInput, BazError, NotFound
from baz.services.mail.message import Mail
from baz.web import language, questions, words
from baz.web.entrance import carrying
from baz.web.language import gettext as _
from baz.web.questions import Question
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)
logger = logging.getLogger("baz.web")
TRAP = "website"
"""A field that no person sees: who fills it in is a machine."""
BY_ADDRESS = Limit("enrol-address", 20, 15)
BY_MAIL = Limit("enrol-mail", 5, 15)


@router.get("/workshops")
def listing(visit: Anybody) -> Response:
    """What stands in the offer of every organisation; for staff also what could stand in it."""
    with visit.engine.reading() as work:
        found = enrolling.offers(work)
    mine = [one for one in found if not one.open and _manages(visit, one)]
    return visit.page("offer/list.html", offers=[one for one in found if one.open], mine=mine)


@router.get("/workshops/{case}")
def one(visit: Anybody, case: str) -> Response:
    """One meeting of the offer, with the form to enrol."""
    return _page(visit, _found(visit, case), asked())


def _found(visit: Visit, case: str) -> Offer:
    with visit.engine.reading() as work:
        found = enrolling.offer(work, case)
    if not found.open and not _manages(visit, found):
        raise NotFound("Dit aanbod is er niet (meer).", hint="Op /workshops staat wat er wel is.")
    return found


def _manages(visit: Visit, found: Offer) -> bool:
    return found.organisation == visit.organisation and Right.WORK_CASES in visit.rights


def asked() -> list[Question]:
    """What somebody who enrols is asked."""
    hint = _("Je krijgt een mail met een bevestiging en een link om je weer uit te schrijven.")
    return [Question("naam", _("Je naam"), most=80), Question("mail", _("Je e-mailadres"), "mail", hint=hint)]


def _page(
    visit: Visit, found: Offer, form: list[Question], trouble: list[str] | None = None, status: int = 200
) -> Response:
    errors = {q.name: q.error for q in form if q.error}
    return visit.page(
        "offer/one.html", status, o=found, form=form, errors=errors, trouble=trouble or [], trap=TRAP,
        key=visit.once(), manages=_manages(visit, found),
        public=visit.url(),
    )  # fmt: skip


@router.post("/workshops/{case}")
def enrol(visit: Anybody, case: str) -> Response:
    """Enrol for a place, or wait for one. Pressed twice it counts once."""
    found = _found(visit, case)
    if visit.form.text(TRAP):
        return visit.go(f"/workshops/{case}", _("Bedankt. Kijk in je mail."))
    form = asked()
    missing = questions.missing(form, visit.form)
    if missing:
        return _page(visit, found, questions.filled(form, visit.form, missing), status=422)
    name, mail = visit.form.text("naam")[:80], visit.form.text("mail")
    limits.count(visit.engine, BY_ADDRESS, carrying.browser_of(visit).address)
    limits.count(visit.engine, BY_MAIL, mail.lower())
    try:
        with visit.engine.work() as work:
            done = enrolling.enrol(work, case, name, mail, visit.once())
    except BazError as error:
        wrong = {"mail": error.message} if isinstance(error, BadInput) else {}
        trouble = [] if wrong else [error.message]
        return _page(
            visit,
            found,
            questions.filled(form, visit.form, wrong),
            trouble,
            422 if wrong else error.http_status,
        )
    note = (
        _("Je staat op de wachtlijst. Kijk in je mail.")
        if done.waits
        else _("Je bent ingeschreven. Kijk in je mail.")
    )
    return _mailed(visit, visit.go(f"/workshops/{case}", note), done)


def _mailed(visit: Visit, answer: Response, done: Enrolled) -> Response:
    """Send the confirmation once the answer is on its way."""
    house, tongue = visit.house, visit.language

    def work() -> None:
        with language.speaking(tongue):
            mail = confirmation(visit, done)
        house.send([mail])

    answer.background = BackgroundTask(work)
    return answer


def confirmation(visit: Visit, done: Enrolled) -> Mail:
    """The mail to who enrolled, with the link to her own page."""
    found, house = done.offer, visit.house.name(done.offer.organisation)
    when = words.long_day(found.on, visit.today)
    hour = f", {words.hour(found.minute)}" if found.minute is not None else ""
    first = (
        _("Er is nu geen plaats. Je staat op de wachtlijst. Komt er een plaats vrij, dan krijg je een mail.")
        if done.waits
        else _("Je bent ingeschreven. Tot dan!")
    )
    lines = [
        _("Dag {naam},").format(naam=done.name),
        first,
        "\n".join(filter(None, (found.title, f"{when}{hour}", found.place))),
        _("Kan je toch niet? Schrijf je uit met deze link, dan kan iemand anders komen:"),
        f"{visit.house.address}/inschrijving/{done.secret}",
        house,
    ]
    subject = _("Wachtlijst: {wat}") if done.waits else _("Ingeschreven: {wat}")
    return Mail(done.mail, done.name, subject.format(wat=found.title), "\n\n".join(lines), sender=house)


@router.get("/inschrijving/{secret}")
def mine(visit: Anybody, secret: str) -> Response:
    """My own enrolment. Looking at it changes nothing."""
    limits.count(visit.engine, limits.OPEN_ADDRESS, carrying.browser_of(visit).address)
    with visit.engine.reading() as work:
        found = enrolling.enrolment(work, secret)
    return visit.page("offer/mine.html", e=found, o=found.offer)


@router.post("/inschrijving/{secret}")
def withdraw(visit: Anybody, secret: str) -> Response:
    """Take my enrolment back; twice is once."""
    limits.count(visit.engine, limits.OPEN_ADDRESS, carrying.browser_of(visit).address)
    with visit.engine.work() as work:
        enrolling.withdraw(work, secret)
    return visit.go(f"/inschrijving/{secret}", _("Je bent uitgeschreven. Bedankt om het te laten weten."))
