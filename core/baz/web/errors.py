"""What people read when something does not work: what happened, what was kept, and one way on."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from baz.engine.enrolling import CALLED_OFF
from baz.ground.errors import BazError, Busy, Refused
from baz.kernel.acts import Actor, Refusal
from baz.web import doors, keeping
from baz.web.guarding import TooMuch
from baz.web.language import gettext as _
from baz.web.visit import Form, SignInFirst, Visit

logger = logging.getLogger("baz.web")

NO_LONGER = "niet-meer"
"""The code of what could be done in a case, and cannot now."""


def handle(app: FastAPI) -> None:
    """Give an application its answers to what goes wrong."""
    app.add_exception_handler(BazError, _known)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(TooMuch, _too_much)
    app.add_exception_handler(Exception, _unknown)


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, BazError)  # noqa: S101  # registered for it
    if isinstance(error, SignInFirst) and not _wants_json(request):
        answer: Response = RedirectResponse(f"/aanmelden?naar={quote(error.to)}", 303)
        if error.held:
            secure = request.app.state.house.secure
            answer.set_cookie(
                keeping.HELD, error.held, keeping.HELD_SECONDS, path="/", httponly=True, samesite="lax",
                secure=secure,
            )  # fmt: skip
        return answer
    if error.http_status >= 500 and not isinstance(error, Busy):
        logger.error("%s on %s", error.code, _page_of(request), exc_info=error)
    answer = _answer(request, error.http_status, error.message, error.hint, error.code, _reasons(error))
    answer.headers.update(getattr(error, "headers", {}))
    seconds = getattr(error, "retry_after", None)
    if seconds:
        answer.headers["retry-after"] = str(seconds)
    return answer


def _reasons(error: BazError) -> list[dict[str, Any]]:
    if not isinstance(error, Refused) or not isinstance(error.refusal, Refusal):
        return []
    return [
        {"code": r.code, "sentence": r.sentence, "looked_at": dict(r.looked_at)}
        for r in error.refusal.reasons
    ]


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for it
    hint = _("Kijk of het adres volledig is.") if error.status_code == 404 else ""
    return _answer(request, error.status_code, "", hint, "http")


def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for it
    where = ", ".join(".".join(str(p) for p in e["loc"][1:]) for e in error.errors())
    return _answer(request, 422, _("Dit klopt niet: {waar}.").format(waar=where), "", "onleesbaar")


def _too_much(request: Request, _error: Exception) -> Response:
    return _answer(request, 413, _("Een formulier is hoogstens 12 MB groot."), "", "te-groot")


def _unknown(request: Request, error: Exception) -> Response:
    logger.error("unexpected error on %s", _page_of(request), exc_info=error)
    return _answer(
        request, 500, _("Er ging iets mis aan onze kant. Er is niets half bewaard."), "", "onverwacht"
    )


def _page_of(request: Request) -> str:
    """Which page it is, for the log, as `/s/{secret}`: the address itself may open a door."""
    return str(getattr(request.scope.get("route"), "path", "?"))


def _wants_json(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def _title(status: int, code: str) -> str:
    """What a page without its own title is called."""
    if code == CALLED_OFF:
        return _("Dit gaat niet door")
    if code == NO_LONGER:
        return _("Dit kan nu niet meer")
    titles = {
        400: _("Dit kunnen we niet lezen"),
        403: _("Dit mag je hier niet"),
        404: _("Deze pagina is er niet"),
        405: _("Dit kan hier niet"),
        409: _("Dit lukt nu niet"),
        410: _("Deze link werkt niet meer"),
        413: _("Dit is te groot"),
        422: _("Dit kunnen we niet lezen"),
        429: _("Even wachten"),
        503: _("Even geduld"),
    }
    return titles.get(status) or _("Dit lukt niet")


def _answer(
    request: Request,
    status: int,
    message: str,
    hint: str,
    code: str,
    reasons: list[dict[str, Any]] | None = None,
) -> Response:
    title = _title(status, code)
    if _wants_json(request) or request.url.path.startswith("/api/"):
        body = {"type": f"about:{code}", "title": title, "status": status, "detail": message, "hint": hint}
        if reasons:
            body["reasons"] = reasons
        return JSONResponse(body, status, media_type="application/problem+json")
    try:
        visit = _visitor(request)
        return visit.page(
            "error.html", status, title=title, message=message, hint=hint, reasons=reasons or [],
            case=request.path_params.get("case", "") if code == NO_LONGER else "",
        )  # fmt: skip
    except Exception:  # the page of an error must not fail itself: then plain words do
        logger.exception("the page of an error failed")
        return PlainTextResponse(f"{title}. {message}", status)


def _visitor(request: Request) -> Visit:
    """Who sees the error; nobody where that cannot be found out."""
    house = request.app.state.house
    try:
        known = doors.known(house, request)
        actor = house.engine.actor(known.party) if known else Actor("")
    except BazError:
        known, actor = None, Actor("")
    home = min(actor.organisations, default="") if known else ""
    return Visit(request, house, actor, home, known, Form())
