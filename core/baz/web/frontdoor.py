"""The door of the demo: invented people to come in as."""

from __future__ import annotations

from itertools import groupby

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.cast import Player
from baz.ground.errors import NotFound
from baz.web import doors
from baz.web.entrance import carrying
from baz.web.language import gettext
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)


def parties(visit: Visit) -> list[tuple[str, list[tuple[str, list[Player]]]]]:
    """Who can be played, by organisation and kind; nobody where this is no demo."""
    if not visit.house.demo:
        return []
    words = {
        "staff": gettext("Wie er werkt"),
        "volunteer": gettext("Vrijwilligers"),
        "participant": gettext("Wie meedoet in een traject"),
    }
    return [
        (visit.house.name(home), [(words[kind], list(those)) for kind, those in groupby(group, _kind)])
        for home, group in groupby(visit.engine.cast(), lambda one: one.organisation)
    ]


def _kind(one: Player) -> str:
    return one.kind


@router.post("/demo/binnen")
def come_in(visit: Anybody) -> Response:
    """Come in as an invented person. What she typed before comes back, as by every door.

    Raises:
        NotFound: this is no demo.
    """
    if not visit.house.demo:
        raise NotFound("Deze pagina is er niet.")
    party = visit.form.text("wie")
    return carrying.entered(visit, party, visit.form.text("naar"), doors.demo_cookie(party), None)
