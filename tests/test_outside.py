"""A programme from outside Flanders, in YAML alone: Friendship Works of London, a folder of own definitions.

Nothing of the core knows it. `tests/outside` is used as `[definitions]` of `baz.toml` takes it.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from baz.cli.main import main
from baz.engine.own import OWN, OwnDefinitions
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.store.schema import migrate
from baz.testing.conformance import Plays, Way, bad_scenarios, gaps

OUTSIDE = Path(__file__).parent / "outside"
WORKFLOW = "eigen/vriendschap"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    plugins = Plugins.discover()
    OwnDefinitions((OUTSIDE,)).join(plugins)
    return assemble(plugins)


@pytest.fixture(scope="module")
def plays(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Plays:
    folder, numbers = tmp_path_factory.mktemp("stories"), count(1)

    def new_url() -> str:
        url = f"sqlite:///{folder / f'{next(numbers)}.db'}"
        migrate(url)
        return url

    return Plays(catalogue, OWN, new_url)


def test_it_is_yaml_and_letters_alone() -> None:
    assert {p.suffix for p in OUTSIDE.rglob("*") if p.is_file()} == {".yaml", ".md"}


def test_baz_check_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "baz.toml").write_text(f'[definitions]\nfolders = ["{OUTSIDE.as_posix()}"]\n')
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 0, result.output
    assert [str(p) for p in catalogue.problems if p.file.startswith(f"{OWN}/")] == []
    assert [str(f) for f in catalogue.failures if f.plugin == OWN] == []
    assert catalogue.workflow(WORKFLOW, "baz").title == "Mentorvriendschap"


def test_its_scenarios_are_sound(catalogue: Catalogue) -> None:
    assert bad_scenarios(catalogue, OWN) == ""


@pytest.mark.parametrize("way", ["once", "never", "daily"])
def test_its_stories_go_as_they_say(plays: Plays, way: Way) -> None:
    outcomes = plays(way)
    assert len(outcomes) == 2
    assert [str(f) for o in outcomes for f in o.played.failures] == []
    assert [p for o in outcomes for p in o.problems] == []


def test_its_stories_show_every_state_step_and_refusal(catalogue: Catalogue, plays: Plays) -> None:
    assert gaps(catalogue, catalogue.workflow(WORKFLOW), plays.coverage()) == []


def test_each_story_shows_something_that_the_other_does_not(catalogue: Catalogue, plays: Plays) -> None:
    """So that the test above is able to fail."""
    workflow = catalogue.workflow(WORKFLOW)
    assert all(gaps(catalogue, workflow, outcome.played.coverage) for outcome in plays())
