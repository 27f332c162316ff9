"""The lists: cases and the others, each as a page and as a file, and the lists that people save."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response, StreamingResponse

from baz.engine.search import Found, search
from baz.services.exchange import asking, saving, views
from baz.web.language import gettext as _
from baz.web.lists import bring, cleaning, people, referrals, table, waiting
from baz.web.visit import Staff

router = APIRouter(include_in_schema=False)
router.include_router(cleaning.router)
router.include_router(people.router)
router.include_router(bring.router)
router.include_router(waiting.router)
router.include_router(referrals.router)


@router.get("/trajecten")
def cases(visit: Staff) -> Response:
    """The cases of an organisation."""
    return table.shown(visit, "trajecten")


@router.get("/lijst/{name}")
def other(visit: Staff, name: str) -> Response:
    """Every other list."""
    if name in ("trajecten", "vrijwilligers"):
        ask = asking.read(name, visit.request.query_params.multi_items())
        return RedirectResponse(table.address(ask), 303)
    return table.shown(visit, name)


@router.get("/lijst/{name}/bestand")
def file(visit: Staff, name: str) -> Response:
    """A list as a file, as it is seen."""
    pairs = [(k, v) for k, v in visit.request.query_params.multi_items() if k != "vorm"]
    form = visit.request.query_params.get("vorm", "xlsx")
    saved = saving.save(visit.engine, visit.actor, visit.organisation, asking.read(name, pairs), form)
    headers = {"content-disposition": f'attachment; filename="{saved.name}"'}
    return StreamingResponse(saving.chunks(saved), media_type=saved.media_type, headers=headers)


@router.post("/lijst/{name}/bewaar")
def keep(visit: Staff, name: str) -> Response:
    """Keep a question under a name."""
    ask = asking.read(name, parse_qsl(visit.form.text("vraag")))
    with visit.engine.work() as work:
        views.keep(
            work, visit.actor, visit.organisation, ask, visit.form.text("naam"),
            everybody=visit.form.text("voor") == "iedereen",
        )  # fmt: skip
    return visit.go(table.address(ask.without("zoek")), _("Bewaard. Je vindt deze lijst bovenaan terug."))


@router.post("/lijst/{name}/weg")
def forget(visit: Staff, name: str) -> Response:
    """Take away a saved list."""
    with visit.engine.work() as work:
        views.forget(work, visit.actor, visit.organisation, visit.form.text("lijst"))
    return visit.go(table.address(asking.read(name)), _("Deze bewaarde lijst is weg."))


@router.get("/zoek")
def find(visit: Staff) -> Response:
    """One box to find somebody or something."""
    text = visit.request.query_params.get("wat", "")
    found = Found()
    with visit.engine.reading() as work:
        found = search(work, visit.actor, visit.organisation, text)
    return visit.page("search.html", text=text, found=found)
