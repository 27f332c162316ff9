"""A moment: a duration after or before an anchor (grammar, "Moment").

14 days                          a literal is only allowed as `0 days`; else a parameter's name
eerste_contact after opening
0 days after each meetings.sessie
each meetings.kennismaking       an anchor alone: at that very moment
joins buurt/leesclub.lezer
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AnchorKind = Literal["beginning", "opening", "state", "step", "field", "meeting", "joins", "leaves"]
Pick = Literal["last", "first", "each", "next"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a moment hangs on. `name` is `bedenktijd`, `compagnon.zelfstandig`, `meld_aan`, `groep` or
    `org/wf.role`."""

    kind: AnchorKind = "beginning"
    name: str = ""
    pick: Pick = "last"


@dataclass(frozen=True, slots=True)
class Moment:
    """`duration` names a parameter, is `0 days` as text, or is None for an anchor that stands alone."""

    text: str
    duration: str | None = None
    direction: Literal["after", "before"] = "after"
    anchor: Anchor = Anchor()


class MomentError(ValueError):
    """The text is no moment; the message says what is expected."""


def parse_moment(text: str) -> Moment:
    """Read the text of `due`, `at` or `later.from`.

    Raises:
        MomentError: with the part that cannot be read.
    """
    words = text.split()
    if not words:
        raise MomentError("a moment cannot be empty")
    for direction in ("after", "before"):
        if direction in words:
            at = words.index(direction)
            duration = " ".join(words[:at])
            if not duration:
                raise MomentError(f"before '{direction}' comes a duration: a parameter or '0 days'")
            anchor = _anchor(" ".join(words[at + 1 :]))
            return Moment(text, _duration(duration), "after" if direction == "after" else "before", anchor)
    if _is_anchor(words):
        return Moment(text, None, "after", _anchor(text))
    return Moment(text, _duration(text), "after", Anchor())


def _is_anchor(words: list[str]) -> bool:
    head = words[0]
    return head in ("opening", "each", "first", "last", "next", "joins", "leaves") or "." in head


def _duration(text: str) -> str:
    if text == "0 days" or (text.replace("_", "a").isalnum() and not text[0].isdigit()):
        return text
    raise MomentError(f"'{text}' is no parameter; only '0 days' may stand here as it is")


def _anchor(text: str) -> Anchor:
    words = text.split()
    if words == ["opening"]:
        return Anchor("opening")
    if len(words) == 2 and words[0] in ("joins", "leaves"):
        if "/" not in words[1] or "." not in words[1]:
            raise MomentError(f"after '{words[0]}' comes org/workflow.role")
        return Anchor("joins" if words[0] == "joins" else "leaves", words[1])
    pick: Pick = "last"
    if len(words) == 2 and words[0] in ("each", "first", "last", "next"):
        pick = words[0]  # type: ignore[assignment]  # the line above narrows it to a Pick
        words = words[1:]
    if len(words) != 1 or "." not in words[0]:
        raise MomentError(f"'{text}' is no anchor")
    root, name = words[0].split(".", 1)
    kinds: dict[str, AnchorKind] = {
        "states": "state",
        "steps": "step",
        "fields": "field",
        "meetings": "meeting",
    }
    if root not in kinds:
        raise MomentError(f"'{root}' is no anchor; known: states, steps, fields, meetings")
    if pick != "last" and root in ("states", "fields"):
        raise MomentError(f"'{pick}' may only stand before steps and meetings")
    if pick == "next" and root != "meetings":
        raise MomentError("'next' may only stand before meetings")
    return Anchor(kinds[root], name, pick)
