"""My devices: where I am signed in, and a QR code for a new phone, mine or of a volunteer beside me."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.identity import links, sessions
from baz.engine.identity.links import Given
from baz.web.account import qr
from baz.web.entrance import mails
from baz.web.language import gettext as _
from baz.web.visit import SignedIn, Visit

router = APIRouter(include_in_schema=False)


@router.get("/ik/toestellen")
def devices(visit: SignedIn) -> Response:
    """Where I am signed in."""
    with visit.engine.reading() as work:
        found = sessions.devices(work, visit.actor.party)
    here = visit.known.token if visit.known else ""
    return visit.page("account/devices.html", devices=found, here=here)


@router.post("/ik/toestellen/weg")
def end(visit: SignedIn) -> Response:
    """One device is signed out."""
    with visit.engine.work() as work:
        sessions.end(work, visit.actor.party, visit.form.text("toestel"))
    return visit.go("/ik/toestellen", _("Dit toestel is afgemeld."))


@router.post("/ik/toestellen/alle")
def end_others(visit: SignedIn) -> Response:
    """Every device is signed out, but this one."""
    with visit.engine.work() as work:
        sessions.end_all(work, visit.actor.party, but=visit.known.token if visit.known else "")
    return visit.go("/ik/toestellen", _("Alle andere toestellen zijn afgemeld."))


@router.post("/ik/toestellen/nieuw")
def add(visit: SignedIn) -> Response:
    """A QR code for a new phone of mine."""
    return _show(visit, visit.actor.party)


@router.post("/mensen/{party}/telefoon")
def help_along(visit: SignedIn, party: str) -> Response:
    """A QR code for the phone of a volunteer, to be shown to her."""
    return _show(visit, party)


def _show(visit: Visit, party: str) -> Response:
    given = _make(visit, party)
    address = mails.address(visit.house, given)
    mine = party == visit.actor.party
    return visit.page("account/phone.html", picture=qr.picture(address, _("QR-code voor de telefoon")),
                      address=address, given=given, mine=mine)  # fmt: skip


def _make(visit: Visit, party: str) -> Given:
    with visit.engine.work() as work:
        return links.for_phone(work, visit.actor, party)
