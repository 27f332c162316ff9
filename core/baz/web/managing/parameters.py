"""The numbers of workflows: where each comes from, what it decides, and what we chose ourselves."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import tuning
from baz.engine.rights import Right
from baz.ground.errors import BadInput, NotFound
from baz.web.language import gettext as _
from baz.web.managing import desk
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)


@router.get("/beheer/instellingen")
def parameters(visit: Staff) -> Response:
    """Every parameter of every workflow that we can begin."""
    visit.require(Right.SET_PARAMETERS)
    with visit.engine.reading() as work:
        found = tuning.listing(work, visit.actor, visit.organisation)
    groups = [(t, list(g)) for t, g in groupby(found, lambda p: (p.workflow, p.workflow_title))]
    return desk.page(visit, "parameters.html", groups=groups)


@router.get("/beheer/instellingen/{name}/{workflow}/{parameter}")
def ask(visit: Staff, name: str, workflow: str, parameter: str) -> Response:
    """One parameter, with what it decides."""
    return _one(visit, f"{name}/{workflow}", parameter)


def _one(visit: Visit, workflow: str, parameter: str, status: int = 200, error: str = "") -> Response:
    visit.require(Right.SET_PARAMETERS)
    with visit.engine.reading() as work:
        found = tuning.listing(work, visit.actor, visit.organisation)
    one = next((p for p in found if (p.workflow, p.name) == (workflow, parameter)), None)
    if one is None:
        raise NotFound(_("Deze instelling is er niet."))
    form = visit.form
    typed = {"waarde": form.text("waarde") or one.written, "van": form.text("van") or visit.today.isoformat()}
    return desk.page(visit, "parameter.html", status, one=one, typed=typed, error=error)


@router.post("/beheer/instellingen/{name}/{workflow}/{parameter}")
def change(visit: Staff, name: str, workflow: str, parameter: str) -> Response:
    """Give it a value of our own, from a day on."""
    key, value = f"{name}/{workflow}", visit.form.text("waarde")
    try:
        frm = desk.day(visit, "van", default=visit.today)
        visit.engine.set_parameter(visit.organisation, key, parameter, value, frm, visit.actor)
    except BadInput as error:
        return _one(visit, key, parameter, 422, desk.sentence(error))
    return visit.go("/beheer/instellingen", _("Bewaard. Wat al liep, houdt zijn waarde tot je ze toepast."))
