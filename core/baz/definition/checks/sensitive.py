"""Fields that ask for what is never stored: a diagnosis, a problem, a category, a score and the like.

The words and the reasons stand in `sensitive.toml`, for whoever knows the work better than the code.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from baz.definition.checks.graph import Finding
from baz.definition.model import Workflow

SLUG = "sensitive-field"
NEVER = "never-stored"


@dataclass(frozen=True, slots=True)
class Group:
    """Words of one kind. `reason` is Dutch, for whoever wanted the field. `words` are those of names and
    titles."""

    what: str
    reason: str
    words: re.Pattern[str]
    options: re.Pattern[str]


def check(workflow: Workflow) -> Iterator[Finding]:
    """An error for each field that asks for such a thing; one per name, title or option."""
    for name, field in workflow.fields.items():
        for path, text in ((("fields", name), name), (("fields", name, "title"), field.title)):
            if group := in_name(text):
                # a title that was made of the name is not told a second time
                if path[-1] == "title" and in_name(name) is group:
                    continue
                yield Finding(path, SLUG, f"'{text}' asks for {group.what}", group.reason)
        for option in field.options:
            if group := in_option(option):
                message = f"the option '{option}' of '{name}' tells {group.what}"
                yield Finding(("fields", name, "options"), SLUG, message, group.reason)


def own(workflow: Workflow, never: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    """An error for each field that asks for what its own organisation never stores.

    Args:
        workflow: the definition.
        never: field to word to reason.
    """
    for name, words in never.items():
        field = workflow.fields[name]
        asked = " ".join(plain(text).strip() for text in (name, field.title, *field.options))
        for word, reason in words.items():
            if _pattern([word]).search(f" {asked} "):
                message = f"'{name}' asks for '{word}', which this organisation never stores"
                yield Finding(("fields", name), NEVER, message, reason)
                break


def in_name(text: str) -> Group | None:
    """The group that a field's name or title falls under."""
    words = plain(text)
    return next((g for g in groups() if g.words.search(words)), None)


def in_option(text: str) -> Group | None:
    """The group that an option falls under."""
    words = plain(text)
    return next((g for g in groups() if g.options.search(words)), None)


def plain(text: str) -> str:
    """The words of a text, without capitals, accents and signs, one space around each."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return f" {' '.join(re.findall(r'[a-z0-9]+', bare))} "


@cache
def groups() -> tuple[Group, ...]:
    """What `sensitive.toml` says."""
    text = files("baz.definition.checks").joinpath("sensitive.toml").read_text(encoding="utf-8")
    return tuple(
        Group(g["what"], g["reason"], _pattern(g["words"]), _pattern(g["options"]))
        for g in tomllib.loads(text)["group"]
    )


def _pattern(words: list[str]) -> re.Pattern[str]:
    """One expression that finds any of these words; `*` stays inside a word."""
    found = "|".join(re.escape(word).replace(r"\*", "[a-z0-9]*") for word in words)
    return re.compile(f" (?:{found}) ")
