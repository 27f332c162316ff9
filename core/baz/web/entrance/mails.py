"""The mails of signing in: a link, an invitation. They leave after the answer did."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from starlette.background import BackgroundTask
from starlette.responses import Response

from baz.engine.identity.links import Given
from baz.ground.errors import BazError
from baz.services.mail.message import Mail
from baz.web import language
from baz.web.house import House
from baz.web.language import gettext as _
from baz.web.visit import Visit

logger = logging.getLogger("baz.web")
INVITED = "invitation"


def later(visit: Visit, answer: Response, links: Callable[[], Sequence[Given]]) -> Response:
    """Find and mail links once the answer is on its way, so that it tells nothing of what was found.

    Args:
        visit: the request.
        answer: what the browser gets.
        links: finds the links; each goes to the address that it names.
    """
    house, tongue = visit.house, visit.language

    def work() -> None:
        try:
            with language.speaking(tongue):
                found = links()
                invited = [one for one in found if one.how == INVITED]
                mails = sign_in(house, [one for one in found if one.how != INVITED])
                house.send([*mails, *invitations(house, invited)])
        except BazError as error:
            logger.error("links could not be mailed: %s", error.code)

    answer.background = BackgroundTask(work)
    return answer


def address(house: House, given: Given) -> str:
    """Where a link leads."""
    return f"{house.address}/{'uitnodiging' if given.how == INVITED else 's'}/{given.secret}"


def sign_in(house: House, links: Sequence[Given]) -> list[Mail]:
    """One mail for each mailbox, with a link for everybody who is reached there."""
    if not links:
        return []
    lines = [address(house, links[0])]
    if len(links) > 1:
        lines = [f"{one.name}, {house.name(one.organisation)}:\n{address(house, one)}" for one in links]
    first = links[0]
    name = first.name if len(links) == 1 else ""
    text = "\n\n".join(
        (
            _("Dag {naam},").format(naam=name) if name else _("Dag,"),
            _("Open deze link en druk op de knop. Dan ben je aangemeld bij BurgersAanZet."),
            *lines,
            _("De link werkt één keer, en een half uur lang. Vroeg jij dit niet? Dan hoef je niets te doen."),
        )
    )
    return [_mail(first, _("Je link om je aan te melden"), text)]


def invitations(house: House, links: Sequence[Given]) -> list[Mail]:
    """A mail for each who is invited."""
    found = []
    for one in links:
        where = house.name(one.organisation)
        text = "\n\n".join(
            (
                _("Dag {naam},").format(naam=one.name),
                _("Je bent uitgenodigd om te werken in BurgersAanZet, voor {waar}.").format(waar=where),
                _("Open deze link en druk op de knop:"),
                address(house, one),
                _("De link werkt één keer, zeven dagen lang."),
            )
        )
        subject = _("Je uitnodiging van {waar}").format(waar=where)
        found.append(replace(_mail(one, subject, text), sender=where))
    return found


def _mail(one: Given, subject: str, text: str) -> Mail:
    return Mail(one.mail, one.name, subject, text + "\n", token=one.secret, sender="BurgersAanZet")
