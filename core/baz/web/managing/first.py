"""The first time: who has the code of the machine becomes the first manager."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.identity import newcomers
from baz.ground.errors import BadInput, NotFound, TooMany
from baz.web.entrance import carrying
from baz.web.entrance.door import too_many
from baz.web.language import gettext as _
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)


def _needed(visit: Visit) -> None:
    house = visit.house
    if not newcomers.needed(visit.engine, house.installation.organisation()):
        raise NotFound(_("Er is al een beheerder."), hint=_("Die kan je uitnodigen op de pagina Beheer."))


@router.get("/beheer/eerste")
def ask(visit: Anybody) -> Response:
    """Who are you?"""
    _needed(visit)
    return visit.page("managing/first.html", error="", code=visit.request.query_params.get("code", "")[:40])


@router.post("/beheer/eerste")
def begin(visit: Anybody) -> Response:
    """Make the first manager, who comes in at once."""
    _needed(visit)
    form = visit.form
    try:
        opened = newcomers.first(
            visit.engine, form.text("code"), form.text("naam"), form.text("mail"), carrying.browser_of(visit)
        )
    except (BadInput, NotFound, TooMany) as error:
        status = error.http_status if isinstance(error, TooMany) else 422
        text = f"{error.message} {error.hint}".strip()
        return too_many(visit.page("managing/first.html", status, error=text, code=form.text("code")), error)
    return carrying.come_in(visit, opened)
