"""Coming in by a link: from a mail, from the QR code on another screen, from an invitation."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from baz.engine.identity import limits, links, signing
from baz.engine.identity.links import Given
from baz.ground.errors import NotFound, TooMany
from baz.web.entrance import carrying, mails
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)


@router.get("/s/{secret}")
def look(visit: Anybody, secret: str) -> Response:
    """Is this you? Only the button signs in: programs that scan mail press none."""
    return _ask(visit, secret, invited=False)


@router.get("/uitnodiging/{secret}")
def invitation(visit: Anybody, secret: str) -> Response:
    """You are invited. Only the button signs in."""
    return _ask(visit, secret, invited=True)


def _ask(visit: Visit, secret: str, *, invited: bool) -> Response:
    limits.count(visit.engine, limits.OPEN_ADDRESS, carrying.browser_of(visit).address)
    try:
        with visit.engine.reading() as work:
            given = links.look(work, secret)
    except NotFound as error:
        return _over(visit, secret, error)
    return visit.page("entrance/link.html", given=given, invited=invited, action=visit.request.url.path)


@router.post("/s/{secret}")
@router.post("/uitnodiging/{secret}")
def use(visit: Anybody, secret: str) -> Response:
    """Yes, this is me."""
    try:
        opened = signing.use_link(visit.engine, secret, carrying.browser_of(visit))
    except NotFound as error:
        return _over(visit, secret, error)
    return carrying.come_in(visit, opened)


def _over(visit: Visit, secret: str, error: NotFound) -> Response:
    """A link that is over: whom to call, and a new one by mail."""
    if error.code != links.GONE:
        raise error
    with visit.engine.reading() as work:
        helpers = links.helpers(work, secret)
    return visit.page("entrance/over.html", 410, helpers=helpers, secret=secret)


@router.post("/s/{secret}/opnieuw")
def again(visit: Anybody, secret: str) -> Response:
    """Send a new link to the mailbox of whoever the old one was for."""
    engine = visit.engine
    signing.allow_link(engine, carrying.browser_of(visit))

    def found() -> list[Given]:
        try:
            limits.count(engine, limits.LINK_MAIL, secret)
        except TooMany:
            return []
        with engine.work() as work:
            given = links.again(work, secret)
        return [given] if given else []

    return mails.later(visit, RedirectResponse("/aanmelden/verstuurd", 303), found)
