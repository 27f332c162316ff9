"""What every plugin must satisfy. A plugin inherits it in one line of its `tests/test_conformance.py`:

    from baz.testing.suite import *

    PLUGIN = "buurt"

It runs with everything that is installed beside the plugin, as an installation would. Its stories are played
on SQLite; with `BAZ_TEST_DATABASE=postgresql` on a real PostgreSQL.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from baz.definition.canonical import digest, dump, restore
from baz.definition.model import Workflow
from baz.engine.rights import BUNDLES
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import SHARED, Catalogue
from baz.plugins.manager import Plugins
from baz.services.letters.checking import check_letter
from baz.testing.conformance import Plays, Way, bad_scenarios, gaps, strange_imports
from baz.testing.databases import postgresql, sqlite_file

__all__ = [
    "catalogue",
    "plays",
    "plugin",
    "postgresql",
    "sqlite_file",
    "test_every_definition_can_be_stored_and_comes_back",
    "test_every_template_is_used",
    "test_everything_it_gives_loads",
    "test_it_imports_only_the_api",
    "test_it_is_the_plugin_of_its_organisation",
    "test_its_scenarios_are_sound",
    "test_its_stories_do_not_depend_on_how_they_are_played",
    "test_its_stories_go_as_they_say",
    "test_its_stories_leave_everything_in_order",
    "test_its_stories_show_every_workflow_whole",
    "test_its_workflows_ask_nothing_that_is_not_there",
    "test_its_workflows_carry_its_name",
    "workflows",
]


@cache
def _catalogue() -> Catalogue:
    return assemble(Plugins.discover())


@pytest.fixture
def plugin(request: pytest.FixtureRequest) -> str:
    """The name of the plugin: `PLUGIN` in the module that inherits the suite."""
    return str(request.module.PLUGIN)


@pytest.fixture
def catalogue() -> Catalogue:
    """Everything that is installed."""
    return _catalogue()


@pytest.fixture
def workflows(catalogue: Catalogue, plugin: str) -> list[Workflow]:
    """Every version of every workflow of the plugin, and of shared ones with its overlays."""
    own = [w for (name, _), w in catalogue.definitions.items() if name.startswith(f"{plugin}/")]
    return own + [w for (_, _, organisation), w in catalogue.merged.items() if organisation == plugin]


def test_everything_it_gives_loads(catalogue: Catalogue, plugin: str) -> None:
    """No hook, file or value of it was refused."""
    assert plugin in {i.name for i in catalogue.installed if i.enabled}
    assert [str(f) for f in catalogue.failures if f.plugin == plugin] == []


def test_it_is_the_plugin_of_its_organisation(catalogue: Catalogue, plugin: str) -> None:
    """It says who it is, and who on its staff gets what nobody has yet."""
    organisation = catalogue.organisations[plugin]
    assert organisation.name
    assert organisation.staff_roles
    assert set(organisation.rights) <= set(organisation.staff_roles), "rights of a role that it has not"
    assert set(organisation.rights.values()) <= set(BUNDLES), f"a role's rights are one of {sorted(BUNDLES)}"
    assert 0 <= organisation.hue < 360


def test_its_workflows_ask_nothing_that_is_not_there(
    catalogue: Catalogue, plugin: str, workflows: list[Workflow]
) -> None:
    """Every letter has its template, every field its type, every effect somebody who carries it out."""
    for workflow in workflows:
        for letter in workflow.letters.values():
            text = catalogue.letter(workflow, letter.template, plugin).text()
            assert text.strip(), letter.template
            assert [str(p) for p in check_letter(text, workflow, letter.template)] == []
        assert {f.type for f in workflow.fields.values()} <= catalogue.field_types.keys()
        steps = [*workflow.transitions.values()]
        steps += [t for region in workflow.regions.values() for t in region.transitions.values()]
        assert {e.kind for step in steps for e in step.then} <= catalogue.effects.keys()
    assert plugin in catalogue.visible_to(plugin)


def test_every_template_is_used(catalogue: Catalogue, plugin: str) -> None:
    """A template that no letter names is a mistake in a name, or rubbish."""
    users = [w for (name, _), w in catalogue.definitions.items() if plugin in (SHARED, name.split("/")[0])]
    users += [w for (_, _, organisation), w in catalogue.merged.items() if plugin in (SHARED, organisation)]
    used = {letter.template for workflow in users for letter in workflow.letters.values()}
    # its own words for a letter of another plugin stand in a folder that is called after that plugin
    others = [w for w in catalogue.definitions.values() if w.organisation != plugin]
    used |= {f"{w.organisation}/{letter.template}" for w in others for letter in w.letters.values()}
    given = {name for owner, name in catalogue.letters if owner == plugin}
    assert sorted(given - used) == []


def test_every_definition_can_be_stored_and_comes_back(workflows: list[Workflow]) -> None:
    """What a running case pins by its hash is readable when this plugin is gone."""
    for workflow in workflows:
        assert restore(dump(workflow)) == workflow
        assert digest(restore(dump(workflow))) == digest(workflow)


# --- the plugin's own code and names


def test_it_imports_only_the_api(catalogue: Catalogue, plugin: str) -> None:
    """A plugin knows `baz.api` and nothing else of ours, so that we can change the rest."""
    modules = [i.module for i in catalogue.installed if i.name == plugin]
    assert [line for module in modules for line in strange_imports(module)] == []


def test_its_workflows_carry_its_name(catalogue: Catalogue, plugin: str) -> None:
    """A workflow that it brings is called `plugin/name`, and every file of it is sound."""
    brought = [name for (name, _), r in catalogue.sources.items() if r.plugin == plugin]
    assert [name for name in brought if not name.startswith(f"{plugin}/")] == []
    mine = [p for p in catalogue.problems if p.file.startswith(f"{plugin}/") and p.severity == "error"]
    assert [str(p) for p in mine] == []


# --- its stories


@pytest.fixture(scope="module")
def plays(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Plays:
    """Plays the plugin's stories, each way once."""
    folder = tmp_path_factory.mktemp("stories")
    numbers = count(1)

    def new_url() -> str:
        if os.environ.get("BAZ_TEST_DATABASE") == "postgresql":
            return str(request.getfixturevalue("postgresql").new())
        path = folder / f"{next(numbers)}.db"
        template: Path = request.getfixturevalue("sqlite_file")
        shutil.copy(template, path)
        return f"sqlite:///{path}"

    return Plays(_catalogue(), str(request.module.PLUGIN), new_url)


