"""The sections about people and about what is kept of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from baz.definition.explain.prose import prose
from baz.definition.explain.tongue import Tongue, source_text
from baz.definition.model import Condition, FieldDef, Role
from baz.definition.names import FIELD_KINDS
from baz.definition.sentences import PLACEHOLDER
from baz.ground.words import in_words, spoken

_TYPES = {
    "text": "een tekst", "number": "een getal", "yes_no": "ja of nee", "date": "een datum",
    "list": "een lijst", "municipality": "een gemeente", "paper": "een papier dat we zien en teruggeven",
}  # fmt: skip


def roles(tongue: Tongue) -> Iterator[str]:
    """Who takes part."""
    yield "## Wie doet er mee"
    yield ""
    for name, role in tongue.workflow.roles.items():
        yield f"- **{role.title}**: {' '.join(_role(tongue, name, role))}"
        if role.needs:
            yield f"  Vooraf kijken we na of {tongue.role(name)} mag meedoen:"
        yield from (f"  - {line}" for line in conditions(tongue, role.needs))
    yield ""


def _role(tongue: Tongue, name: str, role: Role) -> Iterator[str]:
    yield f"{tongue.people(role.kind, role.count)}."
    if name == tongue.workflow.about:
        yield "Hierover gaat het traject."
    if role.reserve:
        yield "Is het vol, dan komt wie nog wil op de reservelijst."
    if role.agree:
        first = sorted(role.agree, key=name.__ne__)  # one's own yes comes first
        who = (f"{tongue.role(r)} zelf" if r == name else tongue.role(r) for r in first)
        yield f"Telt pas mee na een ja van {in_words(who)}."
    if role.visible_to:
        yield f"Naam en contact zijn er alleen voor {tongue.roles(role.visible_to)}."


def conditions(tongue: Tongue, found: Iterable[Condition]) -> Iterator[str]:
    """Conditions, each with the sentence that people read and who may set it aside."""
    for condition in found:
        if condition.call:
            name = condition.call.split("(")[0].strip()
            known = tongue.functions.get(name)
            said = f"Vaste regel {name.upper()}" + (f": “{known.sentence}”" if known else "")
        else:
            said = f"Voorwaarde: {prose(condition.that, tongue)}"
            if condition.because:
                said += f". Anders lees je: “{fill(tongue, condition.because)}”"
        said = said if said.endswith(("”", ".")) and said[-2:-1] in ".?!" else f"{said}."
        if condition.waive:
            said += f" Afwijken mag, met een reden: {tongue.roles(condition.waive, 'of')}."
        yield said


def fill(tongue: Tongue, sentence: str) -> str:
    """A sentence with its numbers filled in; a field is named, since there is no case yet."""

    def value(text: str) -> str:
        root, _, name = text.strip().partition(".")
        if root == "params":
            return tongue.value(name)
        return f"[{tongue.field(name.split('.')[0])}]" if root == "fields" else f"{{{text}}}"

    return PLACEHOLDER.sub(lambda found: value(found[1]), sentence)


def fields(tongue: Tongue) -> Iterator[str]:
    """What is kept, why, and how long."""
    workflow = tongue.workflow
    yield "## Wat we bijhouden, waarom en hoe lang"
    yield ""
    keep = workflow.parameters.get(workflow.keep)
    source = f" ({source_text(keep.source)})" if keep else ""
    yield (
        f"Meer dan dit schrijven we niet op. We wissen het {tongue.kept(workflow.keep)} na het einde{source}"
        ", tenzij er iets anders bij staat."
    )
    shorter = [(s.title, s.keep) for s in workflow.states.values() if s.keep and s.keep != workflow.keep]
    for kept in dict.fromkeys(k for _, k in shorter):
        titles = in_words((f"“{t}”" for t, k in shorter if k == kept), "of")
        yield f"Eindigt het met {titles}, dan wissen we alles al {tongue.kept(kept)} na het einde."
    yield ""
    for definition in workflow.fields.values():
        kind, limits = _kind(tongue, definition), _limits(tongue, definition)
        yield f"- **{definition.title}** ({kind}). Waarom: {definition.purpose}.{limits}"
    yield ""


def _kind(tongue: Tongue, definition: FieldDef) -> str:
    options = ", ".join(spoken(o) for o in definition.options)
    if definition.options_from:
        kind = f"gekozen uit “{tongue.field(definition.options_from)}”"
    elif definition.type == "choice":
        kind = f"één van: {options}"
    elif definition.type == "choices":
        kind = f"één of meer van: {options}"
    elif definition.type == "list" and options:
        kind = f"een lijst, elk punt met een oordeel: {options}"
    elif definition.type == "paper" and options:
        kind = f"{_TYPES['paper']}; niet nodig bij: {options}"
    else:
        kind = _TYPES.get(definition.type, spoken(definition.type))
    known = FIELD_KINDS.get(definition.type)
    personal = definition.personal if definition.personal is not None else known is None or known.personal
    return f"{kind}; persoonlijk" if personal else kind


def _limits(tongue: Tongue, definition: FieldDef) -> str:
    said = ""
    if definition.visible_to:
        said += f" Alleen te lezen voor {tongue.roles(definition.visible_to)}."
    if definition.keep:
        said += f" Gewist {tongue.kept(definition.keep)} na het einde."
    return said
