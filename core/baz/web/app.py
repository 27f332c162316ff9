"""The application: every group of pages together, behind the guard."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from fastapi.responses import Response

from baz.web import (
    blocks,
    calendar,
    case,
    caseload,
    correcting,
    errors,
    frontdoor,
    healthy,
    letters,
    offering,
    own,
    partners,
    phone,
    plain,
    reporting,
    today,
    workflows,
)
from baz.web.account import routes as account
from baz.web.api import door as api
from baz.web.entrance import routes as entrance
from baz.web.guarding import Guard
from baz.web.house import House
from baz.web.lists import pages as lists
from baz.web.managing import routes as managing

FOR_EVER = "public, max-age=31536000, immutable"
PAGES = (
    plain.router,
    frontdoor.router,
    *entrance.ROUTERS,
    *account.ROUTERS,
    *managing.ROUTERS,
    today.router,
    caseload.router,
    own.router,
    workflows.router,
    blocks.router,
    reporting.router,
    offering.router,
    partners.router,
    correcting.router,
    phone.router,
    lists.router,
    calendar.router,
    letters.router,
    healthy.router,
    case.router,
)
"""The groups of pages, each in a module of its own. A case comes last: it takes every address beneath it."""


def create_app(house: House) -> FastAPI:
    """The web application of an installation.

    Args:
        house: the open installation, and where it is reached.
    """
    app = FastAPI(title="BurgersAanZet", openapi_url=None, docs_url=None, redoc_url=None)
    app.state.house = house
    errors.handle(app)
    for router in PAGES:
        app.include_router(router)
    app.add_api_route("/vast/{mark}/{name}", _asset(house), include_in_schema=False)
    api.join(app, house)
    app.add_middleware(Guard, secure=house.secure)
    return app


def _asset(house: House) -> Callable[[str, str], Response]:
    def asset(mark: str, name: str) -> Response:
        found = house.assets.find(name)
        if found is None or found.mark != mark:
            return Response(status_code=404)
        return Response(
            found.body,
            media_type=found.kind,
            headers={"cache-control": FOR_EVER},
        )

    return asset
