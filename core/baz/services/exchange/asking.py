"""What somebody asks of a list, read from the pairs of a URL: one small frozen value, and back again.

No name of a person ever stands in it: where a page ended is said by the number of its last row, and who is
meant by a party's number. Only `zoek` holds what somebody typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from baz.ground.errors import BadInput, NotFound
from baz.ground.words import in_words, nearest
from baz.plugins.fieldtypes import parse_date
from baz.services.exchange.columns import LISTS, Filter, ListDef

Pairs = Iterable[tuple[str, str]]
LONGEST = 200
"""Characters of one value; nobody types more, and a database should not have to look for it."""
ME = "ik"


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to a list. `filters` in the order of the list, `columns` empty for the usual ones, `after`
    the number of the last row that was seen."""

    list: str
    filters: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    sort: str = ""
    down: bool = False
    after: str = ""

    @property
    def definition(self) -> ListDef:
        """The list that is asked."""
        return LISTS[self.list]

    def value(self, name: str) -> str:
        """What is said for a filter, else its default; "" for nothing."""
        found = self.definition.filter(name)
        return dict(self.filters).get(name, found.default if found else "")

    def on(self, after: str) -> Ask:
        """The same question, from another place on."""
        return replace(self, after=after)

    def without(self, name: str) -> Ask:
        """The same question from its beginning, without one filter."""
        return replace(self, filters=tuple(f for f in self.filters if f[0] != name), after="")


def read(name: str, pairs: Pairs = ()) -> Ask:
    """The question that the pairs of a URL ask of a list. What says no more than the list itself is left out,
    so that the same question is the same value.

    Raises:
        NotFound: there is no such list.
        BadInput: a pair that cannot be read, with what was probably meant.
    """
    found = LISTS.get(name)
    if found is None:
        near = nearest(name, LISTS)
        hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(LISTS, 'of')}."
        raise NotFound(f"Er is geen lijst '{name}'.", hint=hint)
    filters: dict[str, str] = {}
    columns: list[str] = []
    ask = Ask(name, sort=next(iter(found.sorts)), down=found.down)
    for key, raw in pairs:
        value = raw.strip()
        if len(value) > LONGEST or "\x00" in value:
            raise BadInput("Wat je vroeg is te lang, of bevat een teken dat niet kan.")
        if key == "kolom":
            columns += [_column(found, part) for part in value.split(",") if part]
        elif key == "sorteer" and value:
            ask = _sorted(ask, value)
        elif key == "na":
            ask = replace(ask, after=value)
        elif key in {f.name for f in found.filters}:
            filters[key] = value
        else:
            raise _unknown(found, key)
    said = [(f, _value(f, filters[f.name])) for f in found.filters if filters.get(f.name)]
    kept = tuple((f.name, value) for f, value in said if value != f.default)
    chosen = tuple(dict.fromkeys(columns))
    usual = tuple(c.name for c in found.columns if c.shown)
    return replace(ask, filters=kept, columns=() if chosen == usual else chosen)


def pairs(ask: Ask) -> list[tuple[str, str]]:
    """The pairs that ask the same; `read` of them gives the same value."""
    found = list(ask.filters)
    found += [("kolom", ",".join(ask.columns))] if ask.columns else []
    usual = next(iter(ask.definition.sorts))
    if (ask.sort, ask.down) != (usual, ask.definition.down):
        found.append(("sorteer", f"-{ask.sort}" if ask.down else ask.sort))
    return [*found, ("na", ask.after)] if ask.after else found


def _sorted(ask: Ask, value: str) -> Ask:
    name = value.removeprefix("-")
    if name not in ask.definition.sorts:
        near = nearest(name, ask.definition.sorts)
        hint = f"Bedoel je '{near}'?" if near else f"Wel op: {in_words(ask.definition.sorts, 'of')}."
        raise BadInput(f"Deze lijst sorteert niet op '{name}'.", hint=hint)
    return replace(ask, sort=name, down=value.startswith("-"))


def _column(found: ListDef, name: str) -> str:
    part, dot, rest = name.partition(".")
    if found.column(name) is not None or (dot and rest and part in found.opened):
        return name
    known = [c.name for c in found.columns]
    near = nearest(name, known)
    hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(known, 'of')}."
    raise BadInput(f"Deze lijst heeft geen kolom '{name}'.", hint=hint)


def _value(f: Filter, value: str) -> str:
    if f.kind == "day":
        try:
            return parse_date(value, ())
        except ValueError as error:
            raise BadInput(f"{f.title}: {error}") from None
    if f.options and value not in f.options:
        near = nearest(value, f.options)
        hint = f"Bedoel je '{near}'?" if near else ""
        raise BadInput(f"{f.title} is {in_words(f.options, 'of')}, niet '{value}'.", hint=hint)
    return value


def _unknown(found: ListDef, key: str) -> BadInput:
    known = [*(f.name for f in found.filters), "kolom", "sorteer", "na"]
    near = nearest(key, known)
    hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(known, 'of')}."
    return BadInput(f"De lijst {found.title.lower()} kan niet gefilterd worden op '{key}'.", hint=hint)
