"""With a password and a second means, or with a key alone."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, RedirectResponse, Response

from baz.engine.identity import signing
from baz.engine.identity.passkeys import Site
from baz.ground.errors import BadInput, BazError, NotFound, TooMany
from baz.web import doors
from baz.web.entrance import carrying
from baz.web.entrance.door import door_page, too_many
from baz.web.house import House
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)
MINUTES = 15


def site_of(house: House) -> Site:
    """Where passkeys belong."""
    return Site(house.address)


@router.post("/aanmelden/wachtwoord")
def password(visit: Anybody) -> Response:
    """The first half; the second is asked on a page of its own."""
    form = visit.form
    try:
        half = signing.with_password(
            visit.engine, form.text("mail"), form.raw("wachtwoord"), carrying.browser_of(visit),
            remember=bool(form.text("onthoud")), to=doors.inside(form.text("naar")),
        )  # fmt: skip
    except (BadInput, TooMany) as error:
        page = door_page(visit, _status(error), password_error=f"{error.message} {error.hint}")
        return too_many(page, error)
    answer = RedirectResponse("/aanmelden/stap", 303)
    carrying.set_cookie(answer, visit.house, carrying.HALF, half.token, MINUTES * 60)
    return answer


def _status(error: BazError) -> int:
    return error.http_status if isinstance(error, TooMany) else 422


def _half(visit: Visit) -> str:
    return visit.request.cookies.get(carrying.HALF, "")


@router.get("/aanmelden/stap")
def second(visit: Anybody) -> Response:
    """The code of your app, or your key."""
    return _second(visit)


def _second(visit: Visit, error: BazError | None = None) -> Response:
    try:
        half = signing.half(visit.engine, _half(visit))
    except BadInput as over:
        return door_page(visit, 422, trouble=f"{over.message} {over.hint}")
    text = f"{error.message} {error.hint}" if error else ""
    page = visit.page("entrance/second.html", _status(error) if error else 200, half=half, error=text)
    return too_many(page, error) if error else page


@router.post("/aanmelden/stap")
def code(visit: Anybody) -> Response:
    """The second half: a code."""
    try:
        opened = signing.with_code(
            visit.engine, _half(visit), visit.form.text("code"), carrying.browser_of(visit)
        )
    except (BadInput, TooMany) as error:
        return _second(visit, error)
    return carrying.come_in(visit, opened)


@router.post("/aanmelden/sleutel/vraag")
def question(visit: Anybody) -> Response:
    """What the script asks the authenticator."""
    half = _half(visit) if visit.form.text("half") else ""
    found = signing.ask_passkey(visit.engine, site_of(visit.house), carrying.browser_of(visit), half)
    return JSONResponse({"token": found.token, "options": found.options})


@router.post("/aanmelden/sleutel")
def key(visit: Anybody) -> Response:
    """What the authenticator answered."""
    form = visit.form
    half = _half(visit) if form.text("half") else ""
    try:
        opened = signing.with_passkey(
            visit.engine, site_of(visit.house), form.text("token"), form.text("antwoord"),
            carrying.browser_of(visit), half_token=half, remember=bool(form.text("onthoud")),
            to=doors.inside(form.text("naar")),
        )  # fmt: skip
    except (BadInput, NotFound, TooMany) as error:
        if half:
            return _second(visit, error)
        return too_many(door_page(visit, _status(error), trouble=f"{error.message} {error.hint}"), error)
    return carrying.come_in(visit, opened)
