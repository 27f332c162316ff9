"""What the suite asks of a plugin: its imports, and its stories, each played once per way of running."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from baz.definition.model import OpenEffect, Workflow
from baz.definition.problems import render_all
from baz.engine.work import Plans
from baz.ground.errors import NotFound
from baz.plugins.catalogue import Catalogue
from baz.store.database import open_database
from baz.testing.coverage import Coverage, not_shown
from baz.testing.player import Played, Ticks
from baz.testing.references import steps_of
from baz.testing.scenario import read_story
from baz.testing.scratch import player_on
from baz.testing.story import Story

Way = Literal["once", "never", "daily"]
WAYS: dict[Way, tuple[Ticks, bool, str]] = {
    "once": ("waits", True, ""),
    "never": ("never", False, "Pacific/Kiritimati"),
    "daily": ("daily", True, ""),
}
"""How stories are played: when a worker runs, all in one transaction or step by step, in which time zone."""
API = ("baz", "baz.api")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one story: how it went, what its cases amount to, and what is wrong with them."""

    played: Played
    facts: dict[str, dict[str, Any]]
    problems: tuple[str, ...]


@dataclass(slots=True)
class Plays:
    """Plays the stories of a plugin; each way of playing happens once. `new_url` gives a fresh database."""

    catalogue: Catalogue
    plugin: str
    new_url: Callable[[], str]
    _kept: dict[Way, tuple[Outcome, ...]] = field(default_factory=dict)
    _plans: list[Plans] = field(default_factory=list)

    def __call__(self, way: Way = "once") -> tuple[Outcome, ...]:
        """Every story of the plugin, played in this way."""
        if way not in self._kept:
            self._kept[way] = tuple(self._play(story, way) for story in stories(self.catalogue, self.plugin))
        return self._kept[way]

    def _play(self, story: Story, way: Way) -> Outcome:
        ticks, batch, zone = WAYS[way]
        database = open_database(self.new_url())
        try:
            with time_zone(zone):
                player = player_on(database, self.catalogue, ticks=ticks)
                # each workflow is compiled once for all stories
                self._plans = self._plans or [player.engine.plans]
                (player.engine.plans,) = self._plans
                played = player.play(story, batch=batch)
                facts, problems = _look(player.engine, played)
            return Outcome(played, facts, tuple(problems))
        finally:
            database.close()

    def coverage(self) -> Coverage:
        """What the stories show together."""
        found = Coverage()
        for outcome in self():
            found.add(outcome.played.coverage)
        return found


def _look(engine: Any, played: Played) -> tuple[dict[str, dict[str, Any]], list[str]]:
    from baz.testing.observe import look

    facts: dict[str, dict[str, Any]] = {}
    problems = [f"{played.story.key}: {sentence}" for sentence in engine.verify()]
    for name, case in played.cases.items():
        seen = look(engine, case)
        facts[name] = seen.facts()
        roles = seen.plan.workflow.roles
        for task in seen.open_tasks:
            if task.owner_role not in roles or roles[task.owner_role].kind not in ("staff", "volunteer"):
                problems.append(f"{played.story.key}: taak '{task.name}' van {name} is van niemand")
    return facts, problems


def stories(catalogue: Catalogue, plugin: str) -> list[Story]:
    """The sound scenarios of a plugin; `bad_scenarios` says what is wrong with the others."""
    files = sorted((r for (p, _), r in catalogue.scenarios.items() if p == plugin), key=lambda r: r.name)
    read = [read_story(r.text(), f"{plugin}/{r.name}", catalogue) for r in files]
    return [r.story for r in read if r.story is not None]


def bad_scenarios(catalogue: Catalogue, plugin: str) -> str:
    """Every problem of every scenario of a plugin, as people read it; empty is good."""
    found: list[str] = []
    seen: dict[str, str] = {}
    for (owner, name), resource in sorted(catalogue.scenarios.items()):
        if owner != plugin:
            continue
        file = f"{plugin}/{name}"
        read = read_story(resource.text(), file, catalogue)
        found += [render_all(read.problems, {file: read.text})] if read.problems else []
        if read.story is not None and read.story.key in seen:
            found.append(f"{file}: de sleutel '{read.story.key}' staat ook in {seen[read.story.key]}")
        elif read.story is not None:
            seen[read.story.key] = file
    return "\n\n".join(found)


def gaps(catalogue: Catalogue, workflow: Workflow, coverage: Coverage) -> list[str]:
    """What no story shows of a workflow. A step that opens only cases of plugins that are not there cannot be
    taken, and is not asked for. Of an overlay only what it adds is: the rest its base's plugin shows."""
    from baz.kernel.plan import build

    signatures = {name: f.signature for name, f in catalogue.guard_functions.items()}
    plan = build(workflow, "", signatures)
    away = {name for name, step in steps_of(workflow).items() if not _possible(catalogue, step.then)}
    found = not_shown(plan, coverage.of(workflow.workflow))
    if workflow.overlays:
        base = catalogue.definitions[workflow.workflow, workflow.version]
        fixed = set(not_shown(build(base, "", signatures), coverage.of(workflow.workflow)))
        found = [line for line in found if line not in fixed]
    return [line for line in found if not any(f"stap '{name}'" in line for name in away)]


def _possible(catalogue: Catalogue, effects: tuple[Any, ...]) -> bool:
    opens = [effect.value.workflow for effect in effects if isinstance(effect.value, OpenEffect)]
    return all(any(_installed(catalogue, name) for name in names) for names in opens)


def _installed(catalogue: Catalogue, workflow: str) -> bool:
    try:
        catalogue.workflow(workflow)
    except NotFound:
        return False
    return True


def strange_imports(module: str) -> list[str]:
    """Where a plugin's package imports something of ours that is not `baz.api`: `file:line: name`."""
    package = module.split(".")[0]
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    found = []
    for folder in folders:
        for file in sorted(Path(folder).rglob("*.py")):
            for line, name in _imports(file):
                if name.split(".")[0] == "baz" and name not in API:
                    found.append(f"{file.relative_to(folder)}:{line}: {name}")
    return found


def _imports(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [f"baz.{a.name}" for a in node.names] if node.module == "baz" else [node.module]
            yield from ((node.lineno, name) for name in names)


@contextmanager
def time_zone(name: str) -> Iterator[None]:
    """The machine's time zone, for as long as the block lasts; nothing without a name, or on Windows."""
    if not name or not hasattr(time, "tzset"):
        yield
        return
    before = os.environ.get("TZ")
    os.environ["TZ"] = name
    time.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time.tzset()
