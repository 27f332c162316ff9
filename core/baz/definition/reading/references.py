"""Whether every name that a definition uses exists, and is of the right kind. One check for each `Ref`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from baz.definition.forms import WORKFLOW_NAME
from baz.definition.problems import did_you_mean
from baz.definition.reading.lookup import Found, Lookup
from baz.definition.reading.moments import check_moment
from baz.definition.reading.names import BUILT_IN_STATES
from baz.definition.reading.walk import Use
from baz.definition.values import OFF, Percent
from baz.definition.vocabulary import EFFECT_KINDS, FIELD_TYPES

_COUNTED: Final = ("cases", "opened", "ended", "paused")
_OPTION: Final = re.compile(r"[a-z0-9][a-z0-9_]*")


class References(Lookup):
    """Checks the uses of names in one definition."""

    def check(self, uses: Iterable[Use]) -> Found:
        """Every problem with these uses."""
        for use in uses:
            check = _CHECKS.get(use.ref)
            if check and use.path not in self.names.tainted:
                yield from check(self, use)

    def role(self, use: Use) -> Found:
        """by, agree, waive, owner, with, about, visible_to, the receivers of a letter, whom a step ends."""
        yield from self.known(use, "role", use.text, self.names.roles)

    def outcome(self, use: Use) -> Found:
        """final, and the reasons of a pause."""
        yield from self.known(use, "outcome", use.text, self.names.outcomes)

    def letter(self, use: Use) -> Found:
        """The letter of a step or task."""
        yield from self.known(use, "letter", use.text, self.names.letters)

    def indicator(self, use: Use) -> Found:
        """of: another indicator."""
        yield from self.known(use, "indicator", use.text, self.names.indicators)

    def field(self, use: Use) -> Found:
        """What a meeting asks, and the new names of a migration."""
        yield from self.known(use, "field", use.text, self.names.fields)

    def asked(self, use: Use) -> Found:
        """ask and optional: fields, roles and meetings."""
        names = self.names
        yield from self.known(
            use, "name of a field, role or meeting", use.text, names.fields, names.roles, names.meetings
        )

    def carry(self, use: Use) -> Found:
        """What goes along to another case."""
        yield from self.known(use, "name of a field or role", use.text, self.names.fields, self.names.roles)

    def start(self, use: Use) -> Found:
        """from: states and phases of this machine, any, pause."""
        names, region = self.names, use.region
        yield from self.known(
            use, "state or phase", use.text, names.states(region), names.phases(region), BUILT_IN_STATES
        )

    def member(self, use: Use) -> Found:
        """The states of a phase."""
        phases = self.names.phases(use.region)
        if phases and use.text in phases and use.text not in (self.names.states(use.region) or {}):
            yield self.problem(
                use, "phase-in-phase", f"'{use.text}' is a phase", "a phase holds states; name them here"
            )
            return
        yield from self.known(use, "state", use.text, self.names.states(use.region))

    def to(self, use: Use) -> Found:
        """Where a step goes; behind a dot the outcome."""
        state, dot, outcome = use.text.partition(".")
        states = self.names.states(use.region)
        if states is None:
            return
        if state not in states:
            phases = self.names.phases(use.region) or {}
            one = f"'{state}' is a phase; a step goes to one state" if state in phases else ""
            hint = one or did_you_mean(state, states)
            yield self.problem(use, "unknown-state", f"unknown state '{state}'", hint, state, first=True)
        elif dot:
            yield from self.outcome_of(use, state, outcome)

    def outcome_of(self, use: Use, state: str, outcome: str) -> Found:
        """The outcome behind the dot."""
        possible = [] if use.region else self.names.outcomes_of(state)
        outcomes = self.names.outcomes
        if possible is None or outcomes is None or outcome in possible:
            return
        if outcome not in outcomes:
            hint = did_you_mean(outcome, possible or outcomes)
            yield self.problem(use, "unknown-outcome", f"unknown outcome '{outcome}'", hint, outcome)
            return
        hint = f"'{state}' ends with: {', '.join(possible)}" if possible else f"'{state}' is not final"
        yield self.problem(use, "wrong-outcome", f"'{state}' does not end with '{outcome}'", hint, outcome)

    def anywhere(self, use: Use, kind: str = "state") -> Found:
        """A state, or `region.state`; for `during` also a phase or pause."""
        first, dot, rest = use.text.partition(".")
        names, wide = self.names, kind != "state"
        if not dot:
            built_in = ("pause",) if wide else ()
            yield from self.known(use, kind, first, names.states(), names.phases() if wide else (), built_in)
        elif names.regions is not None and first not in names.regions:
            yield from self.known(use, "region", first, names.regions, first=True)
        elif names.regions is not None:
            yield from self.known(use, kind, rest, names.states(first), names.phases(first) if wide else ())

    def during(self, use: Use) -> Found:
        """When a task or meeting can be."""
        yield from self.anywhere(use, "state or phase")

    def rhythm(self, use: Use) -> Found:
        """every: a duration or a range of one."""
        yield from self.duration(use, rhythm=True)

    def target(self, use: Use) -> Found:
        """What an indicator should reach."""
        yield from self.known(use, "parameter", use.text, self.names.parameters)
        value = self.names.parameter(use.text)
        if value is not None and not _number(value, percent=True):
            message = f"the parameter '{use.text}' is {value}, which is no number or percentage"
            yield self.problem(use, "parameter-no-number", message, "a target is a number such as 12 or 80%")

    def bound(self, use: Use) -> Found:
        """The ends of a count: numbers, parameters, number fields."""
        ends = [end for end in use.text.split("..") if end]
        for end in ends:
            if not end.isdigit():
                yield from self.bound_end(use, end)
        if len(ends) == 2 and all(end.isdigit() for end in ends) and int(ends[0]) > int(ends[1]):
            hint = f"turn them round: {ends[1]}..{ends[0]}"
            yield self.problem(
                use, "empty-bound", f"no number is at least {ends[0]} and at most {ends[1]}", hint
            )

    def bound_end(self, use: Use, end: str) -> Found:
        """One end that is a name."""
        names = self.names
        if names.fields and end in names.fields:
            if (kind := names.field_type(end)) not in (None, "number"):
                message = f"'{end}' is a field of type {kind}; a bound needs a number"
                yield self.problem(use, "wrong-field-type", message, "", end)
            return
        yield from self.known(use, "parameter or number field", end, names.parameters, names.fields)
        value = names.parameter(end)
        if value is not None and not _number(value):
            message = f"the parameter '{end}' is {value}, which is no number of people"
            yield self.problem(
                use, "parameter-no-number", message, "a bound is a number such as 10, or off", end
            )

    def type(self, use: Use) -> Found:
        """The type of a field."""
        known = [*FIELD_TYPES, *self.vocabulary.field_types]
        if use.text not in known:
            yield self.problem(
                use, "unknown-type", f"unknown type '{use.text}'", did_you_mean(use.text, known)
            )

    def options(self, use: Use) -> Found:
        """The names of options, or the list field that they come from."""
        name = use.text.removeprefix("fields.")
        if name == use.text:
            if not _OPTION.fullmatch(name):
                hint = "an option has small letters, digits and _"
                yield self.problem(use, "bad-name", f"'{name}' is no name for an option", hint)
            return
        yield from self.known(use, "field", name, self.names.fields)
        if (kind := self.names.field_type(name)) not in (None, "list"):
            message = f"'{name}' is a field of type {kind}; options come from a list"
            yield self.problem(use, "wrong-field-type", message, "", name)

    def moment(self, use: Use) -> Found:
        """due, at, and the from of later."""
        yield from check_moment(self, use)

    def workflow(self, use: Use) -> Found:
        """A workflow here or at a partner; one that is not installed is a warning."""
        if not re.fullmatch(WORKFLOW_NAME, use.text):
            hint = "write org/name, for example buurt/leesclub"
            yield self.problem(use, "bad-workflow-name", f"'{use.text}' is no org/name", hint)
        else:
            yield from self.workflow_known(use, use.text)

    def count(self, use: Use) -> Found:
        """What an indicator counts."""
        if use.text in _COUNTED:
            return
        root, _, name = use.text.partition(".")
        tables = {"steps": ("step", self.names.steps), "meetings": ("meeting", lambda: self.names.meetings),
                  "roles": ("role", lambda: self.names.roles)}  # fmt: skip
        if root not in tables or not name:
            hint = did_you_mean(use.text, [*_COUNTED, "steps.x", "meetings.x", "roles.x"])
            yield self.problem(use, "unknown-count", f"'{use.text}' cannot be counted", hint)
            return
        kind, table = tables[root]
        yield from self.known(use, kind, name, table())

    def sum(self, use: Use) -> Found:
        """The number field that an indicator adds up."""
        name = use.text.removeprefix("fields.")
        if name == use.text:
            yield self.problem(
                use, "unknown-count", f"'{use.text}' cannot be added up", "write sum: fields.x"
            )
            return
        yield from self.known(use, "field", name, self.names.fields)
        if (kind := self.names.field_type(name)) not in (None, "number"):
            message = f"'{name}' is a field of type {kind}; only numbers are added up"
            yield self.problem(use, "wrong-field-type", message, "", name)

    def per(self, use: Use) -> Found:
        """How a figure is split."""
        fields = self.names.fields
        yield from self.known(
            use, "field", use.text, None if fields is None else [*fields, "outcome", "month"]
        )

    def template(self, use: Use) -> Found:
        """The file of a letter."""
        if not self.vocabulary.knows_template(use.text):
            letters = self.vocabulary.letters
            hint = "" if letters is None or callable(letters) else did_you_mean(use.text, letters)
            message = f"there is no template '{use.text}'"
            yield self.problem(
                use, "unknown-template", message, hint or "put it in the letters folder of the plugin"
            )

    def effect(self, use: Use) -> Found:
        """The kind of an effect."""
        known = [*EFFECT_KINDS, *self.vocabulary.effect_kinds]
        if use.text not in known:
            yield self.problem(
                use, "unknown-effect", f"unknown effect '{use.text}'", did_you_mean(use.text, known)
            )


def _number(value: object, *, percent: bool = False) -> bool:
    if value is OFF or (isinstance(value, int) and not isinstance(value, bool)):
        return True
    return percent and isinstance(value, Percent)


_CHECKS: Final[dict[str, Callable[[References, Use], Found]]] = {
    "role": References.role, "outcome": References.outcome, "letter": References.letter,
    "indicator": References.indicator, "field": References.field,
    "asked": References.asked, "carry": References.carry, "from": References.start, "member":
    References.member, "to": References.to, "any_state": References.anywhere, "during": References.during,
    "duration": References.duration, "rhythm": References.rhythm, "target": References.target,
    "bound": References.bound, "type": References.type, "options": References.options,
    "moment": References.moment, "workflow": References.workflow, "count": References.count, "sum":
    References.sum, "per": References.per, "template": References.template, "effect": References.effect,
}  # fmt: skip
