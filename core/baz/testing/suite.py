"""What every plugin must satisfy. A plugin inherits it in one line of its `tests/test_conformance.py`:

    from baz.testing.suite import *

    PLUGIN = "lus"

It runs with everything that is installed beside the plugin, as an installation would.
"""

from __future__ import annotations

from functools import cache

import pytest

from baz.definition.canonical import digest, dump, restore
from baz.definition.model import Workflow
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import SHARED, Catalogue
from baz.plugins.manager import Plugins

__all__ = [
    "catalogue",
    "plugin",
    "test_every_definition_can_be_stored_and_comes_back",
    "test_every_template_is_used",
    "test_everything_it_gives_loads",
    "test_it_is_the_plugin_of_its_organisation",
    "test_its_workflows_ask_nothing_that_is_not_there",
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
    assert 0 <= organisation.hue < 360


def test_its_workflows_ask_nothing_that_is_not_there(
    catalogue: Catalogue, plugin: str, workflows: list[Workflow]
) -> None:
    """Every letter has its template, every field its type, every effect somebody who carries it out."""
    for workflow in workflows:
        for letter in workflow.letters.values():
            assert catalogue.letter(workflow, letter.template).text().strip(), letter.template
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
    given = {name for owner, name in catalogue.letters if owner == plugin}
    assert sorted(given - used) == []


def test_every_definition_can_be_stored_and_comes_back(workflows: list[Workflow]) -> None:
    """What a running case pins by its hash is readable when this plugin is gone."""
    for workflow in workflows:
        assert restore(dump(workflow)) == workflow
        assert digest(restore(dump(workflow))) == digest(workflow)
