"""Gezond: whether this installation is in order, for people and for programmes that watch it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from baz.engine.rights import Right
from baz.services import health
from baz.web.visit import Anybody

router = APIRouter(include_in_schema=False)


@router.get("/gezond")
def healthy(visit: Anybody) -> Response:
    """Each check with yes or no; what is wrong only for who manages an organisation here.

    As JSON for a programme (`Accept: application/json`, or `?vorm=json`); 503 when something keeps it from
    working.
    """
    found = health.look(visit.house.installation)
    broken = any(f.problems and f.fatal for f in found)
    status = 503 if broken else 200
    wanted = visit.request.headers.get("accept", "").startswith("application/json")
    if wanted or visit.request.query_params.get("vorm") == "json":
        checks = [{"name": f.title, "ok": not f.problems} for f in found]
        return JSONResponse({"ok": not broken, "checks": checks}, status)
    return visit.page("healthy.html", status, found=found, full=Right.MANAGE in visit.rights)
