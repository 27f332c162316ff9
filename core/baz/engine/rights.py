"""What staff of an organisation may see and do, by their roles. One place, below pages, API and commands.

A plugin gives each staff role a bundle (`Organisation.rights`); the role `beheerder` always has all of them.
Somebody who is no staff (a volunteer, the person herself) has none: she works in her own cases, by the
rules of the definition (`baz.kernel.rights`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from baz.ground.errors import Forbidden
from baz.kernel.acts import ENGINE, Actor
from baz.plugins.catalogue import Catalogue


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


def held(catalogue: Catalogue, actor: Actor, organisation: str) -> frozenset[Right]:
    """The rights of an actor in an organisation: all for the engine and whoever runs the installation."""
    if actor.operator or actor.party == ENGINE:
        return BUNDLES[MANAGER]
    if organisation not in actor.organisations:
        return frozenset()
    known = catalogue.organisations.get(organisation)
    bundles = known.rights if known else {}
    roles = [role for where, role in actor.roles if where == organisation] or [DEFAULT]
    names = (MANAGER if role == MANAGER else bundles.get(role, DEFAULT) for role in roles)
    return frozenset().union(*(BUNDLES.get(name, frozenset()) for name in names))


def may(catalogue: Catalogue, actor: Actor, organisation: str, right: Right) -> bool:
    """Whether an actor has a right in an organisation."""
    return right in held(catalogue, actor, organisation)


def require(catalogue: Catalogue, actor: Actor, organisation: str, right: Right) -> None:
    """Let only those through who have a right.

    Raises:
        Forbidden: the actor has it not, in this organisation.
    """
    if not may(catalogue, actor, organisation, right):
        raise Forbidden(
            f"Dit mag je hier niet: {TITLES[right]}.", hint="Vraag het aan een beheerder van je organisatie."
        )
