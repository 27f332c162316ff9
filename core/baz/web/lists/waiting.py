"""Wachtlijst: who waits for a group, places without anybody, volunteers without a place."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine.rights import Right
from baz.ground.errors import BadInput, BazError
from baz.services.matching.groups import MOST as MOST_GROUPS
from baz.services.matching.groups import invite, queues
from baz.services.matching.waiting import waiting_list
from baz.store.cases import NOWHERE, Place
from baz.web import doing
from baz.web.language import ngettext
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
MOST = 25
"""So many places, and so many volunteers, are shown at a time."""


@router.get("/wachtlijst")
def waiting(visit: Staff) -> Response:
    """Who waits, since when."""
    return _page(visit)


def _page(visit: Visit, trouble: list[str] | None = None, status: int = 200) -> Response:
    """The first of everybody, or the next page of one part: `plaatsen`, `vrijwilligers` or a programme."""
    part = visit.request.query_params.get("deel", "")
    after = _place(visit.request.query_params.get("na", "")) if part else NOWHERE
    with visit.engine.reading() as work:
        groups = queues(work, visit.organisation, visit.actor, part, after)
        found = waiting_list(work, visit.organisation, visit.actor, MOST, after)
    return visit.page(
        "waiting.html", status, queues=groups, places=found.places, volunteers=found.volunteers,
        trouble=trouble or [], key=visit.key(), works=Right.WORK_CASES in visit.rights,
        chosen=visit.form.many("wie"), found=found, part=part, more=more, most_groups=MOST_GROUPS,
    )  # fmt: skip


def _place(text: str) -> Place:
    since, slash, case = text.partition("/")
    if not slash:
        raise BadInput("Deze plaats in de lijst bestaat niet.", hint="Begin weer bovenaan.")
    return since, case


def more(part: str, place: Place) -> str:
    """Where the next page of a part is."""
    return f"/wachtlijst?{urlencode({'deel': part, 'na': '/'.join(place)})}"


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
