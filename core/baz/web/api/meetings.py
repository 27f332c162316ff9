"""Meetings and tasks of a case, and the worklist over all cases."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query

from baz.engine.lists import place_of
from baz.ground.errors import NotFound
from baz.kernel import acts
from baz.kernel.acts import Act
from baz.web.api import given, shapes, telling
from baz.web.api.caller import Asking, Once, Seen
from baz.web.api.cases import CaseId
from baz.web.api.problems import READING, TELLING

router = APIRouter(tags=["samenkomsten en taken"])
Id = Annotated[str, Path(max_length=300, description="Zoals het bij het traject staat; schrijf # als %23.")]


@router.post("/cases/{case}/meetings", operation_id="plan_meeting", summary="Plannen", responses=TELLING)
def plan(caller: Asking, case: CaseId, key: Once, seen: Seen, body: given.NewMeeting) -> shapes.Receipt:
    """Plan een samenkomst."""
    act = acts.Plan(name=body.kind, on=telling.moment(body.on), mode=body.mode, place=body.place)
    return _tell(caller, case, key, seen, act, body)


@router.post(
    "/cases/{case}/meetings/{meeting}/move", operation_id="move_meeting", responses=TELLING,
    summary="Verzetten",
)  # fmt: skip
def move(
    caller: Asking, case: CaseId, meeting: Id, key: Once, seen: Seen, body: given.MeetingMove
) -> shapes.Receipt:
    """Geef een samenkomst een andere dag."""
    act = acts.Move(name=_kind(caller, case, meeting), on=telling.moment(body.on), meeting=meeting)
    return _tell(caller, case, key, seen, act, body)


@router.post(
    "/cases/{case}/meetings/{meeting}/cancel", operation_id="cancel_meeting", responses=TELLING,
    summary="Afzeggen",
)  # fmt: skip
def cancel(
    caller: Asking, case: CaseId, meeting: Id, key: Once, seen: Seen, body: given.MeetingCancel
) -> shapes.Receipt:
    """Zeg een samenkomst af."""
    act = acts.Cancel(name=_kind(caller, case, meeting), meeting=meeting, reason=body.reason)
    return _tell(caller, case, key, seen, act, body)


@router.post(
    "/cases/{case}/meetings/{meeting}/report", operation_id="report_meeting", responses=TELLING,
    summary="Verslag",
)  # fmt: skip
def report(
    caller: Asking, case: CaseId, meeting: Id, key: Once, seen: Seen, body: given.MeetingHeld
) -> shapes.Receipt:
    """Meld dat een samenkomst doorging, met hoeveel mensen, en wat ze vraagt."""
    act = acts.Held(
        name=_kind(caller, case, meeting), meeting=meeting, count=body.count, present=tuple(body.present),
        answers=body.answers,
    )  # fmt: skip
    return _tell(caller, case, key, seen, act, body)


@router.post(
    "/cases/{case}/tasks/{task}/done", operation_id="finish_task", summary="Taak gedaan", responses=TELLING
)
def done(
    caller: Asking, case: CaseId, task: Id, key: Once, seen: Seen, body: given.TaskDone
) -> shapes.Receipt:
    """Een taak is gedaan, met wat ze vraagt."""
    act = acts.Done(name=_task(caller, case, task), task=task, answers=body.answers)
    return _tell(caller, case, key, seen, act, body)


@router.post(
    "/cases/{case}/tasks/{task}/snooze", operation_id="snooze_task", summary="Taak later", responses=TELLING
)
def snooze(
    caller: Asking, case: CaseId, task: Id, key: Once, seen: Seen, body: given.TaskSnooze
) -> shapes.Receipt:
    """Een taak komt later terug."""
    name, until = _task(caller, case, task), telling.moment(body.until)
    act = acts.Snooze(name=name, task=task, until=until, reason=body.reason)
    return _tell(caller, case, key, seen, act, body)


def _tell(
    caller: Asking, case: str, key: str, seen: int | None, act: Act, body: given.Telling
) -> shapes.Receipt:
    telling.plain(body.model_dump())
    return telling.perform(caller, telling.command(caller, key, case, act, body, seen))


def _kind(caller: Asking, case: str, meeting: str) -> str:
    for line in caller.engine.show(case, caller.actor).meetings:
        if line.id == meeting:
            return line.kind
    raise NotFound("Deze samenkomst is er niet.")


def _task(caller: Asking, case: str, task: str) -> str:
    for line in caller.engine.show(case, caller.actor).tasks:
        if line.id == task:
            return line.name
    raise NotFound("Deze taak is er niet.")


@router.get("/worklist", operation_id="show_worklist", summary="De werklijst", responses=READING)
def worklist(
    caller: Asking,
    until: Annotated[
        date | None, Query(description="Tot en met welke dag; standaard twee weken ver.")
    ] = None,
    mine: Annotated[bool, Query(description="Alleen wat van de maker van de sleutel is.")] = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str, Query(max_length=500, description="`next` van de bladzijde ervoor.")] = "",
) -> shapes.Worklist:
    """Wat te doen staat: taken en samenkomsten, wat het langst te laat is eerst."""
    found = caller.engine.agenda(
        caller.actor, caller.organisation, until, mine, limit=limit + 1, after=cursor
    )
    found = sorted(found, key=lambda line: (line.on, line.case, line.id))
    more, found = len(found) > limit, found[:limit]
    items = [shapes.WorkLine.model_validate(line) for line in found]
    return shapes.Worklist(items=items, next=place_of(found[-1]) if more else "")
