"""Everything that can be asked, by everybody who could ask it: let through or not, as the table says."""

from __future__ import annotations

import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from rights_tables import ACTS, BEHIND, COLUMNS, DOORS, OPERATOR_ONLY, Town, town_on

import baz.engine
import baz.services
from baz.engine.engine import Engine
from baz.engine.rights import BUNDLES
from baz.ground.errors import BazError, Forbidden, NotFound, Refused
from baz.kernel import acts
from baz.store.database import open_database
from baz.testing.databases import MakeUrl

NOT_HERS = frozenset({"niet-jij", "alleen-zij", "namens"})
ADD = "Give it a line in core/tests/support/rights_tables.py."


@pytest.fixture
def town(make_url: MakeUrl) -> Iterator[Town]:
    """The town, on one kind of database: rights do not differ."""
    with open_database(make_url("sqlite")) as database:
        yield town_on(database)


@pytest.fixture(scope="module")
def walked(sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town for the lines of the table: whatever they ask is undone."""
    file = shutil.copy(sqlite_file, tmp_path_factory.mktemp("stad") / "baz.db")
    with open_database(str(file)) as database:
        yield town_on(database)


class _Undo(Exception):
    """Leaves nothing of what was asked."""


def outcome(town: Town, ask: Callable[[], Any]) -> str:
    """The letter of the table."""
    found: list[str] = []
    try:
        with town.world.engine.batch():
            try:
                ask()
                found.append("j")
            except Forbidden:
                found.append("v")
            except NotFound:
                found.append("o")
            except Refused as refused:
                codes = {r.code for r in getattr(refused.refusal, "reasons", ())}
                found.append("n" if codes & NOT_HERS else "j")
            except BazError:
                found.append("j")
            raise _Undo
    except _Undo:
        return found[0]


def drawn(expected: str) -> dict[str, str]:
    """A line of the table by column."""
    letters = expected.replace(" ", "")
    return dict(zip(COLUMNS, letters, strict=True))


@pytest.mark.parametrize("kind", ACTS)
def test_acts(walked: Town, kind: str) -> None:
    making, expected = ACTS[kind]
    assert making(walked).kind == kind
    seen = {who: outcome(walked, lambda who=who: walked.perform(who, making(walked))) for who in COLUMNS}
    assert seen == drawn(expected)


@pytest.mark.parametrize("name", DOORS)
def test_doors(walked: Town, name: str) -> None:
    ask, expected = DOORS[name]
    seen = {who: outcome(walked, lambda who=who: ask(walked, walked.actors[who])) for who in COLUMNS}
    assert seen == drawn(expected)


def test_every_act_has_a_line() -> None:
    assert {act.kind for act in get_args(acts.Act)} == set(ACTS), ADD


def test_every_bundle_has_a_column() -> None:
    assert set(BUNDLES) <= set(COLUMNS)


def test_every_method_of_the_engine_has_a_line() -> None:
    public = {name for name, _ in inspect.getmembers(Engine, inspect.isfunction) if not name.startswith("_")}
    known = {name.removeprefix("Engine.") for name in DOORS if name.startswith("Engine.")} | {"perform"}
    assert public == known | OPERATOR_ONLY, ADD
    for name in public - {"perform", "preview"}:
        asks = "actor" in inspect.signature(getattr(Engine, name)).parameters
        assert asks is (name not in OPERATOR_ONLY), name


def functions(package: ModuleType) -> Iterator[str]:
    """The public functions under a package that get an actor."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        loaded = import_module(module.name)
        for name, found in inspect.getmembers(loaded, inspect.isfunction):
            if found.__module__ == module.name and not name.startswith("_"):
                kinds = (str(p.annotation) for p in inspect.signature(found).parameters.values())
                if any(kind in ("Actor", "<class 'baz.kernel.acts.Actor'>") for kind in kinds):
                    yield f"{module.name}.{name}"


def test_every_function_that_gets_an_actor_has_a_line() -> None:
    known = {name for name in DOORS if not name.startswith("Engine.")} | set(BEHIND)
    assert {*functions(baz.engine), *functions(baz.services)} == known, ADD
    assert set(BEHIND.values()) <= set(DOORS)


def test_pages_use_nothing_that_is_for_the_operator() -> None:
    """What has no actor is not reached from the web."""
    web = Path(baz.engine.__path__[0]).parent / "web"
    for path in sorted(web.rglob("*.py")):
        text = path.read_text("utf-8")
        for name in ("tick", "forget", "verify"):  # a batch is only a transaction: each act in it asks
            assert f"engine.{name}(" not in text, f"{path.name} calls engine.{name}"


def test_a_case_of_others_is_in_no_list(town: Town) -> None:
    """Nothing of Huis reaches Buur, whichever list it asks, and nothing of Buur reaches Huis."""
    engine = town.world.engine
    for who, mine, theirs in (("buur", town.other, town.case), ("coordinator", town.case, town.other)):
        actor = town.actors[who]
        home = next(iter(actor.organisations))
        assert {line.organisation for line in engine.cases(actor)} == {home}
        assert mine in {line.id for line in engine.cases(actor)}
        assert {line.organisation for line in engine.agenda(actor)} <= {home}
        assert theirs not in {line.case for line in engine.agenda(actor, mine=True)}
    for who in ("baz", "rapport", "vrijwilliger_elders", "niemand"):
        assert engine.cases(town.actors[who]) == [], who
        assert engine.agenda(town.actors[who]) == [], who


def test_a_reader_sees_names_and_may_take_nothing(town: Town) -> None:
    """What she could do is shown with the reason why she does not."""
    reader = town.actors["lezer"]
    view = town.world.engine.show(town.case, reader)
    assert view.about == "Rudy"
    assert view.fields["wens"] == ("Wens", "samen zingen")
    assert not any(option.allowed for option in town.world.engine.can(town.case, reader))


def test_a_reader_who_takes_part_as_staff_still_only_reads(town: Town) -> None:
    """Her role in the case gives no more than her role in the organisation; as the person herself it does."""
    engine = town.world.engine
    ine, rudy = town.world.people["ine"], town.world.people["rudy"]
    for party, letter in ((ine, "v"), (rudy, "j")):
        reader = acts.Actor(party, frozenset({"huis"}), roles=frozenset({("huis", "lezer")}))
        command = acts.Command(actor=reader, act=acts.Step(name="nee"), key=f"lees-{party}", case=town.case)
        assert outcome(town, lambda command=command: engine.perform(command)) == letter


def test_a_case_that_was_shared_is_read_by_who_may_read_there(town: Town) -> None:
    engine = town.world.engine
    town.perform("coordinator", acts.Share(name="buur", until=acts.When.parse("2026-03-20")))
    report_only = acts.Actor("party-r", frozenset({"buur"}), roles=frozenset({("buur", "rapport")}))
    assert engine.show(town.case, town.actors["buur"]).id == town.case
    assert outcome(town, lambda: engine.show(town.case, report_only)) == "o"
    assert outcome(town, lambda: town.perform("buur", acts.Step(name="nee"))) == "v"
