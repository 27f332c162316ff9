"""Whether the duration and the anchor of a moment exist, and can be a duration and an anchor."""

from __future__ import annotations

from typing import Final

from baz.definition.moment import Anchor, MomentError, parse_moment
from baz.definition.reading.lookup import Found, Lookup
from baz.definition.reading.walk import Use

_NO_DATE: Final = ("text", "number", "yes_no", "choice", "choices", "list", "municipality")


def check_moment(lookup: Lookup, use: Use) -> Found:
    """The problems of one moment; a text that is no moment was reported before."""
    try:
        moment = parse_moment(" ".join(use.text.split()))
    except MomentError:
        return
    if moment.duration not in (None, "0 days"):
        yield from lookup.duration(use, str(moment.duration))
    if check := _ANCHORS.get(moment.anchor.kind):
        yield from check(lookup, use, moment.anchor)


def _state(lookup: Lookup, use: Use, anchor: Anchor) -> Found:
    names = lookup.names
    region, dot, state = anchor.name.rpartition(".")
    if dot and names.regions is not None and region not in names.regions:
        yield from lookup.known(use, "region", region, names.regions, first=True)
        return
    built_in = () if dot else ("pause",)
    yield from lookup.known(
        use, "state or phase", state, names.states(region), names.phases(region), built_in
    )


def _step(lookup: Lookup, use: Use, anchor: Anchor) -> Found:
    yield from lookup.known(use, "step", anchor.name, lookup.names.steps())


def _meeting(lookup: Lookup, use: Use, anchor: Anchor) -> Found:
    yield from lookup.known(use, "meeting", anchor.name, lookup.names.meetings)


def _field(lookup: Lookup, use: Use, anchor: Anchor) -> Found:
    yield from lookup.known(use, "field", anchor.name, lookup.names.fields)
    kind = lookup.names.field_type(anchor.name)
    if kind in _NO_DATE:
        message = f"'{anchor.name}' is a field of type {kind}; a moment needs a date or a paper"
        yield lookup.problem(use, "wrong-field-type", message, "", anchor.name)


def _person(lookup: Lookup, use: Use, anchor: Anchor) -> Found:
    workflow, _, role = anchor.name.partition(".")
    if lookup.names.text("about") is None and ("about",) not in lookup.names.tainted:
        message = f"'{anchor.kind}' speaks of the person this case is about, and this workflow has no 'about'"
        yield lookup.problem(use, "needs-about", message, "add 'about: role' at the top")
    if workflow == lookup.names.text("workflow"):
        yield from lookup.known(use, "role", role, lookup.names.roles)
        return
    yield from lookup.workflow_known(use, workflow)
    other = lookup.vocabulary.workflows.get(workflow)
    if other is not None:
        yield from lookup.known(use, "role", role, other.roles)


_ANCHORS: Final = {
    "state": _state, "step": _step, "meeting": _meeting, "field": _field, "joins": _person, "leaves": _person,
}  # fmt: skip
