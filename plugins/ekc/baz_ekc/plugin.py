"""What this partner gives to an installation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from baz.api import Organisation, hookimpl

HERE = files("baz_ekc")


@hookimpl
def baz_organisation() -> Organisation:
    """Who it is."""
    return Organisation(
        key="ekc",
        name="Eigen Kracht Centrale",
        hue=145,
        staff_roles=("medewerker",),
        rights={"medewerker": "coordinator"},
        words={"about": "hoofdpersoon"},
        aliases=("EKC", "EK-c", "EK©"),
        never={
            "inhoud van het plan": "Het plan is van de familie; het staat op haar papier.",
            "tekst van het plan": "Het plan is van de familie; het staat op haar papier.",
            "planinhoud": "Het plan is van de familie; het staat op haar papier.",
            "veiligheidsplan": "Het plan is van de familie; het staat op haar papier.",
        },
    )


@hookimpl
def baz_workflows() -> Sequence[Traversable]:
    """Its definitions and overlays."""
    return [HERE / "workflows"]


@hookimpl
def baz_letters() -> Sequence[Traversable]:
    """The templates of its letters."""
    return [HERE / "letters"]


@hookimpl
def baz_scenarios() -> Sequence[Traversable]:
    """Its stories."""
    return [HERE / "scenarios"]
