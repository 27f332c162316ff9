"""What came of the steps of a story."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """Something in a story that did not go as it says."""

    file: str
    line: int
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: verwacht: {self.expected}; gevonden: {self.found}"


@dataclass(frozen=True, slots=True)
class Happened:
    """What a step did. `tasks` are (title, due day); `refused` is the whole refusal of a step that had to be;
    `already`: it was done in an earlier replay."""

    number: int
    line: int
    told: str
    on: str
    who: str
    behalf: str
    what: str
    case: str
    state: str = ""
    tasks: tuple[tuple[str, str], ...] = ()
    letters: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    refused: str = ""
    already: bool = False


KINDS = {
    "open": "opened", "meet": "held", "plan": "planned", "move": "moved", "cancel": "cancelled",
    "join": "joined", "answer": "answered", "agree": "agreed", "leave": "left", "handover": "handed",
    "pause": "paused", "resume": "resumed", "do": "done", "snooze": "snoozed", "pin": "pinned",
    "jump": "jumped", "withdraw": "withdrawn", "migrate": "migrated", "share": "shared",
    "erase": "erased", "apply": "applied",
}  # fmt: skip
"""The kind of event that a verb becomes, where it has another name."""
