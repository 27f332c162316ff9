"""A command becomes the data of a fact: answers read, words and personal values put aside.

What names a person never reaches the log: it gets a row of its own, and the log holds the row's
id and a proof (promise 13).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from baz.definition.model import FieldDef
from baz.engine import keeping
from baz.engine.access import known_here
from baz.engine.work import Work
from baz.ground.errors import BadInput
from baz.ground.freetext import free_words
from baz.ground.words import in_words, nearest
from baz.kernel.acts import CALL_ME, Actor, Answers, Command, Erase, Open, Yes
from baz.kernel.plan import Plan
from baz.kernel.run import Run
from baz.kernel.when import When
from baz.store import people
from baz.store.people import PersonalValue

_WORDS = {"reason": "reden", "place": "weten waar de samenkomst is", "waive": "reden"}
_NOTE = "een woord bij deze gebeurtenis"
_TITLES = {"reason": "De reden", "place": "De plaats", "waive": "De reden", "note": "De nota"}


@dataclass(slots=True)
class Prepared:
    """The data of the fact, the raw values behind its references, and the papers that were seen."""

    data: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    papers: dict[str, dict[str, Any]] = field(default_factory=dict)
    sealed: list[people.Sealed] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    work: Work
    plan: Plan
    run: Run | None
    case: str
    organisation: str
    actor: Actor
    out: Prepared

    def word(self, name: str, value: str, purpose: str) -> dict[str, Any]:
        """A free word along with an act, put aside once it may be kept."""
        try:
            free_words(value)
        except ValueError as error:
            raise BadInput(f"{_TITLES[name]}: {error}") from None
        return self.aside(name, value, purpose)

    def aside(self, name: str, value: str, purpose: str) -> dict[str, Any]:
        """Put words aside; what stays is where they are."""
        line = PersonalValue(name, value, purpose, case_id=self.case)
        sealed = people.seal(self.organisation, line, now=self.work.now, ids=self.work.ids)
        self.out.sealed.append(sealed)
        return {"ref": sealed.ref.id, "mac": sealed.ref.mac}

    def field(self, name: str, raw: Any) -> Any:
        """One field's value as the log keeps it."""
        if raw is None:
            return None
        definition = self.plan.workflow.fields[name]
        kind = self.work.catalogue.field_types.get(definition.type)
        if kind is None:
            raise BadInput(f"Het soort veld '{definition.type}' is er niet: de plugin ontbreekt.")
        try:
            value = kind.parse(raw, self._options(definition))
            free_words(value)  # a plugin's own type is held to it too
        except ValueError as error:
            raise BadInput(f"{definition.title}: {error}") from None
        if definition.type == "paper":
            self.out.papers[name] = value
            return value
        personal = kind.personal if definition.personal is None else definition.personal
        if not (personal or definition.type in ("text", "list")):
            return value
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
        shape = self.aside(name, text, definition.purpose)
        self.out.values[shape["ref"]] = value
        if isinstance(value, list):
            shape["count"] = len(value)
            shape["open"] = sum(1 for item in value if not (isinstance(item, dict) and item.get("mark")))
        return shape

    def _options(self, definition: FieldDef) -> tuple[str, ...]:
        if not definition.options_from:
            return definition.options
        raw = self.run.fields.get(definition.options_from) if self.run else None
        if not isinstance(raw, dict):
            return ()
        text = people.reveal([raw["ref"]], connection=self.work.connection).get(raw["ref"])
        items = json.loads(text) if text else []
        return tuple(i["text"] if isinstance(i, dict) else str(i) for i in items)

    def parties(self, role: str, raw: Any) -> list[str]:
        """The ids of the people who are asked for a role."""
        given = list(raw) if isinstance(raw, list | tuple) else [raw]
        for party in given:
            if not known_here(self.work, str(party), self.organisation, self.run, self.actor):
                title = self.plan.workflow.roles[role].title
                raise BadInput(f"{title}: '{party}' is geen bekende persoon of organisatie.")
        return [str(p) for p in given]

    def meeting(self, raw: Any) -> dict[str, Any]:
        """When a meeting is planned, how, and where."""
        plan = dict(raw) if isinstance(raw, Mapping) else {"on": raw}
        if unknown := set(plan) - {"on", "mode", "place"}:
            raise BadInput(f"Een samenkomst heeft geen '{min(unknown)}'; wel on, mode en place.")
        found: dict[str, Any] = {"on": _day(plan.get("on", ""))}
        if plan.get("mode", "fysiek") not in ("fysiek", "online", "hybride"):
            raise BadInput("Een samenkomst is fysiek, online of hybride.")
        if plan.get("mode"):
            found["mode"] = plan["mode"]
        if plan.get("place"):
            shape = self.word("place", str(plan["place"]), _WORDS["place"])
            found["place"] = shape["ref"]
        return found

    def answers(self, answers: Answers) -> None:
        """Sort answers into fields, roles and meetings."""
        w = self.plan.workflow
        for name, raw in answers.items():
            if name in w.fields:
                self.out.data.setdefault("fields", {})[name] = self.field(name, raw)
            elif name in w.roles:
                self.out.data.setdefault("roles", {})[name] = self.parties(name, raw)
            elif name in w.meetings:
                self.out.data.setdefault("meetings", {})[name] = self.meeting(raw)
            else:
                known = [*w.fields, *w.roles, *w.meetings]
                near = nearest(name, known)
                hint = f"Bedoel je '{near}'?" if near else f"Deze werkwijze kent: {in_words(sorted(known))}."
                raise BadInput(f"'{name}' is geen veld, rol of samenkomst.", hint=hint)


