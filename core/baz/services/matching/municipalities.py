"""Reading a table of municipalities, and the few that our own stories name.

The full table is not ours to ship: `baz municipalities import FILE` reads one with a header that names
`nis`, `naam`, `lat` and `lon` (and, when they are there, `postcodes` and `elz`).
"""

from __future__ import annotations

import csv
from pathlib import Path

from baz.ground.errors import BadInput
from baz.store.places import Place

_NEEDED = ("nis", "naam", "lat", "lon")

SHIPPED = tuple(
    Place(name, nis, round(lat * 1_000_000), round(lon * 1_000_000))
    for name, nis, lat, lon in (
        ("Antwerpen", "11002", 51.22, 4.40),
        ("Brasschaat", "11008", 51.29, 4.49),
        ("Lier", "12021", 51.13, 4.57),
        ("Mechelen", "12025", 51.03, 4.48),
        ("Geel", "13008", 51.16, 4.99),
        ("Mol", "13025", 51.19, 5.12),
        ("Turnhout", "13040", 51.32, 4.95),
        ("Brussel", "21004", 50.85, 4.35),
        ("Dilbeek", "23016", 50.85, 4.26),
        ("Diest", "24020", 50.99, 5.05),
        ("Leuven", "24062", 50.88, 4.70),
        ("Herent", "24038", 50.91, 4.67),
        ("Tienen", "24107", 50.81, 4.94),
        ("Brugge", "31005", 51.21, 3.22),
        ("Roeselare", "36015", 50.94, 3.12),
        ("Zwevegem", "34042", 50.81, 3.34),
        ("Aalst", "41002", 50.94, 4.04),
        ("Ninove", "41048", 50.83, 4.02),
        ("Wetteren", "42025", 51.00, 3.88),
        ("Gent", "44021", 51.05, 3.72),
        ("Deinze", "44083", 50.98, 3.53),
        ("Hasselt", "71022", 50.93, 5.34),
        ("Genk", "71016", 50.97, 5.50),
        ("Lommel", "72020", 51.23, 5.31),
        ("Tongeren", "73083", 50.78, 5.46),
    )
)
"""Centres rounded to about a kilometre: enough to say who lives near by."""


def read_table(path: Path) -> list[Place]:
    """The municipalities of a CSV file.

    Raises:
        BadInput: naming the file and the line that cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} kan niet gelezen worden: {error}") from None
    lines = csv.DictReader(text.splitlines(), delimiter=";" if ";" in text.split("\n", 1)[0] else ",")
    missing = [name for name in _NEEDED if name not in (lines.fieldnames or ())]
    if missing:
        raise BadInput(
            f"{path}: in de eerste regel ontbreekt {missing[0]}.", hint="Nodig: nis, naam, lat en lon."
        )
    found = []
    for number, row in enumerate(lines, start=2):
        found.append(_place(path, number, row))
    if not found:
        raise BadInput(f"{path} bevat geen enkele gemeente.")
    return found


def _place(path: Path, number: int, row: dict[str, str]) -> Place:
    try:
        latitude, longitude = round(float(row["lat"]) * 1_000_000), round(float(row["lon"]) * 1_000_000)
    except (TypeError, ValueError):
        raise BadInput(f"{path}:{number}: lat en lon zijn geen getallen.") from None
    if not row["naam"].strip() or abs(latitude) > 90_000_000 or abs(longitude) > 180_000_000:
        raise BadInput(f"{path}:{number}: deze gemeente heeft geen naam of ligt niet op aarde.")
    return Place(
        row["naam"].strip(),
        row["nis"].strip(),
        latitude,
        longitude,
        row.get("postcodes") or "",
        row.get("elz") or "",
    )
