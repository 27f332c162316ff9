"""Signing in with the account of one's own organisation (OpenID Connect): going there, and coming back."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from baz.engine.identity import limits, oidc
from baz.engine.identity.providers import Provider
from baz.ground.errors import BadInput, Forbidden, NotFound, SetupError
from baz.web import doors
from baz.web.entrance import carrying
from baz.web.entrance.door import door_page
from baz.web.language import gettext as _
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)
STATE = "baz_heen"
"""The cookie of a browser that is at its organisation, so that only it can come back."""


@router.get("/aanmelden/bij/{organisation}")
def leave(visit: Anybody, organisation: str) -> Response:
    """Go to the organisation."""
    provider, query = _provider(visit, organisation), visit.request.query_params
    limits.count(visit.engine, limits.OPEN_ADDRESS, carrying.browser_of(visit).address)
    to, remember = doors.inside(query.get("naar", "")), bool(query.get("onthoud"))
    try:
        leaving = oidc.begin(visit.engine, provider, _back(visit, organisation), remember=remember, to=to)
    except SetupError as error:
        return door_page(visit, error.http_status, trouble=f"{error.message} {error.hint}")
    answer = RedirectResponse(leaving.address, 303)
    carrying.set_cookie(answer, visit.house, STATE, leaving.state, 15 * 60)
    return answer


@router.get("/aanmelden/bij/{organisation}/terug")
def come_back(visit: Anybody, organisation: str) -> Response:
    """Back from the organisation, signed in there or not."""
    provider, state = _provider(visit, organisation), visit.request.cookies.get(STATE, "")
    query = dict(visit.request.query_params)
    try:
        opened = oidc.finish(
            visit.engine, provider, _back(visit, organisation), query, state, carrying.browser_of(visit)
        )
        answer = carrying.come_in(visit, opened)
    except (BadInput, Forbidden, SetupError) as error:
        answer = door_page(visit, error.http_status, trouble=f"{error.message} {error.hint}")
    answer.delete_cookie(STATE, path="/")
    return answer


def _provider(visit: Visit, organisation: str) -> Provider:
    found = visit.house.installation.settings.oidc.get(organisation)
    if found is None:
        raise NotFound(_("Deze organisatie heeft geen eigen aanmelding."))
    return found


def _back(visit: Visit, organisation: str) -> str:
    return f"{visit.house.address}/aanmelden/bij/{organisation}/terug"
