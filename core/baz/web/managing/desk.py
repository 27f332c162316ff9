"""What the pages of managers share: who may come, the way from one to the other, days as they are typed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import Depends
from starlette.responses import Response

from baz.engine.rights import Right
from baz.ground.errors import BadInput, BazError
from baz.web.language import gettext as _
from baz.web.visit import Staff, Visit


def pages() -> tuple[tuple[str, str, Right], ...]:
    """Address, word, and the right that it takes."""
    return (
        ("/beheer", _("Mensen en rollen"), Right.MANAGE),
        ("/beheer/instellingen", _("Instellingen"), Right.SET_PARAMETERS),
        ("/beheer/brieven", _("Brieven"), Right.MANAGE),
        ("/beheer/plugins", _("Werkwijzen van anderen"), Right.MANAGE),
        ("/beheer/sleutels", _("Sleutels"), Right.MANAGE),
        ("/beheer/webhooks", _("Webhooks"), Right.MANAGE),
        ("/beheer/afleveringen", _("Afleveringen"), Right.MANAGE),
    )


def _manager(visit: Staff) -> Visit:
    visit.require(Right.MANAGE)
    return visit


Manager = Annotated[Visit, Depends(_manager)]
"""Somebody who manages the organisation of this page."""


def page(visit: Visit, template: str, status: int = 200, **values: Any) -> Response:
    """A page for managers, with the way to the others."""
    path = visit.request.url.path
    known = pages()
    best = max((to for to, _word, _right in known if path == to or path.startswith(f"{to}/")), key=len)
    tabs = [(to, word, to == best) for to, word, right in known if right in visit.rights]
    return visit.page(f"managing/{template}", status, **{"tabs": tabs, "error": "", **values})


def sentence(error: BazError) -> str:
    """What went wrong and what to do, as one text."""
    return f"{error.message} {error.hint}".strip()


def day(visit: Visit, name: str, *, default: date | None = None) -> date:
    """A day from the form.

    Raises:
        BadInput: it is none.
    """
    typed = visit.form.text(name)
    if not typed and default is not None:
        return default
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise BadInput(_("Kies een dag.")) from None
