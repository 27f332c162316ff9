"""Cases: listing and showing them, opening one, taking steps, telling what happened, correcting."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from baz.engine.desk import CaseView
from baz.kernel import acts
from baz.kernel.acts import Command
from baz.web.api import given, shapes, telling
from baz.web.api.caller import Asking, Once, Seen
from baz.web.api.problems import READING, TELLING

router = APIRouter(tags=["trajecten"])
CaseId = Annotated[str, Path(max_length=200, description="Het nummer van een traject.")]
Text = Annotated[str, Query(max_length=200)]


@router.get("/cases", operation_id="list_cases", summary="Trajecten", responses=READING)
def list_cases(
    caller: Asking,
    workflow: Text = "",
    state: Text = "",
    running: Annotated[bool, Query(description="Lopende, of met false de afgelopen.")] = True,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str, Query(max_length=200, description="`next` van de bladzijde ervoor.")] = "",
) -> shapes.Cases:
    """De trajecten van je organisatie, wat laatst bewoog eerst."""
    found = caller.engine.cases(
        caller.actor, caller.organisation, workflow, state, running, limit + 1, after=cursor
    )
    more, found = len(found) > limit, found[:limit]
    items = [shapes.CaseLine.model_validate(line) for line in found]
    return shapes.Cases(items=items, next=items[-1].id if more else "")


@router.get("/cases/{case}", operation_id="show_case", summary="Eén traject", responses=READING)
def show_case(caller: Asking, case: CaseId, response: Response) -> shapes.Case:
    """Alles van een traject dat deze sleutel mag zien. Het antwoord draagt een ETag voor `If-Match`."""
    view = caller.engine.show(case, caller.actor)
    response.headers["etag"] = f'"{view.facts}"'
    return shown(view)


def shown(view: CaseView) -> shapes.Case:
    """A case as the API gives it."""
    simple = {name: getattr(view, name) for name in _SAME}
    return shapes.Case(
        **simple,
        regions={r: shapes.Where(state=s, title=t) for r, (s, t) in view.regions.items()},
        roles=[
            shapes.RoleLine(
                role=r.role, title=r.title, party=r.party, name=r.name, standing=r.standing, since=r.frm,
                until=r.to, waits_for=list(r.waits_for),
            )
            for r in view.roles
        ],
        fields={name: shapes.FieldLine(title=t, value=v) for name, (t, v) in view.fields.items()},
        tasks=[shapes.TaskLine.model_validate(t) for t in view.tasks],
        meetings=[shapes.MeetingLine.model_validate(m) for m in view.meetings],
        letters=[shapes.LetterLine(name=n, title=t, status=s) for n, t, s in view.letters],
        held=[shapes.HeldLine.model_validate(h) for h in view.held],
        missing=list(view.missing),
        timeline=[shapes.TimeLine.model_validate(line) for line in view.timeline],
    )  # fmt: skip


_SAME = (
    "id", "organisation", "workflow", "title", "version", "state", "state_title", "paused", "outcome",
    "opened_on", "ended_on", "about", "area",
)  # fmt: skip


@router.get("/cases/{case}/options", operation_id="list_options", summary="Wat kan nu", responses=READING)
def list_options(caller: Asking, case: CaseId) -> list[shapes.Option]:
    """Elke stap, met ja, of met neen en elke reden."""
    return [
        shapes.Option(
            step=o.step, title=o.title, allowed=o.allowed, to=o.to, region=o.region, asks=list(o.asks),
            optional=list(o.optional), waits_for=list(o.waits_for), by=list(o.by),
            reasons=[
                shapes.Reason(code=r.code, sentence=r.sentence, looked_at=dict(r.looked_at))
                for r in o.reasons
            ],
        )
        for o in caller.engine.can(case, caller.actor)
    ]  # fmt: skip


@router.post(
    "/cases", operation_id="open_case", summary="Een traject openen", status_code=201, responses=TELLING
)
def open_case(caller: Asking, key: Once, body: given.NewCase) -> shapes.Receipt:
    """Open een traject met een beginstap, of neem er een over dat al loopt."""
    telling.plain(body.model_dump())
    act = acts.Open(
        workflow=body.workflow, name=body.step, state=body.state, regions=body.regions,
        answers=body.answers, agreed=telling.yeses(body.agreed), waive=body.waive,
    )  # fmt: skip
    return telling.perform(caller, telling.command(caller, key, "", act, body, None))


@router.post("/cases/{case}/steps", operation_id="take_step", summary="Een stap", responses=TELLING)
def take_step(caller: Asking, case: CaseId, key: Once, seen: Seen, body: given.NewStep) -> shapes.Receipt:
    """Zet een stap, of meld met `occurred` een stap die al gezet werd."""
    telling.plain(body.model_dump())
    act = acts.Step(
        name=body.step, answers=body.answers, outcome=body.outcome, choose=body.choose, ends=body.ends,
        agreed=telling.yeses(body.agreed), waive=body.waive,
    )  # fmt: skip
    return telling.perform(caller, telling.command(caller, key, case, act, body, seen))


@router.post(
    "/cases/{case}/corrections/preview", operation_id="preview_correction", responses=TELLING,
    summary="Wat een verbetering verandert",
)  # fmt: skip
def preview_correction(caller: Asking, case: CaseId, body: given.Correction) -> shapes.Preview:
    """Wat er verandert als dit feit niet klopte. Er wordt niets bewaard."""
    found = caller.engine.preview(_correction(caller, case, "api:preview", None, body))
    return shapes.Preview(changes=list(found.changes), letters_gone=list(found.letters_gone))


@router.post("/cases/{case}/corrections", operation_id="correct", summary="Verbeteren", responses=TELLING)
def correct(caller: Asking, case: CaseId, key: Once, seen: Seen, body: given.Correction) -> shapes.Receipt:
    """Neem een feit terug dat niet klopte. Wat er stond, blijft te zien in de tijdlijn."""
    return telling.perform(caller, _correction(caller, case, key, seen, body))


def _correction(caller: Asking, case: str, key: str, seen: int | None, body: given.Correction) -> Command:
    telling.plain(body.model_dump())
    act = acts.Withdraw(event=body.event, reason=body.reason)
    return telling.command(caller, key, case, act, given.Telling(), seen)
