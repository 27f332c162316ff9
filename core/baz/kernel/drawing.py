"""Drawing a laid-out diagram as SVG: presentation attributes only, no styles, scripts or ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from baz.ground.words import in_words
from baz.kernel.figure import MAIN, START, Arrow, Figure
from baz.kernel.lanes import BOX, LEFT, LINE, RIGHT, Entry, Layout, Row, lay_out

INK, MUTED, EDGE, FAINT, PAPER, SUN = "#27201a", "#5d534b", "#807971", "#d9d3cc", "#ffffff", "#f8bd40"
_PAWN = "M12 2a5 5 0 0 0-3.2 8.8L5 26c0 1.500 3.500 2 7 2s7-.5 7-2l-3.800-15.200A5 5 0 0 0 12 2Z"
_CORNER = 6


def draw(title: str, figures: Sequence[Figure]) -> str:
    """All machines below each other in one `<svg>`."""
    layouts, y = [], 24.0
    for figure in figures:
        if figure.region != MAIN:
            y += 56
        layout = lay_out(figure, y)
        layouts.append(layout)
        y += layout.height + 20
    left = max(_outside(layout, LEFT) for layout in layouts)
    width = left + BOX + max(_outside(layout, RIGHT) for layout in layouts)
    parts: list[str] = []
    for layout in layouts:
        layout.x = left
        parts += _layout(layout)
    height = y + 34
    parts += _legend(height - 26, figures)
    said = escape(_described(figures))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(title)}: de weg als tekening" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="{INK}">'
    )
    background = f'<rect width="{width:.0f}" height="{height:.0f}" rx="14" fill="{PAPER}"/>'
    return "\n".join(
        [head, f"<title>{escape(title)}</title>", f"<desc>{said}</desc>", background, *parts, "</svg>"]
    )


def _outside(layout: Layout, side: int) -> float:
    return (
        abs(layout.names_x(side) - (layout.x + (BOX if side == RIGHT else 0))) + layout.names_width(side) + 8
    )


def _layout(layout: Layout) -> Iterator[str]:
    if layout.figure.region != MAIN:
        y = layout.rows[0].top - 26
        yield f'<path d="M{layout.x:.0f} {y - 30:.0f}h{BOX}" stroke="{FAINT}"/>'
        yield _text(layout.x, y, f"Tegelijk: {layout.figure.title}", size=15, weight=700)
    for entry in layout.entries:
        yield _leader(layout, entry)
    # What was taken is drawn last, over the rest.
    for entry in sorted(layout.entries, key=lambda e: len(e.arrow.taken)):
        yield from _lane(layout, entry)
    for above, row in zip(layout.rows, layout.rows[1:], strict=False):
        if row.above:
            yield from _short(layout, above, row)
    for row in layout.rows:
        yield from _row(layout, row)
    for entry in layout.entries:
        yield from _name(layout, entry)


def _leader(layout: Layout, entry: Entry) -> str:
    """The faint line from a name to its lane."""
    end = layout.lane_x(entry) if entry.sources else _box_edge(layout, entry.side)
    return f'<path d="M{layout.names_x(entry.side):.0f} {entry.y:.1f}H{end:.0f}" stroke="{FAINT}"/>'


def _lane(layout: Layout, entry: Entry) -> Iterator[str]:
    """A step's way in: the line from its farthest source, and a short one to it from each of the others."""
    edge, side, arrow = _box_edge(layout, entry.side), entry.side, entry.arrow
    tip = edge + side * 5
    if not entry.sources:
        yield _line(f"M{layout.names_x(side):.0f} {entry.y:.1f}H{tip:.0f}", arrow, False)
        yield _head(edge + side, entry.y, -side, 0, False)
        return
    x = layout.lane_x(entry)
    bend, down = x - side * _CORNER, _CORNER * side  # down on the right, up on the left
    farthest = min(entry.leaves, key=lambda s: s * side)
    marked = [s for s in entry.leaves if layout.rows[s].node.name in arrow.taken]
    for source, y in sorted(entry.leaves.items(), key=lambda item: item[0] in marked):
        begin = layout.x + 31 if layout.rows[source].node.name == START else edge
        path = f"M{begin:.0f} {y:.1f}H{bend:.0f}Q{x:.0f} {y:.1f} {x:.0f} {y + down:.1f}"
        if source == farthest or source in marked:
            path += f"V{entry.y - down:.1f}Q{x:.0f} {entry.y:.1f} {bend:.0f} {entry.y:.1f}H{tip:.0f}"
        yield _line(path, arrow, source in marked)
    yield _head(edge + side, entry.y, -side, 0, bool(marked))


def _short(layout: Layout, above: Row, row: Row) -> Iterator[str]:
    """The arrow from one row to the next, with the names of all steps that take it."""
    x, start, end = layout.x + 24, above.top + above.height, row.top
    strongest = next((a for a, _ in row.above if above.node.name in a.taken), row.above[0][0])
    marked = above.node.name in strongest.taken
    yield _line(f"M{x:.0f} {start:.1f}V{end - 5:.1f}", strongest, marked) + _head(x, end - 1, 0, 1, marked)
    y = start + 10 + LINE * 0.75
    for arrow, label in row.above:
        for line in label:
            yield _text(x + 12, y, line, size=12, fill=INK if above.node.name in arrow.taken else MUTED)
            y += LINE


