"""The whole page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from baz.definition.explain import duties, people
from baz.definition.explain.tongue import Tongue, final, quote
from baz.definition.explain.way import way
from baz.definition.model import Workflow
from baz.definition.names import FunctionSignature
from baz.ground.words import counted, in_words, spoken


def explain(
    workflow: Workflow,
    functions: Mapping[str, FunctionSignature] = MappingProxyType({}),
    workflows: Mapping[str, Workflow] = MappingProxyType({}),
) -> str:
    """A sound definition as Markdown in plain Dutch.

    Args:
        workflow: the definition, overlays merged.
        functions: the registered guard functions, for the sentence that each brings.
        workflows: the others that are known, for their titles.
    """
    tongue = Tongue(workflow, functions, workflows)
    parts = (
        _head(tongue),
        people.roles(tongue),
        people.fields(tongue),
        way(tongue),
        duties.tasks(tongue),
        duties.meetings(tongue),
        duties.pause(tongue),
        duties.letters(tongue),
        duties.indicators(tongue),
        duties.numbers(tongue),
    )
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _head(tongue: Tongue) -> Iterator[str]:
    workflow = tongue.workflow
    yield f"# {workflow.title}"
    yield ""
    models = [spoken(m) for m in workflow.model]
    others = f", en ook {in_words(models[1:])}" if models[1:] else ""
    yield f"Versie {workflow.version}. Vorm van netwerkversterking: {models[0]}{others}."
    if workflow.overlays:
        yield f"Aangevuld met {in_words(quote(o) for o in workflow.overlays)}."
    yield ""
    if workflow.about:
        yield f"Een traject gaat over één {tongue.role(workflow.about)}."
    openings = [quote(s.title) for s in workflow.transitions.values() if not s.frm]
    ends = [s for s in workflow.states.values() if final(s)]
    outcomes = dict.fromkeys(quote(tongue.outcome(o)) for s in ends for o in s.final)
    if openings:
        ways, last = in_words(openings, "of"), in_words(outcomes, "of")
        yield f"Het begint met {ways}, en het kan eindigen als: {last}."
    assumed = [p for p in workflow.parameters.values() if "aanname" in p.source]
    total = counted(len(workflow.parameters), "getal", "getallen")
    if len(assumed) == len(workflow.parameters) > 1:
        yield f"Alle {total} in deze tekst zijn **onze aanname, nog na te vragen**."
    elif assumed:
        verb = "is" if len(assumed) == 1 else "zijn"
        yield (
            f"Van de {total} in deze tekst {verb} er {len(assumed)} **onze aanname, nog na te vragen**. "
            "Ze staan zo aangeduid."
        )
    yield ""
