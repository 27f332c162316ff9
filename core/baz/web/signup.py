"""Signing up from outside: a public form, for who wants it herself or for somebody else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import public, roster
from baz.engine.identity import limits
from baz.engine.identity.limits import Limit
from baz.engine.public import Application, Sheet
from baz.ground.errors import BadInput, Refused
from baz.web import doing, doors, questions
from baz.web.language import gettext as _
from baz.web.mine import answers
from baz.web.questions import Question
from baz.web.visit import Anybody, Visit

router = APIRouter(include_in_schema=False)
FROM_ONE = Limit("signup-address", 10, 60)
"""A library or a neighbourhood house shares one address: ten people in an hour."""
TRAP = "website"
"""A field that people do not see. A program fills it in, and is thanked for nothing."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@router.get("/aanmelden/{organisation}/{workflow}")
def ask(visit: Anybody, organisation: str, workflow: str) -> Response:
    """The form."""
    return _page(visit, _sheet(visit, organisation, workflow))


@router.post("/aanmelden/{organisation}/{workflow}")
def send(visit: Anybody, organisation: str, workflow: str) -> Response:
    """A case begins on behalf of whom it is for."""
    asked = _sheet(visit, organisation, workflow)
    thanks = f"/aanmelden/{organisation}/{workflow}/bedankt"
    if visit.form.text(TRAP):
        return visit.go(thanks)
    if errors := _wrong(visit, asked):
        return _page(visit, asked, errors)
    limits.count(visit.engine, FROM_ONE, doors.address_of(visit.request))
    try:
        with visit.engine.work() as work:
            found = public.sign_up(work, asked, _given(visit, asked))
    except (BadInput, Refused) as error:
        labels = {q.name: q.label for q in _questions(asked)}
        wrong = doing.by_question(error, labels)
        # what else could be done is for staff
        return _page(visit, asked, wrong, "" if wrong else doing.sentences(error)[0])
    return visit.go(f"{thanks}?tot={found.until}" if found.until else thanks)


@router.get("/aanmelden/{organisation}/{workflow}/bedankt")
def thank(visit: Anybody, organisation: str, workflow: str) -> Response:
    """What happens next, and by when."""
    asked = _sheet(visit, organisation, workflow)
    until = visit.request.query_params.get("tot", "")
    there = replace(visit, organisation=asked.organisation)
    return there.page("signup_done.html", asked=asked, until=until if _DAY.fullmatch(until) else "")


def _sheet(visit: Visit, organisation: str, workflow: str) -> Sheet:
    with visit.engine.reading() as work:
        return public.sheet(work, organisation, workflow)


def _questions(asked: Sheet) -> list[Question]:
    """Everything but who it is for: names that must be told, and fields."""
    w = asked.workflow
    named = [
        Question(
            role,
            w.roles[role].title,
            "text",
            role in w.transitions[asked.step].ask,
            _named_hint(w.roles[role].kind),
            most=120,
        )
        for role in asked.roles
    ]
    fields = [
        questions.of_field(name, w.fields[name], required=name in asked.ask)
        for name in (*asked.ask, *asked.optional)
        if not w.fields[name].options_from
    ]
    return [*named, *fields]


def _named_hint(kind: str) -> str:
    return _("De naam van de organisatie.") if kind == "organisation" else _("Een naam is genoeg.")


def _other(visit: Visit, asked: Sheet) -> bool:
    return bool(asked.other) and visit.form.text("voor") == "ander"


def _wrong(visit: Visit, asked: Sheet) -> dict[str, str]:
    form, other, found = visit.form, _other(visit, asked), {}
    if asked.other and form.text("voor") not in ("mij", "ander"):
        found["voor"] = _("Zeg voor wie je dit invult.")
    if not form.text("naam"):
        found["naam"] = _("Vul een naam in.")
    if other and not form.text("jij"):
        found["jij"] = _("Vul je eigen naam in.")
    reach = [form.text(n) for n in (("jij_telefoon", "jij_mail") if other else ("telefoon", "mail"))]
    if not any(reach):
        found["jij_telefoon" if other else "telefoon"] = _("Vul een telefoonnummer of een mailadres in.")
    found |= questions.missing(_questions(asked), form)
    if form.text("akkoord") != "ja":
        found["akkoord"] = _("Zonder akkoord kunnen we niets noteren.")
    return found


def _given(visit: Visit, asked: Sheet) -> Application:
    form, other = visit.form, _other(visit, asked)
    contact = {"phone": form.text("telefoon"), "mail": form.text("mail")}
    mine = {"phone": form.text("jij_telefoon"), "mail": form.text("jij_mail")}
    return Application(
        key=visit.once(),
        name=form.text("naam")[:120],
        contact={k: v for k, v in contact.items() if v},
        consent=form.text("akkoord") == "ja",
        other_name=form.text("jij")[:120] if other else "",
        other_contact={k: v for k, v in mine.items() if v} if other else {},
        answers=answers([q for q in _questions(asked) if q.name not in asked.roles], form),
        named={role: form.text(role) for role in asked.roles},
    )


def _page(visit: Visit, asked: Sheet, errors: Mapping[str, str] | None = None, trouble: str = "") -> Response:
    form = visit.form
    with visit.engine.reading() as work:
        towns = roster.towns(work)
    values: dict[str, Any] = {
        "asked": asked, "errors": dict(errors or {}), "trouble": [trouble] if trouble else [],
        "towns": towns, "key": visit.once(), "trap": TRAP,
        "typed": {n: form.text(n) for n in _NAMES},
        "questions": questions.filled(_questions(asked), form, errors),
        "house": visit.house.name(asked.organisation),
    }  # fmt: skip
    there = replace(visit, organisation=asked.organisation)
    return there.page("signup.html", 422 if errors or trouble else 200, **values)


_NAMES = ("voor", "naam", "telefoon", "mail", "jij", "jij_telefoon", "jij_mail", "akkoord")
