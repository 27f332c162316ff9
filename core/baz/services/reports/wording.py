"""What a report says about a number: a sentence for people, and how it was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from baz.definition.explain.prose import prose
from baz.definition.explain.tongue import Tongue
from baz.definition.guards import FunctionSignature
from baz.definition.model import Indicator, Workflow
from baz.ground.words import in_words
from baz.services.reports.counting import belongs_to_meetings
from baz.services.reports.figures import Conduct, Figure, Group, Target
from baz.services.reports.masking import LEAST, Hidden

_WHAT = {
    "cases": "elk traject dat liep, zoals het op het einde stond",
    "opened": "elk traject dat begon",
    "ended": "elk traject dat afliep",
    "paused": "elke keer dat een traject ging rusten",
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
        yield f"We tellen in deze periode {in_words(_counted(tongue, indicator.count))}."
    if indicator.when:
        yield f"Alleen waar dit op het einde van de periode klopt: {prose(indicator.when, tongue)}."
    if indicator.of:
        yield f"Dit is een deel van “{workflow.indicators[indicator.of].title}”."
    yield f"Werkwijze: {workflow.title} ({workflow.workflow}, versie {workflow.version})."


def _counted(tongue: Tongue, count: Sequence[str]) -> Iterator[str]:
    """What is counted, each sort said once: every step A or B, every meeting C."""
    sorts: dict[str, list[str]] = {}
    for what in count:
        root, _, name = what.partition(".")
        sorts.setdefault(root, []).append(name)
    for root, names in sorts.items():
        match root:
            case "steps":
                yield f"elke stap {in_words((f'“{tongue.step(n)}”' for n in names), 'of')}"
            case "meetings":
                yield f"elke samenkomst {in_words((f'“{tongue.meeting(n)}”' for n in names), 'of')}"
            case "roles":
                yield f"iedereen die meedeed als {tongue.roles(names, 'of')}, elke persoon één keer"
            case _:
                yield _WHAT[root]


def sentence(figure: Figure) -> str:
    """The figure as people say it: the number, its part, the target, and what is not certain about it."""
    return " ".join(
        [f"{figure.title}: {number(figure.value, figure.hidden)}{part(figure)}.", *remarks(figure)]
    )


def part(figure: Figure) -> str:
    """ " van de 24, dat is 21 %", or nothing when the figure is no part of another one."""
    if figure.whole is None or figure.hidden:
        return ""
    return f" van de {figure.whole}" + (f", dat is {figure.share} %" if figure.share is not None else "")


def remarks(figure: Figure) -> Iterator[str]:
    """What is said beside the number, a sentence each."""
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
        if not judged:
            return f"Het doel is {target.text} per {figure.per}."
        good = sum(1 for g in judged if g.reached)
        if figure.running:
            return f"Het doel is {target.text} per {figure.per}. Tot nu lukte dat {good} keer."
        return f"Het doel was {target.text} per {figure.per}. Dat lukte {good} van de {len(judged)} keer."
    if figure.hidden:
        return f"Het doel is {target.text}."
    if figure.running and not figure.reached:
        return f"Het doel is {target.text}. De periode loopt nog."
    if figure.reached is None:
        return f"Het doel was {target.text}."
    return f"Het doel was {target.text}. {'Dat is gehaald.' if figure.reached else 'Dat is niet gehaald.'}"


def number(value: int | None, hidden: Hidden = "") -> str:
    """A number as people read it, or why it is not there."""
    if value is not None:
        return str(value)
    return f"minder dan {LEAST}" if hidden == "small" else "niet getoond"


def shown(group: Group) -> str:
    """The number of a group, or why it is not there."""
    return number(group.value, group.hidden)


def counted(conduct: Conduct, name: str) -> str:
    """One count of how the work went."""
    return number(getattr(conduct, name), dict(conduct.hidden).get(name, ""))
