"""The colours of the pages as a stylesheet: neutral ones as designed, and those of each organisation."""

from __future__ import annotations

from collections.abc import Mapping

from baz.ground import colours

LOOKS = ("auto", "licht", "donker")
"""What somebody can choose: as the device says, always light, always dark."""

_STATES = (
    {
        "sunk": "#f4efea", "edge": "#807971", "late": "#861213", "late-bg": "#fee4e1", "today": "#5f4202",
        "today-bg": "#f7e9d3", "wait": "#274c65", "wait-bg": "#e3edf4", "pause": "#4d4063",
        "pause-bg": "#ece9f4", "done": "#115531", "done-bg": "#e0f0e5",
    },
    {
        "sunk": "#2c2622", "edge": "#867f77", "late": "#ffbab1", "late-bg": "#4a1e1b", "today": "#e9c994",
        "today-bg": "#3d2a04", "wait": "#b9d2e3", "wait-bg": "#21303a", "pause": "#d1c9e2",
        "pause-bg": "#302b3a", "done": "#b3d9bf", "done-bg": "#1c3425",
    },
)  # fmt: skip
"""Besides the neutral ones: how late, waiting and done look, on light and on dark."""
DEFAULT_HUE = 312
"""Aubergine: where no organisation is known."""


def stylesheet(hues: Mapping[str, int], look: str) -> str:
    """The tokens of colour for one of `LOOKS`, as a layer of CSS.

    Args:
        hues: organisation to its hue, in degrees.
        look: which of the looks.
    """
    if look == "donker":
        return f"@layer tokens {{ :root {{ color-scheme: dark }} {_side(hues, dark=True)} }}\n"
    light = f":root {{ color-scheme: light{'' if look == 'licht' else ' dark'} }} {_side(hues, dark=False)}"
    if look == "licht":
        return f"@layer tokens {{ {light} }}\n"
    return f"@layer tokens {{ {light} @media (prefers-color-scheme: dark) {{ {_side(hues, dark=True)} }} }}\n"


def _side(hues: Mapping[str, int], *, dark: bool) -> str:
    all_share = {**colours.NEUTRAL[dark], **_STATES[dark], **colours.tokens(DEFAULT_HUE, dark=dark)}
    found = [_block(":root", all_share)]
    found += [
        _block(f"[data-org={key}]", colours.tokens(hue, dark=dark)) for key, hue in sorted(hues.items())
    ]
    return " ".join(found)


def _block(selector: str, values: Mapping[str, str]) -> str:
    return f"{selector} {{ {'; '.join(f'--{name}: {value}' for name, value in values.items())} }}"
