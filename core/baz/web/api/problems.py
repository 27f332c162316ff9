"""What each route may answer when it does not work, for the documentation."""

from __future__ import annotations

from typing import Any

from baz.web.api.shapes import Problem

_MEANINGS = {
    400: "Dit kunnen we niet lezen.",
    401: "Er is geen sleutel, of ze werkt niet (meer).",
    403: "Deze sleutel mag dit niet.",
    404: "Dit is er niet, of niet voor deze sleutel.",
    409: "De motor weigert, met elke reden; of iemand was je voor.",
    412: "Het traject is veranderd sinds je het bekeek.",
    413: "Wat je stuurt, is te groot.",
    422: "De vorm klopt niet.",
    429: "Te veel vragen na elkaar; `Retry-After` zegt hoelang je wacht.",
    503: "De databank is bezet; probeer het zo dadelijk opnieuw.",
}
_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _answer(status: int) -> dict[str, Any]:
    return {"description": _MEANINGS[status], "model": Problem, "content": _CONTENT}


READING: dict[int | str, dict[str, Any]] = {s: _answer(s) for s in (400, 401, 403, 404, 422, 429, 503)}
"""What a question may be answered with."""
TELLING: dict[int | str, dict[str, Any]] = {**READING, **{s: _answer(s) for s in (409, 412, 413)}}
"""The same for what changes something."""
