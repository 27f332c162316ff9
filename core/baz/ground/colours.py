"""The colours of an organisation, computed from its hue alone, so that a new partner chooses one number.

One recipe in OKLCH (Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/): every token has its
lightness, whatever the hue, so that its contrast is the same for everybody; how vivid it is follows the hue.
A screen cannot show every such colour: it is made paler until it can.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from types import MappingProxyType

WHITE = "#ffffff"
LEAST = 4.5
"""WCAG 2.2, 1.4.3: the contrast that text needs."""

_VIVID = ((48, 0.11), (145, 0.10), (212, 0.085), (262, 0.12), (312, 0.105), (352, 0.15), (408, 0.11))
"""Hue and chroma: chosen by eye for six, in between for the others. The last is the first, a turn later."""

_RECIPE: Mapping[str, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    # token: lightness, share of the hue's chroma, chroma that all have; on light and on dark
    "band": ((0.37, 1.0, 0.0), (0.27, 0.6, 0.0)),
    "accent": ((0.42, 1.0, 0.0), (0.80, 0.9, 0.0)),
    "hover": ((0.31, 0.9, 0.0), (0.875, 0.55, 0.0)),
    "soft": ((0.95, 0.0, 0.022), (0.29, 0.35, 0.0)),
    "soft-line": ((0.78, 0.0, 0.06), (0.48, 0.6, 0.0)),
}
NEUTRAL: tuple[Mapping[str, str], Mapping[str, str]] = (
    MappingProxyType(
        {"ground": "#faf7f3", "card": WHITE, "ink": "#27201a", "muted": "#5d534b", "line": "#d9d3cc",
         "sun": "#f8bd40", "on-sun": "#27201a", "on-band": WHITE, "on-accent": WHITE}
    ),
    MappingProxyType(
        {"ground": "#171310", "card": "#221d19", "ink": "#eeebe5", "muted": "#b7b0a7", "line": "#423c37",
         "sun": "#f1ba4b", "on-sun": "#27201a", "on-band": WHITE, "on-accent": "#171310"}
    ),
)  # fmt: skip
"""What every organisation shares, on light and on dark, as `core/baz/web/static/baz.css` has it."""

PAIRS = (
    ("on-band", "band"), ("sun", "band"), ("on-accent", "accent"), ("accent", "ground"), ("accent", "card"),
    ("accent", "soft"), ("ink", "soft"), ("hover", "ground"), ("on-accent", "hover"),
)  # fmt: skip
"""The letters and the ground beneath them that meet on a page."""


@cache
def tokens(hue: int, *, dark: bool = False) -> Mapping[str, str]:
    """The five colours of a hue (degrees, 0 to 359): name of the token to a hex such as `#522c67`.

    The names are those of the stylesheet without the dashes in front: band, accent, hover, soft, soft-line.
    """
    vivid = _chroma(hue)
    found = {}
    for name, both in _RECIPE.items():
        lightness, share, own = both[dark]
        found[name] = _shown(lightness, share * vivid + own, hue)
    return MappingProxyType(found)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def problems(hue: object) -> Iterator[str]:
    """A Dutch sentence for each thing that is wrong with a hue: no degrees, or letters too hard to read."""
    if not isinstance(hue, int) or isinstance(hue, bool) or not 0 <= hue < 360:
        yield f"de kleur (hue) is {hue!r}, en moet een geheel getal van 0 tot 359 zijn"
        return
    for dark in (False, True):
        colours = {**NEUTRAL[dark], **tokens(hue, dark=dark)}
        for letters, ground in PAIRS:
            found = contrast(colours[letters], colours[ground])
            if found < LEAST:
                where = "donker" if dark else "licht"
                yield f"met kleur {hue} is het contrast van {letters} op {ground} ({where}) maar {found:.1f}"


def _chroma(hue: int) -> float:
    turned = hue if hue >= _VIVID[0][0] else hue + 360
    for (low, less), (high, more) in pairwise(_VIVID):
        if turned <= high:
            return less + (more - less) * (turned - low) / (high - low)
    raise ValueError(hue)


def _shown(lightness: float, chroma: float, hue: int) -> str:
    """The nearest colour of this lightness and hue that a screen has. A hair is left, for rounding."""
    light = _linear(lightness, chroma, hue)
    while chroma > 0 and not all(-0.0001 <= part <= 0.996 for part in light):
        chroma -= 0.001
        light = _linear(lightness, chroma, hue)
    return "#" + "".join(f"{round(_encoded(part) * 255):02x}" for part in light)


def _linear(lightness: float, chroma: float, hue: int) -> tuple[float, float, float]:
    """OKLCH to linear sRGB; the numbers are Ottosson's."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encoded(part: float) -> float:
    """A linear part as sRGB writes it (IEC 61966-2-1)."""
    part = min(1.0, max(0.0, part))
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
