"""The names that a guard may use: every root of grammar.md's "What a guard may ask", with types and Dutch
labels.

A name is looked up when a guard asks for it, so a scope costs nothing to make. `Scope.resolve` gives a
`Resolved`: the path that the kernel reads, its type, and how to show it to people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from baz.definition.arithmetic import WorkingDay, is_weekday
from baz.definition.model import FieldDef, Role, Workflow
from baz.definition.names import (
    FIELD_KINDS,
    FieldKind,
    Form,
    FunctionSignature,
    Kind,
    NameProblem,
    Path,
    Resolved,
    Segment,
    Type,
)
from baz.definition.problems import did_you_mean
from baz.definition.values import Duration, Percent, Range
from baz.ground.words import title_of

_NUMBER, _DATE, _YES_NO, _TEXT, _ANY = Type("number"), Type("date"), Type("yes_no"), Type("text"), Type("any")
Attributes = Mapping[str, tuple[Type, Form, str]]
_STATE: Attributes = {
    "now": (_YES_NO, "now", "{}"),
    "count": (_NUMBER, "times", "{}"),
    "first": (_DATE, "day", "{}, eerste keer"),
    "last": (_DATE, "day", "{}, laatste keer"),
}
_STEP: Attributes = {
    "count": (_NUMBER, "done", "{}"),
    "first": (_DATE, "day", "{}, eerste keer"),
    "last": (_DATE, "day", "{}, laatste keer"),
}
_MEETING: Attributes = {
    "count": (_NUMBER, "held", "{}"),
    "first": (_DATE, "day", "{}, eerste keer"),
    "last": (_DATE, "day", "{}, laatste keer"),
    "planned": (_NUMBER, "number", "{}, gepland"),
    "this_year": (_NUMBER, "times", "{}, dit jaar"),
    "missed": (_NUMBER, "times", "{}, gemist"),
}
_ROLE: Attributes = {
    "count": (_NUMBER, "people", "{}"),
    "asked": (_NUMBER, "people", "{}, gevraagd"),
    "reserve": (_NUMBER, "people", "{}, op de reservelijst"),
    "missed": (_NUMBER, "times", "{}, na elkaar afwezig"),
}
_PAPER: Attributes = {
    "ok": (_YES_NO, "ok", "{}"),
    "seen_on": (_DATE, "day", "{}, gezien op"),
    "issued_on": (_DATE, "day", "{}, opgemaakt op"),
}
_TODAY: Attributes = {"year": (_NUMBER, "number", "Dit jaar"), "month": (_NUMBER, "number", "Deze maand")}
_FAMILIES: Mapping[str, tuple[str, Attributes]] = {
    "roles": ("role", _ROLE),
    "states": ("state", _STATE),
    "steps": ("step", _STEP),
    "meetings": ("meeting", _MEETING),
}
_PARTY_NAMES = ("cases", "load")


@dataclass(frozen=True, slots=True)
class Scope:
    """What the guards of one workflow may ask. `party` is only known in the `needs` of a role."""

    workflow: Workflow
    functions: Mapping[str, FunctionSignature] = field(default_factory=dict)
    workflows: Mapping[str, Workflow] = field(default_factory=dict)
    field_kinds: Mapping[str, FieldKind] = field(default_factory=dict)
    party: bool = False
    is_working_day: WorkingDay = is_weekday

    @classmethod
    def of(
        cls,
        workflow: Workflow,
        functions: Mapping[str, FunctionSignature] = MappingProxyType({}),
        *,
        workflows: Mapping[str, Workflow] = MappingProxyType({}),
        field_kinds: Mapping[str, FieldKind] = MappingProxyType({}),
        party: bool = False,
        is_working_day: WorkingDay = is_weekday,
    ) -> Scope:
        """The scope of a workflow.

        `functions` are the registered ones, `workflows` the others that are known (a name inside an unknown
        one is taken as it is), `field_kinds` those of plugins, `party` whether this is for the `needs` of a
        role.
        """
        return cls(workflow, functions, workflows, field_kinds, party, is_working_day)

    def for_needs(self) -> Scope:
        """The same scope, in which `party` is the one who is asked."""
        return replace(self, party=True)

    def field_kind(self, definition: FieldDef) -> FieldKind:
        """How guards see a field of this workflow."""
        kind = (
            FIELD_KINDS.get(definition.type)
            or self.field_kinds.get(definition.type)
            or FieldKind("any", True)
        )
        return kind if definition.personal is None else FieldKind(kind.kind, definition.personal)

    def resolve(self, chain: tuple[Segment, ...]) -> Resolved:
        """What a chain of names means.

        Raises:
            NameProblem: at the first part that does not exist.
        """
        head, rest = chain[0], chain[1:]
        workflow = self.workflow
        match head.name:
            case "today":
                return _today(head, rest)
            case "params":
                return _parameter(workflow, head, rest)
            case "party":
                if not self.party:
                    hint = "'party' is who is asked for a role; elsewhere use 'about' or a single role"
                    raise NameProblem("party-outside-needs", "'party' is only known in 'needs'", hint, head)
                return self._party(("party",), "Deze persoon", head, rest)
            case "about":
                if not workflow.about:
                    raise NameProblem(
                        "unknown-name", "this workflow has no 'about'", "add the key 'about'", head
                    )
                role = workflow.roles.get(workflow.about)
                return self._party(("about",), role.title if role else workflow.about, head, rest)
            case "organisation":
                _end("organisation", rest)
                return Resolved(("organisation",), Type("party"), "De organisatie")
        if head.name in workflow.roles and head.name not in _ROOTS:
            return self._single_role(head, rest)
        return self._of_case(chain)

    def _of_case(self, chain: tuple[Segment, ...]) -> Resolved:
        """The roots that every case has, one's own or another's."""
        head, rest = chain[0], chain[1:]
        if head.name not in ("fields", *_FAMILIES):
            known = [*_ROOTS, *(() if not self.party else ("party",))]
            raise NameProblem(
                "unknown-name", f"unknown name '{head.name}'", did_you_mean(head.name, known), head
            )
        if not rest:
            raise NameProblem("incomplete-name", f"after '{head.name}' comes a name", f"{head.name}.x", head)
        if head.name == "fields":
            return self._field(rest)
        if head.name == "roles" and (len(rest) == 1 or rest[1].name in _PARTY_NAMES):
            return self._single_role(rest[0], rest[1:])
        title, name, rest = _NAMED[head.name](self.workflow, rest)
        _, attributes = _FAMILIES[head.name]
        return _attribute((head.name, name), title, attributes, chain[len(chain) - len(rest) - 1], rest)

    def _field(self, rest: tuple[Segment, ...]) -> Resolved:
        head, rest = rest[0], rest[1:]
        definition = _known(self.workflow.fields, head, "field")
        kind = self.field_kind(definition)
        path, title = ("fields", head.name), definition.title or title_of(head.name)
        if kind.kind == "paper":
            if not rest:
                return Resolved(path, Type("paper"), title, once=True)
            return replace(_attribute(path, title, _PAPER, head, rest), once=True)
        options = () if definition.options_from or definition.type == "list" else definition.options
        value = Resolved(path, Type(kind.kind, options), title, once=kind.personal)
        if not rest:
            return value
        counted = kind.kind == "list" and definition.type == "list"
        attributes: dict[str, tuple[Type, Form, str]] = {"count": (_NUMBER, "number", "{}")}
        if kind.kind == "list":
            attributes["first"] = (Type("text", options), "value", "{}, het eerste")
        if counted:
            attributes["open"] = (_NUMBER, "number", "{}, nog open")
        found = _attribute(path, title, attributes, head, rest)
        return replace(found, once=kind.personal and not (counted and found.path[-1] != "first"))

    def _single_role(self, head: Segment, rest: tuple[Segment, ...]) -> Resolved:
        role = _known(self.workflow.roles, head, "role")
        if role.count.high != 1:
            hint = f"only a role that one party can hold; '{head.name}' has .count .asked .reserve .missed"
            raise NameProblem("role-not-single", f"'{head.name}' can be held by several", hint, head)
        return self._party((head.name,), role.title or title_of(head.name), head, rest)

    def _party(self, path: Path, title: str, head: Segment, rest: tuple[Segment, ...]) -> Resolved:
        if not rest:
            return Resolved(path, Type("party"), title)
        ask, rest = rest[0], rest[1:]
        if ask.name == "load" and ask.arg is None:
            _end("load", rest)
            return Resolved((*path, "load"), _NUMBER, f"{title}, lopende trajecten", "number", once=True)
        if ask.name != "cases":
            raise NameProblem(
                "unknown-attribute",
                f"'{head.name}' has no '{ask.name}'",
                "known: .load .cases('org/name')",
                ask,
            )
        if ask.arg is None or not rest:
            hint = f"{head.name}.cases('org/name').states.x.now"
            raise NameProblem(
                "incomplete-name", "'cases' names a workflow, and what is asked of it", hint, ask
            )
        other = self.workflows.get(ask.arg) or (self.workflow if ask.arg == self.workflow.workflow else None)
        if other is None:
            found, name = _unknown_case(rest), ask.arg
        else:
            scope = Scope(other, workflows=self.workflows, field_kinds=self.field_kinds)
            found, name = scope._of_case(rest), other.title
        return replace(
            found, path=(*path, "cases", ask.arg, *found.path), label=f"{name}: {found.label}", once=True
        )


_ROOTS: Final = ("fields", "roles", "states", "steps", "meetings", "params", "today", "about", "organisation")


def _known(names: Mapping[str, Any], segment: Segment, what: str) -> Any:
    if segment.name not in names:
        raise NameProblem(
            f"unknown-{what}", f"unknown {what} '{segment.name}'", did_you_mean(segment.name, names), segment
        )
    return names[segment.name]


def _end(name: str, rest: tuple[Segment, ...]) -> None:
    if rest:
        raise NameProblem("unknown-attribute", f"nothing comes after '{name}'", "", rest[0])


def _attribute(
    path: Path, title: str, attributes: Attributes, owner: Segment, rest: tuple[Segment, ...]
) -> Resolved:
    listed = " ".join(f".{a}" for a in attributes)
    if not rest:
        raise NameProblem(
            "incomplete-name", f"'{owner.name}' alone says nothing", f"ask one of {listed}", owner
        )
    if rest[0].name not in attributes:
        message = f"'{owner.name}' has no '{rest[0].name}'"
        raise NameProblem("unknown-attribute", message, did_you_mean(rest[0].name, attributes), rest[0])
    _end(rest[0].name, rest[1:])
    type_, form, label = attributes[rest[0].name]
    return Resolved((*path, rest[0].name), type_, label.format(title), form)


def _today(head: Segment, rest: tuple[Segment, ...]) -> Resolved:
    return _attribute(("today",), "", _TODAY, head, rest) if rest else Resolved(("today",), _DATE, "Vandaag")


def _parameter(workflow: Workflow, head: Segment, rest: tuple[Segment, ...]) -> Resolved:
    if not rest:
        raise NameProblem("incomplete-name", "after 'params' comes a name", "params.x", head)
    parameter = _known(workflow.parameters, rest[0], "parameter")
    _end(rest[0].name, rest[1:])
    match parameter.value:
        case bool():
            kind: Kind = "yes_no"
        case int():
            kind = "number"
        case date():
            kind = "date"
        case Duration():
            kind = "duration"
        case Range():
            kind = "range"
        case Percent():
            kind = "percent"
        case _:
            kind = "any"  # `off`: an organisation may switch it on with a value of its own
    return Resolved(("params", rest[0].name), Type(kind), parameter.title or title_of(rest[0].name))


Named = tuple[str, str, tuple[Segment, ...]]


def _role(workflow: Workflow, rest: tuple[Segment, ...]) -> Named:
    role: Role = _known(workflow.roles, rest[0], "role")
    return role.title or title_of(rest[0].name), rest[0].name, rest[1:]


def _meeting(workflow: Workflow, rest: tuple[Segment, ...]) -> Named:
    return (
        _known(workflow.meetings, rest[0], "meeting").title or title_of(rest[0].name),
        rest[0].name,
        rest[1:],
    )


def _step(workflow: Workflow, rest: tuple[Segment, ...]) -> Named:
    steps = dict(workflow.transitions)
    for region in workflow.regions.values():
        steps.update(region.transitions)
    return _known(steps, rest[0], "step").title or title_of(rest[0].name), rest[0].name, rest[1:]


def _state(workflow: Workflow, rest: tuple[Segment, ...]) -> Named:
    head = rest[0]
    if head.name == "pause":
        return "Pauze", "pause", rest[1:]
    main = {**workflow.states, **workflow.phases}
    region = workflow.regions.get(head.name)
    if region is None or (head.name in main and (len(rest) < 2 or rest[1].name in _STATE)):
        found = _known({**main, "pause": None, **workflow.regions}, head, "state")
        return getattr(found, "title", "") or title_of(head.name), head.name, rest[1:]
    names = {**region.states, **region.phases}
    if len(rest) < 2:
        raise NameProblem("incomplete-name", f"'{head.name}' is a region", did_you_mean("", names), head)
    found = _known(names, rest[1], "state")
    title = getattr(found, "title", "") or title_of(rest[1].name)
    return (
        f"{region.title or title_of(head.name)}, {title[:1].lower()}{title[1:]}",
        f"{head.name}.{rest[1].name}",
        rest[2:],
    )


_NAMED: Mapping[str, Callable[[Workflow, tuple[Segment, ...]], Named]] = {
    "roles": _role,
    "states": _state,
    "steps": _step,
    "meetings": _meeting,
}


def _unknown_case(rest: tuple[Segment, ...]) -> Resolved:
    """A path in a workflow that is not installed: its shape is checked, its names cannot be."""
    head, names = rest[0], tuple(s.name for s in rest[1:])
    if head.name == "fields" and names:
        return Resolved((head.name, *names), _ANY, title_of(names[0]), once=True)
    if head.name not in _FAMILIES:
        raise NameProblem(
            "unknown-name",
            f"unknown name '{head.name}'",
            did_you_mean(head.name, ("fields", *_FAMILIES)),
            head,
        )
    _, attributes = _FAMILIES[head.name]
    if len(names) < 2:
        raise NameProblem("incomplete-name", f"'{head.name}.x' is asked one thing", "", head)
    title = title_of(names[-2])
    found = _attribute((head.name, ".".join(names[:-1])), title, attributes, rest[-2], rest[-1:])
    return replace(found, once=True)
