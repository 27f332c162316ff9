"""Carrying out what a form says: with people who are added along, once for each key, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from baz.engine.performing import Receipt
from baz.ground.errors import BadInput, Outdated, Refused
from baz.kernel.acts import Act, Command, Open, Refusal
from baz.web import questions
from baz.web.language import gettext as _
from baz.web.offers.action import Draft, NewPerson
from baz.web.visit import Visit


def carry_out(visit: Visit, draft: Draft, case: str = "", organisation: str = "") -> Receipt:
    """Tell the engine what a form says.

    Raises:
        BazError: as the engine says; then nothing was written, nobody added.
    """
    if draft.act is None:
        raise BadInput(_("Er is niets ingevuld."))
    form = visit.form
    seen = form.text("gezien")
    home = organisation or visit.organisation
    receipt: Receipt | None = None
    try:
        with visit.engine.batch():
            act = _with_people(visit, draft.act, home)
            command = Command(
                actor=visit.actor, act=act, key=visit.once(), case=case,
                organisation=home, occurred=draft.occurred, seen=questions.number(seen, most=2**53),
                behalf=draft.behalf or _holder(act, draft.behalf_role), how=draft.how, note=draft.note,
            )  # fmt: skip
            receipt = visit.engine.perform(command)
            if receipt.already:
                raise _Twice
    except _Twice:  # who was added along with it the first time is not added again
        pass
    assert receipt is not None  # noqa: S101  # told, or an error left this function
    return receipt


def referred(visit: Visit, link: str, act: Open) -> Receipt:
    """Take a referral over with these answers; who is new in them is added in the same transaction.

    Raises:
        BazError: as the engine says; then nothing was written, nobody added.
    """
    with visit.engine.batch():
        known = _with_people(visit, act, visit.organisation)
        answers = known.answers if isinstance(known, Open) else {}
        key = visit.once()
        return visit.engine.accept_referral(link, visit.actor, key=key, answers=answers)


class _Twice(Exception):
    """Leaves a transaction without writing."""


def _holder(act: Act, role: str) -> str:
    """Who gets a role by an act; empty without a role."""
    parties = getattr(act, "answers", {}).get(role, ()) if role else ()
    return str(parties if isinstance(parties, str) else parties[0]) if parties else ""


def _with_people(visit: Visit, act: Act, organisation: str) -> Act:
    """The act with ids for who is not known yet: they are added in the same transaction."""
    changed: dict[str, Any] = {}
    for spec in fields(act):
        value = getattr(act, spec.name)
        if isinstance(value, NewPerson):
            changed[spec.name] = _add(visit, value, organisation)
        elif isinstance(value, Mapping) and any(isinstance(v, NewPerson) for v in value.values()):
            changed[spec.name] = {
                k: [_add(visit, v, organisation)] if isinstance(v, NewPerson) else v for k, v in value.items()
            }
    return replace(act, **changed) if changed else act


def _add(visit: Visit, person: NewPerson, organisation: str) -> str:
    contact = {"mail" if "@" in person.reach else "phone": person.reach} if person.reach else {}
    return visit.engine.add_party(
        person.name, person.kind, organisation=organisation, actor=visit.actor, contact=contact
    )


def sentences(error: Exception) -> list[str]:
    """What a person reads of a refusal: each reason, and what can be done instead."""
    if isinstance(error, Refused) and isinstance(error.refusal, Refusal):
        return [*(r.sentence for r in error.refusal.reasons), *([error.hint] if error.hint else [])]
    if isinstance(error, Outdated):
        return [_("Iemand was je voor: dit traject is intussen veranderd. Kijk na en bewaar opnieuw.")]
    message, hint = str(getattr(error, "message", error)), str(getattr(error, "hint", ""))
    return [message, hint] if hint else [message]


def by_question(error: Exception, labels: Mapping[str, str]) -> dict[str, str]:
    """What is wrong by question, where an error says of which question it speaks.

    Args:
        error: what the engine said.
        labels: name of each question to its label.
    """
    found: dict[str, str] = {}
    if isinstance(error, Refused) and isinstance(error.refusal, Refusal):
        for reason in error.refusal.reasons:
            if reason.code == "ontbreekt":
                found |= {n: _("Vul dit in.") for n, _value in reason.looked_at if n in labels}
    elif isinstance(error, BadInput):
        for name, label in labels.items():
            if error.message.startswith(f"{label}: "):
                found[name] = error.message.removeprefix(f"{label}: ")
    return found
