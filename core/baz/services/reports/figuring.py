"""From what was added up to a figure: groups in order with their titles, the target in force, the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from baz.definition.guards import FunctionSignature
from baz.definition.model import FieldDef, Indicator
from baz.definition.sentences import date_text, value_text
from baz.definition.values import OFF, Percent, Range
from baz.ground.words import spoken
from baz.kernel.facts import Facts, Setting
from baz.kernel.plan import Plan
from baz.kernel.when import day_of
from baz.plugins.kinds import FieldType
from baz.services.reports import wording
from baz.services.reports.counting import EARLIER, EMPTY, HIDDEN, Counter, Tally
from baz.services.reports.figures import Figure, Group, Target
from baz.services.reports.period import NO_MONTH, Period


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the figures of one workflow. `settings` are the organisation's own values of its
    parameters; `running` when the period was not over on the day of counting."""

    plan: Plan
    period: Period
    settings: Mapping[str, tuple[Setting, ...]]
    functions: Mapping[str, FunctionSignature]
    types: Mapping[str, FieldType]
    running: bool = False

    def figure(self, counter: Counter, others: Mapping[str, Counter]) -> Figure:
        """The figure of one indicator; `others` are those that it may be a part of."""
        workflow, indicator, tally = self.plan.workflow, counter.indicator, counter.tally
        target = self._target(indicator)
        groups = self._groups(counter, target)
        made = Figure(
            key=f"{workflow.workflow}.{counter.name}",
            workflow=workflow.workflow,
            workflow_title=workflow.title,
            version=workflow.version,
            title=indicator.title,
            value=tally.total,
            how=wording.how(workflow, indicator, self.functions),
            sentence="",
            undated=tally.undated,
            doubtful=tally.doubtful,
            unjudged=tally.unjudged,
            per=self._per(indicator),
            groups=groups,
            target=target,
            running=self.running,
            objective=indicator.objective,
            note=indicator.note,
            quantity=counter.quantity,
            place=self._is_place(indicator),
        )
        if whole := others.get(indicator.of):
            total = whole.tally.total
            share = _share(tally.total, total)
            made = replace(made, whole=total, whole_title=whole.indicator.title, share=share)
            made = replace(made, whole_quantity=whole.quantity)
        made = replace(made, reached=_reached(made))
        return replace(made, sentence=wording.sentence(made))

    def _per(self, indicator: Indicator) -> str:
        match indicator.per:
            case "":
                return ""
            case "month":
                return "maand"
            case "outcome":
                return "reden" if indicator.count == ("paused",) else "uitkomst"
        title = self._field(indicator).title
        return title[:1].lower() + title[1:]

    def _field(self, indicator: Indicator) -> FieldDef:
        return self.plan.workflow.fields[indicator.per.removeprefix("fields.")]

    # --- targets

    def _target(self, indicator: Indicator) -> Target | None:
        if not indicator.target:
            return None
        declared = self.plan.workflow.parameters[indicator.target]
        facts = Facts({}, settings=self.settings)
        value = facts.parameter(self.plan, indicator.target, self.period.end - 1)
        if value is OFF or value is None:
            return None
        low, high, percent = 0, None, False
        match value:
            case Percent():
                low, percent = value.number, True
            case Range():
                low, high = value.low, value.high
            case bool():
                return None
            case int():
                low = value
            case _:
                return None
        source = self._own_source(indicator.target) or declared.source
        return Target(indicator.target, declared.title, value_text(value), source, low, high, percent)

    def _own_source(self, name: str) -> str:
        own = [s for s in self.settings.get(name, ()) if s.frm < self.period.end]
        return f"zelf gekozen, vanaf {date_text(day_of(own[-1].frm))}" if own else ""

    # --- groups

    def _groups(self, counter: Counter, target: Target | None) -> tuple[Group, ...]:
        indicator, tally = counter.indicator, counter.tally
        if not indicator.per:
            return ()
        judged = (self._judged(g, target) for g in self._ordered(indicator, tally, target))
        return tuple(replace(g, quantity=self._quantity(counter, g.key)) for g in judged)

    def _quantity(self, counter: Counter, group: str) -> str:
        return f"{counter.quantity}|{counter.indicator.per}|{group}"

    def _is_place(self, indicator: Indicator) -> bool:
        return indicator.per not in ("", "month", "outcome") and self._field(indicator).type == "municipality"

    def _judged(self, group: Group, target: Target | None) -> Group:
        if (
            target is None
            or target.percent
            or group.key in (NO_MONTH, EARLIER, HIDDEN)
            or group.value is None
        ):
            return group
        return replace(group, reached=target.reached(group.value))

    def _ordered(self, indicator: Indicator, tally: Tally, target: Target | None) -> Iterator[Group]:
        match indicator.per:
            case "month":
                yield from self._months(tally)
            case "outcome":
                yield from self._outcomes(tally)
            case _:
                yield from self._values(self._field(indicator), tally, with_all=target is not None)

    def _outcomes(self, tally: Tally) -> Iterator[Group]:
        names = self.plan.workflow.outcomes
        order = {name: i for i, name in enumerate(names)}
        for key in sorted(tally.groups, key=lambda k: (order.get(k, len(order)), k)):
            title = names.get(key) or (spoken(key) if key else "nog niet gekend")
            yield Group(key, title, tally.groups[key])

    def _months(self, tally: Tally) -> Iterator[Group]:
        if EARLIER in tally.groups:
            yield Group(EARLIER, "al eerder begonnen", tally.groups[EARLIER])
        for month in self.period.months():
            yield Group(month, self.period.month_title(month), tally.groups.get(month, 0))
        if NO_MONTH in tally.groups:
            yield Group(NO_MONTH, self.period.month_title(NO_MONTH), tally.groups[NO_MONTH])

    def _values(self, definition: FieldDef, tally: Tally, *, with_all: bool) -> Iterator[Group]:
        order = {o: i for i, o in enumerate(definition.options)}
        keys = {*tally.groups, *(order if with_all else ())}
        found = [Group(k, self._value_title(definition, k), tally.groups.get(k, 0)) for k in keys]
        last = (EMPTY, HIDDEN)
        if order:
            yield from sorted(found, key=lambda g: (g.key in last, order.get(g.key, len(order)), g.title))
        else:
            yield from sorted(found, key=lambda g: (g.key in last, -(g.value or 0), g.title))

    def _value_title(self, definition: FieldDef, key: str) -> str:
        if key == EMPTY:
            return "niet ingevuld"
        if key == HIDDEN:
            return "ingevuld, niet getoond"
        if definition.options:
            return spoken(key)
        kind = self.types.get(definition.type)
        return kind.show(key) if kind is not None and definition.type != "yes_no" else key


def _share(value: int, total: int) -> int | None:
    """The percentage, rounded half up; None of nothing."""
    return (200 * value + total) // (2 * total) if total else None


def _reached(made: Figure) -> bool | None:
    if made.target is None or made.per:
        return None
    if made.target.percent:
        return None if made.share is None else made.target.reached(made.share)
    return None if made.value is None else made.target.reached(made.value)
