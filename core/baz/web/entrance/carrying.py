"""What a browser carries in and out: the cookie of its session, what it is called, what was typed before."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from baz.engine.identity import drafts, sessions
from baz.engine.identity.sessions import Opened
from baz.engine.identity.signing import Browser
from baz.web import doors
from baz.web.house import House
from baz.web.keeping import HELD
from baz.web.language import gettext as _
from baz.web.visit import Visit

HALF = "baz_half"
"""The cookie of who gave a right password and still owes a second means."""
_PROGRAMS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_MACHINES = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_of(visit: Visit) -> Browser:
    """The browser of a request."""
    agent = visit.request.headers.get("user-agent", "")
    earlier = doors.secret_of(visit.house, visit.request)
    return Browser(doors.address_of(visit.request), device_name(agent), earlier)


def device_name(agent: str) -> str:
    """What people call a browser on a machine: `Chrome op Android`."""
    program = next((name for mark, name in _PROGRAMS if mark in agent), "")
    machine = next((name for mark, name in _MACHINES if mark in agent), "")
    if program and machine:
        return _("{programma} op {toestel}").format(programma=program, toestel=machine)
    return program or machine or _("Een toestel")


def come_in(visit: Visit, opened: Opened) -> Response:
    """On to where somebody wanted to be, with the cookie of her new session. What she typed comes back."""
    return entered(visit, opened.party, opened.to, opened.secret, opened.seconds)


def entered(visit: Visit, party: str, to: str, secret: str, seconds: int | None) -> Response:
    """`come_in` by the value of its cookie. The door of the demo gives one of its own."""
    house, held, to = visit.house, visit.request.cookies.get(HELD, ""), doors.inside(to)
    if held:
        with visit.engine.work() as work:
            place = drafts.claim(work, held, party)
        to = to or doors.inside(place)
    answer = RedirectResponse(to or "/", 303)
    set_cookie(answer, house, doors.cookie_name(house), secret, seconds)
    for name in (HALF, HELD):
        answer.delete_cookie(name, path="/")
    return answer


def go_out(visit: Visit) -> Response:
    """The session of this browser ends."""
    with visit.engine.work() as work:
        sessions.end_secret(work, doors.secret_of(visit.house, visit.request))
    answer = visit.go("/aanmelden", _("Je bent afgemeld."))
    answer.delete_cookie(doors.cookie_name(visit.house), path="/", secure=visit.house.secure)
    # what this browser kept of the pages goes: signing out takes a signal, so what waited for one has left
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


def set_cookie(answer: Response, house: House, name: str, value: str, seconds: int | None) -> None:
    """A cookie that no script reads and no other site sends along with a form."""
    answer.set_cookie(
        name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=house.secure
    )
