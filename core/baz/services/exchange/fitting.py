"""Which column of a file is which of ours: by its name, or the nearest one; a person may say otherwise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from baz.ground.errors import BadInput
from baz.ground.words import in_words, nearest


@dataclass(frozen=True, slots=True)
class Target:
    """What a column can be. `words` are other names that people give it; `needed`: without it nothing can be
    read in."""

    name: str
    title: str
    words: tuple[str, ...] = ()
    needed: bool = False


def matched(
    heads: Sequence[str], targets: Sequence[Target], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Which target each column is: {head: target}, "" for a column that is left out.

    Args:
        heads: the names in the file.
        targets: what they can be.
        chosen: what somebody decided, {head: target or ""}.

    Raises:
        BadInput: a choice that names no column or target, or one target for two columns.
    """
    found = _chosen(heads, targets, chosen or {})
    for exact in (True, False):
        for head in heads:
            if head and head not in found:
                free = [t for t in targets if t.name not in found.values()]
                name = _same(head, free) if exact else _near(head, free)
                if name:
                    found[head] = name
    return {head: found.get(head, "") for head in heads if head}


def missing(match: Mapping[str, str], targets: Sequence[Target]) -> list[str]:
    """The titles of what must be there and is not."""
    return [t.title for t in targets if t.needed and t.name not in match.values()]


def _chosen(heads: Sequence[str], targets: Sequence[Target], chosen: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    names = [t.name for t in targets]
    for head, name in chosen.items():
        if head not in heads:
            near = nearest(head, heads)
            raise BadInput(f"Er is geen kolom '{head}'.", hint=f"Bedoel je '{near}'?" if near else "")
        wanted = name if name in names or not name else _same(name, targets)
        if name and not wanted:
            near = nearest(name, names)
            hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(names, 'of')}."
            raise BadInput(f"'{name}' kan een kolom hier niet zijn.", hint=hint)
        if wanted and wanted in found.values():
            raise BadInput(f"Twee kolommen kunnen niet allebei '{name}' zijn.", hint="Laat er één weg.")
        found[head] = wanted
    return found


def _same(head: str, targets: Sequence[Target]) -> str:
    wanted = _plain(head)
    return next((t.name for t in targets if wanted in map(_plain, (t.name, t.title, *t.words))), "")


def _near(head: str, targets: Sequence[Target]) -> str:
    words = {_plain(word): t.name for t in targets for word in (t.name, t.title, *t.words)}
    near = nearest(_plain(head), words)
    return words[near] if near else ""


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9.]+", " ", letters).strip()
