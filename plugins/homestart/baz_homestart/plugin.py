"""What this partner gives to an installation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from baz.api import Organisation, hookimpl

HERE = files("baz_homestart")


@hookimpl
def baz_organisation() -> Organisation:
    """Who it is."""
    return Organisation(
        key="homestart",
        name="Home-Start Vlaanderen",
        hue=48,
        staff_roles=("coordinator",),
        rights={"coordinator": "coordinator"},
        words={"about": "gezin"},
        aliases=("Homestart", "Domo", "Homestart-Domo"),
        never={
            "armoede*": "Home-Start meet geen armoede.",
            "kansarm*": "Home-Start meet geen armoede.",
            "opvoed*stijl*": "Een vrijwilliger beoordeelt niet hoe iemand opvoedt.",
            "*beoordeling*": "Een vrijwilliger beoordeelt niet hoe iemand opvoedt.",
            "geboortedatum*": "Van een kind volstaat het geboortejaar.",
            "schoolresultaat*": "Van een kind volstaat het geboortejaar.",
            "naam van het kind": "Van een kind volstaat het geboortejaar.",
            "namen van de kinderen": "Van een kind volstaat het geboortejaar.",
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
