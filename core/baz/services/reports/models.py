"""The six models of network strengthening (Odisee), as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from baz.ground.words import spoken

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "buddy": "Buddy of duo",
        "persoonlijk_netwerk": "Persoonlijk netwerk",
        "lotgenotennetwerk": "Lotgenoten",
        "persoonlijke_competentie": "Eigen kunnen versterken",
        "vrijwillig_engagement": "Vrijwillig engagement",
        "community_building": "Samen in de buurt",
    }
)
"""In the order in which a report shows them."""


def title(model: str) -> str:
    """The words for a model."""
    return TITLES.get(model, spoken(model))
