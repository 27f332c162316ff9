"""What BAZ itself gives to an installation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from baz.api import GuardFunction, Organisation, hookimpl
from baz_workflows import papers

HERE = files("baz_workflows")


@hookimpl
def baz_organisation() -> Organisation:
    """Who it is."""
    return Organisation(
        key="baz",
        name="BurgersAanZet",
        hue=312,
        staff_roles=("medewerker", "begeleider"),
        rights={"medewerker": "coordinator", "begeleider": "coordinator"},
        aliases=("BAZ",),
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


@hookimpl
def baz_guard_functions() -> Sequence[GuardFunction]:
    """The papers that the law asks of volunteers, for every partner."""
    return papers.FUNCTIONS
