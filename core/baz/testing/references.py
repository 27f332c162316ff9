"""Whether the names in a scenario exist: steps, fields, roles, meetings, states, tasks, letters and cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from baz.definition.model import OpenEffect, Transition, Workflow
from baz.definition.problems import Problem, did_you_mean
from baz.definition.source import Node
from baz.ground.errors import NotFound
from baz.plugins.catalogue import Catalogue
from baz.testing.story import Entry, Expect, Story

_MEETING = ("meet", "plan", "move", "cancel")
_ROLE = ("join", "answer", "leave", "handover")
_TASK = ("do", "snooze", "pin")
NOTICES = ("hervat", "wat_nu", "past_niet", "teruggestuurd", "bel_even")
"""Tasks that the engine itself raises."""


def unknown_names(story: Story, root: Node, catalogue: Catalogue) -> list[Problem]:
    """Every name in a story that its workflows do not have. `story` may be read in part."""
    check = _Check(story, catalogue)
    nodes = root.entries["steps"].items if "steps" in root.entries else []
    if story.organisation and story.organisation not in catalogue.organisations:
        at = root.entries["organisation"]
        check.unknown(at, "organisation", story.organisation, catalogue.organisations)
    for entry in story.steps:
        check.step(entry, nodes[entry.number - 1])
    return check.problems


def steps_of(workflow: Workflow) -> dict[str, Transition]:
    """Every transition by name, those of the regions too."""
    found = dict(workflow.transitions)
    for region in workflow.regions.values():
        found |= region.transitions
    return found


@dataclass(slots=True)
class _Check:
    story: Story
    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)
    cases: dict[str, str] = field(default_factory=dict)
    referred: dict[str, str] = field(default_factory=dict)
    current: str = ""

    def unknown(self, node: Node, kind: str, name: str, known: Iterable[str]) -> None:
        """Note that a name is none of these."""
        slug = f"unknown-{kind.split()[0]}"
        self.problems.append(node.problem(slug, f"unknown {kind} '{name}'", did_you_mean(name, known)))

    def known(self, node: Node | None, kind: str, name: str, known: Iterable[str]) -> None:
        """Note it when a name is none of these."""
        if node is not None and name and name not in known:
            self.unknown(node, kind, name, known)

    def workflow(self, name: str, node: Node | None = None) -> Workflow | None:
        """A workflow of the installation, or None; then that is noted at the node."""
        try:
            return self.catalogue.workflow(name, self.story.organisation)
        except NotFound:
            if node is not None:
                self.unknown(node, "workflow", name, [n for n, _ in self.catalogue.definitions])
            return None

    # --- a step

    def step(self, entry: Entry, node: Node) -> None:
        self.current = entry.case or self.current or self.story.key
        at = self._inside(entry, node)
        if entry.verb == "set":
            name = entry.more.get("workflow") or self.story.workflow
            workflow = self.workflow(name, at.get("workflow") or at.get("set"))
            self.known(
                at.get("set"), "parameter", entry.name, workflow.parameters if workflow else (entry.name,)
            )
        elif entry.verb == "open":
            self._open(entry, at)
        elif entry.verb == "accept":
            self.cases[entry.name] = self.referred.get(self.current, "")
        elif entry.verb not in ("wait", "expect") and self._case(self.current, node):
            workflow = self.workflow(self.cases[self.current])
            if workflow is not None:
                self._named(entry, at, workflow)
                self._answers(at, workflow)
        expects = node.entries.get("expect")
        places = expects.items if expects is not None and expects.kind == "list" else [expects]
        for expect, place in zip(entry.expects, places, strict=False):
            if place is not None:
                self._expect(expect, place)

    @staticmethod
    def _inside(entry: Entry, node: Node) -> dict[str, Node]:
        """The nodes of a step by key; the name of a refused step stands under its verb."""
        inner = node.entries.get("refuse")
        if not entry.refused or inner is None:
            return node.entries
        if inner.kind == "map":
            return {**node.entries, **inner.entries}
        return {entry.verb: inner, **node.entries}

    def _case(self, name: str, node: Node) -> bool:
        if name not in self.cases:
            where = node.entries.get("case") or node
            self.problems.append(
                where.problem(
                    "unknown-case", f"there is no case '{name}' yet", did_you_mean(name, self.cases)
                )
            )
            self.cases[name] = ""
        return bool(self.cases[name])

    def _open(self, entry: Entry, at: dict[str, Node]) -> None:
        name = entry.more.get("workflow") or self.story.workflow
        workflow = self.workflow(name, at.get("workflow") or at.get("open"))
        if not entry.refused:
            self.cases[self.current] = name if workflow else ""
        if workflow is None:
            return
        openings = [n for n, t in workflow.transitions.items() if not t.frm]
        self.known(at.get("open"), "step that opens a case", entry.name, openings)
        if "state" in at:
            self.known(at["state"], "state", entry.more.get("state", ""), workflow.states)
        self._answers(at, workflow)

    def _named(self, entry: Entry, at: dict[str, Node], workflow: Workflow) -> None:
        node, name, verb = at.get(entry.verb), entry.name, entry.verb
        if verb in ("step", "agree"):
            self._transition(entry, at, workflow)
        elif verb in _MEETING:
            self.known(node, "meeting", name, workflow.meetings)
        elif verb in _ROLE:
            self.known(node, "role", name, workflow.roles)
        elif verb in _TASK:
            self.known(node, "task", name, _tasks(workflow))
        elif verb == "jump":
            region = workflow.regions.get(entry.more.get("region", ""))
            self.known(node, "state", name, region.states if region else workflow.states)
        elif verb == "pause" and name != "true":
            self.known(node, "reason to pause", name, workflow.pause.reasons or (name,))
        elif verb == "apply":
            self.known(node, "parameter", name, workflow.parameters)
        elif verb == "share":
            self.known(node, "organisation", name, self.catalogue.organisations)

    def _transition(self, entry: Entry, at: dict[str, Node], workflow: Workflow) -> None:
        steps = steps_of(workflow)
        self.known(at.get(entry.verb), "step", entry.name, steps)
        if "outcome" in at:
            self.known(at["outcome"], "outcome", entry.more.get("outcome", ""), workflow.outcomes)
        if entry.name not in steps or entry.refused:
            return
        opens = [e.value for e in steps[entry.name].then if isinstance(e.value, OpenEffect)]
        chosen = entry.more.get("choose") or next((o.workflow[0] for o in opens), "")
        chosen = chosen.partition("@")[0]
        if chosen:
            self.referred[self.current] = chosen if self.workflow(chosen) else ""
            self.cases[entry.more.get("child") or f"{self.current}.{entry.name}"] = self.referred[
                self.current
            ]

    def _answers(self, at: dict[str, Node], workflow: Workflow) -> None:
        node = at.get("with")
        if node is None:
            return
        names = [*workflow.fields, *workflow.roles, *workflow.meetings]
        for name, value in node.entries.items():
            self.known(node.keys[name], "answer", name, names)
            if name in workflow.roles:
                for person in value.scalars():
                    self.known(person, "person", str(person.value), self.story.people)

    # --- what is expected

    def _expect(self, expect: Expect, node: Node) -> None:
        name = expect.case or self.current
        if not self._case(name, node):
            return
        workflow = self.workflow(self.cases[name])
        if workflow is None:
            return
        tables = {
            "tasks": ("task", _tasks(workflow)), "roles": ("role", list(workflow.roles)),
            "fields": ("field", list(workflow.fields)), "meetings": ("meeting", list(workflow.meetings)),
        }  # fmt: skip
        for key, (kind, known) in tables.items():
            for word, place in node.entries[key].keys.items() if key in node.entries else ():
                self.known(place, kind, word, known)
        for letter in node.entries["letters"].items if "letters" in node.entries else ():
            self.known(letter, "letter", str(letter.value), workflow.letters)
        for place, word, names in _states(node, workflow):
            self.known(place, "state", word, names)
        if "outcome" in node.entries:
            self.known(
                node.entries["outcome"], "outcome", str(expect.what["outcome"] or ""), workflow.outcomes
            )


def _states(node: Node, workflow: Workflow) -> Iterator[tuple[Node, str, Iterable[str]]]:
    at = node.entries.get("state")
    if at is None:
        return
    if at.kind == "scalar":
        yield at, str(at.value), workflow.states
    for region, value in at.entries.items():
        if region == "main":
            yield value, str(value.value), workflow.states
        elif region in workflow.regions:
            yield value, str(value.value), workflow.regions[region].states
        else:
            yield at.keys[region], region, ["main", *workflow.regions]


def _tasks(workflow: Workflow) -> list[str]:
    rhythms = [f"ritme.{name}" for name, meeting in workflow.meetings.items() if meeting.every]
    return [*workflow.tasks, *rhythms, *NOTICES]
