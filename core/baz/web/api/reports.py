"""Reports, and the workflows: in plain words, and as a programme needs them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from baz.definition.explain import explain
from baz.definition.model import Transition, Workflow
from baz.definition.schema import json_schema
from baz.engine import membership
from baz.engine.rights import Right, require
from baz.ground.errors import NotFound
from baz.kernel.plan import MAIN
from baz.services.reports.data import data
from baz.services.reports.making import report
from baz.services.reports.period import Period
from baz.services.reports.rows import behind
from baz.services.reports.walking import Wanted
from baz.web.api import shapes
from baz.web.api.caller import Asking, Caller
from baz.web.api.problems import READING

router = APIRouter()
Part = Annotated[str, Path(max_length=100)]
Year = Annotated[int, Path(ge=1900, le=2999)]


@router.get(
    "/reports/{year}", operation_id="show_report", tags=["rapport"], responses=READING,
    summary="Het rapport van een jaar",
)  # fmt: skip
def show_report(
    caller: Asking,
    year: Year,
    organisation: Annotated[
        str, Query(max_length=60, description="Een partner, als je de cijfers van BAZ mag zien.")
    ] = "",
    as_known_on: Annotated[shapes.Day | None, Query(description="Zoals het op die dag bekend was.")] = None,
) -> dict[str, Any]:
    """Elk cijfer met hoe het geteld is. Kleine getallen die iemand zouden tonen, ontbreken."""
    home = organisation or caller.organisation
    if home not in caller.engine.catalogue.organisations:
        raise NotFound("Deze organisatie is er niet.")
    return data(report(caller.engine, home, year, as_known_on, actor=caller.actor))


@router.get("/reports/{year}/rows", operation_id="list_report_rows", tags=["rapport"], responses=READING,
            summary="De trajecten achter een cijfer")  # fmt: skip
def list_report_rows(
    caller: Asking,
    year: Year,
    figure: Annotated[str, Query(min_length=1, max_length=200, description="Zoals `key` in het rapport.")],
    group: Annotated[str | None, Query(max_length=200, description="Eén lijn van de uitsplitsing.")] = None,
    as_known_on: Annotated[shapes.Day | None, Query(description="Zoals het op die dag bekend was.")] = None,
) -> list[shapes.ReportRow]:
    """Welke trajecten in een cijfer meetellen, alleen van je eigen organisatie."""
    wanted = Wanted(caller.organisation, Period.of_year(year), as_known_on)
    found = behind(caller.engine, caller.actor, wanted, figure, group)
    return [
        shapes.ReportRow(
            case=row.case, workflow=row.workflow, title=row.title, place=row.place, number=row.number,
            opened=row.opened.isoformat() if row.opened else "",
            ended=row.ended.isoformat() if row.ended else "",
        )
        for row in found.rows
    ]  # fmt: skip


@router.get("/workflows", operation_id="list_workflows", tags=["werkwijzen"], responses=READING,
            summary="Werkwijzen")  # fmt: skip
def list_workflows(caller: Asking) -> list[shapes.WorkflowLine]:
    """De werkwijzen die je organisatie ziet."""
    return [_line(w) for w in _visible(caller)]


@router.get("/workflows/{plugin}/{name}", operation_id="show_workflow", tags=["werkwijzen"],
            responses=READING, summary="Eén werkwijze")  # fmt: skip
def show_workflow(caller: Asking, plugin: Part, name: Part) -> shapes.WorkflowShape:
    """Wat een programma moet weten: toestanden, rollen, velden, en wat elke stap vraagt."""
    w = _one(caller, f"{plugin}/{name}")
    return shapes.WorkflowShape(
        **_line(w).model_dump(),
        about=w.about or "",
        states={k: s.title for k, s in w.states.items()},
        roles={k: r.title for k, r in w.roles.items()},
        fields={k: shapes.FieldLine(title=f.title, value=f.type) for k, f in w.fields.items()},
        meetings={k: m.title for k, m in w.meetings.items()},
        tasks={k: t.title for k, t in w.tasks.items()},
        outcomes=dict(w.outcomes),
        steps=[
            *(_step(k, MAIN, t) for k, t in w.transitions.items()),
            *(_step(k, r, t) for r, region in w.regions.items() for k, t in region.transitions.items()),
        ],
    )


@router.get("/workflows/{plugin}/{name}/explanation", operation_id="explain_workflow", tags=["werkwijzen"],
            responses=READING, summary="In gewone taal")  # fmt: skip
def explain_workflow(caller: Asking, plugin: Part, name: Part) -> shapes.Explanation:
    """De werkwijze in gewone taal, om met je team na te lezen."""
    w = _one(caller, f"{plugin}/{name}")
    catalogue = caller.engine.catalogue
    functions = {n: f.signature for n, f in catalogue.guard_functions.items()}
    text = explain(w, functions, {other.workflow: other for other in catalogue.workflows()})
    return shapes.Explanation(workflow=w.workflow, version=w.version, text=text)


@router.get("/schema/workflow", operation_id="show_schema", tags=["werkwijzen"], responses=READING,
            summary="Het schema van een werkwijze")  # fmt: skip
def show_schema(caller: Asking) -> dict[str, Any]:
    """Het JSON Schema waarmee een editor een definitie nakijkt."""
    require(caller.engine.catalogue, caller.actor, caller.organisation, Right.LOOK_CASES)
    return json_schema()


def _visible(caller: Caller) -> tuple[Workflow, ...]:
    require(caller.engine.catalogue, caller.actor, caller.organisation, Right.LOOK_CASES)
    with caller.engine.reading() as work:
        chosen = membership.chosen(work, caller.organisation)
    return caller.engine.catalogue.workflows(caller.organisation, chosen)


def _one(caller: Caller, name: str) -> Workflow:
    for found in _visible(caller):
        if found.workflow == name:
            return found
    raise NotFound("Deze werkwijze is er niet, of je organisatie ziet ze niet.")


def _line(w: Workflow) -> shapes.WorkflowLine:
    return shapes.WorkflowLine(workflow=w.workflow, version=w.version, title=w.title, model=list(w.model))


def _step(name: str, region: str, t: Transition) -> shapes.StepLine:
    return shapes.StepLine(
        step=name, title=t.title, region=region, sources=list(t.frm), to=t.to, by=list(t.by),
        ask=list(t.ask), optional=list(t.optional),
    )  # fmt: skip
