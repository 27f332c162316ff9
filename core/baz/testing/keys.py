"""Every key of a scenario file, in one place."""

from __future__ import annotations

from typing import Final

TOP: Final = ("scenario", "title", "workflow", "organisation", "source", "replay", "demo", "people", "steps")
NEEDED: Final = ("scenario", "title", "workflow", "organisation", "people", "steps")
PERSON: Final = ("name", "kind", "of", "role", "mail", "phone")
KINDS: Final = ("person", "volunteer", "staff", "professional", "organisation")
COMMON: Final = ("on", "told", "report", "case", "by", "for", "how", "note", "label", "expect")
VERBS: Final[dict[str, tuple[str, ...]]] = {
    "open": ("with", "state", "regions", "outcome", "workflow", "agreed", "waive"),
    "step": ("with", "outcome", "choose", "child", "ends", "agreed", "waive"),
    "meet": ("with", "count", "present", "date", "feeling"),
    "plan": ("date", "mode", "place"),
    "move": ("date",),
    "cancel": ("reason", "feeling"),
    "join": ("party", "agreed", "waive"),
    "answer": ("party", "yes"),
    "agree": ("party", "yes"),
    "leave": ("party",),
    "handover": ("party", "to", "until"),
    "pause": ("until",),
    "resume": (),
    "do": ("with",),
    "snooze": ("until", "reason"),
    "pin": ("date", "reason"),
    "jump": ("region", "outcome", "reason"),
    "withdraw": ("reason",),
    "migrate": (),
    "share": ("until",),
    "accept": ("with",),
    "return": ("reason",),
    "erase": (),
    "set": ("value", "from", "workflow"),
    "apply": (),
    "wait": (),
}
"""Every verb with the keys that it has besides the common ones."""
REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "plan": ("date",), "move": ("date",), "join": ("party",), "answer": ("party",),
    "agree": ("party",), "leave": ("party",), "handover": ("party", "to"), "snooze": ("until",),
    "pin": ("date",), "jump": ("reason",), "share": ("until",), "set": ("value",),
}  # fmt: skip
EXPECT: Final = (
    "case", "state", "paused", "outcome", "ended", "tasks", "letters", "held", "roles", "fields", "meetings",
)  # fmt: skip
NOW: Final = ("withdraw", "migrate", "apply", "erase", "share", "accept", "return")
"""Verbs that happen at the moment that they are told: never a report of something past."""
PEOPLE: Final = ("party", "to", "ends")
"""Keys that name somebody of the story."""
WHENS: Final = ("date", "until", "from")
SHAPES: Final = {"tasks": "map", "roles": "map", "fields": "map", "letters": "list", "meetings": "map"}
"""Keys of `expect` that hold more than a text."""
