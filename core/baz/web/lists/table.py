"""A list as a page shows it: tabs, a sentence of filters, the table, more, and the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from baz.engine import roster
from baz.engine.finding import short
from baz.engine.rights import Right
from baz.engine.work import Work
from baz.services.exchange import asking, listing, views
from baz.services.exchange.asking import Ask
from baz.services.exchange.columns import Column, Filter
from baz.services.exchange.listing import Page
from baz.services.exchange.reader import Reader, Row
from baz.web import words
from baz.web.language import gettext as _
from baz.web.visit import Visit

READY: Mapping[str, tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = MappingProxyType(
    {
        "trajecten": (
            ("Lopend", ()),
            ("Van mij", (("wie", "ik"),)),
            ("In rust", (("rust", "ja"),)),
            ("Afgelopen", (("stand", "afgelopen"), ("sorteer", "-geeindigd"),
                           ("kolom", "van_wie,werkwijze,gemeente,afloop,begonnen,geeindigd"))),
        ),
        "mensen": (("Iedereen", ()), ("Organisaties", (("soort", "organisatie"),)),
                   ("Medewerkers", (("medewerker", "ja"),))),
        "vrijwilligers": (("Alle vrijwilligers", ()), ("Vrij", (("vrij", "ja"),)),
                          ("Bezig", (("vrij", "nee"),))),
        "samenkomsten": (("Gepland", ()), ("Gehouden", (("stand", "gehouden"), ("sorteer", "-dag"))),
                         ("Afgelast", (("stand", "afgelast"), ("sorteer", "-dag")))),
        "taken": (("Alle taken", ()), ("Van mij", (("wie", "ik"),))),
        "papieren": (("Alle papieren", ()),),
        "doorverwijzingen": (("Naar ons", ()), ("Van ons", (("richting", "uit"),))),
    }
)  # fmt: skip
"""The tabs that every organisation has before it saves its own."""
FIRST = (
    "werkwijze",
    "toestand",
    "stand",
    "gemeente",
    "wie",
    "zoek",
    "vrij",
    "soort",
    "van",
    "tot",
    "richting",
    "papier",
)
"""The filters that stand on top; the others are in a fold."""
FIRST_NAMES = frozenset(("van_wie", "medewerker", "vrijwilliger", "wie"))
DUE = ("taak_dag", "tegen")
"""Days by which somebody should do something."""
_HOME = {"trajecten": "/trajecten", "vrijwilligers": "/mensen"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved list as a tab. `id` when somebody saved it, and may take it away."""

    name: str
    to: str
    here: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter as a field of a form."""

    name: str
    title: str
    kind: str
    value: str
    options: tuple[tuple[str, str], ...]
    first: bool


def address(ask: Ask) -> str:
    """Where a question is shown."""
    home = _HOME.get(ask.list, f"/lijst/{ask.list}")
    query = urlencode(asking.pairs(ask))
    return f"{home}?{query}" if query else home


def shown(
    visit: Visit, name: str, template: str = "list.html", extra: Callable[[Work, Page], Any] | None = None
) -> Response:
    """The page of a list; without empty values in its address.

    Args:
        visit: the request.
        name: the list.
        template: what it looks like.
        extra: what the page needs besides, from the same look at the database.
    """
    pairs = list(visit.request.query_params.multi_items())
    ask = asking.read(name, pairs)
    if any(not value for _key, value in pairs):
        return RedirectResponse(address(ask), 303)
    with visit.engine.reading() as work:
        page = listing.page(work, visit.actor, visit.organisation, ask)
        many = listing.count(work, visit.actor, visit.organisation, ask)
        columns = listing.possible(work, visit.actor, visit.organisation, ask)
        saved = views.saved(work, visit.actor, visit.organisation, name)
        reader = Reader(work, visit.actor, visit.organisation, ask)
        fields = [asked(reader, visit, f) for f in ask.definition.filters]
        more = extra(work, page) if extra else None
        reader.learn(row.party for row in page.rows if template != "list.html")
    return visit.page(
        template,
        list=ask.definition,
        page=page,
        many=many,
        most=listing.most(ask),
        columns=columns,
        tabs=tabs(ask, saved),
        fields=fields,
        sentence=sentence(ask, fields),
        cell=cell,
        head=head,
        to=row_address,
        next=address(page.next) if page.next else "",
        start=address(replace(ask, after="")) if ask.after else "",
        query=urlencode(asking.pairs(replace(ask, after=""))),
        home=_HOME.get(name, f"/lijst/{name}"),
        more=more,
        names=reader.names,
        sort=f"-{ask.sort}" if ask.down else ask.sort,
        **_may(visit),
    )


def _may(visit: Visit) -> dict[str, bool]:
    """What the reader may do with a list."""
    return {
        "may_save": Right.EXPORT in visit.rights,
        "erases": Right.ERASE in visit.rights,
        "brings": Right.IMPORT in visit.rights,
        "sees": Right.SEE_PEOPLE in visit.rights,
        "may_share": Right.WORK_CASES in visit.rights,
    }


def tabs(ask: Ask, saved: list[views.View]) -> list[Tab]:
    """The tabs of a list: those that everybody has, those of the organisation, one's own."""
    here = replace(ask, after="")
    ready = [(_(name), asking.read(ask.list, pairs), "") for name, pairs in READY.get(ask.list, ())]
    own = [(view.name, view.ask, view.id) for view in saved]
    return [Tab(name, address(found), found == here, key) for name, found, key in (*ready, *own)]


