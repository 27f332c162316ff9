"""Who works here: roles with their days, invitations, and help for who cannot get in any more."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.identity import newcomers, staff
from baz.engine.identity.newcomers import Newcomer
from baz.ground.errors import BadInput, BazError, NotFound, Outdated
from baz.web.entrance import mails
from baz.web.language import gettext as _
from baz.web.managing import desk
from baz.web.managing.desk import Manager
from baz.web.visit import Visit

router = APIRouter(include_in_schema=False)


def _people(visit: Visit, status: int = 200, error: str = "") -> Response:
    with visit.engine.reading() as work:
        lines = staff.listing(work, visit.actor, visit.organisation)
        roles = newcomers.roles_in(work, visit.organisation)
    form = visit.form
    typed = {name: form.text(name) for name in ("naam", "mail", "rol", "van", "tot")}
    typed["van"] = typed["van"] or visit.today.isoformat()
    return desk.page(visit, "people.html", status, lines=lines, roles=roles, typed=typed, error=error)


@router.get("/beheer")
def people(visit: Manager) -> Response:
    """Who works here, and in which role."""
    return _people(visit)


@router.post("/beheer/uitnodigen")
def invite(visit: Manager) -> Response:
    """Somebody gets a role and a mail with a link."""
    form = visit.form
    try:
        to = desk.day(visit, "tot") if form.text("tot") else None
        frm = desk.day(visit, "van", default=visit.today)
        who = Newcomer(form.text("naam"), form.text("mail"), form.text("rol"), frm, to)
        with visit.engine.work() as work:
            given = newcomers.invite(work, visit.actor, visit.organisation, who)
    except Outdated:
        return _people(visit, 409, _("Deze persoon heeft die rol al vanaf die dag."))
    except BadInput as error:
        return _people(visit, 422, desk.sentence(error))
    answer = visit.go("/beheer", _("De uitnodiging is onderweg naar {mail}.").format(mail=given.mail))
    return mails.later(visit, answer, lambda: [given])


@router.post("/beheer/rol/einde")
def end(visit: Manager) -> Response:
    """A role ends: at once, or after a day."""
    form = visit.form
    try:
        # "now" means that today does not count any more
        last = desk.day(visit, "laatste", default=visit.today - timedelta(days=1))
        with visit.engine.work() as work:
            staff.end_role(work, visit.actor, visit.organisation, form.text("wie"), form.text("rol"), last)
    except (BadInput, NotFound) as error:
        return _people(visit, 422, desk.sentence(error))
    return visit.go("/beheer", _("De rol eindigt."))


@router.post("/beheer/herstel")
def recover(visit: Manager) -> Response:
    """Somebody lost her phone: her keys go, her devices are signed out, and she gets a link by mail."""
    try:
        with visit.engine.work() as work:
            given = staff.recover(work, visit.actor, visit.organisation, visit.form.text("wie"))
    except BazError as error:
        return _people(visit, error.http_status, desk.sentence(error))
    if not given.mail:
        return visit.go(
            "/beheer", _("Alles is afgemeld. Er is geen e-mailadres om een link naartoe te sturen.")
        )
    answer = visit.go(
        "/beheer", _("Alles is afgemeld. Een nieuwe link is onderweg naar {mail}.").format(mail=given.mail)
    )
    return mails.later(visit, answer, lambda: [given])
