"""What a report says about a number: a sentence for people, and how it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from baz.definition.explain.prose import prose
from baz.definition.explain.tongue import Tongue
from baz.definition.guards import FunctionSignature
from baz.definition.model import Indicator, Workflow
from baz.ground.words import in_words
from baz.services.reports.counting import belongs_to_meetings
from baz.services.reports.figures import Figure, Group, Target
from baz.services.reports.small import LEAST

_WHAT = {
    "cases": "elk traject dat in deze periode liep, zoals het op het einde stond",
    "opened": "elk traject dat in deze periode begon",
    "ended": "elk traject dat in deze periode afliep",
    "paused": "elke keer dat een traject in deze periode ging rusten",
}


def how(workflow: Workflow, indicator: Indicator, functions: Mapping[str, FunctionSignature]) -> str:
    """How an indicator is counted, in Dutch: what, under which condition, as part of what."""
    return " ".join(_how(Tongue(workflow, functions), workflow, indicator))


def _how(tongue: Tongue, workflow: Workflow, indicator: Indicator) -> Iterator[str]:
    if indicator.sum:
        name = indicator.sum.removeprefix("fields.")
        where = (
            "van elke samenkomst in deze periode"
            if belongs_to_meetings(workflow, name)
            else "van elk traject"
        )
        yield f"We tellen “{tongue.field(name)}” {where} bij elkaar op."
    else:
        yield f"We tellen {in_words(_counted(tongue, c) for c in indicator.count)}."
    if indicator.when:
        yield f"Alleen waar dit op het einde van de periode klopt: {prose(indicator.when, tongue)}."
    if indicator.of:
        yield f"Dit is een deel van “{workflow.indicators[indicator.of].title}”."
    yield f"Werkwijze: {workflow.title} ({workflow.workflow}, versie {workflow.version})."


def _counted(tongue: Tongue, what: str) -> str:
    root, _, name = what.partition(".")
    match root:
        case "steps":
            return f"elke keer dat de stap “{tongue.step(name)}” in deze periode gezet werd"
        case "meetings":
            return f"elke samenkomst “{tongue.meeting(name)}” die in deze periode doorging"
        case "roles":
            return f"iedereen die in deze periode meedeed als {tongue.role(name)}, elke persoon één keer"
    return _WHAT[root]


def sentence(figure: Figure) -> str:
    """The figure as people say it: the number, its part, the target, and what is not certain about it."""
    return " ".join(_sentence(figure))


def _sentence(figure: Figure) -> Iterator[str]:
    said = f"{figure.title}: {figure.value}"
    if figure.whole is not None:
        said += f" van de {figure.whole}"
        said += f", dat is {figure.share} %." if figure.share is not None else "."
        yield said
    else:
        yield said + "."
    if figure.target is not None:
        yield against(figure, figure.target)
    if figure.undated:
        yield f"Van {figure.undated} kennen we de dag niet. Dat telt in de periode waarin het verteld werd."
    if figure.doubtful:
        yield f"{figure.doubtful} telt niet mee: we weten niet of het in deze periode gebeurde."
    if figure.unjudged:
        yield f"In {figure.unjudged} trajecten konden we dit niet meer nagaan."


def against(figure: Figure, target: Target) -> str:
    """How a figure stands against what was planned."""
    if figure.per:
        judged = [g for g in figure.groups if g.reached is not None]
        good = sum(1 for g in judged if g.reached)
        return f"Het doel was {target.text} per {figure.per}. Dat lukte {good} van de {len(judged)} keer."
    if figure.reached is None:
        return f"Het doel was {target.text}."
    return f"Het doel was {target.text}. {'Dat is gehaald.' if figure.reached else 'Dat is niet gehaald.'}"


def shown(group: Group) -> str:
    """The number of a group, or why it is not there."""
    if group.value is not None:
        return str(group.value)
    return f"minder dan {LEAST}" if group.hidden == "small" else "niet getoond"
