"""Which organisations there are, which plugins each sees, and who may begin something new.

An organisation outlives its plugin: who left, or whose plugin is gone, keeps readable cases and begins none.
"""

from __future__ import annotations

from datetime import date

from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, Refused
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Actor, Reason, Refusal
from baz.plugins.catalogue import OWN
from baz.store import settings
from baz.store.settings import OrganisationRow


def organisations(work: Work) -> tuple[str, ...]:
    """The keys of all organisations: those that plugins bring, and those that were here before."""
    known = settings.organisations_known(connection=work.connection)
    return tuple(sorted({*work.catalogue.organisations, *known}))


def chosen(work: Work, organisation: str) -> dict[str, bool]:
    """What is said about plugins, for the whole installation and then by the organisation itself."""
    whole = settings.enabled_plugins("", connection=work.connection)
    return {**whole, **settings.enabled_plugins(organisation, connection=work.connection)}


def left_on(work: Work, organisation: str) -> date | None:
    """The last day on which an organisation belonged to the network; None when it still does."""
    known = work.catalogue.organisations.get(organisation)
    row = settings.organisations_known(connection=work.connection).get(organisation)
    if known is not None and known.member_to is not None:
        return known.member_to
    return date.fromisoformat(row.member_to) if row and row.member_to else None


def may_begin(work: Work, organisation: str, workflow: str, day: date) -> None:
    """Whether an organisation may open a case of a workflow on a day.

    Raises:
        Refused: it switched the plugin off, or had left the network.
    """
    plugin = workflow.split("/", 1)[0]
    if plugin != organisation and chosen(work, organisation).get(plugin) is False:
        raise _no(
            "uitgezet", f"De werkwijzen van '{plugin}' staan uit voor deze organisatie.",
            f"Zet ze aan met: baz plugins enable {plugin} --organisation {organisation}",
        )  # fmt: skip
    last = left_on(work, organisation)
    if last is not None and day > last:
        raise _no(
            "weg", f"Deze organisatie hoorde bij het netwerk tot {last.isoformat()}.",
            "Wat liep, blijft leesbaar en kan aflopen; nieuwe trajecten beginnen er niet.",
        )  # fmt: skip


def _no(code: str, sentence: str, hint: str) -> Refused:
    return Refused(sentence, refusal=Refusal((Reason(code, sentence),)), hint=hint)


def enable(work: Work, organisation: str, plugin: str, on: bool, who: Actor) -> None:
    """An organisation switches a plugin on or off for itself.

    Raises:
        BadInput: there is no such plugin, or it is its own.
        Forbidden: the actor does not manage the organisation.
    """
    require(work.catalogue, who, organisation, Right.MANAGE)
    known = [p.name for p in work.catalogue.installed if p.name != OWN]
    if plugin not in known:
        near = nearest(plugin, known)
        hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(known)}."
        raise BadInput(f"Er is geen plugin '{plugin}'.", hint=hint)
    if plugin == organisation and not on:
        raise BadInput("Een organisatie ziet altijd haar eigen plugin.")
    settings.enable(organisation, plugin, on, connection=work.connection)


def keep_known(work: Work) -> None:
    """Keep who the organisations are, so that they stay known when their plugin is gone. An end of membership
    that was kept before stays, unless the plugin says one itself."""
    before = settings.organisations_known(connection=work.connection)
    for key, found in work.catalogue.organisations.items():
        old = before.get(key)
        row = OrganisationRow(
            key,
            found.name,
            found.member_from.isoformat() if found.member_from else None,
            found.member_to.isoformat() if found.member_to else (old.member_to if old else None),
            old.alias_of if old else None,
        )
        if row != old:
            settings.put_organisation(row, connection=work.connection)
