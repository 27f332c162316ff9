"""The annual report as pages: the years, one with its filters, its files, and the cases behind a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.responses import Response

from baz.engine import rights
from baz.engine.rights import Right
from baz.ground.errors import BadInput, NotFound
from baz.plugins.catalogue import SHARED
from baz.services.reports import data, html, making, models, pdf, sheets, word
from baz.services.reports.figures import Figure, Report
from baz.services.reports.period import Period
from baz.services.reports.rows import behind
from baz.services.reports.walking import Wanted
from baz.web import workflows
from baz.web.language import gettext as _
from baz.web.visit import Staff, Visit

router = APIRouter(include_in_schema=False)
ALL = "alle"
"""All organisations together, in an address."""
BEFORE = 4
"""So many years before are shown beside a year."""
FIRST_YEAR = 2010
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES: dict[str, tuple[str, Callable[[Report], bytes]]] = {
    "pdf": ("application/pdf", pdf.render),
    "docx": (WORD, word.render),
    "xlsx": (SHEET, sheets.render),
    "html": ("text/html; charset=utf-8", lambda made: html.render(made).encode()),
    "json": ("application/json", lambda made: data.render(made).encode()),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page is about, as its address says it."""

    year: int
    organisation: str
    model: str
    place: str
    first: str
    last: str
    known: str

    @property
    def wanted(self) -> Wanted:
        """The same, for who counts."""
        period = Period.of_year(self.year)
        if self.first or self.last:
            period = Period(_day(self.first) or period.first, _day(self.last) or period.last)
            if period.last < period.first or (period.last - period.first).days > 3700:
                raise BadInput(_("Het einde ligt voor het begin, of de periode is langer dan tien jaar."))
        return Wanted(self.organisation, period, _day(self.known), self.model, self.place)

    def query(self, **more: str) -> str:
        """The address after the question mark."""
        pairs = {
            "org": self.organisation or ALL, "model": self.model, "gemeente": self.place, "van": self.first,
            "tot": self.last, "gekend": self.known, **more,
        }  # fmt: skip
        found = urlencode({k: v for k, v in pairs.items() if v})
        return f"?{found}" if found else ""


@dataclass(frozen=True, slots=True)
class Links:
    """Where a number leads to."""

    chosen: Chosen
    rows_too: bool
    readable: frozenset[str]

    def rows(self, key: str, group: str | None) -> str:
        """The cases behind it, for who may see them."""
        if not self.rows_too:
            return ""
        more = {"cijfer": key} if group is None else {"cijfer": key, "groep": group or "?leeg"}
        return f"/rapport/{self.chosen.year}/rijen{self.chosen.query(**more)}"

    def definition(self, figure: Figure) -> str:
        """The explanation of its workflow."""
        known = figure.workflow in self.readable
        return f"/werkwijzen/{quote(figure.workflow)}#uitleg" if known else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(_("Deze dag kunnen we niet lezen: {dag}").format(dag=text[:20])) from None


def _chosen(visit: Visit, year: int) -> Chosen:
    query = visit.request.query_params
    if not FIRST_YEAR <= year <= visit.today.year + 1:
        raise NotFound(_("Van dit jaar is er geen rapport."))
    asked = query.get("org", visit.organisation)
    model = query.get("model", "")
    if model and model not in models.TITLES:
        raise NotFound(_("Dit model bestaat niet."))
    return Chosen(
        year, "" if asked == ALL else asked, model, query.get("gemeente", "")[:80], query.get("van", ""),
        query.get("tot", ""), query.get("gekend", ""),
    )  # fmt: skip


def organisations(visit: Visit) -> list[tuple[str, str]]:
    """Whose reports this reader may choose: the key and the name, all of them together first."""
    known = visit.engine.catalogue.organisations
    mine = [o for o in sorted(visit.actor.organisations) if _sees(visit, o)]
    if not _sees(visit, SHARED):
        return [(o, visit.house.name(o)) for o in mine]
    others = [(key, found.name) for key, found in known.items()]
    return [(ALL, _("Alle organisaties samen")), *sorted(others, key=lambda pair: pair[1])]


