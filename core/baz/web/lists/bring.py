"""Inlezen: a file, which column is which, what would happen, the rows that cannot, then all or nothing."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import membership
from baz.engine.rights import Right
from baz.ground.errors import BadInput
from baz.services.exchange import importing, saving
from baz.services.exchange.importing import Preview
from baz.services.exchange.sheets import MOST_BYTES
from baz.web.language import gettext as _
from baz.web.language import ngettext
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
SHOWN = 50
"""So many rows of each kind are shown; the others are only counted."""


@router.get("/invoer")
def choose(visit: Staff) -> Response:
    """Which file?"""
    visit.require(Right.IMPORT)
    return _form(visit)


def _form(visit: Visit, trouble: tuple[str, ...] = (), status: int = 200) -> Response:
    with visit.engine.reading() as work:
        chosen = membership.chosen(work, visit.organisation)
        workflows = [(w.workflow, w.title) for w in work.catalogue.workflows(visit.organisation, chosen)]
    query = visit.request.query_params
    return visit.page(
        "bring.html",
        status,
        kinds=_kinds(),
        kind=visit.form.text("wat") or query.get("wat", "people"),
        workflow=visit.form.text("werkwijze") or query.get("werkwijze", ""),
        workflows=workflows,
        trouble=trouble,
    )


def _kinds() -> list[tuple[str, str, str]]:
    return [
        ("people", _("Mensen"), _("Vrijwilligers, deelnemers en organisaties, met hun contactgegevens.")),
        ("cases", _("Trajecten die al lopen"), _("Elk traject begint hier in de toestand waarin het staat.")),
        ("meetings", _("Samenkomsten"), _("Die er geweest zijn, en die gepland staan.")),
    ]


@router.post("/invoer")
def look(visit: Staff) -> Response:
    """Look at a file, and let it wait for a yes."""
    visit.require(Right.IMPORT)
    form, given = visit.form, visit.form.file("bestand")
    try:
        if given is None:
            raise BadInput(_("Kies een bestand."))
        body = given.file.read(MOST_BYTES + 1)
        file = importing.opened(form.text("wat"), given.filename or "", body, workflow=form.text("werkwijze"))
        seen = importing.preview(visit.engine, visit.actor, visit.organisation, file)
    except BadInput as error:
        return _form(visit, tuple(filter(None, (error.message, error.hint))), 400)
    upload = importing.keep(visit.engine, visit.actor, visit.organisation, seen)
    return visit.go(f"/invoer/{upload}")


@router.get("/invoer/{upload}")
def preview(visit: Staff, upload: str) -> Response:
    """What would happen; or, once it was read in, what did."""
    return _page(visit, upload, importing.stored(visit.engine, visit.actor, visit.organisation, upload))


def _page(
    visit: Visit, upload: str, seen: Preview, trouble: tuple[str, ...] = (), status: int = 200
) -> Response:
    return visit.page(
        "bring_look.html",
        status,
        upload=upload,
        seen=seen,
        trouble=trouble,
        shown=SHOWN,
        heads=[(i, head) for i, head in enumerate(seen.file.sheet.heads) if head],
        kind={key: title for key, title, _line in _kinds()}[seen.file.kind],
        warned=[line for line in seen.lines if line.outcome.warnings and line.outcome.what != "fout"],
    )


@router.post("/invoer/{upload}/kolommen")
def match(visit: Staff, upload: str) -> Response:
    """Say which column is which, and look again."""
    seen = importing.stored(visit.engine, visit.actor, visit.organisation, upload)
    chosen = {head: visit.form.text(f"kolom.{i}") for i, head in enumerate(seen.file.sheet.heads) if head}
    try:
        importing.match_again(visit.engine, visit.actor, visit.organisation, upload, chosen)
    except BadInput as error:
        return _page(visit, upload, seen, tuple(filter(None, (error.message, error.hint))), 400)
    return visit.go(f"/invoer/{upload}")


@router.post("/invoer/{upload}/ja")
def carry_out(visit: Staff, upload: str) -> Response:
    """All good rows, or none."""
    try:
        done = importing.carry_out(visit.engine, visit.actor, visit.organisation, upload)
    except BadInput as error:
        seen = importing.stored(visit.engine, visit.actor, visit.organisation, upload)
        return _page(visit, upload, seen, tuple(filter(None, (error.message, error.hint))), 409)
    many = done.counts["nieuw"] + done.counts["veranderd"]
    if done.already:
        return visit.go(f"/invoer/{upload}", _("Dit bestand werd al ingelezen. Er veranderde nu niets."))
    return visit.go(
        f"/invoer/{upload}", ngettext("{n} rij ingelezen.", "{n} rijen ingelezen.", many).format(n=many)
    )


@router.get("/invoer/{upload}/terug")
def wrong_rows(visit: Staff, upload: str) -> Response:
    """The rows that cannot be read in, as a file with the reasons."""
    form = visit.request.query_params.get("vorm", "xlsx")
    if form not in saving.FORMS:
        raise BadInput(_("Dat soort bestand maken we niet."))
    seen = importing.stored(visit.engine, visit.actor, visit.organisation, upload)
    file, _many = importing.wrong_rows(seen, form)
    with file:
        headers = {"content-disposition": f'attachment; filename="terug.{form}"'}
        return Response(file.read(), media_type=saving.FORMS[form], headers=headers)
