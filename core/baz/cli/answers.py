"""Answers on the command line: `field=value`, `role=name`, `meeting=2021-01-13T19:30,online,place`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from baz.cli.options import belgian
from baz.definition.model import Workflow
from baz.ground.errors import BadInput
from baz.kernel.acts import Yes
from baz.kernel.when import When

MODES = ("fysiek", "online", "hybride")
HOWS = ("zelf", "mondeling", "telefoon", "brief", "mail")


def split(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words before the answers, and the answers."""
    plain = [word for word in words if "=" not in word]
    return plain, [word for word in words if "=" in word]


def read(workflow: Workflow, words: Sequence[str], party: Callable[[str], str]) -> dict[str, Any]:
    """Answers as the engine takes them. A name that is given twice makes a list.

    Raises:
        BadInput: a word without `=`, a field that takes one value and got two, a date that cannot be read.
        NotFound: nobody has this name.
    """
    found: dict[str, list[str]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise BadInput(f"'{word}' is geen antwoord.", hint="Schrijf veld=waarde, zoals gemeente=Gent.")
        found.setdefault(name.strip(), []).append(value.strip())
    return {name: _value(workflow, name, values, party) for name, values in found.items()}


def _value(workflow: Workflow, name: str, values: list[str], party: Callable[[str], str]) -> Any:
    if name in workflow.roles:
        return [party(value) for value in values]
    if name in workflow.meetings:
        return meeting(_one(name, values))
    field = workflow.fields.get(name)
    if field is not None and field.type in ("list", "choices"):
        return values if field.type == "list" or len(values) > 1 else values[0]
    return _one(name, values)


def _one(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise BadInput(f"'{name}' staat er {len(values)} keer; er hoort één waarde.")
    return values[0]


def meeting(text: str) -> dict[str, Any]:
    """A planned meeting: a date, then how and where, with commas."""
    first, *rest = [part.strip() for part in text.split(",")]
    found: dict[str, Any] = {"on": str(when(first))}
    for part in filter(None, rest):
        if part in MODES:
            found["mode"] = part
        else:
            found["place"] = f"{found['place']}, {part}" if "place" in found else part
    return found


def when(text: str) -> When:
    """A date as precisely as it is known: `2021-01-13T19:30`, `13/1/2021`, `2021-01`, `2021` or `?`.

    Raises:
        BadInput: the text is none of these.
    """
    try:
        return When.parse(belgian(text))
    except ValueError as error:
        raise BadInput(
            f"'{text}' is geen datum.",
            hint="Schrijf 2021-01-13, 2021-01-13T19:30, 13/1/2021, 2021-01, 2021 of ?.",
        ) from error


def agreed(texts: Sequence[str], party: Callable[[str], str]) -> tuple[Yes, ...]:
    """`--agreed "Lena Peeters:telefoon"`: who said yes, and how.

    Raises:
        BadInput: a way of saying it that is not known.
    """
    found = []
    for text in texts:
        name, colon, how = text.rpartition(":")
        if not colon:
            name, how = text, "zelf"
        found.append(Yes(party(name), means(how)))
    return tuple(found)


def means(how: str) -> str:
    """How somebody let it be known.

    Raises:
        BadInput: another word.
    """
    if how not in HOWS:
        raise BadInput(f"'{how}' is geen manier om iets te laten weten.", hint=f"Wel: {', '.join(HOWS)}.")
    return how
