"""Where everything in a diagram goes.

Every state has a row of its own, in the order of the definition. A step from one row to the next is a short
arrow between them. Every other step is a line in a lane beside the rows: down on the right, up on the left,
short ones inside. It enters its target where its name stands, in a column of names outside the lanes, so no
name lies on a line.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field

from baz.kernel.figure import START, Arrow, Figure, Node

BOX, LANE, LINE = 232, 14, 15
NAMES = 30
"""Characters on a line of a name."""
RIGHT, LEFT = 1, -1


@dataclass(slots=True)
class Row:
    """A state with its place: `top` and `height`, `above` the names of the short arrow into it."""

    node: Node
    title: list[str]
    above: list[tuple[Arrow, list[str]]] = field(default_factory=list)
    top: float = 0
    height: float = 0

    @property
    def middle(self) -> float:
        """Half way down."""
        return self.top + self.height / 2


@dataclass(slots=True)
class Entry:
    """A step on its way to a row through a lane; without sources it comes from everywhere."""

    arrow: Arrow
    side: int
    target: int
    sources: list[int]
    label: list[str]
    lane: int = 0
    y: float = 0
    leaves: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class Layout:
    """A machine with its places; `x` is the left side of the rows."""

    figure: Figure
    rows: list[Row]
    entries: list[Entry]
    lanes: dict[int, int]
    x: float = 0
    height: float = 0

    def lane_x(self, entry: Entry) -> float:
        """Where a lane runs."""
        edge = self.x + BOX if entry.side == RIGHT else self.x
        return edge + entry.side * (16 + LANE * entry.lane)

    def names_x(self, side: int) -> float:
        """Where the names outside the lanes begin."""
        edge = self.x + BOX if side == RIGHT else self.x
        return edge + side * (22 + LANE * max(self.lanes[side], 1))

    def names_width(self, side: int) -> float:
        """How much room they need."""
        lines = [line for e in self.entries if e.side == side for line in e.label]
        return max((len(line) for line in lines), default=0) * 6.6 + (24 if lines else 8)


def lay_out(figure: Figure, top: float) -> Layout:
    """Places for one machine, its first row at `top`; the caller sets `x`."""
    rows = [Row(n, textwrap.wrap(n.title, 22 if n.current else 26) or [""]) for n in figure.nodes]
    place = {row.node.name: i for i, row in enumerate(rows)}
    entries: list[Entry] = []
    for arrow in figure.arrows:
        target = place[arrow.target]
        sources = [place[s] for s in arrow.sources]
        if target - 1 in sources:
            rows[target].above.append((arrow, textwrap.wrap(_label(arrow), NAMES)))
        for side in (RIGHT, LEFT):
            far = [s for s in sources if (s < target - 1 if side == RIGHT else s > target)]
            if far:
                entries.append(Entry(arrow, side, target, far, textwrap.wrap(_label(arrow), NAMES)))
        if arrow.always:
            label = textwrap.wrap(f"{_label(arrow)}, uit elke open toestand", NAMES)
            entries.append(Entry(arrow, RIGHT, target, [], label))
    layout = Layout(figure, rows, entries, {})
    for side in (RIGHT, LEFT):
        layout.lanes[side] = _choose_lanes([e for e in entries if e.side == side and e.sources])
    _choose_heights(layout, top)
    return layout


def _label(arrow: Arrow) -> str:
    return f"{arrow.title} (vanzelf)" if arrow.clock else arrow.title


def _choose_lanes(entries: list[Entry]) -> int:
    """The innermost free lane for each, short ones first; gives how many there are."""
    taken: list[list[tuple[int, int]]] = []
    for entry in sorted(entries, key=lambda e: (_span(e)[1] - _span(e)[0], e.target)):
        low, high = _span(entry)
        entry.lane = next(
            (i for i, lane in enumerate(taken) if all(high < a or low > b for a, b in lane)), len(taken)
        )
        if entry.lane == len(taken):
            taken.append([])
        taken[entry.lane].append((low, high))
    return len(taken)


def _span(entry: Entry) -> tuple[int, int]:
    return min(*entry.sources, entry.target), max(*entry.sources, entry.target)


def _choose_heights(layout: Layout, top: float) -> None:
    """The height of each row: room for its title, for the names that enter, and for the lines that leave."""
    y = top
    for i, row in enumerate(layout.rows):
        if row.above or i:
            y += 20 + sum(len(label) for _, label in row.above) * LINE
        row.top = y
        if row.node.name == START:
            row.height = 16
        else:
            sides = [_ports(layout, i, side, y) for side in (RIGHT, LEFT)]
            row.height = max(22 + 18 * len(row.title), *sides)
        _center(layout, i)
        y += row.height
    layout.height = y - top


def _ports(layout: Layout, i: int, side: int, top: float) -> float:
    """Give each line on one side of a row its height; returns what they need together.

    A line that comes down on the right enters above those that leave: the inner lane first. One that leaves
    for an outer lane starts above one that leaves for an inner lane, so they do not cross. On the left all of
    it is upside down.
    """
    coming = sorted((e for e in layout.entries if e.side == side and e.target == i), key=lambda e: e.lane)
    leaving = sorted((e for e in layout.entries if e.side == side and i in e.sources), key=lambda e: -e.lane)
    y = top + 4
    if side == LEFT:
        coming.reverse()
        leaving.reverse()
    for group in (coming, leaving) if side == RIGHT else (leaving, coming):
        for entry in group:
            room = len(entry.label) * LINE + 3 if group is coming else 9
            if group is coming:
                entry.y = y + room / 2
            else:
                entry.leaves[i] = y + room / 2
            y += room
    return y + 4 - top


def _center(layout: Layout, i: int) -> None:
    """Lines that need less room than the row has move to its middle."""
    row = layout.rows[i]
    for side in (RIGHT, LEFT):
        mine = [e for e in layout.entries if e.side == side]
        used = [e.y for e in mine if e.target == i] + [e.leaves[i] for e in mine if i in e.leaves]
        if not used:
            continue
        shift = row.middle - (min(used) + max(used)) / 2
        for entry in mine:
            if entry.target == i:
                entry.y += shift
            if i in entry.leaves:
                entry.leaves[i] += shift
    if row.node.name == START:
        for entry in layout.entries:
            if i in entry.sources:
                entry.leaves[i] = row.middle
