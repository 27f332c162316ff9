"""A merged definition as one text: what a case pins by its hash, readable when its plugin is gone.

The order of a definition has a meaning (the first legal fact of a day goes first), so keys keep theirs.
What has its default value is left out: a key that the grammar gets later changes no hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from baz.definition.model import OpenEffect, Part, Workflow
from baz.definition.moment import Moment
from baz.definition.values import parse_value


def dump(workflow: Workflow) -> str:
    """The whole definition as JSON; `restore` gives the same workflow back."""
    return json.dumps(_plain(workflow), ensure_ascii=False, separators=(",", ":"))


def digest(workflow: Workflow) -> str:
    """The sha256 of `dump`, as 64 hexadecimal digits."""
    return digest_of(dump(workflow))


def digest_of(text: str) -> str:
    """The same of a text that `dump` wrote."""
    return hashlib.sha256(text.encode()).hexdigest()


def restore(text: str) -> Workflow:
    """The workflow that `dump` wrote.

    Raises:
        ValueError: when the text was not written by `dump`.
    """
    data = json.loads(text)
    for parameter in data.get("parameters", {}).values():
        parameter["value"] = parse_value(parameter["value"])
    machines = [data, *data.get("regions", {}).values()]
    for effect in (e for m in machines for t in m.get("transitions", {}).values() for e in t.get("then", ())):
        if effect["kind"] == "open" and isinstance(effect.get("value"), dict):
            effect["value"] = OpenEffect(**effect["value"])
    return Workflow.model_validate(data)


def _plain(value: Any) -> Any:
    match value:
        case Part():
            fields = type(value).model_fields
            given = {name: getattr(value, name) for name in fields}
            return {
                fields[name].alias or name: _value(name, v)
                for name, v in given.items()
                if fields[name].is_required() or v != fields[name].get_default(call_default_factory=True)
            }
        case Moment():
            return value.text
        case Mapping():
            return {str(k): _plain(v) for k, v in value.items()}
        case list() | tuple():
            return [_plain(v) for v in value]
    return value


def _value(name: str, value: Any) -> Any:
    """A parameter's value goes as the text it is written as: `8..10 weeks`, `80%`, `true`, `off`."""
    if name != "value" or isinstance(value, str | Part | Mapping | list | tuple | None):
        return _plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if repr(value) == "off" else str(value)
