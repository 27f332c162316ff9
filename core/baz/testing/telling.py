"""One story being told: who is who, which case is which, what happened, and what was not as expected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from baz.definition.sentences import UNKNOWN, value_text
from baz.engine.engine import Engine, Receipt
from baz.engine.timeline import title as event_title
from baz.ground.errors import BazError, NotFound, Refused
from baz.kernel.acts import Actor, Event, Refusal
from baz.kernel.plan import Plan, build
from baz.kernel.run import Consequence
from baz.kernel.when import When
from baz.services.letters.making import NAMELESS, letters_of
from baz.services.letters.template import LetterError
from baz.store import commands, log
from baz.store.commands import CommandRow
from baz.store.links import LinkRow
from baz.testing.acting import ENGINE, Stage, command
from baz.testing.arriving import arrive, party_of
from baz.testing.coverage import Coverage
from baz.testing.happened import KINDS, Failure, Happened
from baz.testing.observe import Seen, differences, look
from baz.testing.story import Entry, Expect, Story

GAPS = (value_text(None), value_text(UNKNOWN), NAMELESS)
"""What a letter says where it has nothing to say."""


class Telling:
    """A story on its way. `tell` does one step and never raises for what the story gets wrong."""

    def __init__(self, engine: Engine, story: Story, *, looking: bool = True) -> None:
        self.engine = engine
        self.story = story
        self.looking = looking
        self.people: dict[str, str] = {key: party_of(story, person) for key, person in story.people.items()}
        self.staff = {k: p.of or story.organisation for k, p in story.people.items() if p.kind == "staff"}
        self.cases: dict[str, str] = {}
        self.happened: list[Happened] = []
        self.failures: list[Failure] = []
        self.coverage = Coverage()
        self._current = story.key
        self._homes: dict[str, tuple[str, str]] = {}
        self._labels = {e.label: e for e in story.steps if e.label}
        self._done: dict[int, CommandRow] = {}
        self._last_done = 0
        self._known_until = datetime.min.replace(tzinfo=UTC)
        self._here = False
        self._letters: dict[str, set[str]] = {}
        self._held: dict[str, int] = {}
        self._lost: set[str] = set()
        self._plans: dict[str, Plan] = {}

    # --- before the first step

    def remember(self) -> None:
        """Find out what an earlier replay did already, and up to when its cases followed their clock."""
        with self.engine.reading() as work:
            for entry in self.story.steps:
                found = commands.find(self._key(entry), connection=work.connection)
                if found is not None:
                    self._done[entry.number] = found
            self._last_done = max(self._done, default=0)
            for case in {row.case_id for row in self._done.values() if row.case_id}:
                last = log.read(case, connection=work.connection)[-1].recorded
                self._known_until = max(self._known_until, last)

    def recall(self, entry: Entry) -> None:
        """A step that an earlier replay took: which cases it opened."""
        if entry.case:
            self._current = entry.case
        if row := self._done.get(entry.number):
            self._opened(entry, _stored(row))

    def _key(self, entry: Entry) -> str:
        return f"{self.story.key}:{entry.number}"

    def _arrive(self, day: date) -> None:
        """The people of the story, once."""
        if self._here:
            return
        self._here = True
        with self.engine.work() as work:
            arrive(work, self.story, day)

    # --- one step

    def tell(self, entry: Entry) -> None:
        """Do a step, and hold the case against what is expected."""
        self._arrive(entry.told)
        if entry.case:
            self._current = entry.case
        if (self._current in self._lost and entry.verb != "open") or self._elsewhere(entry):
            return
        # what the story looks at has changed since, when the case went on before this replay broke off
        past = entry.number <= self._last_done or self.engine.clock() <= self._known_until
        try:
            if entry.verb in ("wait", "expect", "set") or entry.refused:
                done = None if past else self._aside(entry)
            else:
                done = self._perform(entry, past)
        except BazError as error:
            self._fail(entry.line, f"dat dit kan: {self._what(entry)}", _told(error))
            self._lost.add(self._current)
            return
        if past or done is None:
            return
        self.happened.append(done)
        for expect in entry.expects:
            self._expect(expect)

    def _aside(self, entry: Entry) -> Happened:
        """What is no fact: waiting, looking, a refusal, a parameter."""
        if entry.refused:
            return self._refuse(entry)
        if entry.verb == "set":
            self._set(entry)
        return self._line(entry, None)

    def _perform(self, entry: Entry, past: bool) -> Happened:
        receipt = self._receipt(entry)
        self._opened(entry, receipt)
        found = self._line(entry, receipt)
        before, now = self._held.get(receipt.case, 0), len(receipt.held)
        self._held[receipt.case] = now
        if now > before and not past and not any("held" in e.what for e in entry.expects):
            self._fail(entry.line, f"dat dit past: {self._what(entry)}", receipt.held[-1])
        return replace(found, already=receipt.already)

    def _receipt(self, entry: Entry) -> Receipt:
        done = self._done.get(entry.number)
        if entry.verb in ("accept", "return"):
            return _stored(done) if done else self._answer(entry)
        stage = self._stage(entry)
        told = command(entry, stage)
        if entry.verb == "open":
            told = replace(told, case=self._case_id(self._current))
        return self.engine.perform(told)

    def _stage(self, entry: Entry) -> Stage:
        if entry.verb == "open":
            name, home = entry.more.get("workflow") or self.story.workflow, self.story.organisation
            case = ""
        else:
            case = self._case(self._current)
            name, home = self._homes[self._current]
        workflow = self.engine.catalogue.workflow(name, home)
        return Stage(self.people, self.staff, workflow, home, case, self._key(entry), self._number)

    def _case_id(self, name: str) -> str:
        return f"case-{self.story.key}" if name == self.story.key else f"case-{self.story.key}-{name}"

    def _case(self, name: str) -> str:
        if name not in self.cases:
            raise NotFound(f"In dit verhaal is er nog geen traject '{name}'.")
        return self.cases[name]

    def _know(self, name: str, case: str) -> None:
        self.cases[name] = case
        seen = look(self.engine, case)
        self._homes[name] = (seen.row.workflow, seen.row.organisation)

    def _opened(self, entry: Entry, receipt: Receipt) -> None:
        """The cases that a step opened get a name: the one the story gives, else that of the step."""
        if entry.verb == "open":
            self._know(self._current, receipt.case)
        for number, case in enumerate(receipt.opened):
            name = entry.more.get("child", "") if number == 0 else ""
            self._know(name or f"{self._current}.{entry.name}", case)
        if entry.verb == "accept":
            self._know(entry.name, receipt.case)
        elif entry.more.get("child") and not receipt.opened and not receipt.already:
            self._fail(
                entry.line, f"dat deze stap het traject '{entry.more['child']}' opent", "er ging niets open"
            )

    def _number(self, label: str) -> int:
        """The number of the line of a labelled step."""
        entry = self._labels[label]
        with self.engine.reading() as work:
            found = commands.find(self._key(entry), connection=work.connection)
        if found is None or found.first_seq is None:
            raise NotFound(f"De stap '{label}' werd niet genomen.")
        return found.first_seq

    def _actor(self, entry: Entry) -> Actor:
        if not entry.by:
            return Actor(ENGINE)
        return Actor(self.people[entry.by], frozenset((self.staff.get(entry.by, ""),)))

    def _waiting(self, entry: Entry) -> LinkRow | None:
        """The referral that a partner answers."""
        home = self.staff.get(entry.by, self.story.organisation)
        parent = self._case(self._current)
        links = self.engine.referrals(self._actor(entry), home)
        return next((link for link in reversed(links) if link.parent_case == parent), None)

    def _elsewhere(self, entry: Entry) -> bool:
        """Whether a referral is accepted with a workflow that is not installed here. The story then goes on
        without that case, so that a plugin can tell it without the partner's."""
        if entry.verb != "accept" or entry.number in self._done or self._current not in self.cases:
            return False
        link = self._waiting(entry)
        if link is None or any(w.workflow == link.workflow for w in self.engine.catalogue.workflows()):
            return False
        self._lost.add(entry.name)
        return True

    def _answer(self, entry: Entry) -> Receipt:
        """A partner accepts what was referred, or sends it back."""
        home, actor = self.staff.get(entry.by, self.story.organisation), self._actor(entry)
        link = self._waiting(entry)
        if link is None:
            raise NotFound("Er wacht hier geen doorverwijzing.")
        if entry.verb == "return":
            return self.engine.return_referral(
                link.id, actor, key=self._key(entry), reason=entry.more.get("reason", "")
            )
        workflow = self.engine.catalogue.workflow(link.workflow, home)
        stage = Stage(self.people, self.staff, workflow, home, "", "", self._number)
        answers = stage.answers(entry.answers)
        return self.engine.accept_referral(link.id, actor, key=self._key(entry), answers=answers)

    def _set(self, entry: Entry) -> None:
        start = entry.more.get("from")
        day = start.day if isinstance(start, When) and start.day else entry.told
        name = entry.more.get("workflow") or self.story.workflow
        self.engine.set_parameter(
            self.story.organisation, name, entry.name, str(entry.more["value"]), day, self._actor(entry)
        )

    def _refuse(self, entry: Entry) -> Happened:
        """A step that must be refused, with its sentence; nothing may come of it."""
        told = command(entry, self._stage(entry))
        try:
            self.engine.perform(told)
        except BazError as error:
            found = _told(error)
            if entry.because.casefold() not in found.casefold():
                self._fail(entry.line, f'een weigering met "{entry.because}"', found)
            self._cover(entry, error)
            return replace(self._line(entry, None), refused=found)
        self._fail(entry.line, f'een weigering met "{entry.because}"', "het mocht")
        return self._line(entry, None)

    def _cover(self, entry: Entry, error: BazError) -> None:
        refusal = getattr(error, "refusal", None)
        if not isinstance(error, Refused) or not isinstance(refusal, Refusal):
            return
        self.coverage.refused(self._plan(entry), refusal)

    def _plan(self, entry: Entry) -> Plan:
        name, home = self._homes.get(self._current, ("", ""))
        if entry.verb == "open" or not name:
            name, home = entry.more.get("workflow") or self.story.workflow, self.story.organisation
        workflow = self.engine.catalogue.workflow(name, home)
        key = self.engine.plans.hash_of(workflow)
        if key not in self._plans:
            functions = self.engine.catalogue.guard_functions.items()
            self._plans[key] = build(workflow, key, {n: f.signature for n, f in functions})
        return self._plans[key]

    # --- what it looks like

    def _line(self, entry: Entry, receipt: Receipt | None) -> Happened:
        person = self.story.people.get(entry.by)
        behalf = self.story.people.get(entry.behalf)
        line = Happened(
            entry.number, entry.line, entry.told.isoformat(), str(entry.on) if entry.on else "",
            person.name if person else "", behalf.name if behalf else "", self._what(entry), self._current,
        )  # fmt: skip
        if self._current not in self.cases or not (self.looking or entry.expects):
            return line
        seen = look(self.engine, self.cases[self._current])
        self.coverage.saw(seen)
        known = self._letters.setdefault(seen.row.id, set())
        fresh = [c for c in seen.sent if c.key not in known]
        known |= {c.key for c in fresh}
        self._written(entry, seen.row.id, fresh)
        titles = seen.plan.workflow.letters
        return replace(
            line,
            state=seen.state_title,
            tasks=tuple((t.title, t.due_on or "") for t in seen.open_tasks),
            letters=tuple(titles[c.name].title if c.name in titles else c.name for c in fresh),
            opened=receipt.opened if receipt else (),
            held=receipt.held if receipt else (),
        )

    def _written(self, entry: Entry, case: str, letters: Iterable[Consequence]) -> None:
        """Write the letters that follow, each for everybody who gets it: nothing may be missing in them."""
        for letter in letters:
            try:
                with self.engine.reading() as work:
                    made = letters_of(
                        work,
                        case,
                        letter.name,
                        consequence=letter.key,
                        meeting=letter.data.get("meeting", ""),
                    )
            except (BazError, LetterError) as error:
                self._fail(entry.line, f"de brief {letter.name}", str(error))
                continue
            for gap in {gap for rendered in made for gap in GAPS if gap in rendered.text}:
                self._fail(entry.line, f"de brief {letter.name} zonder iets dat ontbreekt", f'"{gap}"')

    def _what(self, entry: Entry) -> str:
        """The step in words."""
        if entry.verb == "wait":
            return "De tijd gaat voorbij"
        if entry.verb == "expect":
            return "Zo staat het er voor"
        if entry.verb == "set":
            return f"Instelling {entry.name} wordt {entry.more['value']}"
        if entry.verb in ("accept", "return"):
            return (
                "De doorverwijzing wordt aanvaard"
                if entry.verb == "accept"
                else "De doorverwijzing komt terug"
            )
        try:
            plan = self._plan(entry)
        except BazError:
            return entry.name
        kind = KINDS.get(entry.verb, entry.verb)
        return event_title(
            plan, Event(0, kind, entry.name, {}, When(None, "unknown"), self.engine.clock(), "")
        )

    def _expect(self, expect: Expect) -> None:
        name = expect.case or self._current
        if name in self._lost:
            return
        if name not in self.cases:
            self._fail(expect.line, f"een traject '{name}'", "dat is er niet")
            return
        seen = look(self.engine, self.cases[name])
        self.coverage.saw(seen)
        for difference in differences(seen, expect):
            self._fail(difference.line, difference.expected, difference.found)

    def look_around(self) -> None:
        """At the end: look at every case once more, for what followed by itself."""
        for _, seen in self.seen() if self.looking else ():
            self.coverage.saw(seen)

    def seen(self) -> Iterator[tuple[str, Seen]]:
        """Every case of the story as it is now."""
        for name, case in self.cases.items():
            yield name, look(self.engine, case)

    def _fail(self, line: int, expected: str, found: str) -> None:
        self.failures.append(Failure(self.story.file, line, expected, found))


def _told(error: BazError) -> str:
    return f"{error.message} {error.hint}".strip()


def _stored(row: CommandRow) -> Receipt:
    found = json.loads(row.result)
    return Receipt(
        found["case"], found["seq"], found["state"], tuple(found["held"]), tuple(found["opened"]), True
    )
