"""A report of a meeting on a phone: six questions, sent once, mended as often as wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from baz.engine import mine, reporting
from baz.engine.mine import NEW, Own
from baz.engine.reporting import MOVED, NO, YES, Earlier, Report
from baz.ground.errors import BadInput, Refused
from baz.kernel.acts import Feeling
from baz.kernel.when import day_of
from baz.web import questions
from baz.web.language import gettext as _
from baz.web.mine import answers, mark, of_fields
from baz.web.questions import Question
from baz.web.visit import Form, SignedIn, Visit

router = APIRouter(include_in_schema=False)
FEELINGS = ("goed", "moeilijk", "bel")


@dataclass(slots=True)
class Asking:
    """A report that is filled in: of which meeting, what it asks, and which report it replaces."""

    own: Own
    kind: str
    meeting: str
    counts: bool
    fields: list[Question]
    people: Question | None
    helper: str
    day: str
    told: Earlier | None = None
    instead: int = 0

    @property
    def address(self) -> str:
        """Where the form is sent."""
        start = f"/ik/verslag/{self.own.row.id}"
        if self.instead:
            return f"{start}/verbeter/{self.instead}"
        return f"{start}/nieuw/{self.kind}" if self.meeting == NEW else f"{start}/{quote(self.meeting)}"


@router.get("/ik/verslag/{case}/nieuw/{kind}")
def new_report(visit: SignedIn, case: str, kind: str) -> Response:
    """A report of a meeting that nobody had planned."""
    visit.restore()
    return _page(visit, _asking(visit, case, NEW, kind))


@router.post("/ik/verslag/{case}/nieuw/{kind}")
def send_new(visit: SignedIn, case: str, kind: str) -> Response:
    """Send it."""
    return _send(visit, lambda: _asking(visit, case, NEW, kind))


@router.get("/ik/verslag/{case}/klaar/{seq}")
def sent(visit: SignedIn, case: str, seq: int) -> Response:
    """It arrived: what happens now, and how to mend it."""
    with visit.engine.reading() as work:
        own = mine.find(work, visit.actor, case)
        helper = mine.helper(work, own)
    said = visit.request.query_params
    return visit.page(
        "mine/sent.html", own=own, case=case, seq=seq, helper=helper, called="bel" in said,
        waits="past" in said, who=mark(visit.actor),
    )  # fmt: skip


@router.get("/ik/verslag/{case}/verbeter/{seq}")
def mend(visit: SignedIn, case: str, seq: int) -> Response:
    """What she told before, to be told otherwise."""
    visit.restore()
    return _page(visit, _mending(visit, case, seq))


@router.post("/ik/verslag/{case}/verbeter/{seq}")
def send_mended(visit: SignedIn, case: str, seq: int) -> Response:
    """The old one is taken back and the new one told, at once."""
    return _send(visit, lambda: _mending(visit, case, seq))


@router.get("/ik/verslag/{case}/{meeting}")
def report(visit: SignedIn, case: str, meeting: str) -> Response:
    """A report of a planned meeting."""
    visit.restore()
    return _page(visit, _asking(visit, case, meeting))


@router.post("/ik/verslag/{case}/{meeting}")
def send(visit: SignedIn, case: str, meeting: str) -> Response:
    """Send it."""
    return _send(visit, lambda: _asking(visit, case, meeting))


def _asking(visit: Visit, case: str, meeting: str, kind: str = "") -> Asking:
    with visit.engine.reading() as work:
        own = mine.find(work, visit.actor, case)
        found = None if meeting == NEW else mine.gathering(own, meeting)
        name = found.kind if found else kind
        mine.may_tell(work, visit.actor, own, name)
        definition = own.plan.workflow.meetings[name]
        fields = of_fields(visit, own, definition.ask, definition.optional)
        named = _present(mine.expected(work, own, name)) if definition.attendance == "names" else None
        helper = mine.helper(work, own)
    on = day_of(found.at).isoformat() if found else ""
    day = on if on and on <= visit.today.isoformat() else visit.today.isoformat()
    return Asking(own, name, meeting, definition.attendance == "count", fields, named, helper, day)


def _mending(visit: Visit, case: str, seq: int) -> Asking:
    with visit.engine.reading() as work:
        event, told = reporting.earlier(work, visit.actor, case, seq)
    found = _asking(visit, case, told.meeting, event.name)
    fields = [replace(q, values=_shown(told.answers.get(q.name))) for q in found.fields]
    named = replace(found.people, values=told.present) if found.people else None
    return replace(found, fields=fields, people=named, told=told, instead=seq, day=told.on)


def _shown(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return ("ja" if value else "nee",)
    if isinstance(value, list):
        texts = [str(v["text"]) if isinstance(v, dict) else str(v) for v in value]
        return ("\n".join(texts),) if value and isinstance(value[0], dict) else tuple(texts)
    return (str(value),)


def _present(found: list[tuple[str, str]]) -> Question:
    """Who was there, by name, as far as she may read them."""
    return Question("wie", _("Wie was er?"), "choices", False, options=tuple((p, n, "") for p, n in found))


def _page(
    visit: Visit, asking: Asking, errors: Mapping[str, str] | None = None, trouble: str = ""
) -> Response:
    form, wrong = visit.form, dict(errors or {})
    named = asking.people
    day = questions.day("dag", _("Welke dag was het?"), asking.day)
    nexts = [
        questions.day("volgende", _("Wanneer is de volgende keer?"), required=False,
                      hint=_("Nog geen datum? Laat leeg.")),
        Question("volgende_uur", _("Hoe laat?"), "time", False),
    ]  # fmt: skip
    status = 422 if wrong or trouble else 200
    if status == 422 and _wants_json(visit):
        return JSONResponse({"errors": wrong or {"": trouble}}, 422)
    return visit.page(
        "mine/report.html", status, asking=asking, day=questions.filled([day], form, wrong)[0],
        given=_given(asking, form),
        fields=questions.filled(asking.fields, form, wrong), errors=wrong, trouble=trouble,
        named=questions.filled([named], form, wrong)[0] if named else None,
        nexts=questions.filled(nexts, form, wrong), key=visit.once(),
        who=mark(visit.actor), moves=asking.meeting != NEW and not asking.instead,
    )  # fmt: skip


def _given(asking: Asking, form: Form) -> dict[str, str]:
    """What stands in the questions of every report: as it was typed, else as it was told before."""
    names = ("door", "hoe", "zin", "aantal")
    if "sleutel" in form:
        return {name: form.text(name) for name in names}
    if (told := asking.told) is None:
        return {**dict.fromkeys(names, ""), "door": YES}
    count = "" if told.count is None else str(told.count)
    return {"door": told.took, "hoe": "", "zin": told.note, "aantal": count}


def _wants_json(visit: Visit) -> bool:
    return "application/json" in visit.request.headers.get("accept", "")


def _send(visit: Visit, ask: Callable[[], Asking]) -> Response:
    if visit.request.headers.get("wie", mark(visit.actor)) != mark(visit.actor):
        # a page that stayed open sends what waited, while somebody else signed in on this phone: it waits on
        return JSONResponse({}, 401)
    asking = ask()
    errors = _wrong(visit, asking)
    if errors:
        return _page(visit, asking, errors)
    try:
        with visit.engine.work() as work:
            done = reporting.tell(work, visit.actor, _report(visit, asking))
    except (BadInput, Refused) as error:
        return _page(visit, asking, {}, error.message)
    said = "&".join(word for word, so in (("bel=1", done.called), ("past=1", done.waits)) if so)
    to = f"/ik/verslag/{asking.own.row.id}/klaar/{done.seq}{'?' if said else ''}{said}"
    return JSONResponse({"naar": to}) if _wants_json(visit) else visit.go(to)


def _wrong(visit: Visit, asking: Asking) -> dict[str, str]:
    """What must be mended before it can be sent, by question."""
    form, found = visit.form, {}
    took, today = form.text("door") or YES, visit.today
    day, following = questions.when(form.text("dag")), questions.when(form.text("volgende"))
    if took == YES:
        if day is None or day.day is None:
            found["dag"] = _("Kies de dag waarop het was.")
        elif day.day > today:
            found["dag"] = _("{dag} moet nog komen. Kies een dag tot en met vandaag.").format(dag=day)
        found |= questions.missing(asking.fields, form)
        if asking.counts and form.text("aantal") and questions.number(form.text("aantal")) is None:
            found["aantal"] = _("Schrijf hoeveel mensen er waren, met cijfers.")
        if form.text("hoe") not in FEELINGS:
            found["hoe"] = _("Kies hoe het ging.")
    if took == MOVED and (following is None or following.day is None):
        found["volgende"] = _("Kies de nieuwe dag.")
    if following is not None and following.day is not None and following.day < today:
        found["volgende"] = _("Die dag is al voorbij. Kies een dag vanaf vandaag.")
    return found


def _report(visit: Visit, asking: Asking) -> Report:
    form = visit.form
    took = form.text("door") or YES
    on, hour, count = form.text("volgende"), form.text("volgende_uur"), form.text("aantal")
    feeling = (
        form.text("hoe")
        if form.text("hoe") in FEELINGS and (took == YES or form.text("hoe") == "bel")
        else ""
    )
    return Report(
        case=asking.own.row.id,
        kind=asking.kind,
        meeting=asking.meeting,
        key=visit.once(),
        took=took if took in (YES, NO, MOVED) else YES,
        on=questions.when(form.text("dag")),
        count=questions.number(count) if asking.counts else None,
        present=tuple(form.many("wie")) if asking.people else (),
        feeling=cast("Feeling", feeling),
        answers=answers(asking.fields, Form(form.data)) if took == YES else {},
        note=form.text("zin")[:280],
        next={"on": f"{on}T{hour[:5]}" if hour else on} if on and not asking.instead else None,
        instead=asking.instead,
    )
