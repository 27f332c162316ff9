"""Afleveringen: what should have left and did not, with one button to let it try again."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.finding import short
from baz.ground.words import spoken
from baz.services import deliveries
from baz.services.deliveries import Delivery
from baz.web.language import gettext as _
from baz.web.managing import desk
from baz.web.managing.desk import Manager

router = APIRouter(include_in_schema=False)
PAGE = "/beheer/afleveringen"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page: what it is, of which case, and why it did not leave, in words."""

    job: Delivery
    what: str
    case: str
    why: str


@router.get(PAGE)
def show(visit: Manager) -> Response:
    """What did not leave."""
    with visit.engine.reading() as work:
        found = deliveries.failed(work, visit.actor, visit.organisation)
    return desk.page(visit, "deliveries.html", rows=[_row(line) for line in found])


@router.post(f"{PAGE}/{{job}}")
def again(visit: Manager, job: int) -> Response:
    """Try once more."""
    with visit.engine.work() as work:
        deliveries.again(work, visit.actor, visit.organisation, job)
    return visit.go(PAGE, _("We proberen het opnieuw."))


def _row(line: Delivery) -> Row:
    kinds = {"letter": _("Brief"), "webhook": _("Webhook")}
    what = spoken(line.what) if line.kind == "letter" else line.what
    return Row(line, f"{kinds.get(line.kind, line.kind)}: {what}", short(line.case), why(line.error))


def why(code: str) -> str:
    """What a code says, in words."""
    known = {
        "geen-lezer": _("Niemand heeft de rol die deze brief krijgt."),
        "sjabloon": _("Het sjabloon van de brief klopt niet."),
        "niet-gevonden": _("Het sjabloon of het traject is er niet meer."),
        "schijf": _("De brief kon niet geschreven worden."),
        "lease-verlopen": _("De aflevering duurde te lang."),
        "mail-geweigerd": _("De mailserver weigert dit adres of deze brief."),
        "mail-adres": _("Dit mailadres klopt niet."),
        "mail-onbereikbaar": _("De mailserver is niet bereikbaar."),
        "mail-server-kan-niet": _("De mailserver kan deze brief niet aannemen."),
        "brief-te-lang": _("De brief werd te lang."),
        "soort-onbekend": _("De plugin die dit uitvoert, is er niet meer."),
        "mail-aanmelden": _("De mailserver neemt onze naam of ons wachtwoord niet aan."),
        "webhook-adres": _("Naar dit adres mag geen webhook."),
        "webhook-traag": _("Het adres antwoordt te traag."),
        "webhook-certificaat": _("Het certificaat van het adres klopt niet."),
        "webhook-onbereikbaar": _("Het adres is niet bereikbaar."),
    }
    head, _dash, number = code.rpartition("-")
    if head == "webhook" and number.isdigit():
        return _("Het adres antwoordt {nummer} in plaats van 200.").format(nummer=number)
    return known.get(code) or _("Er ging iets mis ({code}).").format(code=code)
