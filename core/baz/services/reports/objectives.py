"""The strategic objectives of BAZ's plan, by the code that an indicator names.

The report on 2021 has no heading for SD6, SD8, SD9 and SD10. What stands here about them was put together
from the text around them, and is said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNCERTAIN = (
    "De titel van deze doelstelling ontbreekt in het jaarverslag van 2021. Deze woorden zijn van ons."
)
_KNOWN: dict[str, tuple[str, bool]] = {
    "SD1": ("Burgers zin geven om op een gewone manier voor elkaar te zorgen", True),
    "SD2": ("Iedereen kan meedoen in de samenleving", True),
    "SD3": ("Met een positieve blik kijken naar het engagement van alle burgers", True),
    "SD4": ("De stem van burgers versterken in de zorgraden", True),
    "SD5": ("Meer erkenning voor de tweede pijler in de eerstelijnszorg", True),
    "SD6": ("Praten over de rol van lokale besturen", False),
    "SD7": ("Lokale besturen inspireren elkaar in lerende netwerken", True),
    "SD8": ("Lokale besturen begeleiden in een coachingtraject", False),
    "SD9": ("In gesprek met lokale besturen", False),
    "SD10": ("Partnerschappen", False),
}


def title(objective: str) -> str:
    """What people read for an objective; the text itself when it is no code of the plan."""
    return _KNOWN[objective][0] if objective in _KNOWN else objective


def note(objective: str) -> str:
    """What is not certain about an objective."""
    return _UNCERTAIN if objective in _KNOWN and not _KNOWN[objective][1] else ""


def in_order(found: Iterable[str]) -> list[str]:
    """The objectives of a report: when one of the plan is there all of them are, then others by name."""
    wanted = set(found)
    if wanted & _KNOWN.keys():
        wanted |= _KNOWN.keys()
    return sorted(wanted, key=_place)


def _place(objective: str) -> tuple[bool, str, int, str]:
    m = re.fullmatch(r"(\D*)(\d+)", objective)
    return (objective == "", m[1] if m else objective, int(m[2]) if m else 0, objective)
