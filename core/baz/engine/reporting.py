"""A report of a meeting, as somebody fills it in on her phone: several facts, told as one, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from baz.engine import mine
from baz.engine.gather import decode
from baz.engine.mine import NEW, Own
from baz.engine.performing import Receipt, perform
from baz.engine.work import Work, refs_in
from baz.ground.errors import BadInput, NotFound, Outdated
from baz.kernel.acts import Act, Actor, Answers, Cancel, Command, Event, Feeling, Held, Move, Plan, Withdraw
from baz.kernel.when import DAY, When, day_of
from baz.store import cases, commands, log, people

YES, NO, MOVED = "ja", "nee", "verzet"
TOOK_PLACE = (YES, NO, MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What she fills in.

    `meeting` is the planned one, or `nieuw`; `took` whether it took place, or was moved to `next`; `on` the
    day; `present` by id where the kind keeps names; `next` the next meeting (`on`, `mode`, `place`);
    `instead` the line of an earlier report that this one replaces, 0 for none. `key` makes it count once.
    """

    case: str
    kind: str
    meeting: str
    key: str
    took: str = YES
    on: When | None = None
    count: int | None = None
    present: tuple[str, ...] = ()
    feeling: Feeling = ""
    answers: Answers = field(default_factory=dict)
    note: str = ""
    next: Mapping[str, str] | None = None
    instead: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a report: its line in the log, and whether it still has to be fitted in by staff."""

    seq: int
    waits: bool
    called: bool


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier report, to be mended: what stood in it. How it went was not kept."""

    took: str
    on: str
    count: int | None
    present: tuple[str, ...]
    note: str
    meeting: str
    answers: Mapping[str, Any]


def tell(work: Work, actor: Actor, report: Report) -> Sent:
    """Tell it all in one transaction; the same key again tells nothing new.

    Raises:
        Outdated: somebody told of this meeting already.
        Refused, NotFound, Forbidden, BadInput: as the facts themselves.
    """
    if report.took not in TOOK_PLACE or (report.took != YES and report.meeting == NEW):
        raise BadInput("Zeg of de samenkomst doorging.")
    key = f"verslag:{actor.party}:{report.key}"
    cases.load(report.case, connection=work.connection, lock=True)  # two who send at once go one by one
    own = mine.find(work, actor, report.case)
    mine.may_tell(work, actor, own, report.kind)
    if commands.find(key, connection=work.connection) is None:
        if report.instead:
            perform(work, _take_back(actor, report, key))
            own = mine.find(work, actor, report.case)
        _still_open(own, report)
    receipt = perform(work, _first(work, actor, own, report, key))
    if report.next and report.took != MOVED:
        then = Plan(
            name=report.kind,
            on=_when(report.next["on"]),
            mode=report.next.get("mode", "fysiek"),  # type: ignore[arg-type]  # prepare reads it again
            place=report.next.get("place", ""),
        )
        perform(work, Command(actor=actor, act=then, key=f"{key}:volgende", case=report.case))
    return _sent(work, receipt, key, report)


def _take_back(actor: Actor, report: Report, key: str) -> Command:
    return Command(actor=actor, act=Withdraw(event=report.instead), key=f"{key}:terug", case=report.case)


def _still_open(own: Own, report: Report) -> None:
    if report.meeting == NEW:
        return
    if mine.gathering(own, report.meeting).status != "planned":
        raise Outdated(
            "Iemand was je voor: over deze samenkomst is al verteld.", hint="Kijk bij je verslagen."
        )


def _first(work: Work, actor: Actor, own: Own, report: Report, key: str) -> Command:
    act: Act
    occurred: When | None = None
    if report.took == YES:
        act = Held(
            name=report.kind, meeting=report.meeting, count=report.count, present=report.present,
            feeling=report.feeling, answers=report.answers,
        )  # fmt: skip
        occurred = _moment(work, own, report)
    elif report.took == NO:
        act = Cancel(name=report.kind, meeting=report.meeting, feeling=report.feeling)
    elif report.next:
        act = Move(name=report.kind, on=_when(report.next["on"]), meeting=report.meeting)
    else:
        raise BadInput("Zeg op welke dag de samenkomst nu valt.")
    return Command(
        actor=actor, act=act, key=key, case=report.case, occurred=occurred, note=report.note.strip()
    )


def _moment(work: Work, own: Own, report: Report) -> When:
    """The day that she gives; with the hour that was planned for it, and never later than now."""
    if report.on is None or report.on.day is None:
        raise BadInput("Zeg op welke dag het was.")
    today = day_of(work.at)
    if report.on.day > today:
        raise BadInput("Die dag moet nog komen.", hint="Wat nog moet gebeuren, plan je.")
    known = next((m for m in own.run.meetings if m.id == report.meeting), None)
    minute = known.at % DAY if known and known.precision == "minute" else None
    if minute is not None and known is not None and day_of(known.at) == report.on.day and known.at <= work.at:
        return When(report.on.day, "minute", minute)
    return When.at(work.now) if report.on.day == today else report.on


def _when(text: str) -> When:
    try:
        return When.parse(text)
    except ValueError as error:
        raise BadInput(str(error)) from None


def _sent(work: Work, receipt: Receipt, key: str, report: Report) -> Sent:
    row = commands.find(key, connection=work.connection)
    seq = row.first_seq if row and row.first_seq else receipt.seq
    return Sent(seq, bool(receipt.held), report.feeling == "bel")


def earlier(work: Work, actor: Actor, case: str, seq: int) -> tuple[Event, Earlier]:
    """A report that she sent herself, to be mended.

    Raises:
        NotFound: it is not hers, or was taken back.
    """
    mine.find(work, actor, case)
    told = log.told_by(actor.party, (case,), ("held", "cancelled"), 200, connection=work.connection)
    event = next((e for _, e in told if e.seq == seq and e.actor == actor.party), None)
    if event is None:
        raise NotFound("Dit verslag is er niet meer.", hint="Kijk bij je eerdere verslagen.")
    data = event.data
    refs = refs_in([data.get("note", {}), data.get("fields", {})])
    values = people.reveal(refs, connection=work.connection)
    fields = {
        name: decode(values.get(raw["ref"])) if isinstance(raw, dict) and "ref" in raw else raw
        for name, raw in data.get("fields", {}).items()
    }
    note = values.get(data["note"]["ref"]) if "note" in data else ""
    took = YES if event.kind == "held" else NO
    meeting = data.get("meeting", "") or NEW
    day = str(event.occurred)[:10]
    return event, Earlier(
        took, day, data.get("count"), tuple(data.get("present", ())), note or "", meeting, fields
    )
