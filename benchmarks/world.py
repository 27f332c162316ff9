"""What is measured on: a small workflow, and databases in files with cases that stand ready for a step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from baz.definition.loading import load_definition
from baz.definition.names import FieldKind
from baz.definition.vocabulary import Vocabulary
from baz.engine.engine import Engine
from baz.kernel.acts import OPERATOR, Actor, Command, Open, Step
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.store.database import Database, open_database
from baz.store.ids import NumberedIds
from baz.store.schema import migrate

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ACTOR = Actor("engine")


def catalogue() -> Catalogue:
    """Core's own kinds and the workflows of this folder."""
    bare = assemble(Plugins.discover(found=[]))
    types = {name: FieldKind(kind.kind, kind.personal) for name, kind in bare.field_types.items()}
    words = Vocabulary(field_types=types)
    found = {}
    for name in ("stap", "verslag"):
        loaded = load_definition(HERE / f"{name}.yaml", words)
        if loaded.workflow is None:
            raise SystemExit("\n".join(str(p) for p in loaded.problems))
        found[f"bench/{name}", 1] = loaded.workflow
    object.__setattr__(bare, "definitions", found)
    return bare


@contextmanager
def opened(path: Path, known: Catalogue) -> Iterator[Engine]:
    """An engine on a database file, with numbered ids, so that the same commands write the same bytes."""
    database = open_database(str(path))
    try:
        yield engine_on(database, known)
    finally:
        database.close()


def engine_on(database: Database, known: Catalogue) -> Engine:
    """An engine of which the clock stands still."""
    return Engine(database, known, clock=lambda: NOW, ids=NumberedIds())


def prepare(path: Path, known: Catalogue, cases: int) -> list[str]:
    """Make a database with cases that stand in `begonnen`; gives their ids."""
    migrate(str(path))
    with opened(path, known) as engine:
        person = engine.add_party("Persoon", organisation="bench", actor=OPERATOR)
        staff = engine.add_party("Medewerker", organisation="bench", actor=OPERATOR)
        act = Open(workflow="bench/stap", name="begin", answers={"persoon": person, "medewerker": staff})
        with engine.batch():
            found = [
                engine.perform(Command(actor=ACTOR, act=act, key=f"open-{n}", organisation="bench")).case
                for n in range(cases)
            ]
    return found


def step(case: str) -> Command:
    """The step that is measured."""
    return Command(actor=ACTOR, act=Step(name="groei", answers={"leden": 5}), key=f"step-{case}", case=case)


def copy(path: Path, name: str) -> Path:
    """A copy of a closed database."""
    return Path(shutil.copy(path, path.with_name(name)))