def _row(layout: Layout, row: Row) -> Iterator[str]:
    node, x = row.node, layout.x
    if node.name == START:
        yield f'<circle cx="{x + 24:.0f}" cy="{row.middle:.1f}" r="7" fill="{INK}"/>'
        return
    said = [node.title]
    said += ["hier staat het traject"] if node.current else []
    said += ["einde"] if node.final else []
    said += [f"hier kan ook: {in_words(node.stays)}"] if node.stays else []
    yield f"<g><title>{escape('. '.join(said))}</title>"
    radius = min(row.height / 2, 19) if node.final else 8
    fill, stroke, width = (SUN, INK, 2.5) if node.current else (PAPER, EDGE, 1.5)
    yield (
        f'<rect x="{x:.0f}" y="{row.top:.1f}" width="{BOX}" height="{row.height:.1f}" rx="{radius:.0f}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>'
    )
    if node.final:
        yield (
            f'<rect x="{x + 4:.0f}" y="{row.top + 4:.1f}" width="{BOX - 8}" height="{row.height - 8:.1f}" '
            f'rx="{max(radius - 4, 4):.0f}" fill="none" stroke="{stroke}"/>'
        )
    if node.current:
        move = f"translate({x + 12:.0f} {row.middle - 13:.1f}) scale(.9)"
        yield f'<path transform="{move}" d="{_PAWN}" fill="{INK}"/>'
    y = row.middle - (len(row.title) - 1) * 9 + 4.5
    for line in row.title:
        yield _text(x + (42 if node.current else 18), y, line, weight=700 if node.current else 600)
        y += 18
    yield "</g>"


def _name(layout: Layout, entry: Entry) -> Iterator[str]:
    x = layout.names_x(entry.side) + entry.side * 4
    y = entry.y - (len(entry.label) - 1) * LINE / 2 + 4
    anchor = "start" if entry.side == RIGHT else "end"
    marked = any(layout.rows[s].node.name in entry.arrow.taken for s in entry.sources)
    for line in entry.label:
        yield _text(x, y, line, size=12, fill=INK if marked else MUTED, anchor=anchor)
        y += LINE


def _legend(y: float, figures: Sequence[Figure]) -> Iterator[str]:
    at = 24.0
    if any(a.clock for f in figures for a in f.arrows):
        yield f'<path d="M{at:.0f} {y:.0f}h30" stroke="{EDGE}" stroke-width="1.5" stroke-dasharray="5 4"/>'
        yield _text(at + 38, y + 4, "gaat vanzelf", size=12, fill=MUTED)
        at += 140
    if any(n.final for f in figures for n in f.nodes):
        pill = f'fill="{PAPER}" stroke="{EDGE}"'
        yield f'<rect x="{at:.0f}" y="{y - 8:.0f}" width="30" height="16" rx="8" {pill}/>'
        yield f'<rect x="{at + 3:.0f}" y="{y - 5:.0f}" width="24" height="10" rx="5" {pill}/>'
        yield _text(at + 38, y + 4, "einde", size=12, fill=MUTED)
        at += 100
    if any(n.current for f in figures for n in f.nodes):
        yellow = f'fill="{SUN}" stroke="{INK}"'
        yield f'<rect x="{at:.0f}" y="{y - 8:.0f}" width="30" height="16" rx="4" {yellow}/>'
        yield _text(at + 38, y + 4, "hier staat het traject", size=12, fill=MUTED)


def _described(figures: Sequence[Figure]) -> str:
    """The drawing in words, for who cannot see it."""
    said = []
    for figure in figures:
        titles = {n.name: n.title for n in figure.nodes}
        if figure.region != MAIN:
            said.append(f"Tegelijk: {figure.title}.")
        said += [f"Het traject staat in {n.title}." for n in figure.nodes if n.current]
        for arrow in figure.arrows:
            sources = [titles[s] for s in arrow.sources] + (["elke open toestand"] if arrow.always else [])
            said.append(f"{arrow.title}: van {in_words(sources, 'of')} naar {titles[arrow.target]}.")
    return " ".join(said)


def _box_edge(layout: Layout, side: int) -> float:
    return layout.x + BOX if side == RIGHT else layout.x


def _line(path: str, arrow: Arrow, marked: bool) -> str:
    color, width = (INK, 2.25) if marked else (EDGE, 1.5)
    dash = ' stroke-dasharray="5 4"' if arrow.clock else ""
    return f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{width}"{dash}/>'


def _head(x: float, y: float, dx: int, dy: int, marked: bool) -> str:
    """The head of an arrow whose point is at x, y."""
    back, half = 8, 4.5
    ax, ay = x - dx * back, y - dy * back
    points = (
        f"{x:.1f},{y:.1f} {ax + dy * half:.1f},{ay + dx * half:.1f} {ax - dy * half:.1f},{ay - dx * half:.1f}"
    )
    return f'<polygon points="{points}" fill="{INK if marked else EDGE}"/>'


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int = 13,
    weight: int = 400,
    fill: str = INK,
    anchor: str = "start",
) -> str:
    more = f' font-size="{size}"' if size != 13 else ""
    more += f' font-weight="{weight}"' if weight != 400 else ""
    more += f' fill="{fill}"' if fill != INK else ""
    more += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.0f}" y="{y:.1f}"{more}>{escape(text)}</text>'
