"""What this partner gives to an installation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from baz.api import Organisation, hookimpl

HERE = files("baz_magenta")


@hookimpl
def baz_organisation() -> Organisation:
    """Who it is."""
    return Organisation(
        key="magenta",
        name="Magenta",
        hue=352,
        staff_roles=("medewerker",),
        rights={"medewerker": "coordinator"},
        words={"about": "deelnemer"},
        never={
            "kind": "Over het kind hoeft Magenta niets te weten.",
            "kinderen": "Over het kind hoeft Magenta niets te weten.",
            "zoon": "Over het kind hoeft Magenta niets te weten.",
            "dochter": "Over het kind hoeft Magenta niets te weten.",
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
