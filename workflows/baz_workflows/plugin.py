"""What BAZ itself gives to an installation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from baz.api import GuardFunction, Organisation, PanelKind, PublicMeeting, hookimpl
from baz_workflows import papers
from baz_workflows.coaching import COACHING
from baz_workflows.network import NETWORK

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
        partners="baz/partnerschap",
        public=(
            PublicMeeting(
                workflow="baz/workshop",
                meeting="workshop",
                role="deelnemer",
                open="aanbod.open",
                title="aanbod_titel",
                about="wat",
                audience="voor_wie",
                put_in=("zet_in_aanbod", "zet_terug_in_aanbod"),
                take_out="haal_uit_aanbod",
                cancel="annuleer",
            ),
        ),
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


@hookimpl
def baz_panels() -> Sequence[PanelKind]:
    """What coaching and learning networks show on their page."""
    return [COACHING, NETWORK]
