"""How I sign in beside a link: an app with codes, keys, a password."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from baz.engine.identity import limits, means, passkeys, passwords, persons, sessions, totp
from baz.ground.errors import BadInput, BazError, TooMany
from baz.web.account import qr
from baz.web.account.own import own_page
from baz.web.entrance.second import site_of
from baz.web.language import gettext as _
from baz.web.visit import SignedIn, Visit

router = APIRouter(include_in_schema=False)


def _session(visit: Visit) -> str:
    return visit.known.token if visit.known else ""


@router.post("/mij/app")
def offer_app(visit: SignedIn) -> Response:
    """Set up an app: a QR code, and the question for its first code."""
    party = visit.actor.party
    with visit.engine.work() as work:
        offer = totp.offer(work, party, persons.mail_of(work, party) or visit.name)
    return _app(visit, offer)


def _app(visit: Visit, offer: totp.Offer, status: int = 200, error: str = "") -> Response:
    picture = qr.picture(offer.address, _("QR-code voor je app"))
    return visit.page("account/app.html", status, offer=offer, picture=picture, error=error)


@router.post("/mij/app/klaar")
def confirm_app(visit: SignedIn) -> Response:
    """The app gave a right code: it counts from now. The codes on paper are shown this once."""
    party, token = visit.actor.party, visit.form.text("token")
    try:
        limits.count(visit.engine, limits.CODE, party)
        with visit.engine.work() as work:
            papers = totp.confirm(work, party, token, visit.form.text("code"))
            sessions.end_all(work, party, but=_session(visit))
    except (BadInput, TooMany) as error:
        return _once_more(visit, token, error)
    return visit.page("account/papers.html", papers=papers)


def _once_more(visit: Visit, token: str, error: BazError) -> Response:
    try:
        with visit.engine.reading() as work:
            offer = totp.offered(work, visit.actor.party, token)
    except BadInput as over:
        return own_page(visit, 422, trouble=f"{over.message} {over.hint}")
    return _app(visit, offer, 422, f"{error.message} {error.hint}")


@router.post("/mij/papier")
def papers(visit: SignedIn) -> Response:
    """New codes on paper; the earlier ones stop working."""
    with visit.engine.work() as work:
        if totp.app_of(work, visit.actor.party) is None:
            raise BadInput(_("Voeg eerst een app toe."))
        found = totp.papers(work, visit.actor.party)
    return visit.page("account/papers.html", papers=found)


@router.post("/mij/sleutel/vraag")
def ask_key(visit: SignedIn) -> Response:
    """What the script asks the authenticator."""
    with visit.engine.work() as work:
        question = passkeys.offer(work, site_of(visit.house), visit.actor.party, visit.name)
    return JSONResponse({"token": question.token, "options": question.options})


@router.post("/mij/sleutel")
def keep_key(visit: SignedIn) -> Response:
    """A new key."""
    form, told = visit.form, _("Een sleutel")
    try:
        with visit.engine.work() as work:
            passkeys.keep(
                work, site_of(visit.house), visit.actor.party, form.text("token"), form.text("antwoord"),
                form.text("naam") or told,
            )  # fmt: skip
    except BazError as error:
        return own_page(visit, 422, trouble=f"{error.message} {error.hint}")
    return visit.go("/mij", _("Je sleutel is bewaard. Je kan er voortaan mee aanmelden."))


@router.post("/mij/weg")
def drop(visit: SignedIn) -> Response:
    """An app or a key goes."""
    with visit.engine.work() as work:
        means.drop(work, visit.actor.party, visit.form.text("wat"), _session(visit))
    return visit.go("/mij", _("Weggehaald. Je andere toestellen zijn afgemeld."))


@router.post("/mij/wachtwoord")
def choose_password(visit: SignedIn) -> Response:
    """A new password; other devices are signed out."""
    party, typed = visit.actor.party, visit.form.raw("wachtwoord")
    try:
        with visit.engine.reading() as work:
            hashed = passwords.sealed(work, party, typed)
    except BadInput as error:
        return _wrong(visit, f"{error.message} {error.hint}")
    with visit.engine.work() as work:
        passwords.keep(work, party, hashed)
        sessions.end_all(work, party, but=_session(visit))
    return visit.go("/mij", _("Je wachtwoord is bewaard. Je andere toestellen zijn afgemeld."))


def _wrong(visit: Visit, error: str, **more: Any) -> Response:
    return own_page(visit, 422, error=error, **more)


@router.post("/mij/wachtwoord/weg")
def drop_password(visit: SignedIn) -> Response:
    """No password any more."""
    with visit.engine.work() as work:
        passwords.remove(work, visit.actor.party)
    return visit.go("/mij", _("Je wachtwoord is weg."))
