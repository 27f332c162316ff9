"""When a moment falls in a run: the anchor, the parameter in force on its day, and the paused days.

A pause moves what hangs on the case's own states, steps and meetings, never what hangs on a
field's date (grammar, rule 6).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from baz.definition.moment import Moment
from baz.definition.values import OFF, Duration, parse_duration
from baz.kernel import calendar
from baz.kernel.facts import Look
from baz.kernel.run import Lane, Run
from baz.kernel.when import DAY, Stamp, stamp

_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def stay_since(run: Run, during: Mapping[str, frozenset[str]]) -> Stamp | None:
    """Since when the case is in one of these states (region -> states) without a break; None when it is not.

    No states at all means any: since the opening.
    """
    if not during:
        return run.opened
    best: Stamp | None = None
    for region, states in during.items():
        lane = run.lanes.get(region)
        if lane is not None and lane.state in states:
            since = _stay(lane, states)
            best = since if best is None else min(best, since)
    return best


def _stay(lane: Lane, states: frozenset[str]) -> Stamp:
    since = lane.since
    for entry in reversed(lane.trail):
        if entry[0] not in states:
            break
        since = entry[1]
    return since


def fall(
    look: Look,
    moment: Moment,
    since: Stamp,
    occasion: Stamp | None = None,
    *,
    as_due: bool = False,
    runs_paused: bool = False,
) -> Stamp | None:
    """The stamp of a moment, or None while its anchor is not there or its parameter is off.

    Args:
        look: the run and the settings.
        moment: what was written.
        since: the beginning of `during` or `from`.
        occasion: for `each`, the stamp of the meeting or step that it hangs on.
        as_due: no time after the anchor then means the end of that day; else the anchor's own stamp.
        runs_paused: it belongs to the pause itself, which does not move it.
    """
    at = _anchor(look, moment, since, occasion)
    if at is None:
        return None
    known, duration = _length(look, moment, at)
    if not known:
        return None
    if duration is None or duration.zero:
        # the date in a field is a whole day: its beginning would belong to the day before
        found = end_of_day(at) if as_due or moment.anchor.kind == "field" else at
    else:
        found = calendar.due(at, duration, moment.direction)
    return found if moment.anchor.kind == "field" or runs_paused else shifted(look.run, at, found)


def end_of_day(at: Stamp) -> Stamp:
    """The midnight that ends the day in which a stamp lies."""
    return at - at % DAY + DAY


def _anchor(look: Look, moment: Moment, since: Stamp, occasion: Stamp | None) -> Stamp | None:
    anchor, run = moment.anchor, look.run
    if occasion is not None:
        return occasion
    match anchor.kind:
        case "opening":
            return run.opened
        case "state":
            region, local = look.plan.locate(anchor.name)
            if local == "pause":
                return int(run.pauses[-1][0]) if run.pauses else None
            members = look.plan.machines[region].members(local) if region else ()
            lane = run.lanes.get(region)
            return max((e[1] for e in lane.trail if e[0] in members), default=None) if lane else None
        case "step":
            stamps = run.steps.get(anchor.name)
            return (min(stamps) if anchor.pick == "first" else max(stamps)) if stamps else None
        case "field":
            return _field_day(look, anchor.name)
        case "meeting":
            return _meeting(run, anchor.name, anchor.pick, since)
        case "joins" | "leaves":
            return None
    return since


def _meeting(run: Run, kind: str, pick: str, since: Stamp) -> Stamp | None:
    if pick == "next":
        return min((m.at for m in run.meetings if m.kind == kind and m.status == "planned"), default=None)
    held = [m.at for m in run.meetings if m.kind == kind and m.status == "held"]
    if pick == "first":
        return min(held, default=None)
    # without a meeting, silence counts from the start (rule 4); an older one than this stay does not count
    return max([since, *held])


def _field_day(look: Look, name: str) -> Stamp | None:
    raw = look.run.fields.get(name)
    if isinstance(raw, dict):
        raw = raw.get("seen_on") or look.facts.values.get(raw.get("ref", ""))
    return stamp(date.fromisoformat(raw)) if isinstance(raw, str) and _ISO.fullmatch(raw) else None


def _length(look: Look, moment: Moment, at: Stamp) -> tuple[bool, Duration | None]:
    """(whether the moment exists, its duration): as in force on the anchor's day, or applied later."""
    if moment.duration is None:
        return True, None
    if moment.duration[0].isdigit():
        return True, parse_duration(moment.duration)
    since = max(at, look.run.applied.get(moment.duration, at))
    value = look.facts.parameter(look.plan, moment.duration, since)
    if value is OFF or not isinstance(value, Duration):
        return False, None
    return True, value


def shifted(run: Run, anchor: Stamp, found: Stamp) -> Stamp | None:
    """A due stamp with the paused days behind it; None while a pause that started before it still runs."""
    for start, end, *_ in run.pauses:
        if start >= found or (end is not None and end <= anchor):
            continue
        if end is None:
            return None
        lost = end - max(start, anchor)
        found += lost - lost % DAY if found % DAY == 0 else lost
    return found
