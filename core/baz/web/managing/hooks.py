"""Where other programs hear what happens."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.ground.errors import BadInput
from baz.services.webhooks import hooks as services
from baz.web.language import gettext as _
from baz.web.managing import desk
from baz.web.managing.desk import Manager
from baz.web.visit import Visit

router = APIRouter(include_in_schema=False)


def _hooks(visit: Visit, status: int = 200, error: str = "", secret: str = "") -> Response:
    with visit.engine.reading() as work:
        found = services.listing(work, visit.actor, visit.organisation)
    typed = {name: visit.form.text(name) for name in ("naam", "adres")}
    return desk.page(visit, "hooks.html", status, hooks=found, typed=typed, error=error, secret=secret)


@router.get("/beheer/webhooks")
def hooks(visit: Manager) -> Response:
    """The addresses that hear what happens."""
    return _hooks(visit)


@router.post("/beheer/webhooks")
def add(visit: Manager) -> Response:
    """A new address; its secret is shown this once."""
    form, allowed = visit.form, visit.house.installation.settings.webhooks
    try:
        _hook, secret, _ = services.add(
            visit.engine,
            visit.actor,
            visit.organisation,
            form.text("naam"),
            form.text("adres"),
            private=allowed,
        )
    except BadInput as error:
        return _hooks(visit, 422, desk.sentence(error))
    return _hooks(visit, secret=secret)


@router.post("/beheer/webhooks/weg")
def end(visit: Manager) -> Response:
    """Nothing goes to an address any more."""
    with visit.engine.work() as work:
        services.end(work, visit.actor, visit.organisation, visit.form.text("webhook"))
    return visit.go("/beheer/webhooks", _("Er gaat niets meer naar dit adres."))
