"""The pages that everybody may read: the beginning, help, what we keep."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from baz.engine.rights import Right
from baz.web import accessible
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)


@router.get("/")
def beginning(visit: Anybody) -> Response:
    """On to the page where this person begins."""
    return RedirectResponse(home(visit), 303)


def home(visit: Visit) -> str:
    """Where somebody begins her day."""
    if visit.known is None:
        return "/aanmelden"
    if Right.LOOK_CASES in visit.rights:
        return "/vandaag"
    return "/rapport" if Right.SEE_REPORTS in visit.rights else "/ik"


@router.get("/hulp")
def help_page(visit: Anybody) -> Response:
    """How to go on when something is not clear."""
    return visit.page("help.html")


@router.get("/toegankelijk")
def accessibility(visit: Anybody) -> Response:
    """For whom the pages work, and what was looked at."""
    return visit.page("accessible.html", found=accessible.statement())


@router.get("/privacy")
def privacy(visit: Anybody) -> Response:
    """What is kept, why and how long."""
    return visit.page("privacy.html")
