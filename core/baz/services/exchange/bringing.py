"""What the three kinds of import share: a row as it is read, what comes of it, and days and names in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from baz.engine.doubles import Known
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.kernel.acts import Actor
from baz.kernel.when import When
from baz.services.exchange.fitting import Target
from baz.store import people

_WHY = {
    "naam": "bijna dezelfde naam", "klank": "de naam klinkt hetzelfde", "mail": "zelfde mailadres",
    "telefoon": "zelfde telefoonnummer",
}  # fmt: skip
NEW = "nieuw"
"""What stands under `nummer` when somebody says: this is really somebody else."""

What = Literal["nieuw", "veranderd", "gelijk", "fout"]
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2})[:.u](\d\d))?$")
_MONTH = re.compile(r"(\d{1,2})[/-](\d{4})$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a row: what it does, in a few words, and what somebody should look at first."""

    what: What
    says: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Desk:
    """Where rows are read in: the transaction, who does it, and everybody who is known here."""

    work: Work
    actor: Actor
    organisation: str
    known: Known
    workflow: str = ""
    fresh: dict[str, str] = field(default_factory=dict)

    def somebody(self, text: str) -> str | None:
        """The party that a number or a name means; None when nobody here is called so.

        Raises:
            BadInput: several are.
        """
        row = people.party(text, connection=self.work.connection)
        if row is not None and row.organisation == self.organisation and row.erased_at is None:
            return row.id
        found = self.known.named(text)
        if len(found) > 1:
            raise BadInput(
                f"{len(found)} mensen heten '{text}'. Schrijf het nummer in de plaats van de naam."
            )
        return found[0] if found else None

    def similar(self, name: str, mail: str = "", phone: str = "") -> tuple[str, ...]:
        """Who may be the same, as warnings."""
        near = self.known.like(name, mail, phone)[:3]
        return tuple(f"Lijkt op {d.name} ({d.party}): {_WHY[d.why]}." for d in near)


class Kind(Protocol):
    """One kind of import."""

    most: int

    def targets(self, desk: Desk) -> Sequence[Target]:
        """What a column can be."""

    def read(self, desk: Desk, values: Mapping[str, str], key: str) -> Outcome:
        """Read in one row; `key` makes its commands count once.

        Raises:
            BazError: the row cannot be read in, with the reason.
        """


def when(text: str, title: str) -> When:
    """A day in the ways that people and spreadsheets write it: 1/3/2026, 2026-03-01, 3/2026, 2026, or ?.

    Raises:
        BadInput: it is none.
    """
    given = text.strip()
    try:
        if m := _DAY.match(given):
            iso = f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}"
            return When.parse(f"{iso}T{int(m[4]):02}:{m[5]}" if m[4] else iso)
        if m := _MONTH.match(given):
            return When.parse(f"{m[2]}-{int(m[1]):02}")
        return When.parse(given)
    except ValueError:
        raise BadInput(
            f"{title}: '{text}' is geen datum. Schrijf bijvoorbeeld 1/3/2026, 3/2026 of 2026."
        ) from None
