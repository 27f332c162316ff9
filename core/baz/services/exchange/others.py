"""The lists of meetings, tasks, papers and referrals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select

from baz.engine.desk import state_title
from baz.engine.finding import short
from baz.ground.words import spoken
from baz.kernel.plan import MAIN
from baz.services.exchange import volunteers
from baz.services.exchange.columns import LINK_STATUS, REFERRED, STATUS, Column
from baz.services.exchange.reader import Reader, Row, day, minute
from baz.store import browse
from baz.store.browse import After
from baz.store.tables import links, meetings, papers, tasks

KEYS: Mapping[str, tuple[ColumnElement[Any], ...]] = {
    "samenkomsten": (meetings.c.case_id, meetings.c.id),
    "taken": (tasks.c.case_id, tasks.c.id),
    "papieren": (papers.c.id,),
    "doorverwijzingen": (links.c.id,),
}
_STANDS = {stored: shown for shown, stored in STATUS.items()}
_REFERRED = {stored: REFERRED[shown] for shown, stored in LINK_STATUS.items()}
_PLACES: Mapping[str, tuple[str, ...]] = {
    "samenkomsten": ("day", "case_id", "id"),
    "taken": ("agenda_on", "case_id", "id"),
    "papieren": ("sort", "party_id", "id"),
    "doorverwijzingen": ("id",),
}


def query(reader: Reader, after: After) -> Select[Any]:
    """What is asked, from a place on."""
    ask, home = reader.ask, reader.organisation
    match ask.list:
        case "samenkomsten":
            status, span = STATUS[ask.value("stand")], reader.span("van", "tot")
            return browse.meeting_query(home, status, span, _kind(reader), ask.down, after)
        case "taken":
            span = reader.span("van", "tot")
            return browse.task_query(home, reader.party("wie"), ask.value("werkwijze"), span, ask.down, after)
        case "papieren":
            return browse.paper_query(home, _paper(reader), ask.down, after)
    status = LINK_STATUS.get(ask.value("stand"), "")
    return browse.referral_query(home, ask.value("richting") == "uit", status, ask.down, after)


def _kind(reader: Reader) -> str:
    """A kind of meeting by its name or its title."""
    text = reader.ask.value("soort")
    for w in reader.workflows():
        for name, m in w.meetings.items():
            if text and m.title.casefold() == text.casefold():
                return name
    return text


def _paper(reader: Reader) -> str:
    text = reader.ask.value("papier")
    titles = volunteers.paper_titles(reader)
    return next((n for n, title in titles.items() if title.casefold() == text.casefold()), text)


def place(reader: Reader, row: Mapping[str, Any]) -> After:
    """Where a row lies in the order of the list."""
    return tuple(str(row[name]) for name in _PLACES[reader.ask.list])


def columns(reader: Reader) -> dict[str, Column]:
    """The columns that this question can show, by name."""
    return {c.name: c for c in reader.ask.definition.columns}


def rows(reader: Reader, found: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[Row]:
    """The lines of a page: as many queries for a thousand rows as for one."""
    reader.learn(p for r in found for p in (r.get("about"), r.get("owner")))
    make = _MAKERS[reader.ask.list](reader)
    lines = []
    for row in found:
        key = "/".join(str(row[c.name]) for c in KEYS[reader.ask.list])
        case = str(row.get("case_id") or "")
        lines.append(Row(key, tuple(make(row, n) for n in names), case, str(row.get("party_id") or "")))
    return lines


Make = Callable[[Mapping[str, Any], str], Any]


def _meeting(reader: Reader) -> Make:
    def cell(row: Mapping[str, Any], name: str) -> Any:
        w = reader.plan(row["definition"]).workflow
        match name:
            case "nummer":
                return f"{row['case_id']}/{row['id']}"
            case "dag":
                return day(row["day"], row["precision"])
            case "uur":
                return minute(row["minute"])
            case "soort":
                return w.meetings[row["kind"]].title if row["kind"] in w.meetings else row["kind"]
            case "stand":
                return _STANDS.get(row["status"], row["status"])
            case "vorm":
                return row["mode"]
            case "aantal":
                return row["people"]
        return _of_case(reader, row, name)

    return cell


def _task(reader: Reader) -> Make:
    def cell(row: Mapping[str, Any], name: str) -> Any:
        plan = reader.plan(row["definition"])
        match name:
            case "nummer":
                return f"{row['case_id']}/{row['id']}"
            case "tegen":
                return day(row["due_on"] or row["agenda_on"])
            case "taak":
                return row["title"]
            case "toestand":
                return state_title(plan, MAIN, row["state"])
            case "wie":
                role = plan.workflow.roles.get(row["owner_role"])
                return reader.name(row["owner"]) or (role.title if role else None)
            case "uitgesteld":
                return row["status"] == "snoozed"
        return _of_case(reader, row, name)

    return cell


def _of_case(reader: Reader, row: Mapping[str, Any], name: str) -> Any:
    match name:
        case "traject":
            return short(row["case_id"])
        case "van_wie":
            return reader.name(row["about"]) or None
        case "werkwijze":
            return reader.plan(row["definition"]).workflow.title
    return row["area"]


def _seen(reader: Reader) -> Make:
    titles = volunteers.paper_titles(reader)

    def cell(row: Mapping[str, Any], name: str) -> Any:
        match name:
            case "nummer":
                return str(row["id"])
            case "naam":
                return str(row["name"])
            case "papier":
                return titles.get(row["kind"], row["kind"])
            case "gezien":
                return day(row["seen_on"])
            case "van":
                return day(row["issued_on"])
            case "versie":
                return row["version"]
            case "in_orde":
                return bool(row["ok"])
        return spoken(row["exemption"]) if row["exemption"] else None

    return cell


def _referral(reader: Reader) -> Make:
    titles = {w.workflow: w.title for w in reader.work.catalogue.workflows()}
    homes = reader.work.catalogue.organisations
    out = reader.ask.value("richting") == "uit"

    def cell(row: Mapping[str, Any], name: str) -> Any:
        match name:
            case "nummer":
                return str(row["id"])
            case "werkwijze":
                return titles.get(row["workflow"], row["workflow"])
            case "organisatie":
                other = row["organisation"] if out else row["sender"]
                return homes[other].name if other in homes else other
        return _REFERRED.get(row["status"], row["status"])

    return cell


_MAKERS: Mapping[str, Callable[[Reader], Make]] = {
    "samenkomsten": _meeting,
    "taken": _task,
    "papieren": _seen,
    "doorverwijzingen": _referral,
}
