"""Which picture belongs to a figure, and what it says to who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile

from baz.ground.words import in_words
from baz.services.reports import charts
from baz.services.reports.charts import Column
from baz.services.reports.figures import Earlier, Figure
from baz.services.reports.masking import Hidden
from baz.services.reports.wording import number


def years(figure: Figure, year: int) -> tuple[Earlier, ...]:
    """The years that a figure is shown for, from the first with something in it up to its own; nothing when
    there is only that one."""
    now = Earlier(year, figure.value, figure.whole, figure.share, figure.hidden)
    found = tuple(dropwhile(lambda e: not (e.value or e.hidden or e.whole), (*figure.earlier, now)))
    return found if len(found) > 1 else ()


def caption(figure: Figure) -> str:
    """What stands above the table of its groups."""
    end = f"per {figure.per}"
    return figure.title if figure.title.endswith(end) else f"{figure.title}, {end}"


def chart(figure: Figure, year: int | None, key: str) -> str:
    """The picture of a figure: its months, else its years; "" when a table says it all."""
    if figure.per == "maand":
        return _months(figure, key) if figure.value != 0 else ""
    if year is not None and (found := years(figure, year)):
        return _years(figure, found, key)
    return ""


def _months(figure: Figure, key: str) -> str:
    columns = [
        Column(g.title[:1] if g.key[:1].isdigit() else "?", g.value, _short(g.value, g.hidden))
        for g in figure.groups
    ]
    target = figure.target if figure.target and not figure.target.percent else None
    known = [(g.value or 0, g.title) for g in figure.groups]
    most = max((n for n, _ in known), default=0)
    said = f"Het meest in {in_words([t for n, t in known if n == most])}: {most}." if most else "Overal nul."
    title, line = caption(figure), target.low if target else None
    return charts.standing(key, title, said, columns, line, f"doel {target.text}" if target else "")


def _years(figure: Figure, found: Sequence[Earlier], key: str) -> str:
    share = figure.whole is not None or any(e.share is not None for e in found)
    numbers = [(e.share if share else e.value) for e in found]
    columns = [
        Column(str(e.year), n, _short(n, e.hidden, share), e is found[-1])
        for e, n in zip(found, numbers, strict=True)
    ]
    target = figure.target if figure.target and figure.target.percent == share else None
    said = _course([(e.year, n) for e, n in zip(found, numbers, strict=True) if n is not None], share)
    line = target.low if target else None
    aim = f" Het doel is {target.text}." if target else ""
    word = f"doel {target.text}" if target else ""
    return charts.standing(key, f"{figure.title}, per jaar", said + aim, columns, line, word)


def _course(known: Sequence[tuple[int, int]], share: bool) -> str:
    if len(known) < 2:
        return ""
    (first, one), (last, other) = known[0], known[-1]
    verb = "Stijgt" if other > one else "Daalt" if other < one else "Blijft gelijk:"
    unit = " procent" if share else ""
    return f"{verb} van {one}{unit} in {first} naar {other}{unit} in {last}."


def _short(value: int | None, hidden: Hidden, share: bool = False) -> str:
    """What fits on a bar."""
    if value is None:
        return "<5" if hidden == "small" else "–"
    return f"{number(value)} %" if share else number(value)
