"""What somebody typed and could not send: kept two weeks, hers alone, never shown under another case.

When her session ran out in the middle of a form, what she typed is held for the browser, and becomes her
draft once she signed in again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from baz.engine.identity import waiting
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.store import cases, drafts
from baz.store.codec import canonical, plain

Fields = Mapping[str, Sequence[str]]
"""What was typed, by the name of the field; a field may have several values."""
MOST = 60_000
"""Letters in one draft: far more than any form here asks for."""
LONGEST = 300
"""Letters in the address of a page."""
NEVER = ("wachtwoord", "ww", "code", "teken", "token", "secret")
"""Fields that are kept nowhere."""


def save(work: Work, party: str, place: str, fields: Fields, case: str = "") -> None:
    """Keep what somebody typed on a page (its path), about a case or about none.

    Raises:
        BadInput: it is too much, or cannot be stored.
    """
    body = canonical({k: list(v) for k, v in fields.items() if k not in NEVER})
    if len(body) > MOST or len(place) > LONGEST:
        raise BadInput("Dit is te lang om als klad te bewaren.")
    drafts.save(party, place, case or None, body, now=work.now, connection=work.connection)


def read(work: Work, party: str, place: str, case: str = "") -> dict[str, list[str]]:
    """What somebody typed on a page, by field; empty when nothing was kept, or it was about another case."""
    row = drafts.read(party, place, connection=work.connection)
    if row is None or (row.case_id or "") != case:
        return {}
    found: dict[str, list[str]] = plain(row.body)
    return found


def drop(work: Work, party: str, place: str) -> None:
    """It was sent, or is not wanted any more."""
    drafts.drop(party, place, connection=work.connection)


def hold(work: Work, party: str, place: str, fields: Fields, case: str = "") -> str:
    """Keep what came in after a session ran out; gives the secret for the browser's cookie. `party` is whose
    session that was, empty when it cannot be told.

    Raises:
        BadInput: it is too much: whoever signs in must be able to get it back.
    """
    told = {k: list(v) for k, v in fields.items() if k not in NEVER}
    if len(canonical(told)) > MOST or len(place) > LONGEST:
        raise BadInput("Dit is te lang om als klad te bewaren.")
    return waiting.begin(work, "draft", None, whose=party, place=place, case=case, fields=told)


def claim(work: Work, secret: str, party: str) -> str:
    """What was held for a browser becomes the draft of who signed in; gives the page, empty when it is over
    or somebody else typed it."""
    try:
        told = waiting.take(work, "draft", secret)
    except BadInput:
        return ""
    if told["whose"] not in ("", party):
        return ""
    if told["case"] and not cases.lines([told["case"]], connection=work.connection):
        return ""
    save(work, party, told["place"], told["fields"], told["case"])
    return str(told["place"])
