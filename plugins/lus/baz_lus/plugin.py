"""What this partner gives to an installation."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable

from baz.api import EffectKind, Organisation, PageKind, hookimpl
from baz_lus.kaart import LUS_KAART
from baz_lus.stippen import STIPPEN

HERE = files("baz_lus")


@hookimpl
def baz_organisation() -> Organisation:
    """Who it is."""
    return Organisation(
        key="lus",
        name="Lus vzw",
        hue=212,
        staff_roles=("verantwoordelijke", "teamlid"),
        rights={"verantwoordelijke": "coordinator", "teamlid": "coordinator"},
        words={"about": "centrale persoon"},
        never={
            "verslag*": "Lus bespreekt mensen niet op papier: geen verslagen.",
            "notulen": "Lus bespreekt mensen niet op papier: geen verslagen.",
            "*bespreking": "Lus bespreekt mensen niet op papier: geen verslagen.",
            "*inhoud": "Lus bespreekt mensen niet op papier: geen verslagen.",
            "jeugdrecht*": "Wat de jeugdrechtbank weet, hoort niet bij een vertrouwenspersoon.",
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


@hookimpl
def baz_effects() -> Sequence[EffectKind]:
    """The dot on the public map."""
    return [LUS_KAART]


@hookimpl
def baz_pages() -> Sequence[PageKind]:
    """The dots of the public map."""
    return [STIPPEN]
