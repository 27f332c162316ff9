"""One box to find somebody or something: by name, number or municipality, within one organisation."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from baz.engine.desk import outcome_title, state_title
from baz.engine.rights import Right, may, require
from baz.engine.work import Work
from baz.kernel.acts import Actor
from baz.kernel.plan import MAIN
from baz.store import people
from baz.store.tables import cases

MOST = 20
"""So many of each kind are shown; who finds more types another letter."""
_NAMES = 200
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case that was found; `ended` says how it ended, "" while it runs."""

    id: str
    title: str
    about: str
    area: str
    state: str
    since: str
    ended: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. `more`: there is more than what is shown."""

    people: tuple[tuple[str, str], ...] = ()
    cases: tuple[FoundCase, ...] = ()
    more: bool = False


def search(work: Work, actor: Actor, organisation: str, words: str) -> Found:
    """People by name, cases by the name of whom they are about, by number or by municipality.

    Raises:
        Forbidden: the actor may not look at cases here.
    """
    require(work.catalogue, actor, organisation, Right.LOOK_CASES)
    text = " ".join(words.split())[:100]
    if len(text) < SHORTEST:
        return Found()
    named = people.search(organisation, text, connection=work.connection, limit=_NAMES)
    lines = _cases(work, organisation, text, [party for party, _ in named])
    shown = named if may(work.catalogue, actor, organisation, Right.SEE_PEOPLE) else []
    return Found(tuple(shown[:MOST]), lines[:MOST], len(shown) > MOST or len(lines) > MOST)


def _cases(work: Work, organisation: str, text: str, abouts: list[str]) -> tuple[FoundCase, ...]:
    c = cases.c
    begin = text.casefold() if text.casefold().startswith("case-") else f"case-{text.casefold()}"
    names = ("id", "definition", "about", "area", "state", "since", "ended_on", "outcome")
    query = (
        select(*(c[name] for name in names))
        .where(
            c.organisation == organisation,
            or_(
                c.about.in_(abouts),
                c.id.startswith(begin, autoescape=True),
                func.lower(c.area) == text.lower(),
                c.area == text,
            ),
        )
        .order_by(c.ended_on.is_not(None), c.since.desc(), c.id)
        .limit(MOST + 1)
    )
    rows = list(work.connection.execute(query))
    known = people.of_parties({r.about for r in rows if r.about}, connection=work.connection)
    found = []
    for row in rows:
        plan = work.plans.load(row.definition, connection=work.connection)
        about = known.get(row.about or "", {}).get("name", "")
        ended = outcome_title(plan, row.outcome or "") or "afgelopen" if row.ended_on else ""
        state = state_title(plan, MAIN, row.state)
        found.append(FoundCase(row.id, plan.workflow.title, about, row.area or "", state, row.since, ended))
    return tuple(found)
