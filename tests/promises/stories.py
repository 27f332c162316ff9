"""Random stories: one command after the other, whatever the case is in. Every choice comes from one seed."""

from __future__ import annotations

import random
from datetime import timedelta

from baz.ground.errors import BazError
from baz.kernel.acts import (
    PEOPLE,
    Act,
    Agree,
    Answer,
    Cancel,
    Done,
    Held,
    Join,
    Jump,
    Leave,
    Move,
    Pause,
    Pin,
    Plan,
    Resume,
    Snooze,
    Step,
    Withdraw,
    Yes,
)
from baz.kernel.plan import Edge
from baz.kernel.plan import Plan as Compiled
from baz.kernel.when import When
from promises.world import World


class Story:
    """Drives one case of a world with random commands, most of them sensible."""

    def __init__(self, world: World, seed: int, case: str) -> None:
        self.world, self.case = world, case
        self.rnd = random.Random(seed)
        self.plan: Compiled = world.plan()

    def past(self, days: int = 60) -> When:
        """Some day before today, or this month without a day."""
        day = (self.world.now - timedelta(days=self.rnd.randint(0, days))).date()
        return When(day.replace(day=1), "month") if self.rnd.random() < 0.1 else When(day, "day")

    def sensible_edge(self) -> Edge:
        """A step that is possible now, when there is one."""
        allowed = [o for o in self.world.engine.can(self.case, self.world.staff) if o.to or o.asks]
        here = [
            o
            for o in allowed
            if not any(r.code in ("niet-van-hier", "klok", "pauze", "afgelopen") for r in o.reasons)
        ]
        name = self.rnd.choice(here or allowed).step
        return self.plan.edges[name]

    def step(self) -> tuple[Act, dict[str, str]]:
        """Some transition, with its answers and the yeses it needs."""
        edge = (
            self.sensible_edge()
            if self.rnd.random() < 0.9
            else self.rnd.choice(list(self.plan.edges.values()))
        )
        names = [*edge.step.ask] if self.rnd.random() < 0.9 else edge.step.ask[:1]
        answers = self.world.answers(self.plan, edge, self.rnd, list(names))
        outcomes = self.plan.final(edge.step.to) if edge.region == "main" else ()
        chosen = [w for e in edge.step.then if e.kind == "open" for w in e.value.workflow]
        agreed = tuple(Yes(p, "telefoon") for p in self.world.people if self.rnd.random() < 0.8)
        act = Step(
            name=edge.name,
            answers=answers,
            outcome=self.rnd.choice(outcomes) if outcomes else "",
            choose=self.rnd.choice(chosen) if chosen else "",
            agreed=agreed,
            waive="zo was het" if self.rnd.random() < 0.5 else "",
        )
        roles = self.plan.workflow.roles
        staff = any(roles[r].kind == "staff" for r in edge.step.by)
        if staff or not edge.step.by:
            return act, {}
        run = self.world.engine.show(self.case, self.world.staff)
        mine = [r.party for r in run.roles if r.role in edge.step.by and r.standing == "active"]
        return act, {"behalf": mine[0] if mine else self.world.people[1], "how": "mondeling"}

    def other(self) -> Act:
        """Something built in."""
        rnd, w = self.rnd, self.plan.workflow
        view = self.world.engine.show(self.case, self.world.staff)
        day = When((self.world.now + timedelta(days=rnd.randint(0, 40))).date(), "day")
        kinds = list(w.meetings) or [""]
        kind = rnd.choice(kinds)
        role = rnd.choice(list(w.roles))
        party = rnd.choice(self.world.people)
        task = rnd.choice([t.name for t in view.tasks if t.status == "open"] or ["niets"])
        reasons = list(w.pause.reasons) or [""]
        # by their place among what people told: the engine's own lines depend on when a worker ran
        facts = sorted(line.seq for line in view.timeline if line.kind in PEOPLE)
        found: list[Act] = [
            Held(name=kind, count=rnd.randint(1, 9), answers=self._meeting_answers(kind)),
            Held(name=kind, count=rnd.randint(1, 9), answers=self._meeting_answers(kind)),
            Plan(name=kind, on=day),
            Move(name=kind, on=day),
            Cancel(name=kind, reason="ziek"),
            Pause(name=rnd.choice(reasons), until=day if rnd.random() < 0.5 else None),
            Resume(),
            Join(name=role, party=party, agreed=(Yes(party, "mail"),)),
            Answer(name=role, party=party, yes=Yes(party, "telefoon", rnd.random() < 0.7)),
            Leave(name=role, party=party),
            Agree(name=rnd.choice(list(self.plan.edges)), yes=Yes(party, "telefoon", rnd.random() < 0.8)),
            Done(name=task, answers=self._task_answers(task)),
            Snooze(name=task, until=day, reason="later"),
            Pin(name=task, on=day, reason="zo afgesproken"),
            Jump(name=rnd.choice(list(w.states)), reason="zo liep het"),
            Withdraw(event=rnd.choice(facts), reason="verkeerd"),
        ]
        return rnd.choice(found)

    def _meeting_answers(self, kind: str) -> dict[str, object]:
        meeting = self.plan.workflow.meetings.get(kind)
        return {n: self.world.answer(self.plan, n, self.rnd) for n in (meeting.ask if meeting else ())}

    def _task_answers(self, name: str) -> dict[str, object]:
        task = self.plan.workflow.tasks.get(name)
        return {n: self.world.answer(self.plan, n, self.rnd) for n in (task.ask if task else ())}

    def turn(self) -> tuple[Act, When | None, BazError | None]:
        """One random turn: the clock goes on, somebody tells something. Gives what, when, and the refusal."""
        self.world.now += timedelta(
            days=self.rnd.choice([0, 0, 1, 5, 30, 200]), minutes=self.rnd.randint(1, 400)
        )
        act, more = self.step() if self.rnd.random() < 0.6 else (self.other(), {})
        on = self.past() if self.rnd.random() < 0.3 else None
        found = self.world.attempt(act, self.case, on, **more)
        return act, on, found if isinstance(found, BazError) else None
