"""The door of the demo: invented people to come in as."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.ground.errors import NotFound
from baz.web import doors
from baz.web.plain import home
from baz.web.visit import Anybody

router = APIRouter(include_in_schema=False)


@router.get("/aanmelden")
def door(visit: Anybody) -> Response:
    """Who is there?"""
    people = visit.engine.cast() if visit.house.demo else []
    return visit.page("door.html", people=people)


@router.post("/demo/binnen")
def come_in(visit: Anybody) -> Response:
    """Come in as an invented person.

    Raises:
        NotFound: this is no demo.
    """
    if not visit.house.demo:
        raise NotFound("Deze pagina is er niet.")
    party = visit.form.text("wie")
    answer = visit.go(visit.form.text("naar") or "/")
    answer.set_cookie(doors.COOKIE, doors.demo_cookie(party), httponly=True, samesite="lax")
    return answer


__all__ = ["home", "router"]
