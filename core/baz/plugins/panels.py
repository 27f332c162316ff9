"""What a plugin may show on the web: frozen values that core draws with its own parts. No HTML, no CSS.

A panel is a block on the page of a case; a page is one of its own. Both are made of the same parts. The
function that makes them gets what its reader may see, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

State = Literal["", "ok", "today", "late", "soon", "wait", "pause"]
"""How a chip looks; its word says it too."""

# --- parts


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence; `quiet` is small and grey, `state` makes it a note with a border."""

    words: str
    quiet: bool = False
    state: State = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list: what, a few words under it, and a chip at its end. `day` (ISO) stands in front."""

    words: str
    under: str = ""
    chip: str = ""
    state: State = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A list; `numbered` when its order means something."""

    title: str
    lines: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was or is planned: its day, a chip, what, a sentence, and what was said in a fold."""

    day: str
    title: str
    words: str = ""
    chip: str = ""
    state: State = ""
    fold: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """Days with what happened on them, one under the other."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """Yes or no in a table, with the words for it."""

    yes: bool
    words: str


Cell = str | int | Tick


@dataclass(frozen=True, slots=True)
class Table:
    """A table: heads, rows of as many cells, and one more row as total. The first cell of a row names it, in
    `small` a few words beside that name. `matrix`: many narrow columns of ticks. More than `first` rows stand
    in a fold. A number stands right."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    small: tuple[str, ...] = ()
    matrix: bool = False
    first: int = 100


@dataclass(frozen=True, slots=True)
class Count:
    """A number in large, with the words beside it; and as dots: held, and those that are planned."""

    number: int
    words: str
    dots: int = 0
    planned: int = 0


@dataclass(frozen=True, slots=True)
class Seats:
    """Who sits where: a name for each place that is taken, and how many are offered."""

    names: tuple[str, ...]
    offered: int = 0


@dataclass(frozen=True, slots=True)
class Scan:
    """Pieces over four roles, before and after, as a picture. `roles` from top left against the clock: the
    four corners. Each of `before` and `after` has a number from 0 to 10 per role, or is empty. `said` is the
    picture in a sentence; a `Table` beside it has the numbers."""

    title: str
    said: str
    roles: tuple[str, str, str, str]
    axes: tuple[str, str, str, str]
    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()
    before_word: str = "voor"
    after_word: str = "na"


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of standing bars: label and number of each. A `Table` beside it has the numbers."""

    title: str
    said: str
    bars: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on: a word on a button and where it leads. On a case: a step (`stap/sluit_sessies`) or another
    address under the case, shown only when it can be done now; on a page: a case (`case-...`)."""

    words: str
    to: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Ways on, as buttons."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two parts next to each other on a wide page: a picture and its table."""

    one: Part
    other: Part


Part = Text | Lines | Entries | Table | Count | Seats | Scan | Bars | Choices | Beside


@dataclass(frozen=True, slots=True)
class Panel:
    """A block with a title. `side`: in the narrow column beside the page. `covers`: fields that it shows, so
    that the page does not show them once more."""

    title: str
    parts: tuple[Part, ...]
    side: bool = False
    covers: tuple[str, ...] = ()


# --- what the functions get


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list field, with its mark ("" while it has none)."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SeenMeeting:
    """A meeting. `status` is planned, held or cancelled; `present` are ids of parties; `values` what was
    asked with it, like `SeenCase.fields`."""

    id: str
    kind: str
    title: str
    status: str
    day: str
    people: int | None
    place: str
    present: frozenset[str]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """Somebody in a role. `name` is "" where the reader may not see it; `standing` is asked, reserve, active,
    declined or ended; `since` a day (ISO)."""

    party: str
    role: str
    name: str
    standing: str
    since: str


@dataclass(frozen=True, slots=True)
class SeenTask:
    """A task: open, snoozed, done or gone. `meeting` is the id of the meeting that it follows, or ""."""

    name: str
    title: str
    status: str
    due_on: str
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class SeenLetter:
    """A letter that followed: its number, its name, waiting, done or failed, and when it left (ISO)."""

    id: int
    name: str
    status: str
    done_on: str


@dataclass(frozen=True, slots=True)
class SeenCase:
    """A case as its reader may see it. `fields`: text, number, True or False, or a tuple of `Item`; what she
    may not read is not there. `titles` has the words for fields, `numbers` the parameters that are numbers,
    as in force. `steps`: the days on which each was taken. `possible`: addresses of what can be done now."""

    workflow: str
    version: int
    state: str
    today: date
    area: str
    ended: bool
    fields: Mapping[str, Any]
    titles: Mapping[str, str]
    numbers: Mapping[str, int]
    steps: Mapping[str, tuple[str, ...]]
    meetings: tuple[SeenMeeting, ...]
    people: tuple[SeenPerson, ...]
    tasks: tuple[SeenTask, ...]
    letters: tuple[SeenLetter, ...]
    possible: frozenset[str]

    def holders(self, role: str, *standings: str) -> tuple[SeenPerson, ...]:
        """Who is in a role: the active ones, or those of these standings."""
        wanted = standings or ("active",)
        return tuple(p for p in self.people if p.role == role and p.standing in wanted)

    def met(self, *kinds: str, status: str = "held") -> tuple[SeenMeeting, ...]:
        """The meetings of these kinds, the first one first; held unless another status is asked."""
        return tuple(m for m in self.meetings if m.kind in kinds and m.status == status)

    def number(self, name: str) -> int:
        """A field as a number; 0 while it is empty."""
        found = self.fields.get(name)
        return found if isinstance(found, int) and not isinstance(found, bool) else 0

    def items(self, name: str) -> tuple[Item, ...]:
        """A list field."""
        found = self.fields.get(name)
        return found if isinstance(found, tuple) else ()


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A running case of the reader's organisation, as a page of its own sees it: never a name. `beside` is
    where its other regions stand: `kaart.op_kaart`."""

    case: str
    workflow: str
    title: str
    state: str
    state_title: str
    area: str
    opened_on: str
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SeenHouse:
    """The running cases of an organisation, and the day."""

    organisation: str
    today: date
    cases: tuple[SeenLine, ...] = field(default_factory=tuple)


# --- what a plugin gives


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelKind:
    """Panels on the page of every case of a workflow. `draw` is pure; it gives none where there is nothing to
    show."""

    name: str
    workflow: str
    draw: Callable[[SeenCase], Sequence[Panel]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKind:
    """A page of its own, for staff of an organisation that sees the plugin: `/pagina/<plugin>/<name>`."""

    name: str
    title: str
    draw: Callable[[SeenHouse], Sequence[Panel]]
