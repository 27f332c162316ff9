"""Rules that span several keys. They look at the workflow as built, and pass over what was reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from baz.definition.model import Condition, FieldDef, Transition, Workflow
from baz.definition.problems import Problem
from baz.definition.reading.places import Places
from baz.definition.reading.walk import Path

Found = Iterator[Problem]


class Rules:
    """The rules of one workflow. `tainted` holds the paths that were reported before."""

    def __init__(self, workflow: Workflow, places: Places, tainted: set[Path]) -> None:
        self.workflow = workflow
        self.places = places
        self.tainted = tainted

    def check(self) -> Found:
        """Every problem."""
        for name, transition in self.workflow.transitions.items():
            yield from self.transition(("transitions", name), transition)
        for name, region in self.workflow.regions.items():
            for step, transition in region.transitions.items():
                yield from self.transition(("regions", name, "transitions", step), transition)
            for state, definition in region.states.items():
                if definition.final:
                    path = ("regions", name, "states", state, "final")
                    message = "a state of a region cannot be final: the main machine ends the case"
                    yield self.places.key_problem(path, "final-in-region", message, "leave 'final' out")
        for rule in _RULES:
            yield from rule(self)

    def sound(self, path: Path, *keys: str) -> bool:
        """Whether nothing was said about these keys of a part."""
        below = [(*path, key) for key in keys]
        return not any(bad == path or bad[: len(path) + 1] in below for bad in self.tainted)

    def transition(self, path: Path, step: Transition) -> Found:
        """Who takes a step, what it asks, and where it goes."""
        places = self.places
        if not step.frm and not step.to and self.sound(path, "from", "to"):
            message = f"'{path[-1]}' opens the case (it has no 'from') but goes nowhere"
            yield places.problem(path, "opening-without-to", message, "add 'to: state', or 'from: state'")
        if not step.by and step.at is None and self.sound(path, "by", "at"):
            message = f"nobody can take '{path[-1]}': it has neither 'by' nor 'at'"
            problem = places.problem(path, "nobody-can-take", message, "add 'by: role' or 'at: moment'")
            yield replace(problem, severity="warning")
        if step.at is not None and step.ask and self.sound(path, "at", "ask"):
            hint = "let the meeting ask it, or make it 'optional'"
            yield places.key_problem(
                (*path, "ask"), "clock-cannot-ask", "the clock takes this step and cannot ask", hint
            )
        if step.at is not None and step.to and path[0] == "transitions":
            yield from self.clock_outcome(path, step)
        bare = step.at is not None and not step.by
        if not bare and self.sound(path, "by", "at"):
            yield from self.sentences((*path, "when"), step.when)

    def clock_outcome(self, path: Path, step: Transition) -> Found:
        """A clock step into a state with several outcomes says which."""
        state = self.workflow.states.get(step.to)
        if (
            state is None
            or len(state.final) < 2
            or step.outcome
            or not self.sound(("states", step.to), "final")
        ):
            return
        message = f"the clock takes this step, and '{step.to}' has several outcomes"
        hint = f"write one behind a dot: {', '.join(f'{step.to}.{outcome}' for outcome in state.final)}"
        yield self.places.problem((*path, "to"), "clock-needs-outcome", message, hint)

    def sentences(self, path: Path, conditions: tuple[Condition, ...]) -> Found:
        """A person who is refused reads why."""
        for number, condition in enumerate(conditions):
            if condition.that and not condition.because and self.sound((*path, number), "that", "because"):
                message = "people read why something may not, and this guard has no sentence"
                hint = "write 'that: ...' with 'because: ...'"
                yield self.places.problem((*path, number), "guard-needs-sentence", message, hint)

    def roles(self) -> Found:
        """Bounds, reserves, and the sentences of needs."""
        for name, role in self.workflow.roles.items():
            path: Path = ("roles", name)
            if role.reserve and role.count.high is None and self.sound(path, "count", "reserve"):
                message = f"'{name}' has a reserve list but no upper bound"
                yield self.places.key_problem(
                    (*path, "reserve"), "reserve-without-bound", message, "for example count: 0..15"
                )
            yield from self.sentences((*path, "needs"), role.needs)
        about = self.workflow.roles.get(self.workflow.about)
        if about and isinstance(about.count.high, int | None) and about.count.high != 1:
            message = f"a case is about one party, and '{self.workflow.about}' can be held by several"
            if self.sound(("roles", self.workflow.about), "count"):
                yield self.places.problem(
                    ("about",), "about-many", message, "give that role 'count: 1' or 'count: 0..1'"
                )

    def fields(self) -> Found:
        """Options where they belong, and only there."""
        for name, definition in self.workflow.fields.items():
            if self.sound(("fields", name), "type", "options"):
                yield from self.options(("fields", name), definition)

    def options(self, path: Path, definition: FieldDef) -> Found:
        """The options of one field."""
        chosen = definition.type in ("choice", "choices")
        if chosen and not definition.options and not definition.options_from:
            hint = "add 'options: [a, b]' or 'options: fields.list'"
            yield self.places.problem(
                path, "options-needed", f"'{path[-1]}' is a choice without options", hint
            )
        elif definition.options_from and not chosen:
            message = "only a choice takes its options from a list"
            yield self.places.problem((*path, "options"), "options-not-here", message)
        elif definition.options and definition.type in ("text", "number", "yes_no", "date", "municipality"):
            message = f"a field of type {definition.type} has no options"
            yield self.places.key_problem(
                (*path, "options"), "options-not-here", message, "use type choice, or leave them out"
            )

    def tasks(self) -> Found:
        """A task binds somebody of the organisation."""
        for name, task in self.workflow.tasks.items():
            for number, owner in enumerate(task.owner):
                role = self.workflow.roles.get(owner)
                if role is None or not self.sound(("roles", owner), "kind"):
                    continue
                if owner == self.workflow.about:
                    message = f"the case is about '{owner}', and a task never binds the citizen"
                elif role.kind not in ("staff", "volunteer"):
                    message = f"'{owner}' is of kind {role.kind}; a task is for staff or a volunteer"
                else:
                    continue
                hint = "name a role of kind staff or volunteer"
                yield self.places.problem(("tasks", name, "owner", number), "wrong-owner", message, hint)

    def meetings(self) -> Found:
        """A later rhythm follows an earlier one."""
        for name, meeting in self.workflow.meetings.items():
            if meeting.later and not meeting.every and self.sound(("meetings", name), "every"):
                message = f"'{name}' has a later rhythm but no first one"
                yield self.places.key_problem(
                    ("meetings", name, "later"), "later-without-every", message, "add 'every: parameter'"
                )

    def indicators(self) -> Found:
        """Either count or sum."""
        for name, indicator in self.workflow.indicators.items():
            if bool(indicator.count) == bool(indicator.sum) and self.sound(
                ("indicators", name), "count", "sum"
            ):
                path = ("indicators", name, "sum") if indicator.sum else ("indicators", name)
                both = "both 'count' and 'sum'" if indicator.sum else "neither 'count' nor 'sum'"
                message = f"'{name}' has {both}"
                yield self.places.key_problem(
                    path, "count-or-sum", message, "an indicator has one of the two"
                )

    def migrations(self) -> Found:
        """A migration comes from an earlier version."""
        for number in self.workflow.migrations:
            if number >= self.workflow.version and self.sound((), "version"):
                message = f"a migration from version {number} in version {self.workflow.version}"
                hint = "the key is the old version; raise 'version' with every change"
                yield self.places.key_problem(("migrations", number), "bad-migration", message, hint)


_RULES: tuple[Callable[[Rules], Found], ...] = (
    Rules.roles, Rules.fields, Rules.tasks, Rules.meetings, Rules.indicators, Rules.migrations,
)  # fmt: skip