def _sees(visit: Visit, organisation: str) -> bool:
    return rights.may(visit.engine.catalogue, visit.actor, organisation, Right.SEE_REPORTS)


@router.get("/rapport")
def years(visit: Staff) -> Response:
    """The years of which there is something to count."""
    visit.require(Right.SEE_REPORTS)
    found = []
    for year in range(visit.today.year, visit.today.year - BEFORE - 2, -1):
        made = making.ask(visit.engine, visit.actor, Wanted(visit.organisation, Period.of_year(year)))
        if any(t.value or t.hidden for t in made.tiles):
            found.append((year, made.tiles))
    others = [(o, name) for o, name in organisations(visit) if o != visit.organisation]
    pages = visit.engine.own_pages(visit.actor, visit.organisation)
    return visit.page("report_years.html", found=found, others=others, pages=pages, year=visit.today.year)


@router.get("/rapport/{year}")
def show(visit: Staff, year: int) -> Response:
    """A year: four numbers, then a section for each objective."""
    chosen = _chosen(visit, year)
    made = making.ask(visit.engine, visit.actor, chosen.wanted, years=BEFORE)
    readable = workflows.seen(visit) if Right.LOOK_CASES in visit.rights else ()
    links = Links(chosen, made.audience == "own", frozenset(w.workflow for w in readable))
    return visit.page(
        "report.html",
        report=made,
        links=links,
        chosen=chosen,
        organisations=organisations(visit),
        models=models.TITLES,
        places=_places(visit, chosen, made),
        other_years=range(visit.today.year, visit.today.year - BEFORE - 2, -1),
        all=ALL,
        sentence=_sentence(visit, chosen, made),
    )


def _places(visit: Visit, chosen: Chosen, made: Report) -> list[tuple[str, str]]:
    """The municipalities to choose from; none for who looks from outside."""
    if made.audience == "outside":
        return []
    whole = Wanted(chosen.organisation, chosen.wanted.period, chosen.wanted.known_on)
    found = making.ask(visit.engine, visit.actor, whole) if chosen.place or chosen.model else made
    return sorted(((g.key, g.title) for g in found.places if g.key), key=lambda pair: pair[1])


def _sentence(visit: Visit, chosen: Chosen, made: Report) -> str:
    """What is shown, in a sentence."""
    parts = [str(chosen.year) if made.period.year else str(made.period), made.organisation_name]
    parts.append(models.title(chosen.model) if chosen.model else _("alle modellen"))
    parts.append(dict(_places(visit, chosen, made)).get(chosen.place, chosen.place) or _("alle gemeenten"))
    return ", ".join(parts)


@router.get("/rapport/{year}/rijen")
def rows(visit: Staff, year: int) -> Response:
    """The cases behind a number, for who may see them."""
    chosen = _chosen(visit, year)
    query = visit.request.query_params
    group = query.get("groep")
    found = behind(
        visit.engine, visit.actor, chosen.wanted, query.get("cijfer", ""), "" if group == "?leeg" else group
    )
    back = f"/rapport/{year}{chosen.query()}"
    return visit.page("report_rows.html", found=found, chosen=chosen, back=back, period=chosen.wanted.period)


@router.get("/rapport/{year}/{kind}")
def file(visit: Staff, year: int, kind: str) -> Response:
    """The report as a file, as the organisation publishes it."""
    if kind not in FILES:
        raise NotFound(_("Zo'n bestand is er niet."), hint=_("Kies pdf, docx, xlsx, html of json."))
    chosen = _chosen(visit, year)
    made = making.ask(visit.engine, visit.actor, chosen.wanted, publish=True, years=BEFORE)
    media, render = FILES[kind]
    name = f"jaarverslag-{chosen.organisation or 'samen'}-{year}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(render(made), media_type=media, headers=headers)
