"""A report as frozen values: what was counted, how, against which target. Showing it is done elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from baz.services.reports.masking import Hidden
from baz.services.reports.period import Period

Audience = Literal["own", "published", "outside"]
"""For whom: who may see the rows behind it, everybody who reads what an organisation publishes, or others."""


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a breakdown. `value` None: not shown, because somebody could be recognised; `hidden` says
    whether it is `small` itself or left out beside a small one (`other`). `quantity` names what it counts:
    two lines with the same one are the same number."""

    key: str
    title: str
    value: int | None
    reached: bool | None = None
    hidden: Hidden = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The same figure in an earlier year."""

    year: int
    value: int | None
    whole: int | None = None
    share: int | None = None
    hidden: Hidden = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What was planned: a parameter as in force at the end of the period, with its source.

    `low` and `high` are numbers (a percentage when `percent`); `text` is how people read it.
    """

    parameter: str
    title: str
    text: str
    source: str
    low: int
    high: int | None = None
    percent: bool = False

    def reached(self, number: int) -> bool:
        """Whether a number (or percentage) is at least what was planned."""
        return number >= self.low


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator, counted.

    `undated` of the `value` have no date but were told in the period; `doubtful` are not in it, because their
    date may lie outside the period; `unjudged` cases could not be judged (erased, or a plugin is gone).
    `running` says that the period was not over on the day of counting, so that a target can still be reached.
    `whole` and `share` (a percentage) are there when the indicator is a part of another one. `value` None:
    not shown (`hidden`); neither are its part and share then. `place` says that its groups are
    municipalities; `earlier` are the years before, the oldest first.
    """

    key: str
    workflow: str
    workflow_title: str
    version: int
    title: str
    value: int | None
    how: str
    sentence: str
    undated: int = 0
    doubtful: int = 0
    unjudged: int = 0
    whole: int | None = None
    whole_title: str = ""
    share: int | None = None
    per: str = ""
    groups: tuple[Group, ...] = ()
    groups_note: str = ""
    target: Target | None = None
    reached: bool | None = None
    running: bool = False
    objective: str = ""
    note: str = ""
    hidden: Hidden = ""
    quantity: str = ""
    whole_quantity: str = ""
    place: bool = False
    earlier: tuple[Earlier, ...] = ()

    @property
    def dim(self) -> bool:
        """Whether it is there, but too small to show anything of it."""
        shown = any(g.value for g in self.groups) or any(e.value for e in self.earlier)
        return bool(self.hidden) and not shown

    @property
    def tells(self) -> bool:
        """Whether it needs lines of its own: a plain nought is only named."""
        counted = self.value or self.hidden or self.undated or self.doubtful or self.unjudged
        return bool(counted or self.target or any(e.value or e.hidden for e in self.earlier))


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of one objective. `note` says what is not known about the objective itself."""

    objective: str
    title: str
    note: str
    figures: tuple[Figure, ...]

    @property
    def by_workflow(self) -> dict[str, list[Figure]]:
        """The figures under the title of their workflow, in order."""
        found: dict[str, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(figure.workflow_title, []).append(figure)
        return found


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the work of one workflow went: counts, never about people. None is not shown (`hidden` says why).

    `running` at the end, `opened` and `ended` in the period, `existed` on at least one day of it, steps
    `out_of_order`, conditions `waived`, facts that do not fit with what is known (`held`), logs that could
    not be read (`unread`). `model` is the first of its models, `organisations` are those that had a case.
    """

    workflow: str
    title: str
    running: int | None = 0
    opened: int | None = 0
    ended: int | None = 0
    out_of_order: int | None = 0
    waived: int | None = 0
    held: int | None = 0
    unread: int | None = 0
    existed: int | None = 0
    model: str = ""
    organisations: frozenset[str] = frozenset()
    hidden: tuple[tuple[str, Hidden], ...] = ()

    @property
    def still(self) -> bool:
        """Whether there was no case at all."""
        return not (self.hidden or self.opened or self.ended or self.running)


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the numbers on top. `note` is what stands under it."""

    key: str
    title: str
    value: int | None
    hidden: Hidden = ""
    note: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What happened in a period, as it was known on a day.

    `models` are the cases per model of network strengthening, `places` per municipality, with the same of the
    year before in `models_before`. `model` and `place` say to what it was narrowed ("" for everything).
    """

    organisation: str
    organisation_name: str
    period: Period
    known_on: date
    sections: tuple[Section, ...]
    places: tuple[Group, ...]
    places_note: str
    conduct: tuple[Conduct, ...]
    tiles: tuple[Tile, ...] = ()
    models: tuple[Group, ...] = ()
    models_note: str = ""
    models_before: tuple[Group, ...] = ()
    audience: Audience = "published"
    model: str = ""
    place: str = ""
    note: str = ""
    hue: int = 312

    @property
    def title(self) -> str:
        """`Jaarverslag 2021`, or `Verslag` with the days when it is not about one year."""
        year = self.period.year
        return f"Jaarverslag {year}" if year else f"Verslag van {self.period}"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All figures, in order."""
        return tuple(f for s in self.sections for f in s.figures)

    @property
    def still(self) -> frozenset[str]:
        """The workflows in which there was no case at all."""
        return frozenset(c.workflow for c in self.conduct if c.still)

    def figure(self, key: str) -> Figure:
        """The figure `baz/workshop.gegeven`.

        Raises:
            KeyError: there is none.
        """
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)
