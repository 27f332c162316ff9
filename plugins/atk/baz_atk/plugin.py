"""What this partner gives to an installation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from baz.api import Organisation, hookimpl

HERE = files("baz_atk")


@hookimpl
def baz_organisation() -> Organisation:
    """Who it is."""
    return Organisation(
        key="atk",
        name="ArmenTeKort",
        hue=262,
        staff_roles=("begeleider",),
        rights={"begeleider": "coordinator"},
        words={"about": "kanszoekende"},
        aliases=("ATK",),
        never={
            "*inkomen*": "Wat iemand verdient, is niet nodig om buddy te zijn of te hebben.",
            "schuld*": "Wat iemand moet betalen, is niet nodig om buddy te zijn of te hebben.",
            "eigenwaarde*": "Onderzoek met vragenlijsten gebeurt buiten dit systeem.",
            "zelfbeeld*": "Onderzoek met vragenlijsten gebeurt buiten dit systeem.",
            "vragenlijst*": "Onderzoek met vragenlijsten gebeurt buiten dit systeem.",
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
