"""The door: the page where people sign in, the languages, and the way out."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from baz.engine.identity import sessions, signing
from baz.ground.errors import BazError, NotFound, TooMany
from baz.web import doors, frontdoor, language
from baz.web.entrance import carrying, mails
from baz.web.language import gettext as _
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)
YEAR = 365 * 86400


def door_page(visit: Visit, status: int = 200, **values: Any) -> Response:
    """The page where people sign in, with what was typed and what is wrong with it."""
    form = visit.form
    to = doors.inside(form.text("naar") or visit.request.query_params.get("naar", ""))
    providers = [(key, visit.house.name(key)) for key in visit.house.installation.settings.oidc]
    told = {
        "mail": form.text("mail"), "to": to, "remember": bool(form.text("onthoud")), "providers": providers,
        "error": "", "password_error": "", "trouble": "", "parties": frontdoor.parties(visit),
        "languages": language.LANGUAGES,
    }  # fmt: skip
    return visit.page("entrance/door.html", status, **{**told, **values})


@router.get("/aanmelden")
def door(visit: Anybody) -> Response:
    """Who is there?"""
    return door_page(visit)


@router.post("/aanmelden")
def ask_link(visit: Anybody) -> Response:
    """Send a link to an address. The answer is the same whether it is known or not."""
    form, house = visit.form, visit.house
    mail = form.text("mail")
    if "@" not in mail or len(mail) > 200:
        return door_page(visit, 422, error=_("Vul je e-mailadres in, zoals naam@voorbeeld.be."))
    try:
        signing.allow_link(house.engine, carrying.browser_of(visit))
    except TooMany as error:
        return too_many(door_page(visit, error.http_status, error=f"{error.message} {error.hint}"), error)
    remember, to = bool(form.text("onthoud")), doors.inside(form.text("naar"))
    answer = RedirectResponse("/aanmelden/verstuurd", 303)
    return mails.later(
        visit, answer, lambda: signing.request_link(house.engine, mail, remember=remember, to=to)
    )


def too_many(answer: Response, error: BazError) -> Response:
    """The same answer, with how long a program should wait."""
    if isinstance(error, TooMany):
        answer.headers["retry-after"] = str(error.retry_after)
    return answer


@router.get("/aanmelden/verstuurd")
def sent(visit: Anybody) -> Response:
    """Look in your mail."""
    return visit.page("entrance/sent.html")


@router.post("/afmelden")
def leave(visit: Anybody) -> Response:
    """Sign out on this device."""
    return carrying.go_out(visit)


@router.get("/taal/{key}")
def speak(visit: Anybody, key: str) -> Response:
    """Read the pages in another language from now on.

    Raises:
        NotFound: we do not have it.
    """
    if key not in language.LANGUAGES:
        raise NotFound("Deze taal hebben we niet.")
    back = visit.request.query_params.get("naar", "")
    # the page of signing in is a good place to come back to as well
    answer = RedirectResponse(back if back == "/aanmelden" else doors.inside(back) or "/", 303)
    carrying.set_cookie(answer, visit.house, "baz_taal", key, YEAR)
    if visit.known and visit.known.token:
        with visit.engine.work() as work:
            sessions.prefer(work, visit.known.token, language=key)
    return answer
