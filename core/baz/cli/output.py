"""How things look: dates, tables that fit the terminal, colours only on a terminal, and JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

import click

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
GAP = "  "
NARROWEST = 8


def day(value: date | str | None) -> str:
    """`wo 18 nov 2026`; a month `nov 2026`, a year `2026`, an hour behind the day; "" for nothing."""
    if value is None or value == "":
        return ""
    text = value.isoformat() if isinstance(value, date) else value
    if text == "?":
        return "niet bekend"
    whole, _, hour = text.partition("T")
    parts = [int(part) for part in whole.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    if len(parts) == 2:
        return f"{MONTHS[parts[1] - 1]} {parts[0]}"
    found = date(*parts)
    shown = f"{DAYS[found.weekday()]} {found.day} {MONTHS[found.month - 1]} {found.year}"
    return f"{shown} {hour[:5]}" if hour else shown


def minute(value: int | None) -> str:
    """A minute of the day as `19:30`; "" for None."""
    return "" if value is None else f"{value // 60:02}:{value % 60:02}"


def ago(days: int) -> str:
    """How long late: `1 dag te laat`; whole years once the days say nothing any more."""
    if days >= 1000:
        return f"{days // 365} jaar te laat"
    return "1 dag te laat" if days == 1 else f"{days} dagen te laat"


def width() -> int:
    """Columns of the terminal; 80 where there is none."""
    import shutil

    return max(40, min(shutil.get_terminal_size((80, 24)).columns, 120))


def heading(text: str) -> None:
    """A title of a part."""
    click.secho(text, bold=True)


def quiet(text: str) -> str:
    """Less important text."""
    return click.style(text, dim=True)


def late(text: str) -> str:
    """Text about what is late."""
    return click.style(text, fg="red")


def good(text: str) -> str:
    """Text about what is in order."""
    return click.style(text, fg="green")


def paragraph(text: str, indent: str = "") -> None:
    """Text, wrapped to the terminal."""
    import textwrap

    click.echo(textwrap.fill(text, width(), initial_indent=indent, subsequent_indent=indent))


def table(heads: Sequence[str], rows: Iterable[Sequence[object]], *, wrap: Sequence[int] = ()) -> None:
    """A table. Columns in `wrap` give way when the terminal is too narrow: their text goes on below."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(click.unstyle(line[i])) for line in [list(heads), *cells]) for i in range(len(heads))]
    words = [
        max([NARROWEST, *(len(w) for line in cells for w in _wrapped(line[i], 1, cut=False))])
        for i in range(len(heads))
    ]
    _fit(widths, words, wrap or [max(range(len(widths)), key=widths.__getitem__)])
    click.secho(_line(heads, widths), bold=True)
    for row in cells:
        for line in _lines(row, widths):
            click.echo(line)


def _fit(widths: list[int], words: Sequence[int], wrap: Sequence[int]) -> None:
    over = sum(widths) + len(GAP) * (len(widths) - 1) - width()
    for least in (words, [NARROWEST] * len(widths)):  # a word is only cut when there is no other way
        while over > 0:
            widest = max(wrap, key=lambda i: widths[i] - least[i])
            if widths[widest] <= least[widest]:
                break
            widths[widest] -= 1
            over -= 1


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * (size - len(click.unstyle(cell))) for cell, size in zip(cells, widths, strict=True)
    ]
    return GAP.join(padded).rstrip()


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    from itertools import zip_longest

    columns = [
        [cell] if len(click.unstyle(cell)) <= size else _wrapped(cell, size)
        for cell, size in zip(row, widths, strict=True)
    ]
    for cells in zip_longest(*columns, fillvalue=""):
        yield _line(cells, widths)


def _wrapped(cell: str, size: int, *, cut: bool = True) -> list[str]:
    """A cell on lines of `size`. A number such as `jeugddienst_gent` may go on below after its `_`."""
    import textwrap

    lines = textwrap.wrap(click.unstyle(cell).replace("_", "_ "), size, break_long_words=cut)
    return [line.replace("_ ", "_") for line in lines] or [""]


def facts(pairs: Iterable[tuple[str, str]], indent: str = "") -> None:
    """`name  value` below each other; empty values are left out."""
    import textwrap

    shown = [(name, value) for name, value in pairs if value]
    size = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        start = f"{indent}{name}{' ' * (size - len(name))}{GAP}"
        room = max(width() - len(start), 20)
        first, *rest = textwrap.wrap(click.unstyle(value), room) or [""]
        click.echo(start + (value if not rest else first))
        for line in rest:
            click.echo(" " * len(start) + line)


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {k.rstrip("_"): plain(v) for k, v in asdict(value).items()}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def emit(form: str, data: Any, text: Callable[[], None]) -> None:
    """Print data as JSON, or as text by calling `text`."""
    if form == "json":
        click.echo(json.dumps(plain(data), ensure_ascii=False, indent=2))
    else:
        text()


@contextmanager
def progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A bar on stderr while long work goes on, only on a terminal; gives a function that says how far."""
    if not sys.stderr.isatty():
        yield lambda _steps: None
        return
    with click.progressbar(length=length, label=label, file=sys.stderr, show_eta=False) as bar:
        yield bar.update
