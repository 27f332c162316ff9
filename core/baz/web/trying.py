"""Trying a workflow out in memory: the ways through it, step by step, without a case and without people.

The whole way stands in the address of the page, so that it can be sent to somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from baz.definition.model import Workflow
from baz.engine.desk import state_title
from baz.kernel.facts import Facts
from baz.kernel.plan import MAIN, Edge, Plan, build
from baz.kernel.simulate import Simulation
from baz.kernel.when import stamp
from baz.plugins.catalogue import Catalogue
from baz.web import questions
from baz.web.questions import Question
from baz.web.visit import Form, Visit

MOST = 60
"""So many steps of a way are followed."""
_TYPES = ("number", "yes_no", "choice", "choices", "date", "text", "list")


@dataclass(frozen=True, slots=True)
class Choice:
    """A step that leaves from here: the questions that it asks, and the state that it leads to."""

    name: str
    title: str
    to: str
    by_itself: bool
    questions: tuple[Question, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """Where a trial stands: (track, state), the titles of the steps so far, and what can come next."""

    states: tuple[tuple[str, str], ...]
    taken: tuple[str, ...]
    way: tuple[str, ...]
    choices: tuple[Choice, ...]


def trial(visit: Visit, workflow: Workflow) -> Trial:
    """The trial that the address of this page describes."""
    query = visit.request.query_params
    catalogue = visit.engine.catalogue
    plan = build(workflow, "", {n: f.signature for n, f in catalogue.guard_functions.items()})
    functions = {n: f.call for n, f in catalogue.guard_functions.items()}
    simulation = Simulation(plan, stamp(visit.today), facts=Facts({"": plan}, functions=functions))
    way: list[str] = []
    taken: list[str] = []
    for one in query.getlist("weg")[:MOST]:
        name, _, text = one.removeprefix("!").partition("?")
        answers, _wrong = _answers(catalogue, workflow, dict(parse_qsl(text)))
        if name in plan.edges and not _take(simulation, name, answers, one.startswith("!")):
            way.append(one)
            taken.append(plan.edges[name].step.title)
    name, forced = query.get("stap", ""), bool(query.get("toch"))
    given = {key: value for key, value in query.items() if key in workflow.fields and value}
    answers, wrong = _answers(catalogue, workflow, given)
    refused: tuple[str, ...] = ()
    if name in plan.edges and not wrong:
        refused = _take(simulation, name, answers, forced)
        if not refused:
            way.append(f"{'!' if forced else ''}{name}?{urlencode(given)}")
            taken.append(plan.edges[name].step.title)
    choices = tuple(
        _choice(plan, edge, *((refused, wrong) if edge.name == name else ((), {})))
        for edge in _here(plan, simulation)
    )
    return Trial(_states(plan, simulation), tuple(taken), tuple(way), choices)


def _take(simulation: Simulation, name: str, answers: Mapping[str, Any], forced: bool) -> tuple[str, ...]:
    """Take a step; gives the sentences why not."""
    try:
        return tuple(reason.sentence for reason in simulation.step(name, answers, forced=forced))
    except Exception as error:  # a plugin's own function may want what a trial has not
        return (str(error) or type(error).__name__,)


def _answers(
    catalogue: Catalogue, workflow: Workflow, given: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Answers as guards read them, and what cannot be read."""
    answers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, text in given.items():
        found = workflow.fields.get(name)
        if found is None or found.type not in _TYPES:
            continue
        try:
            answers[name] = catalogue.field_types[found.type].parse(text, found.options)
        except ValueError as error:
            errors[name] = str(error)
    return answers, errors


def _states(plan: Plan, simulation: Simulation) -> tuple[tuple[str, str], ...]:
    """(track, state) of every machine that has begun; the main one has no title of its own."""
    tracks = {MAIN: ""} | {key: region.title for key, region in plan.workflow.regions.items()}
    return tuple(
        (title, state_title(plan, key, simulation.state(key)))
        for key, title in tracks.items()
        if simulation.state(key) in plan.machines[key].states
    )


def _here(plan: Plan, simulation: Simulation) -> list[Edge]:
    """The steps that leave from here. A track beside the main one waits until the main one has begun."""
    begun = simulation.state() in plan.machines[MAIN].states
    return [
        edge
        for edge in plan.edges.values()
        if simulation.state(edge.region) in edge.sources and (begun or edge.region == MAIN)
    ]


def _choice(plan: Plan, edge: Edge, refused: tuple[str, ...], errors: Mapping[str, str]) -> Choice:
    fields = plan.workflow.fields
    asked = [
        questions.of_field(name, fields[name], required=False)
        for name in (*edge.step.ask, *edge.step.optional)
        if name in fields and fields[name].type in _TYPES
    ]
    to = edge.step.to.partition(".")[0]
    title = state_title(plan, edge.region, to) if to else ""
    found = tuple(questions.filled(asked, Form(), errors))
    return Choice(edge.name, edge.step.title, title, edge.clock, found, refused)
