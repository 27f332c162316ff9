"""Beheer van brieven: an organisation's templates of Word, and whether it sends invitations."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import invitations
from baz.ground.errors import BadInput, BazError
from baz.services.letters import own
from baz.web.language import gettext as _
from baz.web.managing import desk
from baz.web.managing.desk import Manager
from baz.web.visit import Visit

router = APIRouter(include_in_schema=False)
PAGE = "/beheer/brieven"


@router.get(PAGE)
def show(visit: Manager) -> Response:
    """The templates there are, and a form for another."""
    return _page(visit)


@router.post(PAGE)
def keep(visit: Manager) -> Response:
    """Keep a template, when it can be filled in."""
    file = visit.form.file("bestand")
    workflow, _slash, letter = visit.form.text("brief").rpartition(":")
    try:
        if file is None or not workflow:
            raise BadInput(_("Kies een brief en een document van Word."))
        body = file.file.read()
        own.keep(visit.engine, visit.actor, visit.organisation, workflow, letter, file.filename or "", body)
    except BazError as error:
        return _page(visit, desk.sentence(error), error.http_status)
    return visit.go(PAGE, _("Bewaard. Deze brief komt voortaan in jullie eigen sjabloon."))


@router.post(f"{PAGE}/weg")
def drop(visit: Manager) -> Response:
    """Take a template away."""
    workflow, _slash, letter = visit.form.text("brief").rpartition(":")
    with visit.engine.work() as work:
        own.remove(work, visit.actor, visit.organisation, workflow, letter)
    return visit.go(PAGE, _("Het sjabloon is weg."))


@router.post(f"{PAGE}/uitnodigingen")
def invite(visit: Manager) -> Response:
    """Switch invitations on or off."""
    on = visit.form.text("aan") == "ja"
    with visit.engine.work() as work:
        invitations.switch(work, visit.organisation, on=on, actor=visit.actor)
    said = _("Wie deelneemt, krijgt een uitnodiging.") if on else _("Er vertrekken geen uitnodigingen meer.")
    return visit.go(PAGE, said)


def _page(visit: Visit, error: str = "", status: int = 200) -> Response:
    with visit.engine.reading() as work:
        rows = own.listing(work, visit.actor, visit.organisation)
        on = invitations.wanted(work, visit.organisation)
    chosen = visit.house.installation.chosen(visit.organisation)
    workflows = visit.engine.catalogue.workflows(visit.organisation, chosen)
    letters = [
        (f"{w.workflow}:{name}", f"{w.title}: {letter.title}")
        for w in workflows
        for name, letter in w.letters.items()
    ]
    titles = dict(letters)
    lines = [(f"{r.workflow}:{r.letter}", titles.get(f"{r.workflow}:{r.letter}", r.letter), r) for r in rows]
    return desk.page(visit, "stationery.html", status, lines=lines, letters=letters, on=on, error=error)
