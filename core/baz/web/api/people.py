"""People, as little as a programme needs: finding one by name, and adding one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from baz.services.exchange import asking, listing
from baz.web.api import given, shapes, telling
from baz.web.api.caller import Asking, Once
from baz.web.api.problems import READING, TELLING

router = APIRouter(tags=["mensen"])
_COLUMNS = ("nummer", "naam", "soort")


@router.get("/people", operation_id="list_people", summary="Mensen", responses=READING)
def list_people(
    caller: Asking,
    q: Annotated[str, Query(max_length=200, description="Woorden uit de naam.")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=200, description="`next` van de bladzijde ervoor.")] = "",
) -> shapes.People:
    """Wie je organisatie kent: nummer, naam en soort."""
    pairs = [("kolom", ",".join(_COLUMNS)), ("zoek", q), ("na", cursor)]
    ask = asking.read("mensen", [pair for pair in pairs if pair[1]])
    with caller.engine.reading() as work:
        page = listing.page(work, caller.actor, caller.organisation, ask, limit)
    items = [
        shapes.Person(
            id=str(row.cells[0]),
            name=str(row.cells[1] or ""),
            kind="organisation" if row.cells[2] == "organisatie" else "person",
        )
        for row in page.rows
    ]
    return shapes.People(items=items, next=page.next.after if page.next else "")


@router.post(
    "/people", operation_id="add_person", summary="Iemand toevoegen", status_code=201, responses=TELLING
)
def add_person(caller: Asking, key: Once, body: given.NewPerson) -> shapes.Added:
    """Voeg een mens of organisatie toe. Bewaar niet meer dan je nodig hebt."""
    telling.plain(body.model_dump())
    contact = {"mail": body.mail, "phone": body.phone, "address": body.address}
    party, already = caller.engine.add_party_once(
        body.name, body.kind, organisation=caller.organisation, actor=caller.actor, contact=contact, key=key
    )
    return shapes.Added(id=party, already=already)
