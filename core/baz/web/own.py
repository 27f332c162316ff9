"""Pages that plugins bring: made of our own parts, at an address of their own."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.web.visit import Staff

router = APIRouter(include_in_schema=False)


@router.get("/pagina/{plugin}/{name}")
def page(visit: Staff, plugin: str, name: str) -> Response:
    """A page of a plugin."""
    kind, panels = visit.engine.own_page(visit.actor, visit.organisation, plugin, name)
    return visit.page("own_page.html", kind=kind, panels=panels, to={"base": "/trajecten/", "possible": None})