def _date(raw: Any) -> str:
    try:
        return str(raw if isinstance(raw, When) else When.parse(str(raw)))
    except ValueError as error:
        raise BadInput(str(error)) from None


def _day(raw: Any) -> str:
    """A date that is agreed for later: it has a day, or at least a month or a year."""
    text = _date(raw)
    if text == "?":
        raise BadInput("Zeg welke dag, of ten minste welke maand.")
    return text


def _yes(yes: Yes) -> dict[str, Any]:
    found: dict[str, Any] = {"party": yes.party, "how": yes.how}
    return found if yes.yes else {**found, "yes": False}


def _plain(reader: _Reader, name: str, value: Any) -> Any:
    """One value of an act as JSON; words that a person wrote are put aside."""
    match name:
        case "agreed":
            return [_yes(y) for y in value]
        case "yes":
            return _yes(value)
        case "on" | "until":
            return _day(value)
        case "present" | "values":
            return list(value)
        case "regions":
            return dict(value)
        case "place":
            return reader.word("place", value, _WORDS["place"])["ref"]
        case "reason" | "waive":
            return reader.word(name, value, _WORDS[name])
    return value


def prepare(
    work: Work, plan: Plan, run: Run | None, command: Command, case: str, organisation: str
) -> Prepared:
    """Read what a command says.

    Raises:
        BadInput: naming the answer that cannot be read.
    """
    reader = _Reader(work, plan, run, case, organisation, command.actor, Prepared({}))
    data = reader.out.data
    for spec in fields(command.act):
        value = getattr(command.act, spec.name)
        if spec.name == "name" or value in ("", None, (), {}) or (spec.name == "mode" and value == "fysiek"):
            continue
        if spec.name == "answers":
            reader.answers(value)
        elif spec.name == "feeling" and value != CALL_ME:
            continue  # how it went is for the talk, not for the log
        else:
            data[spec.name] = _plain(reader, spec.name, value)
    if command.note:
        data["note"] = reader.word("note", command.note, _NOTE)
    _own_yes(plan, command, data)
    if isinstance(command.act, Erase) and (due := keeping.due_days(work, plan, run, case, command.act)):
        data["due"] = due
    if isinstance(command.act, Open):
        data["definition"] = plan.hash
        data["version"] = plan.workflow.version
    return reader.out


def _own_yes(plan: Plan, command: Command, data: dict[str, Any]) -> None:
    """Who proposes something, or asks for a role herself, thereby says yes."""
    person = command.behalf or command.actor.party
    edge = plan.edges.get(command.act.name) if command.act.kind in ("step", "opened") else None
    asks = edge is not None and (edge.agree or data.get("roles"))
    if not (asks or command.act.kind == "joined"):
        return
    given = data.get("agreed", [])
    if all(y["party"] != person for y in given):
        data["agreed"] = [*given, {"party": person, "how": command.how or "zelf"}]
