"""QR codes as a picture in the page itself: what they hold goes nowhere else."""

from __future__ import annotations

import segno
from markupsafe import Markup, escape


def picture(text: str, title: str) -> Markup:
    """A QR code of a text, dark on white in every look of the page. `title` is for who does not see it."""
    code = segno.make_qr(text, error="m")
    options = {
        "border": 4,
        "dark": "#000",
        "light": "#fff",
        "svgclass": "qr",
        "lineclass": None,
        "omitsize": True,
    }
    drawn = code.svg_inline(**options)
    # the picture is made by segno from squares alone; nothing of the text stands in it
    return Markup(drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(title)}" ', 1))
