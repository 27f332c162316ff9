"""What counts once by its key although it is about no case: somebody who is added by a programme."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable

from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.store import commands
from baz.store.commands import CommandRow


def once(work: Work, key: str, what: object, do: Callable[[], str]) -> tuple[str, bool]:
    """Do something, unless it was done before by this key; gives its id, and whether it was there already.

    Args:
        what: tells one command from another; a value of JSON that names nobody, because it is kept as a hash.

    Raises:
        BadInput: the key was used for something else.
        Outdated: another transaction used the key at this very moment.
    """
    mark = hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()
    found = commands.find(key, connection=work.connection)
    if found is not None:
        if found.fingerprint != mark:
            raise BadInput(
                "Deze sleutel werd al gebruikt voor een andere opdracht.", hint="Gebruik een nieuwe sleutel."
            )
        return str(json.loads(found.result)), True
    made = do()
    row = CommandRow(None, mark, None, None, json.dumps(made))
    commands.remember(key, row, now=work.now, connection=work.connection)
    return made, False


def case_of(work: Work, key: str) -> str:
    """The case of a command that was carried out by this key; empty when none was."""
    found = commands.find(key, connection=work.connection) if key else None
    return (found.case_id or "") if found else ""


def fact_of(work: Work, key: str) -> int:
    """The number of the line that a command by this key told; what followed from it has later ones.
    0 when none was carried out."""
    found = commands.find(key, connection=work.connection) if key else None
    return (found.first_seq or 0) if found else 0
