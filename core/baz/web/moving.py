"""Planning, moving and cancelling a meeting, by who may: everybody who comes hears of it."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import mine
from baz.engine.mine import Own
from baz.ground.errors import BadInput, NotFound, Refused
from baz.kernel.acts import Act, Cancel, Command, Move, Plan
from baz.kernel.run import Gathering
from baz.kernel.when import DAY, When, day_of
from baz.web import questions, words
from baz.web.language import gettext as _
from baz.web.mine import command_key, mark
from baz.web.questions import Question
from baz.web.visit import SignedIn, Visit

router = APIRouter(include_in_schema=False)


@router.get("/ik/samenkomst/{case}/nieuw/{kind}")
def plan(visit: SignedIn, case: str, kind: str) -> Response:
    """A day for a next meeting."""
    own, _found = _open(visit, case, kind=kind)
    visit.restore()
    return _plan(visit, own, kind)


@router.post("/ik/samenkomst/{case}/nieuw/{kind}")
def plan_it(visit: SignedIn, case: str, kind: str) -> Response:
    """It is planned."""
    own, _found = _open(visit, case, kind=kind)
    found = questions.meeting("samen", visit.form)
    if error := _wrong(visit, "samen.dag"):
        return _plan(visit, own, kind, error)
    assert found is not None  # noqa: S101  # the line above looked
    when = When.parse(found["on"])
    act = Plan(name=kind, on=when, mode=found["mode"], place=found.get("place", ""))  # type: ignore[arg-type]  # read again
    try:
        _tell(visit, case, act)
    except (BadInput, Refused) as refused:
        return _plan(visit, own, kind, trouble=refused.message)
    return visit.go("/ik", _("Gepland op {dag}.").format(dag=words.long_day(found["on"], visit.today)))


@router.get("/ik/samenkomst/{case}/{meeting}")
def change(visit: SignedIn, case: str, meeting: str) -> Response:
    """Move it, or it does not take place."""
    own, found = _open(visit, case, meeting)
    return _change(visit, own, _planned(found))


@router.post("/ik/samenkomst/{case}/{meeting}/verplaats")
def move(visit: SignedIn, case: str, meeting: str) -> Response:
    """It gets another day."""
    own, found = _open(visit, case, meeting)
    if error := _wrong(visit, "dag"):
        return _change(visit, own, _planned(found), error)
    on, hour = visit.form.text("dag"), visit.form.text("uur")
    kind = _planned(found).kind
    try:
        _tell(
            visit, case, Move(name=kind, on=When.parse(f"{on}T{hour[:5]}" if hour else on), meeting=meeting)
        )
    except (BadInput, Refused) as refused:
        return _change(visit, own, _planned(found), trouble=refused.message)
    there = f"/ik/samenkomst/{case}/{quote(meeting)}"
    return visit.go("/ik", _("Verplaatst naar {dag}.").format(dag=words.long_day(on, visit.today)), there)


@router.post("/ik/samenkomst/{case}/{meeting}/afzeggen")
def cancel(visit: SignedIn, case: str, meeting: str) -> Response:
    """It does not take place."""
    own, found = _open(visit, case, meeting)
    act = Cancel(name=found.kind if found else "", meeting=meeting, reason=visit.form.text("reden")[:280])
    try:
        _tell(visit, case, act)
    except (BadInput, Refused) as refused:
        return _change(visit, own, _planned(found), trouble=refused.message)
    there = f"/ik/samenkomst/{case}/nieuw/{act.name}"
    return visit.go("/ik", _("Afgezegd. Wie zou komen, krijgt bericht."), there)


def _open(visit: Visit, case: str, meeting: str = "", kind: str = "") -> tuple[Own, Gathering | None]:
    with visit.engine.reading() as work:
        own = mine.find(work, visit.actor, case)
        found = mine.gathering(own, meeting) if meeting else None
        mine.may_tell(work, visit.actor, own, found.kind if found else kind)
    return own, found


def _planned(found: Gathering | None) -> Gathering:
    if found is None or found.status != "planned":
        raise NotFound(
            _("Deze samenkomst staat niet meer gepland."), hint=_("Kijk op je pagina wat er wel komt.")
        )
    return found


def _wrong(visit: Visit, name: str) -> str:
    """What is wrong with the day; empty when it can be planned."""
    day = questions.when(visit.form.text(name))
    if day is None or day.day is None:
        return _("Kies een dag.")
    return _("Die dag is al voorbij. Kies een dag vanaf vandaag.") if day.day < visit.today else ""


def _tell(visit: Visit, case: str, act: Act) -> None:
    visit.engine.perform(Command(actor=visit.actor, act=act, key=command_key(visit), case=case))


def _plan(visit: Visit, own: Own, kind: str, error: str = "", trouble: str = "") -> Response:
    asked = Question("samen", _("Wanneer en waar?"), "meeting", True, _("Wie komt, krijgt een uitnodiging."))
    found = questions.filled([asked], visit.form, {"samen": error} if error else {})[0]
    return visit.page(
        "mine/plan.html", 422 if error or trouble else 200, own=own,
        title=own.plan.workflow.meetings[kind].title, asked=found, trouble=trouble,
        key=visit.once(), who=mark(visit.actor),
    )  # fmt: skip


def _change(visit: Visit, own: Own, found: Gathering, error: str = "", trouble: str = "") -> Response:
    minute = found.at % DAY if found.precision == "minute" else None
    on = day_of(found.at).isoformat()
    hour = f"{minute // 60:02}:{minute % 60:02}" if minute is not None else ""
    asked = [
        questions.day("dag", _("Welke dag wordt het?"), on),
        Question("uur", _("Hoe laat?"), "time", False, values=(hour,) if hour else ()),
    ]
    return visit.page(
        "mine/change.html", 422 if error or trouble else 200, own=own, meeting=found, on=on, minute=minute,
        title=own.plan.workflow.meetings[found.kind].title, key=visit.key(),
        asked=questions.filled(asked, visit.form, {"dag": error} if error else {}),
        trouble=trouble, who=mark(visit.actor),
    )  # fmt: skip
