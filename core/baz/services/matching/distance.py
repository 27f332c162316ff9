"""How far two municipalities lie apart, as the crow flies between their centres."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from baz.store.places import Place

EARTH_KM = 6371.0


def kilometres(a: Place, b: Place) -> float:
    """The great-circle distance between two places, in kilometres."""
    one, two = (a.latitude, a.longitude), (b.latitude, b.longitude)
    lat1, lon1, lat2, lon2 = (radians(v / 1_000_000) for v in (*one, *two))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
