"""A draft of what somebody types, kept while she types it. `static/klad.js` sends it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from baz.engine.identity import drafts
from baz.ground.errors import BadInput
from baz.web import doors, keeping, words
from baz.web.language import gettext as _
from baz.web.visit import Anybody

router = APIRouter(include_in_schema=False)


@router.post("/klad")
def keep(visit: Anybody) -> Response:
    """Keep what is in a form now, under the address that it is sent to.

    Raises:
        BadInput: that address is none of ours, or it is too much.
        NotFound: the case that it is about does not exist for her.
    """
    if visit.known is None:
        return Response(status_code=401)  # what she sends in the end is held; this is only a draft
    place = doors.inside(visit.request.query_params.get("plek", ""))
    if not place:
        raise BadInput(_("Dit formulier kennen we niet."))
    case = keeping.case_of(place)
    if case:
        visit.engine.show(case, visit.actor)
    with visit.engine.work() as work:
        drafts.save(work, visit.actor.party, place, visit.form.texts(), case)
    return JSONResponse({"om": words.clock_text(visit.now)})
