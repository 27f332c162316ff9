"""The section about the way: the states in their order, and each step that leaves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from baz.definition.explain.people import conditions
from baz.definition.explain.prose import prose
from baz.definition.explain.tongue import Tongue, asks, final, inside, quote
from baz.definition.model import Effect, OpenEffect, State, Transition
from baz.ground.words import in_words, spoken


@dataclass(slots=True)
class Way:
    """One machine on its way: which steps were told in full already."""

    tongue: Tongue
    states: Mapping[str, State]
    phases: Mapping[str, tuple[str, ...]]
    steps: Mapping[str, Transition]
    told: set[str] = field(default_factory=set)

    def lines(self, level: str) -> Iterator[str]:
        """The beginning, each state, and what is always possible."""
        opening = [n for n, s in self.steps.items() if not s.frm]
        if opening:
            yield f"{level} Zo begint het"
            yield ""
            yield from self._steps(opening)
        for number, name in enumerate((n for n, s in self.states.items() if not final(s)), 1):
            yield f"{level} {number}. {self.states[name].title}"
            yield ""
            yield from self._steps([n for n, s in self.steps.items() if name in self._sources(s)])
        always = [n for n, s in self.steps.items() if "any" in s.frm or "pause" in s.frm]
        if always:
            yield f"{level} Altijd mogelijk, zolang het traject loopt"
            yield ""
            yield from self._steps(always)

        ends = {n: s for n, s in self.states.items() if final(s)}
        if ends:
            yield f"{level} Zo eindigt het"
            yield ""
            for name, state in ends.items():
                yield self._end(state, [n for n, s in self.steps.items() if name in self._sources(s)])
            yield ""

    def _end(self, state: State, steps: list[str]) -> str:
        outcomes = [self.tongue.outcome(o) for o in state.final]
        alone = outcomes == [state.title]
        said = f"- **{state.title}**" + ("." if alone else f", als {in_words(map(quote, outcomes), 'of')}.")
        if steps:
            titles = (f"“{self.steps[n].title}”, naar “{self.states[self.steps[n].to or state.title].title}”"
                      if self.steps[n].to else f"“{self.steps[n].title}”" for n in steps)  # fmt: skip
            said += f" Hierna kan nog: {in_words(titles, 'of')}."
        return said

    def _sources(self, step: Transition) -> set[str]:
        """The states that it names, or that its phases hold."""
        return {s for name in step.frm for s in self.phases.get(name, (name,))}

    def _steps(self, names: list[str]) -> Iterator[str]:
        for name in names:
            step = self.steps[name]
            head = f"- **{step.title}**{self._target(step)}"
            if name in self.told:
                yield f"{head} Zie hierboven."
                continue
            self.told.add(name)
            yield f"{head} {' '.join(self._who(step))}"
            yield from (f"  - {line}" for line in self._details(step))
        yield ""

    def _target(self, step: Transition) -> str:
        if not step.to:
            return "."
        outcome = f", als {quote(self.tongue.outcome(step.outcome))}" if step.outcome else ""
        return f", naar “{self.states[step.to].title}”{outcome}."

    def _who(self, step: Transition) -> Iterator[str]:
        tongue = self.tongue
        if step.at is not None:
            if tongue.off(step.at.duration):
                yield "Deze stap van de klok staat uit."
            else:
                yield f"Gaat vanzelf, {tongue.moment(step.at, 'het begin van deze toestand')}."
        if step.by or step.agree:
            start = "Of eerder: wie beslist" if step.at is not None else "Wie beslist"
            yield f"{start}: {decides(tongue, step)}."

    def _details(self, step: Transition) -> Iterator[str]:
        tongue = self.tongue
        if step.ask:
            yield asks(tongue, step.ask)
        if step.optional:
            yield asks(tongue, step.optional, "Mag ook")
        if step.at is not None and not step.by:
            yield from (f"Alleen als: {prose(c.that, tongue)}." for c in step.when if c.that)
        else:
            yield from conditions(tongue, step.when)
        yield from (f"Daarna: {effect(tongue, e)}." for e in step.then)


def decides(tongue: Tongue, step: Transition) -> str:
    """Who has to say yes, whether that is the one who acts or somebody who agrees."""
    said = tongue.roles(step.by, "of")
    if not step.agree:
        return said
    together = tongue.roles(step.agree)
    return f"{said}, samen met {together}" if said else together


def effect(tongue: Tongue, found: Effect) -> str:
    """What follows a step."""
    value = found.value
    if found.kind == "letter" and value in tongue.workflow.letters:
        letter = tongue.workflow.letters[value]
        return f"brief “{letter.title}” naar {tongue.roles(letter.to)}"
    if found.kind == "end":
        return f"{tongue.role(str(value))} doet niet meer mee"
    if found.kind == "open":
        return _opens(tongue, value if isinstance(value, OpenEffect) else OpenEffect.model_validate(value))
    return f"{spoken(found.kind)} (een eigen gevolg van deze organisatie)"


def _opens(tongue: Tongue, opened: OpenEffect) -> str:
    said = f"er begint een traject {in_words((tongue.other(w) for w in opened.workflow), 'of')}"
    if len(opened.workflow) > 1:
        said += ". Je kiest er één"
    if any(w.split("/")[0] != tongue.workflow.organisation for w in opened.workflow):
        said += ". Bij een andere organisatie is dat een doorverwijzing: zij aanvaardt ze of stuurt ze terug"
    if opened.agree:
        said += f". Wie beslist: {tongue.roles(opened.agree)}"
    if opened.carry:
        said += f". Gaat mee: {in_words(quote(_carried(tongue, c)) for c in opened.carry)}"
    return said


def _carried(tongue: Tongue, name: str) -> str:
    workflow = tongue.workflow
    return workflow.roles[name].title if name in workflow.roles else tongue.field(name)


def way(tongue: Tongue) -> Iterator[str]:
    """The main machine, then each region."""
    workflow = tongue.workflow
    yield "## De weg"
    yield ""
    yield from Way(tongue, workflow.states, workflow.phases, workflow.transitions).lines("###")
    for region in workflow.regions.values():
        yield f"## Tegelijk: {inside(region.title)}"
        yield ""
        yield "Dit spoor loopt naast de weg hierboven, in hetzelfde traject."
        yield ""
        yield from Way(tongue, region.states, region.phases, region.transitions).lines("###")
