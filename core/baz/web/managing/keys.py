"""Keys for programs that use the API."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.identity import tokens
from baz.ground.errors import BadInput
from baz.web.language import gettext as _
from baz.web.managing import desk
from baz.web.managing.desk import Manager
from baz.web.visit import Visit

router = APIRouter(include_in_schema=False)


def _keys(visit: Visit, status: int = 200, error: str = "", secret: str = "") -> Response:
    with visit.engine.reading() as work:
        found = tokens.listing(work, visit.actor, visit.organisation)
    bundles = (
        ("rapport", _("Alleen rapporten lezen")),
        ("lezer", _("Trajecten en rapporten lezen")),
        ("coordinator", _("Werken zoals een coördinator")),
        ("beheerder", _("Alles wat een beheerder mag")),
    )
    typed = {name: visit.form.text(name) for name in ("naam", "mag", "tot")}
    typed["tot"] = typed["tot"] or (visit.today + timedelta(days=180)).isoformat()
    return desk.page(
        visit, "keys.html", status, keys=found, bundles=bundles, typed=typed, error=error,
        secret=secret,
    )  # fmt: skip


@router.get("/beheer/sleutels")
def keys(visit: Manager) -> Response:
    """The keys that work now."""
    return _keys(visit)


@router.post("/beheer/sleutels")
def create(visit: Manager) -> Response:
    """A new key, shown this once."""
    form = visit.form
    try:
        with visit.engine.work() as work:
            secret = tokens.create(
                work, visit.actor, visit.organisation, form.text("naam"), form.text("mag"),
                desk.day(visit, "tot"),
            )  # fmt: skip
    except BadInput as error:
        return _keys(visit, 422, desk.sentence(error))
    return _keys(visit, secret=secret)


@router.post("/beheer/sleutels/weg")
def revoke(visit: Manager) -> Response:
    """A key stops working."""
    with visit.engine.work() as work:
        tokens.revoke(work, visit.actor, visit.organisation, visit.form.text("sleutel"))
    return visit.go("/beheer/sleutels", _("De sleutel werkt niet meer."))
