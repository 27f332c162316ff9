"""The list of cases. The columns of a workflow's own fields, roles and regions open up once it is chosen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from baz.definition.model import FieldDef, Workflow
from baz.engine.access import hand_of
from baz.engine.desk import outcome_title, state_title
from baz.engine.gather import decode
from baz.engine.work import refs_in
from baz.ground.words import spoken
from baz.kernel.plan import MAIN
from baz.kernel.rights import hidden_fields
from baz.plugins.fieldtypes import show_list
from baz.services.exchange.columns import TRAJECTEN, Cell, Column, Kind
from baz.services.exchange.reader import Reader, Row, day, joined, states_of
from baz.store import browse, people
from baz.store.browse import After, CaseWish
from baz.store.tables import cases

KEYS = (cases.c.id,)
_ORDERS = {
    "sinds": "since",
    "begonnen": "opened_on",
    "gemeente": "area",
    "toestand": "state",
    "geeindigd": "ended_on",
}
_ENDED: Mapping[str, bool | None] = {"lopend": False, "afgelopen": True, "alle": None}
_FIELD_KINDS: Mapping[str, Kind] = {"number": "number", "date": "day", "yes_no": "yes_no", "paper": "day"}


def query(reader: Reader, after: After) -> Select[Any]:
    """The cases that are asked, from a place on."""
    ask, workflow = reader.ask, reader.workflow()
    state, paused = ask.value("toestand"), ask.value("rust")
    abouts = reader.searched()
    wish = CaseWish(
        workflow=ask.value("werkwijze"),
        states=(states_of(workflow, state) if workflow else (state,)) if state else (),
        ended=_ENDED[ask.value("stand")],
        area=ask.value("gemeente"),
        outcome=ask.value("afloop"),
        paused=None if not paused else paused == "ja",
        who=reader.party("wie"),
        since=reader.span("sinds_van", "sinds_tot"),
        opened=reader.span("begonnen_van", "begonnen_tot"),
        abouts=abouts,
        ids=() if abouts is None else _numbered(reader, ask.value("zoek")),
    )
    return browse.case_query(reader.organisation, wish, _ORDERS[ask.sort], ask.down, after)


def _numbered(reader: Reader, words: str) -> tuple[str, ...]:
    """The cases whose number begins with what is searched."""
    begin = words if words.startswith("case-") else f"case-{words}"
    found = select(cases.c.id).where(cases.c.id.startswith(begin, autoescape=True)).limit(20)
    return tuple(reader.work.connection.execute(found).scalars())


def place(reader: Reader, row: Mapping[str, Any]) -> After:
    """Where a row lies in the order of the list."""
    return (row[_ORDERS[reader.ask.sort]] or "", row["id"])


def columns(reader: Reader) -> dict[str, Column]:
    """The columns that this question can show, by name."""
    found = {c.name: c for c in reader.ask.definition.columns}
    if workflow := reader.workflow():
        found |= {c.name: c for c in own_columns(workflow)}
    return found


def own_columns(workflow: Workflow) -> list[Column]:
    """The columns of the fields, roles and regions of a workflow."""
    taken = {c.title.casefold() for c in TRAJECTEN.columns}

    def titled(title: str, part: str) -> str:
        """A title that no other column has, so that a saved file can be read in again."""
        found = f"{title} ({part})" if title.casefold() in taken else title
        taken.add(found.casefold())
        return found

    fields = [
        Column(f"veld.{name}", titled(f.title, "veld"), _FIELD_KINDS.get(f.type, "text"), shown=False)
        for name, f in workflow.fields.items()
    ]
    roles = [Column(f"rol.{name}", titled(r.title, "rol"), shown=False) for name, r in workflow.roles.items()]
    regions = [
        Column(f"spoor.{name}", titled(f"Spoor {r.title.lower()}", "spoor"), shown=False)
        for name, r in workflow.regions.items()
    ]
    return [*fields, *roles, *regions]


def rows(reader: Reader, found: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[Row]:
    """The lines of a page: as many queries for a thousand rows as for one."""
    beside = _Beside(reader, found, names)
    return [Row(r["id"], tuple(beside.cell(r, name) for name in names), case=r["id"]) for r in found]


class _Beside:
    """What stands in other tables than the line of the case, asked once for the page."""

    def __init__(self, reader: Reader, found: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
        self.reader = reader
        connection = reader.work.connection
        ids, wanted = [r["id"] for r in found], set(names)
        roles = wanted & {"medewerker", "vrijwilliger"} or any(n.startswith("rol.") for n in names)
        self.parts: dict[str, list[tuple[str, str]]] = {}
        for case, role, party in browse.parts_of(ids, connection=connection) if roles else ():
            self.parts.setdefault(case, []).append((role, party))
        reader.learn([r["about"] for r in found] + [p for ps in self.parts.values() for _, p in ps])
        tasks, meetings = wanted & {"taak", "taak_dag"}, wanted & {"laatste", "volgende"}
        self.tasks = browse.next_tasks(ids, connection=connection) if tasks else {}
        self.meetings = browse.meeting_days(ids, connection=connection) if meetings else {}
        self.fields: dict[str, dict[str, Any]] = {}
        self.values: dict[str, str | None] = {}
        if any(n.startswith("veld.") for n in names):
            self._read_fields(found, [n.removeprefix("veld.") for n in names if n.startswith("veld.")])

    def _read_fields(self, found: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
        hand = hand_of(self.reader.work, self.reader.actor, self.reader.organisation)
        for row in found:
            hidden = hidden_fields(self.reader.plan(row["definition"]), None, hand)
            stored = json.loads(row["snapshot"]).get("run", {}).get("fields", {})
            self.fields[row["id"]] = {n: stored[n] for n in names if n in stored and n not in hidden}
        refs = [ref for fields in self.fields.values() for ref in refs_in(fields)]
        self.values = people.reveal(refs, connection=self.reader.work.connection)

    def cell(self, row: Mapping[str, Any], name: str) -> Cell:
        """One cell."""
        part, dot, rest = name.partition(".")
        if dot:
            return self._own(row, part, rest)
        plan = self.reader.plan(row["definition"])
        match name:
            case "nummer":
                return str(row["id"])
            case "van_wie":
                return self.reader.name(row["about"])
            case "werkwijze":
                return plan.workflow.title
            case "gemeente":
                return str(row["area"]) if row["area"] else None
            case "toestand":
                return state_title(plan, MAIN, row["state"])
            case "sinds":
                return day(row["since"])
            case "begonnen":
                return day(row["opened_on"], row["opened_precision"])
            case "geeindigd":
                return day(row["ended_on"])
            case "rust":
                return outcome_title(plan, row["paused"]) if row["paused"] else None
            case "afloop":
                return outcome_title(plan, row["outcome"]) if row["outcome"] else None
        return self._beside(row, name)

    def _beside(self, row: Mapping[str, Any], name: str) -> Cell:
        match name:
            case "taak":
                return self.tasks.get(row["id"], ("", ""))[1] or None
            case "taak_dag":
                return day(self.tasks.get(row["id"], ("", ""))[0])
            case "laatste":
                return day(self.meetings.get(row["id"], {}).get("held"))
            case "volgende":
                return day(self.meetings.get(row["id"], {}).get("planned"))
        kind = {"medewerker": "staff", "vrijwilliger": "volunteer"}[name]
        roles = self.reader.plan(row["definition"]).workflow.roles
        mine = [p for r, p in self.parts.get(row["id"], ()) if r in roles and roles[r].kind == kind]
        return joined(self.reader.name(p) for p in mine if p != row["about"]) or None

    def _own(self, row: Mapping[str, Any], part: str, name: str) -> Cell:
        plan = self.reader.plan(row["definition"])
        if part == "rol":
            mine = (p for r, p in self.parts.get(row["id"], ()) if r == name)
            return joined(self.reader.name(p) for p in mine) or None
        if part == "spoor":
            state = json.loads(row["regions"]).get(name)
            return state_title(plan, name, state) if state else None
        raw = self.fields.get(row["id"], {}).get(name)
        definition = plan.workflow.fields.get(name)
        if isinstance(raw, dict) and "ref" in raw:
            raw = decode(self.values.get(raw["ref"]))
        return None if raw is None or definition is None else self._shown(definition, raw)

    def _shown(self, definition: FieldDef, raw: Any) -> Cell:
        """A value as a cell that can be read in again."""
        match definition.type:
            case "number" | "yes_no":
                return raw if isinstance(raw, int) else str(raw)
            case "date":
                return date.fromisoformat(raw)
            case "paper":
                return raw.get("exemption") or day(raw.get("seen_on"))
            case "choices":
                return ", ".join(spoken(str(o)) for o in raw)
            case "list":
                return show_list(raw)
        kind = self.reader.work.catalogue.field_types.get(definition.type)
        return kind.show(raw) if kind else str(raw)