def asked(reader: Reader, visit: Visit, found: Filter) -> Asked:
    """A filter as a field, with what can be chosen here."""
    value = dict(reader.ask.filters).get(found.name, "")
    kind: str
    options: list[tuple[str, str]] = [(name, _(title)) for name, title in found.options.items()]
    kind = "choice" if options else found.kind
    if found.kind == "workflow":
        options, kind = [(w.workflow, w.title) for w in reader.workflows()], "choice"
    elif found.kind == "party":
        options, kind = [("ik", _("ik")), *_colleagues(visit)], "choice"
        if value and value not in dict(options):
            name = roster.name_here(reader.work, visit.actor, visit.organisation, value)
            options.append((value, name or _("onbekend")))
    elif found.kind in ("state", "outcome"):
        options, kind = _of_workflow(reader, found.kind)
    return Asked(found.name, _(found.title), kind, value, tuple(options), found.name in FIRST)


def _colleagues(visit: Visit) -> list[tuple[str, str]]:
    return [(p, n) for p, n in visit.engine.staff(visit.actor, visit.organisation) if p != visit.actor.party]


def _of_workflow(reader: Reader, kind: str) -> tuple[list[tuple[str, str]], str]:
    """The states or outcomes of the workflow that is chosen; a box to type in while none is."""
    workflow = reader.workflow()
    if workflow is None:
        return [], "text" if kind == "state" else "none"
    if kind == "outcome":
        return list(workflow.outcomes.items()), "choice"
    return [(name, state.title) for name, state in workflow.states.items()], "choice"


def sentence(ask: Ask, fields: list[Asked]) -> str:
    """What is seen, in a few words: for the fold with the filters."""
    said = []
    for field in fields:
        value = field.value or (ask.value(field.name) if field.name in ("stand", "richting") else "")
        if value:
            told = dict(field.options).get(value, value)
            told = words.plain_day(told) if field.kind == "day" else told
            said.append(
                told
                if field.name in ("werkwijze", "stand", "richting", "gemeente")
                else f"{field.title.lower()}: {told}"
            )
    return ", ".join(said) or _("alles")


def cell(column: Column, value: Any, today: date) -> Any:
    """A cell as people read it on a page."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, date):
        shown_day = words.time_tag(value, words.short_day(value, today))
        late = column.name in DUE and value < today
        return Markup("<span>{}, {}</span>").format(shown_day, _("te laat")) if late else shown_day
    if column.kind == "day" and isinstance(value, str) and value[:4].isdigit():
        return words.when_text(value, today)
    if column.name == "nummer":
        return short(str(value))
    if column.name in FIRST_NAMES:
        return "; ".join(words.first_name(name) for name in str(value).split("; "))
    return value


def head(page: Page, row: Row, today: date) -> Any:
    """What a row is called: its first cell; a case about nobody by what it is, or by its number."""
    if found := cell(page.columns[0], row.cells[0], today):
        return found
    if page.ask.list != "trajecten":
        return _("zonder naam")
    cells = zip(page.columns, row.cells, strict=True)
    return next((value for c, value in cells if c.name == "werkwijze"), "") or short(row.case)


def row_address(row: Row) -> str:
    """Where a row leads to; "" for nowhere."""
    if row.case:
        return f"/trajecten/{row.case}"
    return f"/mensen/{row.party}" if row.party else ""
