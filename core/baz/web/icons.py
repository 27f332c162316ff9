"""The pictures of the pages. A page holds those that it uses, once, as symbols."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from markupsafe import Markup

ICONS: dict[str, str] = tomllib.loads((files("baz.web") / "pictures.toml").read_text(encoding="utf-8"))
"""Name to its lines, in a square of 24."""

_USED = re.compile(r'href="#i-([a-z]+)"')
PLACE = "<!--icons-->"
"""Where a page's symbols go."""


def icon(name: str) -> Markup:
    """A picture that only accompanies words.

    Raises:
        KeyError: there is none of this name.
    """
    _ = ICONS[name]
    return Markup(f'<svg class="ic" aria-hidden="true"><use href="#i-{name}"/></svg>')  # a known name


def with_symbols(page: str) -> str:
    """A page with the symbols that it uses."""
    names = sorted(set(_USED.findall(page)) & ICONS.keys())
    symbols = "".join(f'<symbol id="i-{n}" viewBox="0 0 24 24">{ICONS[n]}</symbol>' for n in names)
    return page.replace(PLACE, f"<svg hidden>{symbols}</svg>" if names else "", 1)
