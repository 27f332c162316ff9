"""How one definition speaks: its titles inside a sentence, its numbers with their source, its moments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from baz.definition.guards import FunctionSignature, Scope
from baz.definition.model import Bound, State, Workflow
from baz.definition.moment import Anchor, Moment
from baz.definition.sentences import value_text
from baz.definition.values import OFF, Duration
from baz.ground.words import in_words, title_of

ASSUMED = "onze aanname, nog na te vragen"
_ONE = {"person": "één persoon", "volunteer": "één vrijwilliger", "staff": "één medewerker",
        "professional": "één professional", "organisation": "één organisatie"}  # fmt: skip
_MANY = {"person": "personen", "volunteer": "vrijwilligers", "staff": "medewerkers",
         "professional": "professionals", "organisation": "organisaties"}  # fmt: skip


@dataclass(frozen=True)
class Tongue:
    """The words of one workflow. `workflows` gives the titles of the others that are known."""

    workflow: Workflow
    functions: Mapping[str, FunctionSignature] = field(default_factory=dict)
    workflows: Mapping[str, Workflow] = field(default_factory=dict)

    @property
    def scope(self) -> Scope:
        """What its guards may ask."""
        return Scope.of(self.workflow, self.functions, workflows=self.workflows)

    # titles

    def role(self, name: str) -> str:
        """A role inside a sentence: "centrale persoon"."""
        role = self.workflow.roles.get(name)
        return inside(role.title if role and role.title else title_of(name))

    def roles(self, names: Iterable[str], last: str = "en") -> str:
        """Several of them, without doubles."""
        return in_words(dict.fromkeys(self.role(n) for n in names), last)

    def field(self, name: str) -> str:
        """The title of a field."""
        found = self.workflow.fields.get(name)
        return found.title if found and found.title else title_of(name)

    def state(self, name: str) -> str:
        """The title of a state, a phase or a `region.state`."""
        region, _, local = name.rpartition(".")
        if name == "pause":
            return "Pauze"
        if region and region in self.workflow.regions:
            found = self.workflow.regions[region].states.get(local)
        else:
            found = self.workflow.states.get(name)
        return found.title if found and found.title else title_of(local)

    def states(self, names: Iterable[str], last: str = "en") -> str:
        """States between quotes, a phase spelled out."""
        found: dict[str, None] = {}
        for name in names:
            members = self.workflow.phases.get(name, (name,))
            found.update(dict.fromkeys(quote(self.state(m)) for m in members))
        return in_words(found, last)

    def step(self, name: str) -> str:
        """The title of a step of the main machine or a region."""
        for steps in (self.workflow.transitions, *(r.transitions for r in self.workflow.regions.values())):
            if name in steps:
                return steps[name].title or title_of(name)
        return title_of(name)

    def meeting(self, name: str) -> str:
        """The title of a meeting."""
        found = self.workflow.meetings.get(name)
        return found.title if found and found.title else title_of(name)

    def outcome(self, name: str) -> str:
        """The title of an outcome."""
        return self.workflow.outcomes.get(name) or title_of(name)

    def other(self, name: str) -> str:
        """The title of another workflow, with the organisation where that is another one."""
        known = self.workflow if name == self.workflow.workflow else self.workflows.get(name)
        organisation, _, key = name.partition("/")
        title = quote(known.title if known else title_of(key))
        return title if organisation == self.workflow.organisation else f"{title} bij {organisation}"

    # numbers

    def off(self, name: str | None) -> bool:
        """Whether a parameter is off."""
        found = self.workflow.parameters.get(name or "")
        return found is not None and found.value is OFF

    def value(self, name: str) -> str:
        """The value of a parameter: "14 dagen"."""
        found = self.workflow.parameters.get(name)
        return "0 dagen" if name == "0 days" else value_text(found.value) if found else title_of(name)

    def source(self, name: str | None) -> str:
        """Where a number comes from; an assumption is told apart clearly."""
        found = self.workflow.parameters.get(name or "")
        return source_text(found.source) if found else ""

    def kept(self, name: str) -> str:
        """How long something is kept: "12 maanden"."""
        return self.value(name) if name else ""

    def people(self, kind: str, count: Bound) -> str:
        """How many of which kind: "hoogstens één vrijwilliger", "10 tot 15 professionals"."""
        low, high = self._bound(count.low), None if count.high is None else self._bound(count.high)
        one, many = _ONE[kind], _MANY[kind]
        if high is None:
            return f"zoveel {many} als nodig" if low == "0" else f"minstens {low} {many}"
        if low == high:
            return one if high == "1" else f"{high} {many}"
        if low == "0":
            return f"hoogstens {one}" if high == "1" else f"hoogstens {high} {many}"
        between = "of" if low.isdigit() and high == str(int(low) + 1) else "tot"
        return f"{low} {between} {high} {many}"

    def _bound(self, end: int | str) -> str:
        if isinstance(end, int):
            return str(end)
        found = self.workflow.fields.get(end)
        return f"“{found.title or title_of(end)}”" if found else self.value(end)

    # moments

    def moment(self, at: Moment, begin: str) -> str:
        """A moment as "14 dagen na het begin van het traject"; `begin` says what the beginning is."""
        found = self.workflow.parameters.get(at.duration or "")
        zero = at.duration in (None, "0 days") or (
            found is not None and isinstance(found.value, Duration) and found.value.zero
        )
        if zero:
            return self._at(at.anchor, begin)
        side = "na" if at.direction == "after" else "voor"
        return f"{self.value(at.duration or '')} {side} {self._anchor(at.anchor, begin)}"

    def _anchor(self, anchor: Anchor, begin: str) -> str:
        name = anchor.name
        match anchor.kind:
            case "beginning":
                return begin
            case "opening":
                return "het begin van het traject"
            case "state":
                return f"het begin van “{self.state(name)}”"
            case "step":
                return f"{_PICKS[anchor.pick]} “{self.step(name)}”"
            case "field":
                return f"de datum bij “{self.field(name)}”"
            case "meeting":
                return f"{_PICKS[anchor.pick]} “{self.meeting(name)}”"
        return self._joining(anchor)

    def _at(self, anchor: Anchor, begin: str) -> str:
        """The same moment without a duration: "zodra “Kennismaking” gehouden is"."""
        name = anchor.name
        match anchor.kind:
            case "beginning":
                return f"meteen bij {begin}"
            case "opening":
                return "meteen bij het begin van het traject"
            case "state":
                return f"zodra “{self.state(name)}” begint"
            case "step":
                return f"meteen na {self._anchor(anchor, begin)}"
            case "field":
                return f"op de datum bij “{self.field(name)}”"
            case "meeting":
                which = {"first": "een eerste keer ", "next": "een volgende keer "}.get(anchor.pick, "")
                return f"zodra {which}“{self.meeting(name)}” geweest is"
        return self._joining(anchor)

    def _joining(self, anchor: Anchor) -> str:
        workflow, _, role = anchor.name.rpartition(".")
        other = self.workflows.get(workflow)
        title = other.roles[role].title if other and role in other.roles else title_of(role)
        about = self.workflow.roles.get(self.workflow.about)
        who = "deze organisatie" if about and about.kind == "organisation" else "deze persoon"
        verb = "meedoet" if anchor.kind == "joins" else "niet meer meedoet"
        return f"zodra {who} {verb} als {inside(title)} in {self.other(workflow)}"


_PICKS = {
    "last": "de laatste keer", "first": "de eerste keer", "each": "elke keer", "next": "de volgende keer",
}  # fmt: skip


def quote(text: str) -> str:
    """A title as people see it on screen."""
    return f"“{text}”"


def inside(title: str) -> str:
    """A title inside a sentence: small, unless its first word is a name or an abbreviation."""
    first, _, rest = title.partition(" ")
    named = any(c.isupper() for c in first[1:]) or (rest[:1].isupper() and not rest[1:2].isupper())
    return title if named else title[:1].lower() + title[1:]


def source_text(source: str) -> str:
    """The source of a number, with every assumption marked as ours."""
    if source == "aanname":
        return f"**{ASSUMED}**"
    if source.startswith("aanname "):
        return f"**{ASSUMED}** ({source.removeprefix('aanname ')})"
    return f"{source} (deels **{ASSUMED}**)" if "aanname" in source else source


def final(state: State) -> bool:
    """Whether a case ends there."""
    return bool(state.final)


def asks(tongue: Tongue, names: Iterable[str], start: str = "") -> str:
    """What is asked, as sentences: fields to fill in, people to name, meetings to plan."""
    workflow, chosen = tongue.workflow, list(names)
    kinds = (
        ("Je vult in", "", [quote(tongue.field(n)) for n in chosen if n in workflow.fields]),
        ("Je noteert wie dit is", ", wie dit is", [tongue.role(n) for n in chosen if n in workflow.roles]),
        ("Je plant", ", plannen", [quote(tongue.meeting(n)) for n in chosen if n in workflow.meetings]),
    )
    return " ".join(f"{start + more if start else alone}: {in_words(n)}." for alone, more, n in kinds if n)