def test_its_scenarios_are_sound(catalogue: Catalogue, plugin: str) -> None:
    """Every scenario can be read, and every name in it exists."""
    problems = bad_scenarios(catalogue, plugin)
    assert not problems, f"\n{problems}"


def test_its_stories_go_as_they_say(plays: Plays) -> None:
    """Nothing is refused that should be possible, and what is expected is so."""
    failures = [str(failure) for outcome in plays() for failure in outcome.played.failures]
    assert failures == []


def test_its_stories_leave_everything_in_order(plays: Plays) -> None:
    """Log and projections agree, and every task is somebody's."""
    assert [problem for outcome in plays() for problem in outcome.problems] == []


def test_its_stories_show_every_workflow_whole(
    catalogue: Catalogue, plays: Plays, workflows: list[Workflow]
) -> None:
    """Every state is entered, every step taken, every letter sent, and every refusal shown by some story."""
    coverage = plays.coverage()
    newest = [w for w in workflows if w.version == catalogue.workflow(w.workflow).version]
    assert [gap for workflow in newest for gap in gaps(catalogue, workflow, coverage)] == []


@pytest.mark.parametrize("way", ["never", "daily"])
def test_its_stories_do_not_depend_on_how_they_are_played(plays: Plays, way: Way) -> None:
    """Again, step by step in another time zone with a worker that never runs; and with one every day."""
    for first, second in zip(plays(), plays(way), strict=True):
        assert [str(f) for f in second.played.failures] == [str(f) for f in first.played.failures]
        assert second.facts == first.facts, first.played.story.file
        assert second.problems == first.problems
