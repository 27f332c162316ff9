"""What should have left and did not: letters, webhooks, effects of plugins."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.ground.errors import BadInput
from baz.services import deliveries as services
from baz.web.language import gettext as _
from baz.web.managing import desk
from baz.web.managing.desk import Manager

router = APIRouter(include_in_schema=False)


@router.get("/beheer/bezorging")
def deliveries(visit: Manager) -> Response:
    """What failed, the newest first."""
    with visit.engine.reading() as work:
        found = services.failed(work, visit.actor, visit.organisation)
    return desk.page(visit, "deliveries.html", failed=found)


@router.post("/beheer/bezorging")
def again(visit: Manager) -> Response:
    """Try one again."""
    number = visit.form.text("nummer")
    if not number.isdigit() or len(number) > 15:
        raise BadInput(_("Kies wat je opnieuw wil proberen."))
    with visit.engine.work() as work:
        services.again(work, visit.actor, visit.organisation, int(number))
    return visit.go("/beheer/bezorging", _("We proberen het opnieuw, binnen de minuut."))
