"""What somebody typed: held when her session ran out in the middle of a form, and brought back afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Match

from baz.engine.identity import drafts, limits, sessions
from baz.ground.errors import BazError
from baz.web import doors
from baz.web.house import House

HELD = "baz_klad"
"""The cookie of what somebody sent after her session ran out, until she signed in again."""
HELD_SECONDS = 15 * 60


def case_of(path: str) -> str:
    """The case that a page is about, or empty."""
    parts = path.split("/")
    where = {"trajecten": 2, "ik": 3}.get(parts[1], 0) if len(parts) > 1 else 0
    return parts[where] if where and len(parts) > where and parts[where].startswith("case-") else ""


def page_of(request: Request) -> str:
    """Where the form of this request stands: its own address when that is a page, else where it came from."""
    scope = {**request.scope, "method": "GET"}
    if any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes):
        return request.url.path
    came = urlsplit(request.headers.get("referer", ""))
    return came.path if came.netloc == request.headers.get("host", "") and came.path else "/"


def hold(house: House, request: Request, fields: Mapping[str, Sequence[str]]) -> str:
    """Keep what was sent for this browser; gives the secret of its cookie, empty when nothing was sent."""
    if not fields:
        return ""
    path = request.url.path
    try:
        limits.count(house.engine, limits.HELD_ADDRESS, doors.address_of(request))
        with house.engine.work() as work:
            party = sessions.former(work, doors.secret_of(house, request))
            return drafts.hold(work, party, path, fields, case_of(path))
    except BazError:
        return ""
