"""The pages of who takes part, and what makes them an app on her phone: manifest and service worker."""

from __future__ import annotations

import json

from fastapi import APIRouter
from starlette.responses import Response

from baz.ground import colours
from baz.web import mine, moving, registering, signup, telling
from baz.web.colouring import DEFAULT_HUE
from baz.web.visit import Anybody

router = APIRouter(include_in_schema=False)
for pages in (mine.router, telling.router, moving.router, registering.router, signup.router):
    router.include_router(pages)


@router.get("/service.js")
def service(visit: Anybody) -> Response:
    """The worker of /ik: at an address of its own, because it may only serve what lies beneath it."""
    found = visit.house.assets.find("service.js")
    assert found is not None  # noqa: S101  # it is among our own files
    return Response(found.body, media_type=found.kind, headers={"cache-control": "no-cache"})


@router.get("/manifest.webmanifest")
def manifest(visit: Anybody) -> Response:
    """How the page stands among the apps of a phone, in the colour of the organisation."""
    known = visit.house.installation.catalogue.organisations.get(visit.organisation)
    tokens = colours.tokens(known.hue if known else DEFAULT_HUE, dark=False)
    body = {
        "name": "BurgersAanZet",
        "short_name": "BurgersAanZet",
        "lang": "nl-BE",
        "start_url": "/ik",
        "scope": "/",
        "display": "standalone",
        "background_color": colours.NEUTRAL[False]["ground"],
        "theme_color": tokens["band"],
        "icons": [{"src": visit.asset("pion.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(json.dumps(body, ensure_ascii=False), media_type="application/manifest+json")
