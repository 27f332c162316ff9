"""Reading a list: one page of it, or all of it for a file. Who may not see it is refused here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from sqlalchemy import Select

from baz.engine.rights import require
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Actor
from baz.services.exchange import cases, others, people
from baz.services.exchange.asking import Ask
from baz.services.exchange.columns import Column
from baz.services.exchange.reader import Reader, Row
from baz.store import browse
from baz.store.browse import After

PAGE, PORTION = 50, 500
"""Rows of a page, and rows that a file takes at a time."""
MOST = 1_000
"""Nobody needs to know whether there are a thousand rows or a thousand and three."""
_FEWER: Mapping[str, int] = {"vrijwilligers": 200}
"""Of these lists fewer are counted: whether somebody is a volunteer is asked of each name."""

_SOURCES: Mapping[str, ModuleType] = {"trajecten": cases, "mensen": people, "vrijwilligers": people}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. `next` is the question for the page after it, None on the last one."""

    ask: Ask
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    next: Ask | None


def page(work: Work, actor: Actor, organisation: str, ask: Ask, limit: int | None = None) -> Page:
    """A page of a list, from where the question says.

    Raises:
        Forbidden: the actor may not see this list here.
        BadInput: a column that this list does not have, or a place that is no longer in it.
    """
    limit = limit or PAGE
    reader = _open(work, actor, organisation, ask)
    shown = columns(reader)
    found = _page(reader, _after(reader) if ask.after else (), limit + 1)
    more, found = len(found) > limit, found[:limit]
    rows = _source(ask).rows(reader, found, [c.name for c in shown])
    return Page(ask, shown, tuple(rows), ask.on(rows[-1].key) if more else None)


def every(work: Work, actor: Actor, organisation: str, ask: Ask) -> tuple[tuple[Column, ...], Iterator[Row]]:
    """The columns of a list, and all its rows, a portion at a time; the question's place does not count.

    Raises:
        Forbidden, BadInput: as `page`.
    """
    reader = _open(work, actor, organisation, replace(ask, after=""))
    shown = columns(reader)
    return shown, _all(reader, [c.name for c in shown])


def _all(reader: Reader, names: Sequence[str]) -> Iterator[Row]:
    after: After = ()
    while found := _page(reader, after, PORTION):
        yield from _source(reader.ask).rows(reader, found, names)
        if len(found) < PORTION:
            return
        after = _source(reader.ask).place(reader, found[-1])


def count(work: Work, actor: Actor, organisation: str, ask: Ask) -> int:
    """How many rows a list has, `most` when there are at least so many.

    Raises:
        Forbidden, BadInput: as `page`.
    """
    reader = _open(work, actor, organisation, ask)
    return browse.counted(_query(reader, ()), most(ask), connection=work.connection)


def most(ask: Ask) -> int:
    """How far the rows of a list are counted."""
    return _FEWER.get(ask.list, MOST)


def columns(reader: Reader) -> tuple[Column, ...]:
    """The columns that are shown: those that are asked, else the usual ones."""
    known: Mapping[str, Column] = _source(reader.ask).columns(reader)
    if not reader.ask.columns:
        return tuple(c for c in known.values() if c.shown)
    for name in reader.ask.columns:
        if name not in known:
            near = nearest(name, known)
            hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(known, 'of')}."
            if "." in name and not reader.ask.value("werkwijze"):
                hint = "Kies eerst één werkwijze."
            raise BadInput(f"Deze lijst heeft geen kolom '{name}'.", hint=hint)
    return tuple(known[name] for name in reader.ask.columns)


def possible(work: Work, actor: Actor, organisation: str, ask: Ask) -> tuple[Column, ...]:
    """Every column that a question can show, for who chooses.

    Raises:
        Forbidden: the actor may not see this list here.
    """
    reader = _open(work, actor, organisation, ask)
    return tuple(_source(ask).columns(reader).values())


def _open(work: Work, actor: Actor, organisation: str, ask: Ask) -> Reader:
    require(work.catalogue, actor, organisation, ask.definition.right)
    return Reader(work, actor, organisation, ask)


def _source(ask: Ask) -> ModuleType:
    return _SOURCES.get(ask.list, others)


def _query(reader: Reader, after: After) -> Select[Any]:
    found: Select[Any] = _source(reader.ask).query(reader, after)
    return found


def _page(reader: Reader, after: After, limit: int) -> list[dict[str, Any]]:
    return browse.rows(_query(reader, after), limit, connection=reader.work.connection)


def _after(reader: Reader) -> After:
    """Where the last row that was seen lies now: a URL holds its number, never what it was sorted by."""
    source, parts = _source(reader.ask), reader.ask.after.split("/")
    keys = source.KEYS[reader.ask.list] if source is others else source.KEYS
    if len(parts) == len(keys):
        mine = _query(reader, ()).where(*(k == v for k, v in zip(keys, parts, strict=True)))
        for row in browse.rows(mine, 1, connection=reader.work.connection):
            found: After = source.place(reader, row)
            return found
    raise BadInput("De lijst is intussen veranderd.", hint="Begin weer bovenaan.")
