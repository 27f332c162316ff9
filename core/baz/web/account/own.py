"""My settings: language, look, where I work, the address of my calendar."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from baz.engine.identity import means, persons, sessions, tokens
from baz.ground.errors import BadInput
from baz.web import colouring, language
from baz.web.entrance import carrying
from baz.web.entrance.door import YEAR
from baz.web.entrance.second import site_of
from baz.web.language import gettext as _
from baz.web.visit import SignedIn, Visit

router = APIRouter(include_in_schema=False)


def own_page(visit: Visit, status: int = 200, **values: Any) -> Response:
    """My settings, with what is wrong with what I sent."""
    party = visit.actor.party
    with visit.engine.reading() as work:
        found = means.of(work, party)
        told: dict[str, Any] = {
            "mail": persons.mail_of(work, party), "means": found, "feed": tokens.calendar_since(work, party),
            "devices": len(sessions.devices(work, party)),
        }  # fmt: skip
    homes = [(key, visit.house.name(key)) for key in sorted(visit.actor.organisations)]
    looks = (("auto", _("Zoals het toestel")), ("licht", _("Licht")), ("donker", _("Donker")))
    now = visit.known.look if visit.known else "auto"
    told |= {"homes": homes, "languages": language.LANGUAGES, "looks": looks, "look_now": now}
    told["keys_work"] = site_of(visit.house).named
    return visit.page("account/own.html", status, **{**told, "error": "", "trouble": "", **values})


@router.get("/mij")
def own(visit: SignedIn) -> Response:
    """My settings."""
    return own_page(visit)


@router.post("/mij/uitzicht")
def prefer(visit: SignedIn) -> Response:
    """Choose a language and light or dark, for this device."""
    tongue, look = visit.form.text("taal"), visit.form.text("uitzicht")
    if tongue not in language.LANGUAGES or look not in colouring.LOOKS:
        raise BadInput(_("Kies een taal en een uitzicht uit de lijst."))
    if visit.known and visit.known.token:
        with visit.engine.work() as work:
            sessions.prefer(work, visit.known.token, language=tongue, look=look)
    with language.speaking(tongue):
        answer = visit.go("/mij", _("Bewaard."))
    carrying.set_cookie(answer, visit.house, "baz_taal", tongue, YEAR)
    return answer


@router.post("/mij/organisatie")
def switch(visit: SignedIn) -> Response:
    """Work in another of my organisations, on this device.

    Raises:
        BadInput: I do not work there.
    """
    chosen = visit.form.text("organisatie")
    if chosen not in visit.actor.organisations:
        raise BadInput(_("Je werkt niet voor deze organisatie."))
    if visit.known and visit.known.token:
        with visit.engine.work() as work:
            sessions.prefer(work, visit.known.token, organisation=chosen)
    return RedirectResponse("/", 303)


@router.post("/mij/kalender")
def feed(visit: SignedIn) -> Response:
    """A new address for my calendar, shown this once. The earlier one stops working."""
    with visit.engine.work() as work:
        secret = tokens.calendar(work, visit.actor.party, visit.organisation)
    address = f"{visit.house.address}/kalender/{secret}.ics"
    return visit.page("account/feed.html", address=address)


@router.post("/mij/kalender/weg")
def stop_feed(visit: SignedIn) -> Response:
    """The address of my calendar stops working."""
    with visit.engine.work() as work:
        tokens.stop_calendar(work, visit.actor.party)
    return visit.go("/mij", _("Het adres van je kalender werkt niet meer."))
