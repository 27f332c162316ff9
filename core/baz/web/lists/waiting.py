"""Wachtlijst: who waits for a group, places without anybody, volunteers without a place."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.rights import Right
from baz.ground.errors import BazError
from baz.services.matching.groups import invite, queues
from baz.services.matching.waiting import waiting_list
from baz.web import doing
from baz.web.language import ngettext
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
MOST = 100
"""So many places, and so many volunteers, are shown."""


@router.get("/wachtlijst")
def waiting(visit: Staff) -> Response:
    """Who waits, since when."""
    return _page(visit)


def _page(visit: Visit, trouble: list[str] | None = None, status: int = 200) -> Response:
    with visit.engine.reading() as work:
        groups = queues(work, visit.organisation, visit.actor)
        found = waiting_list(work, visit.organisation, visit.actor, MOST)
    return visit.page(
        "waiting.html", status, queues=groups, places=found.places, volunteers=found.volunteers,
        trouble=trouble or [], key=visit.key(), works=Right.WORK_CASES in visit.rights,
        chosen=visit.form.many("wie"), most=MOST,
    )  # fmt: skip


@router.post("/wachtlijst")
def ask(visit: Staff) -> Response:
    """Invite several people to a group at once."""
    form = visit.form
    case, _slash, role = form.text("groep").partition("/")
    key = visit.once()
    try:
        with visit.engine.work() as work:
            many = invite(work, visit.actor, visit.organisation, case, role, form.many("wie"), key)
    except BazError as error:
        if error.http_status not in (400, 409):
            raise
        return _page(visit, doing.sentences(error), error.http_status)
    note = ngettext("{n} persoon uitgenodigd.", "{n} mensen uitgenodigd.", many).format(n=many)
    return visit.go(f"/trajecten/{case}", note)
