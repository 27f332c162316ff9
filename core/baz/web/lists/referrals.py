"""Doorverwijzingen: what partners referred to us, to take over or send back; and how ours stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from baz.definition.model import Transition, Workflow
from baz.engine.performing import Receipt
from baz.engine.referrals import MOST, Card, tray
from baz.engine.rights import Right
from baz.ground.errors import BazError, NotFound
from baz.kernel.acts import Open
from baz.services.exchange import asking, listing
from baz.web import doing, questions
from baz.web.language import gettext as _
from baz.web.lists import table
from baz.web.offers.action import Draft
from baz.web.offers.scene import Scene
from baz.web.questions import Question
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
SHOWN = 12
"""So many of those that we sent stand below; the list has them all."""


@router.get("/doorverwijzingen")
def all_of_them(visit: Staff) -> Response:
    """What came in, and how ours stand."""
    after = visit.request.query_params.get("na", "")
    with visit.engine.reading() as work:
        found = tray(work, visit.actor, visit.organisation, after)
        ask = asking.read("doorverwijzingen", [("richting", "uit")])
        out = listing.page(work, visit.actor, visit.organisation, ask, SHOWN)
    return visit.page(
        "referrals.html", cards=found.cards, many=found.many, most=MOST, next=found.next, after=after,
        out=out, cell=table.cell, head=table.head, to=table.row_address,
    )  # fmt: skip


@router.get("/doorverwijzingen/{link}")
def one(visit: Staff, link: str) -> Response:
    """A referral: what travels with it, to take over or send back."""
    return _page(visit, _card(visit, link))


def _page(
    visit: Visit,
    card: Card,
    errors: Mapping[str, str] | None = None,
    trouble: list[str] | None = None,
    status: int = 200,
) -> Response:
    """One referral; with the form that could not be carried out, and what is wrong with it."""
    asked = _asked(visit, card)
    if visit.form.data:
        asked = questions.filled(asked, visit.form, errors)
    return visit.page(
        "referral.html", status, card=card, asked=asked, errors=errors or {}, trouble=trouble or [],
        works=Right.WORK_CASES in visit.rights, key=visit.once(),
    )  # fmt: skip


def _opening(visit: Visit, card: Card) -> tuple[Workflow, Transition] | None:
    """Our workflow, and the step with which staff begins it; None when its plugin is gone."""
    try:
        workflow = visit.engine.catalogue.workflow(card.workflow, visit.organisation)
    except NotFound:
        return None
    steps = [t for t in workflow.transitions.values() if not t.frm]
    staff = [t for t in steps if any(workflow.roles[r].kind == "staff" for r in t.by if r in workflow.roles)]
    return workflow, (staff or steps)[0]


def _asked(visit: Visit, card: Card) -> list[Question]:
    """What the opening asks besides what the card brings and whom it is about."""
    found = _opening(visit, card)
    if found is None:
        return []
    workflow, step = found
    brought = {title for title, _value in card.fields}
    names = [n for n in step.ask if n != workflow.about and not _brought(workflow, n, brought)]
    return Scene(visit, workflow, visit.organisation).questions(names)


def _brought(workflow: Workflow, name: str, titles: set[str]) -> bool:
    return name in workflow.fields and workflow.fields[name].title in titles


@router.post("/doorverwijzingen/{link}/neem-over")
def take_over(visit: Staff, link: str) -> Response:
    """Our own case begins; the partner learns only that it was taken over."""
    visit.require(Right.WORK_CASES)
    card = _card(visit, link)
    asked, draft = _asked(visit, card), Draft()
    found = _opening(visit, card)
    answers: dict[str, Any] = {}
    if found is not None:
        answers = Scene(visit, found[0], visit.organisation).answers(asked, visit.form, draft)
    errors = {**questions.missing(asked, visit.form), **draft.errors}
    if errors:
        return _page(visit, card, errors, status=422)
    try:
        receipt = doing.referred(visit, link, Open(workflow=card.workflow, answers=answers))
    except BazError as error:
        if error.http_status not in (400, 409):
            raise
        wrong = doing.by_question(error, {q.name: q.label for q in asked})
        return _page(visit, card, wrong, [] if wrong else doing.sentences(error), error.http_status)
    return _taken(visit, receipt, card)


def _taken(visit: Visit, receipt: Receipt, card: Card) -> Response:
    return visit.go(f"/trajecten/{receipt.case}", _("Overgenomen van {wie}.").format(wie=card.sender))


@router.post("/doorverwijzingen/{link}/stuur-terug")
def send_back(visit: Staff, link: str) -> Response:
    """It becomes a task of the sender."""
    visit.require(Right.WORK_CASES)
    card = _card(visit, link)
    try:
        visit.engine.return_referral(link, visit.actor, key=visit.once(), reason=visit.form.text("reden"))
    except BazError as error:
        if error.http_status not in (400, 409):
            raise
        return _page(visit, card, trouble=doing.sentences(error), status=error.http_status)
    return visit.go("/doorverwijzingen", _("Teruggestuurd naar {wie}.").format(wie=card.sender))


def _card(visit: Visit, link: str) -> Card:
    return visit.engine.card(visit.actor, visit.organisation, link)
