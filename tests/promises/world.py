"""A small world to try the engine's promises in: an organisation, people, a clock that is set by hand.

`World.answers` fills in whatever a step asks, so that random stories go somewhere.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from baz.definition.model import FieldDef
from baz.engine.engine import Engine, Receipt
from baz.engine.work import Plans
from baz.ground.clock import BRUSSELS
from baz.ground.errors import BazError, Refused
from baz.kernel.acts import OPERATOR, Act, Actor, Command, Open
from baz.kernel.plan import Edge, Plan
from baz.kernel.when import When
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import Catalogue
from baz.plugins.manager import Plugins
from baz.store.database import Database, open_database
from baz.store.ids import NumberedIds
from baz.store.schema import migrate

STORY = settings(
    max_examples=1, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
"""One story per workflow and promise in the quick tests; `test_thorough.py` tells more."""
RUN = random.randrange(2**32)
SEEDS = st.integers(0, 2**32 - 1).map(lambda seed: seed ^ RUN)
"""Another story in every run: the only example of hypothesis would always be nought."""


@cache
def _tables() -> bytes:
    """An empty database with its tables, as a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "baz.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


def fresh(folder: Path) -> Database:
    """A new SQLite database with its tables."""
    path = folder / "baz.db"
    path.write_bytes(_tables())
    return open_database(f"sqlite:///{path}")


@cache
def shipped() -> Catalogue:
    """What the installed plugins give; worked out once."""
    return assemble(Plugins.discover())


@cache
def compiled() -> Plans:
    """Its workflows, compiled once for all worlds."""
    return Plans(shipped())


def workflows() -> list[str]:
    """Every workflow that is shipped."""
    return sorted({name for name, _ in shipped().definitions})


@dataclass(slots=True)
class World:
    """An engine with people. `now` is the only clock."""

    engine: Engine
    workflow: str
    now: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=BRUSSELS)
    people: list[str] = field(default_factory=list)
    staff: Actor = field(default_factory=lambda: Actor(""))
    keys: Any = field(default_factory=count)

    @classmethod
    def on(cls, database: Database, workflow: str) -> World:
        """A world on an empty database."""
        engine = Engine(database, shipped(), ids=NumberedIds())
        engine.plans = compiled()
        world = cls(engine, workflow)
        engine.clock = lambda: world.now.astimezone(UTC)
        home = world.organisation
        world.people = [engine.add_party(f"Mens {i}", organisation=home, actor=OPERATOR) for i in range(6)]
        engine.add_staff(world.people[0], home, "medewerker", date(2020, 1, 1), actor=OPERATOR)
        world.staff = Actor(world.people[0], frozenset((home,)))
        return world

    @property
    def organisation(self) -> str:
        """Whose workflow it is."""
        return self.workflow.split("/")[0]

    def plan(self) -> Plan:
        """The compiled workflow."""
        with self.engine.work() as work:
            return work.plans.newest(
                self.workflow, self.organisation, connection=work.connection, now=work.now
            )

    def tell(self, act: Act, case: str = "", on: When | None = None, **more: Any) -> Receipt:
        """Carry out a command of the staff, with a key of its own."""
        return self.engine.perform(
            Command(
                actor=more.pop("actor", self.staff),
                act=act,
                key=more.pop("key", f"key-{next(self.keys)}"),
                case=case,
                organisation=self.organisation,
                occurred=on,
                **more,
            )
        )

    def attempt(self, act: Act, case: str, on: When | None = None, **more: Any) -> BazError | Receipt:
        """The same, with a refusal as a value."""
        try:
            return self.tell(act, case, on, **more)
        except BazError as error:
            return error

    def open(self, rnd: random.Random, edge: Edge | None = None) -> Receipt:
        """Open a case by an opening step, with everything it asks."""
        plan = self.plan()
        edge = edge or plan.openings[0]
        answers = self.answers(plan, edge, rnd, [*edge.step.ask])
        # a case that nobody wants does not begin
        answers |= {
            n: True for n in answers if n in plan.workflow.fields and plan.workflow.fields[n].type == "yes_no"
        }
        act = Open(workflow=self.workflow, name=edge.name, answers=answers)
        by = edge.step.by
        staff = any(plan.workflow.roles[r].kind == "staff" for r in by)
        more = {} if staff else {"behalf": self.people[1], "how": "telefoon"}
        try:
            return self.tell(act, **more)
        except Refused:
            # closed for new cases, or not with these answers: then it is one that runs already
            taken = Open(workflow=self.workflow, name=edge.name, state=edge.step.to, answers=answers)
            return self.tell(taken, **more)

    def answers(
        self, plan: Plan, edge: Edge, rnd: random.Random, names: list[str] | None = None
    ) -> dict[str, Any]:
        """An answer for everything that a step asks."""
        wanted = (
            names
            if names is not None
            else [*edge.step.ask, *(o for o in edge.step.optional if rnd.random() < 0.5)]
        )
        return {name: self.answer(plan, name, rnd) for name in wanted}

    def answer(self, plan: Plan, name: str, rnd: random.Random) -> Any:
        """An answer that can be read for a field, role or meeting."""
        w = plan.workflow
        if name in w.roles:
            if w.roles[name].kind == "staff":
                return self.people[0]
            if name == w.about:
                return self.people[1]
            return rnd.choice(self.people[1:])
        if name in w.meetings:
            return (self.now + timedelta(days=rnd.choice([0, 3, 20]))).date().isoformat()
        return self._value(w.fields[name], rnd)

    def _value(self, definition: FieldDef, rnd: random.Random) -> Any:
        match definition.type:
            case "number":
                return rnd.choice([0, 1, 3, 8, 12])
            case "yes_no":
                return rnd.random() < 0.8
            case "choice":
                return rnd.choice(definition.options) if definition.options else ""
            case "choices":
                return rnd.sample(definition.options, k=rnd.randint(1, len(definition.options)))
            case "date":
                return (self.now + timedelta(days=rnd.randint(1, 90))).date().isoformat()
            case "list":
                mark = {"mark": definition.options[0]} if definition.options and rnd.random() < 0.7 else {}
                return [{"text": f"ding {i}", **mark} for i in range(rnd.randint(1, 3))]
            case "municipality":
                return rnd.choice(["Gent", "Geel", "Wetteren"])
            case "paper":
                return {"seen_on": self.now.date().isoformat(), "ok": True}
        return f"tekst {rnd.randint(1, 9)}"
