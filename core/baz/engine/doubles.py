"""Who may be the same person: a name that sounds alike or has a slip, the same mail or the same telephone.

Only within one organisation, and never a decision: somebody looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import literal, select

from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.words import nearest
from baz.kernel.acts import Actor
from baz.store.tables import personal

MOST = 20_000
"""So many names are looked at while somebody types."""
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody who may be meant. `why`: `naam`, `klank`, `mail` or `telefoon`."""

    party: str
    name: str
    why: str


class Known:
    """Everybody whom an organisation knows, made ready to be compared. Reads the names once."""

    def __init__(self, work: Work, organisation: str) -> None:
        self._work, self._organisation = work, organisation
        names = _values(work, organisation, "name")
        self.names: dict[str, str] = {}
        self._same: dict[str, list[str]] = {}
        self._sound: dict[str, list[str]] = {}
        self._parts: dict[str, list[str]] = {}
        for party, name in names:
            self.add(party, name)
        self._reach: Mapping[str, Mapping[str, list[str]]] | None = None

    @property
    def added(self) -> int:
        """How many there are, to come back to with `forget_since`."""
        return len(self.names)

    def forget_since(self, many: int) -> None:
        """Who was added after there were so many, was not added after all."""
        for party in list(self.names)[many:]:
            self.names.pop(party)
            for found in (self._same, self._sound, self._parts):
                for parties_ in found.values():
                    if party in parties_:
                        parties_.remove(party)

    def add(self, party: str, name: str) -> None:
        """Somebody who was just added."""
        self.names[party] = name
        words = _words(name)
        self._same.setdefault(" ".join(sorted(words)), []).append(party)
        self._sound.setdefault(sound(name), []).append(party)
        for word in words:
            self._parts.setdefault(word, []).append(party)

    def named(self, name: str) -> list[str]:
        """Those with this very name; capitals, accents and the order of its words count for nothing."""
        return list(self._same.get(" ".join(sorted(_words(name))), ()))

    def like(self, name: str, mail: str = "", phone: str = "") -> list[Double]:
        """Who may be meant, the surest first."""
        found: dict[str, str] = {}
        for why, parties_ in (
            ("mail", self._reached("mail", mail.strip().casefold())),
            ("telefoon", self._reached("phone", digits(phone))),
            ("naam", self.named(name)),
            ("klank", self._sound.get(sound(name), ()) if name.strip() else ()),
            ("naam", self._slips(name)),
        ):
            for party in parties_:
                found.setdefault(party, why)
        return [Double(party, self.names.get(party, ""), why) for party, why in found.items()]

    def _slips(self, name: str) -> list[str]:
        """Who shares a word of the name, and whose other words have only a slip."""
        words = _words(name)
        near = {p for word in words for p in self._parts.get(word, ())}
        return sorted(p for p in near if _slip(words, _words(self.names[p])))

    def _reached(self, field: str, value: str) -> Sequence[str]:
        if not value:
            return ()
        if self._reach is None:
            self._reach = {f: self._by_value(f) for f in ("mail", "phone")}
        return self._reach[field].get(value, ())

    def _by_value(self, field: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for party, value in _values(self._work, self._organisation, field):
            found.setdefault(digits(value) if field == "phone" else value.strip().casefold(), []).append(
                party
            )
        return found


def _values(work: Work, organisation: str, field: str) -> list[tuple[str, str]]:
    """(party, value) of everybody whom an organisation knows, led by the index on names; who was erased has
    no name."""
    names = (
        select(personal.c.party_id, personal.c.value)
        .where(
            personal.c.organisation == organisation,
            personal.c.field == literal("name", literal_execute=True),
            personal.c.value.is_not(None),
        )
        .limit(MOST)
    )
    if field == "name":
        return [(row[0], row[1]) for row in work.connection.execute(names)]
    known = names.subquery()
    other = personal.alias()
    found = select(other.c.party_id, other.c.value).select_from(
        known.join(other, other.c.party_id == known.c.party_id)
    )
    found = found.where(other.c.field == field, other.c.value.is_not(None))
    return [(row[0], row[1]) for row in work.connection.execute(found)]


def possible(
    work: Work, actor: Actor, organisation: str, name: str, mail: str = "", phone: str = ""
) -> list[Double]:
    """Who may be meant by what somebody types: at most five, the surest first.

    Raises:
        Forbidden: the actor may not see people here.
    """
    require(work.catalogue, actor, organisation, Right.SEE_PEOPLE)
    if len(name.strip()) < 3 and not mail and not phone:
        return []
    return Known(work, organisation).like(name, mail, phone)[:SHOWN]


_SOUNDS = (
    ("sch", "sg"), ("ij", "i"), ("ei", "i"), ("ey", "i"), ("y", "i"), ("ou", "au"), ("ck", "k"), ("c", "k"),
    ("qu", "k"), ("q", "k"), ("ph", "f"), ("th", "t"), ("dt", "t"), ("x", "ks"), ("ae", "a"), ("oe", "u"),
    ("z", "s"), ("v", "f"), ("gh", "g"), ("ch", "g"),
)  # fmt: skip


_PREFIXES = frozenset(
    ("de", "den", "der", "van", "vande", "vanden", "vander", "ver", "ter", "ten", "le", "la", "d")
)


def sound(name: str) -> str:
    """How a Flemish name sounds, roughly: `Peeters` as `Peters`, `De Smedt` as `Desmet`."""
    joined: list[str] = []
    for word in _words(name):
        if joined and joined[-1] in _PREFIXES:
            word = joined.pop() + word  # one word now
        joined.append(word)
    return " ".join(sorted(_heard(word) for word in joined))


def _heard(word: str) -> str:
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub(r"d$", "t", word)


def _slip(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names share words, and what is left of each is one word with a slip."""
    left, right = [w for w in one if w not in other], [w for w in other if w not in one]
    return bool(left and right) and nearest("".join(left), ["".join(right)]) is not None


def digits(phone: str) -> str:
    """A telephone number to compare: +32 470 12 34 56 is 0470 12 34 56."""
    found = re.sub(r"\D", "", phone.replace("(0)", ""))
    if found.startswith("00"):
        found = found[2:]
    elif not phone.strip().startswith("+"):
        return found.removeprefix("0")
    return found.removeprefix("32")


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)
