"""Brieven: what left about a case, one letter as page, PDF or Word, and sending it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from baz.engine.rights import Right
from baz.ground.errors import NotFound
from baz.services.letters import reading, word
from baz.services.letters.reading import Paper
from baz.services.reports import printing
from baz.web import caseview
from baz.web.case import scene_of
from baz.web.language import gettext as _
from baz.web.managing import deliveries
from baz.web.visit import SignedIn, Visit

router = APIRouter(include_in_schema=False)
_HEADING = re.compile(r"<(/?)h([1-3])>")


@router.get("/trajecten/{case}/brieven")
def listing(visit: SignedIn, case: str) -> Response:
    """The letters and invitations of a case."""
    scene = scene_of(visit, case)
    with visit.engine.reading() as work:
        lines = reading.lines_of(work, visit.actor, case)
    left = [line for line in lines if line.id != reading.NOW]
    could = [line for line in lines if line.id == reading.NOW]
    return visit.page(
        "letters.html", case=case, title=caseview.title(scene), left=left, could=could, why=deliveries.why
    )


@router.get("/trajecten/{case}/brieven/{which}")
def show(visit: SignedIn, case: str, which: str) -> Response:
    """One letter: what left by its number, or by its name as it would be now; `.pdf`, `.docx`: the file."""
    which, _dot, ending = which.partition(".")
    number, name = (which, "") if which.isdigit() else (reading.NOW, which)
    scene = scene_of(visit, case)
    with visit.engine.reading() as work:
        found = reading.papers_of(work, visit.actor, case, number, name)
        if ending:
            one = _for(found, visit.request.query_params.get("aan", ""))
            return _file(one, ending, reading.document_of(work, one) if ending == "docx" else b"")
        lines = [
            line for line in reading.lines_of(work, visit.actor, case)
            if line.id == number and name in ("", line.letter)
        ]  # fmt: skip
    line = lines[0] if lines else None
    again = line is not None and number != reading.NOW and line.status in ("done", "failed")
    return visit.page(
        "letter.html",
        case=case,
        which=which,
        title=found[0].title,
        of=caseview.title(scene),
        papers=[(p, _body(p)) for p in found],
        line=line,
        again=again and may_send(visit),
        why=deliveries.why,
    )


@router.post("/trajecten/{case}/brieven/{which}/opnieuw")
def again(visit: SignedIn, case: str, which: str) -> Response:
    """Send it once more."""
    with visit.engine.work() as work:
        reading.send_again(work, visit.actor, case, which)
    return visit.go(f"/trajecten/{quote(case)}/brieven", _("De brief vertrekt opnieuw."))


def may_send(visit: Visit) -> bool:
    """Whether the visitor works on cases here."""
    return Right.WORK_CASES in visit.rights


def _for(found: Sequence[Paper], party: str) -> Paper:
    """The letter to one reader; the first when none is named."""
    for one in found:
        if party in ("", one.party):
            return one
    raise NotFound(_("Deze persoon kreeg deze brief niet."))


def _file(one: Paper, ending: str, document: bytes) -> Response:
    if not one.html:
        raise NotFound(_("De tekst van deze brief is gewist."))
    if ending == "pdf":
        body, kind = printing.pdf(one.page()), "application/pdf"
    elif ending == "docx":
        body, kind = document, word.KIND
    else:
        raise NotFound(_("Een brief is er als pdf of als Word."))
    stem = re.sub(r"[^a-z0-9]+", "-", one.letter.lower()).strip("-") or "brief"
    disposition = f'attachment; filename="{stem}-{one.on.isoformat()}.{ending}"'
    return Response(body, media_type=kind, headers={"content-disposition": disposition})


def _body(found: Paper) -> Markup:
    """The letter within a page: its titles stand below that of the page. It was escaped when it was made."""
    return Markup(_HEADING.sub(lambda m: f"<{m[1]}h{int(m[2]) + 1}>", found.html))
