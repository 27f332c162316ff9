"""A case as a report sees it: its log, folded up to the end of a period with what was known on a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from baz.definition.values import parse_value
from baz.engine.gather import clock_looks_outside, gather, party_facts, reads_outside, with_log
from baz.engine.work import Work, in_force_from
from baz.kernel import clockwork
from baz.kernel.acts import Event
from baz.kernel.facts import Facts, Look, PartyFacts, Setting
from baz.kernel.fold import fold
from baz.kernel.moving import migrate
from baz.kernel.plan import Plan
from baz.kernel.when import Stamp, stamp_of
from baz.services.reports.happenings import Story, happenings
from baz.services.reports.period import Period
from baz.store import cases, log, settings
from baz.store.cases import ReportLine


@dataclass(frozen=True, slots=True)
class Unread:
    """A case of which the log cannot be folded. It is counted, never left out in silence."""

    case: str
    workflow: str
    organisation: str


@dataclass(slots=True)
class Reader:
    """Reads the cases of a report. `known` is the last moment of which something may be known; None for all
    that is known now. `target` gives the plan on which a workflow's indicators are counted, `outside` whether
    one of them looks beyond the case itself."""

    work: Work
    period: Period
    known: datetime | None
    target: Callable[[str], Plan]
    outside: Callable[[str], bool]
    _settings: dict[tuple[str, str], Mapping[str, tuple[Setting, ...]]] = field(default_factory=dict)
    _seen: dict[tuple[str, str], PartyFacts] = field(default_factory=dict)

    def lines(self, organisation: str) -> Iterator[ReportLine]:
        """The cases that can count in the period, by id; all organisations for ""."""
        # What is known now can leave out what ended before; on an earlier day that end was not yet told.
        after, until = (self.period.first, self.period.last) if self.known is None else (None, None)
        return cases.reported(organisation, after, opened_until=until, connection=self.work.connection)

    def log(self, line: ReportLine) -> list[Event]:
        """What was told of a case in time."""
        return log.read(line.id, connection=self.work.connection, known_until=self.known)

    def admitted(self, told: Iterable[Event]) -> list[Event]:
        """What was told about what can have happened before the period was over."""
        return [e for e in told if e.kind == "withdrawn" or self.period.reached(e.occurred, e.recorded)]

    def story(self, line: ReportLine, events: Sequence[Event]) -> Story | Unread | None:
        """A case, from what is `admitted`; None when it had not begun."""
        if not any(e.kind == "opened" for e in events):
            return None
        facts = self._facts(line, events)
        folded = fold(facts, events, self._until)
        if folded is None:
            return Unread(line.id, line.workflow, line.organisation)
        run = folded.run
        look = Look(facts.plans[run.plan], run, facts, run.at)
        due = clockwork.next_due(look)
        look.at = min(self._until, self.period.end - 1)
        found = happenings(look, events)
        loose = any(clock_looks_outside(plan) for plan in facts.plans.values())
        target = self.target(line.workflow)
        if target.hash != run.plan:
            # the indicators are those of the newest version: the case is read as if it had moved there
            look.facts = replace(facts, plans={**facts.plans, target.hash: target})
            migrate(look, target)
        return Story(line.id, line.organisation, look, found, len(folded.held), due, loose)

    @property
    def _until(self) -> Stamp:
        known = self.work.at if self.known is None else stamp_of(self.known)
        return min(self.period.end, known)

    def _facts(self, line: ReportLine, events: Sequence[Event]) -> Facts:
        opening = next(e for e in events if e.kind == "opened")
        plan = self.work.plans.load(opening.data["definition"], connection=self.work.connection)
        facts = gather(self.work, line.organisation, plan, None, event=None, at=self._until)
        known = self.settings(line.organisation, line.workflow)
        facts = replace(with_log(self.work, facts, events), settings=known)
        if not self.outside(line.workflow) and not any(map(reads_outside, facts.plans.values())):
            return facts
        parties = {party: self._party(line.organisation, party) for party in _parties(events)}
        return replace(facts, parties=parties)

    def _party(self, organisation: str, party: str) -> PartyFacts:
        """What is known of somebody: looked up once for all of her cases."""
        key = (organisation, party)
        if key not in self._seen:
            self._seen[key] = party_facts(self.work, organisation, party, at=self._until)
        return self._seen[key]

    def settings(self, organisation: str, workflow: str) -> Mapping[str, tuple[Setting, ...]]:
        """What an organisation had set, as far as it was known."""
        key = (organisation, workflow)
        if key not in self._settings:
            timeline = settings.parameters_of(
                organisation, workflow, connection=self.work.connection, known_until=self.known
            )
            self._settings[key] = {
                name: tuple(
                    Setting(name, value, in_force_from(r))
                    for r in rows
                    if (value := parse_value(r.value)) is not None
                )
                for name, rows in timeline.items()
            }
        return self._settings[key]


def _parties(events: Iterable[Event]) -> list[str]:
    """Everybody whom the facts of a case name."""
    found: set[str] = set()
    for event in events:
        for asked in event.data.get("roles", {}).values():
            found.update(asked)
        found.update(p for key in ("party", "to") if isinstance(p := event.data.get(key), str))
    return sorted(found)
