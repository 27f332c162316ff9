"""Mensen: the volunteers first, and one person with her cases, her papers and what is kept of her."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from baz.engine import persons
from baz.engine.desk import state_title
from baz.engine.lists import about_person
from baz.engine.persons import Person, Seen
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.ground.errors import BazError
from baz.kernel.plan import MAIN, Plan
from baz.services.exchange import asking, volunteers
from baz.services.exchange.listing import Page
from baz.services.exchange.reader import Reader
from baz.services.exchange.volunteers import Volunteer
from baz.services.privacy import access, printed
from baz.store import cases
from baz.store import people as people_store
from baz.store.standing import RoleRow
from baz.web import questions
from baz.web.language import gettext as _
from baz.web.lists import table
from baz.web.questions import Question
from baz.web.today import named
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)


@router.get("/mensen")
def people(visit: Staff) -> Response:
    """The volunteers, with who is free and who may start."""

    def known(work: Work, page: Page) -> dict[str, Volunteer]:
        reader = Reader(work, visit.actor, visit.organisation, page.ask)
        return volunteers.look(reader, [row.party for row in page.rows])

    return table.shown(visit, "vrijwilligers", "people.html", known)


@dataclass(frozen=True, slots=True)
class Role:
    """A role of hers in a case, in words."""

    case: str
    title: str
    role: str
    state: str
    standing: str
    frm: str
    to: str
    runs: bool


@router.get("/mensen/{party}")
def person(visit: Staff, party: str) -> Response:
    """One person."""
    return _page(visit, party)


def _page(
    visit: Visit, party: str, form: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    """Her page; with a form that could not be kept, and what is wrong with it."""
    with visit.engine.reading() as work:
        found = persons.show(work, visit.actor, visit.organisation, party)
        reader = Reader(work, visit.actor, visit.organisation, asking.read("vrijwilligers"))
        titles = volunteers.paper_titles(reader)
        lines = cases.lines([r.case_id for r in found.roles], connection=work.connection)
        plans = {key: reader.plan(line.definition) for key, line in lines.items()}
        others = {role.about for role in found.roles if role.about and role.about != party}
        names = people_store.of_parties(others, connection=work.connection)
        roles = [_role(plans[r.case_id], r, lines[r.case_id].area or "", names) for r in found.roles]
        helps = any(_helps(plans[role.case_id], role) for role in found.roles)
        starts = volunteers.look(reader, [party])[party].starts if helps else ()
    forms = {"verbeter": _contact(found), "papier": _paper(titles), "einde": _end(visit)}
    if form:
        forms[form] = questions.filled(forms[form], visit.form, errors)
    return visit.page(
        "person.html", status, person=found, roles=roles, starts=starts, titles=titles, forms=forms,
        form=form, errors=errors or {}, edits=Right.EDIT_PEOPLE in visit.rights,
        may_end=not found.roles and not found.staff and found.kind == "person",
    )  # fmt: skip


def _helps(plan: Plan, role: RoleRow) -> bool:
    known = plan.workflow.roles.get(role.role)
    return known is not None and known.kind == "volunteer"


def _role(plan: Plan, role: RoleRow, area: str, names: Mapping[str, Mapping[str, str]]) -> Role:
    """A role of somebody; the case is called after whom it is about, unless that is herself."""
    known = plan.workflow.roles
    about = names.get(role.about or "", {}).get("name", "")
    return Role(
        role.case_id, named(plan.workflow.title, about, "" if role.about else area, about_person(plan)),
        known[role.role].title if role.role in known else role.role,
        state_title(plan, MAIN, role.state), access.stands(role),
        role.from_day or "", role.to_day or role.ended_on or "",
        role.ended_on is None and role.standing in ("active", "asked", "reserve"),
    )  # fmt: skip


def _contact(found: Person) -> list[Question]:
    def given(name: str) -> tuple[str, ...]:
        return (found.values[name],) if found.values.get(name) else ()

    return [
        Question("name", _("Naam"), values=given("name"), most=120),
        Question("mail", _("E-mail"), "mail", False, values=given("mail")),
        Question("phone", _("Telefoon"), "phone", False, values=given("phone")),
        Question("address", _("Adres"), "text", False, values=given("address"),
                 hint=_("Alleen als je het nodig hebt om deze persoon te bereiken.")),
    ]  # fmt: skip


def _paper(titles: dict[str, str]) -> list[Question]:
    options = tuple((name, title, "") for name, title in sorted(titles.items(), key=lambda pair: pair[1]))
    hint = _("We bewaren alleen dat je het zag, nooit het papier zelf.")
    return [
        Question("soort", _("Welk papier?"), "choice", options=options, hint=hint),
        questions.day("gezien", _("Op welke dag zag je het?")),
        questions.day("van", _("Van welke dag is het papier?"), required=False),
        Question("orde", _("Is het in orde?"), "choice", options=questions.yes_or_no(), values=("ja",)),
    ]


def _end(visit: Visit) -> list[Question]:
    hint = _("Daarna wissen we naam en contactgegevens.")
    return [
        questions.day(
            "tot", _("Tot wanneer bewaar je ze?"), (visit.today + timedelta(days=30)).isoformat(), hint=hint
        )
    ]


@router.post("/mensen/{party}/verbeter")
def correct(visit: Staff, party: str) -> Response:
    """Put a name or contact right."""
    values = {name: visit.form.text(name) for name in persons.TITLES}
    try:
        with visit.engine.work() as work:
            persons.correct(work, visit.actor, visit.organisation, party, values)
    except BazError as error:
        if error.http_status != 400:
            raise
        return _page(visit, party, "verbeter", {"name": error.message}, 400)
    return visit.go(f"/mensen/{party}", _("Verbeterd."))


@router.post("/mensen/{party}/papier")
def paper(visit: Staff, party: str) -> Response:
    """Keep that a paper was seen."""
    form = visit.form
    try:
        seen = Seen(
            form.text("soort"),
            _day(form.text("gezien")),
            _day(form.text("van")),
            ok=form.text("orde") != "nee",
        )
        with visit.engine.work() as work:
            persons.paper(work, visit.actor, visit.organisation, party, seen)
    except BazError as error:
        if error.http_status != 400:
            raise
        return _page(visit, party, "papier", {"gezien": error.message}, 400)
    return visit.go(f"/mensen/{party}", _("Bewaard dat je dit papier zag."))


@router.post("/mensen/{party}/einde")
def end(visit: Staff, party: str) -> Response:
    """Contact ends."""
    last = _day(visit.form.text("tot"))
    try:
        with visit.engine.work() as work:
            persons.end_contact(work, visit.actor, visit.organisation, party, last or date.min)
    except BazError as error:
        if error.http_status != 400:
            raise
        return _page(visit, party, "einde", {"tot": error.message}, 400)
    return visit.go(f"/mensen/{party}", _("Bewaard. Daarna wissen we deze gegevens."))


def _day(text: str) -> date | None:
    found = questions.when(text) if text else None
    return found.day if found else None


@router.get("/mensen/{party}/bewaard.json")
def as_data(visit: Staff, party: str) -> Response:
    """What is kept of her, as data."""
    return JSONResponse(_kept(visit, party), headers=_attached("bewaard.json"))


@router.get("/mensen/{party}/bewaard.pdf")
def as_pdf(visit: Staff, party: str) -> Response:
    """What is kept of her, to give along."""
    return Response(
        printed.pdf(_kept(visit, party)), media_type="application/pdf", headers=_attached("bewaard.pdf")
    )


def _kept(visit: Visit, party: str) -> dict[str, Any]:
    with visit.engine.reading() as work:
        return access.kept(work, visit.actor, visit.organisation, party)


def _attached(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
