"""Blenders vzw carries out ArmenTeKort's programme in the Kempen, for about ten municipalities (P47, P48).

It is an organisation of its own with the same definitions: it opens cases of `atk/...` in its own name, sees
only those, sets its own numbers and has its own report. It brings no workflows: it runs those of `atk`.
"""

from __future__ import annotations

from baz.api import Organisation, hookimpl


@hookimpl
def baz_organisation() -> Organisation:
    """Who it is. Not a partner of BAZ itself, so it has no membership."""
    return Organisation(
        key="blenders",
        name="Blenders vzw",
        hue=18,
        staff_roles=("begeleider",),
        words={"about": "kanszoekende"},
        runs=("atk",),
    )
