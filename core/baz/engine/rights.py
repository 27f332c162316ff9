"""What staff of an organisation may see and do, by their roles. One place, below pages, API and commands.

A plugin gives each staff role a bundle (`Organisation.rights`). A role that is called as a bundle has that
one everywhere; `beheerder` always has all rights. Somebody who is no staff (a volunteer, the person herself)
has none: she works in her own cases, by the rules of the definition (`baz.kernel.rights`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from baz.ground.errors import Forbidden
from baz.kernel.acts import ENGINE, Actor
from baz.plugins.catalogue import SHARED, Catalogue


class Right(StrEnum):
    """One thing that a role may or may not do in an organisation."""

    LOOK_CASES = "look_cases"
    WORK_CASES = "work_cases"
    SEE_PEOPLE = "see_people"
    EDIT_PEOPLE = "edit_people"
    SEE_REPORTS = "see_reports"
    SEE_ROWS = "see_rows"
    EXPORT = "export"
    IMPORT = "import"
    SET_PARAMETERS = "set_parameters"
    MANAGE = "manage"
    ERASE = "erase"


TITLES: Mapping[Right, str] = MappingProxyType(
    {
        Right.LOOK_CASES: "trajecten, werklijst en kalender bekijken",
        Right.WORK_CASES: "stappen zetten, plannen, verbeteren en overdragen",
        Right.SEE_PEOPLE: "mensen en hun papieren bekijken",
        Right.EDIT_PEOPLE: "mensen toevoegen en verbeteren",
        Right.SEE_REPORTS: "rapporten bekijken",
        Right.SEE_ROWS: "de trajecten achter een cijfer bekijken",
        Right.EXPORT: "lijsten bewaren als bestand",
        Right.IMPORT: "bestanden inlezen",
        Right.SET_PARAMETERS: "instellingen van werkwijzen veranderen",
        Right.MANAGE: "medewerkers, sleutels en plugins beheren",
        Right.ERASE: "wissen wat iemand niet langer bewaard wil",
    }
)
"""What people read for each."""

READER = frozenset({Right.LOOK_CASES, Right.SEE_REPORTS, Right.SEE_ROWS})
BUNDLES: Mapping[str, frozenset[Right]] = MappingProxyType(
    {
        "coordinator": frozenset(Right) - {Right.MANAGE, Right.ERASE},
        "lezer": READER,
        "rapport": frozenset({Right.SEE_REPORTS}),
        "beheerder": frozenset(Right),
    }
)
DEFAULT, MANAGER = "coordinator", "beheerder"
EVERYWHERE = ("lezer", "rapport", MANAGER)
"""Staff roles that every organisation has, beside those that its plugin names."""


def held(catalogue: Catalogue, actor: Actor, organisation: str) -> frozenset[Right]:
    """The rights of an actor in an organisation: all for the engine and whoever runs the installation."""
    if actor.operator or actor.party == ENGINE:
        return BUNDLES[MANAGER]
    if organisation not in actor.organisations:
        return frozenset()
    found = given(catalogue, organisation, [role for where, role in actor.roles if where == organisation])
    return found if actor.bound is None else found & actor.bound


def given(catalogue: Catalogue, organisation: str, roles: Sequence[str]) -> frozenset[Right]:
    """The rights that staff roles give in an organisation; without any, those of its first."""
    known = catalogue.organisations.get(organisation)
    bundles = known.rights if known else {}
    roles = roles or (known.staff_roles[:1] if known else ()) or (DEFAULT,)
    return frozenset().union(*(_bundle(role, bundles) for role in roles))


def _bundle(role: str, bundles: Mapping[str, str]) -> frozenset[Right]:
    """What a role gives: the administrator's is never taken away, and an unknown bundle gives nothing."""
    if role == MANAGER:
        return BUNDLES[MANAGER]
    return BUNDLES.get(bundles.get(role, role if role in BUNDLES else DEFAULT), frozenset())


def may(catalogue: Catalogue, actor: Actor, organisation: str, right: Right) -> bool:
    """Whether an actor has a right in an organisation."""
    return right in held(catalogue, actor, organisation)


def may_count(catalogue: Catalogue, actor: Actor, organisation: str) -> bool:
    """Whether an actor may see the figures of an organisation ("" for all together): her own, and whoever
    sees BAZ's reports sees the counts of every partner, never what is behind them (promise 12)."""
    homes = (organisation, SHARED) if organisation else (SHARED,)
    return any(may(catalogue, actor, home, Right.SEE_REPORTS) for home in homes)


def require_counts(catalogue: Catalogue, actor: Actor, organisation: str) -> None:
    """Let only those through who may see figures.

    Raises:
        Forbidden: this actor may not, of this organisation.
    """
    if not may_count(catalogue, actor, organisation):
        raise forbidden(Right.SEE_REPORTS)


def forbidden(right: Right) -> Forbidden:
    """The refusal of who has not this right."""
    return Forbidden(
        f"Dit mag je hier niet: {TITLES[right]}.", hint="Vraag het aan een beheerder van je organisatie."
    )


def require(catalogue: Catalogue, actor: Actor, organisation: str, right: Right) -> None:
    """Let only those through who have a right.

    Raises:
        Forbidden: the actor has it not, in this organisation.
    """
    if not may(catalogue, actor, organisation, right):
        raise forbidden(right)
