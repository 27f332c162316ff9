"""Saved lists: a question under a name, for oneself or for the whole organisation.

What was searched is left out: it may be somebody's name, and a saved list outlives the day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, BazError, Forbidden, NotFound
from baz.ground.freetext import free_words
from baz.kernel.acts import Actor
from baz.services.exchange import asking
from baz.services.exchange.asking import Ask
from baz.store import views

LONGEST = 40
"""Characters of a name: it must fit on a tab."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved list. `own`: hers; else everybody of the organisation has it."""

    id: str
    name: str
    ask: Ask
    own: bool


def saved(work: Work, actor: Actor, organisation: str, name: str) -> list[View]:
    """The saved lists of a page: of the organisation, then her own; never one that cannot be read.

    Raises:
        Forbidden: the actor may not see this list here.
    """
    require(work.catalogue, actor, organisation, asking.read(name).definition.right)
    found = []
    for row in views.of(organisation, actor.party, name, connection=work.connection):
        try:
            ask = asking.read(name, parse_qsl(row.query))
        except BazError:  # a list that changed since it was saved is no reason to show nothing
            continue
        found.append(View(row.id, row.name, ask, row.party_id is not None))
    return found


def keep(work: Work, actor: Actor, organisation: str, ask: Ask, name: str, *, everybody: bool = False) -> str:
    """Keep a question under a name; gives its id. One of the same name is replaced.

    Raises:
        Forbidden: the actor may not see this list here, or keeps one for everybody without working here.
        BadInput: no name, or one that is too long.
    """
    require(work.catalogue, actor, organisation, ask.definition.right)
    if everybody:
        require(work.catalogue, actor, organisation, Right.WORK_CASES)
    if not name.strip() or len(name.strip()) > LONGEST:
        raise BadInput(f"Geef deze lijst een naam van hoogstens {LONGEST} tekens.")
    try:
        free_words(name)
    except ValueError as error:
        raise BadInput(str(error)) from None
    query = urlencode(asking.pairs(replace(ask.without("zoek"), after="")))
    return views.add(
        organisation, None if everybody else actor.party, ask.list, name.strip(), query,
        now=work.now, ids=work.ids, connection=work.connection,
    )  # fmt: skip


def forget(work: Work, actor: Actor, organisation: str, view: str) -> None:
    """Take away a saved list: one's own, or with the right to work here one of the organisation.

    Raises:
        NotFound: there is none for this actor.
        Forbidden: it is everybody's, and the actor may not change that.
    """
    row = views.find(view, connection=work.connection)
    if row is None or row.organisation != organisation or row.party_id not in (None, actor.party):
        raise NotFound("Deze bewaarde lijst is er niet (meer).")
    if organisation not in actor.organisations and not actor.operator:
        raise Forbidden("Deze lijst is van een andere organisatie.")
    if row.party_id is None:
        require(work.catalogue, actor, organisation, Right.WORK_CASES)
    views.remove(view, connection=work.connection)
