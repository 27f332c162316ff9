"""A letter on paper: a page in the colours of its organisation, for the screen and for the printer."""

from __future__ import annotations

import re
from datetime import date
from html import escape

from baz.definition.sentences import date_text
from baz.ground import colours

HUE = 312
"""The colour of BAZ, for an organisation whose plugin is gone."""
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
_STYLE = """
@page { size: A4; margin: 22mm 22mm 24mm; @bottom-right { content: counter(page) " / " counter(pages);
  font: 9pt "DejaVu Sans", sans-serif; color: MUTED } }
html { font: 11pt/1.5 "DejaVu Sans", sans-serif; color: INK }
header { border-bottom: 2pt solid ACCENT; padding-bottom: 4mm; margin-bottom: 8mm }
header p { margin: 0 }
.house { color: ACCENT; font-size: 14pt; font-weight: bold }
.to { margin: 0 0 8mm }
.on { text-align: right; color: MUTED; margin: 0 0 6mm }
h1, h2, h3 { color: ACCENT; line-height: 1.25; break-after: avoid }
h1 { font-size: 17pt } h2 { font-size: 13pt } h3 { font-size: 11pt }
p, li { orphans: 2; widows: 2 }
"""


def body_of(html: str) -> str:
    """What stands between `<body>` and `</body>` of a page that `baz.services.letters.layout` made."""
    found = _BODY.search(html)
    return found[1].strip() if found else ""


def paragraphs(text: str) -> str:
    """A text without HTML of its own (an invitation), as paragraphs."""
    blocks = [b.strip() for b in text.split("\n\n") if b.strip()]
    return "\n".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks)


def page(html: str, *, title: str, house: str, to: str, on: date, hue: int = HUE) -> str:
    """A letter as a page that stands alone.

    Args:
        html: what stands in the letter (`body_of`).
        title: what it is called.
        house: the name of the organisation.
        to: the name of the reader.
        on: the day on which it left, or today.
        hue: the organisation's colour.
    """
    light = {**colours.NEUTRAL[0], **colours.tokens(hue)}
    style = (
        _STYLE.replace("ACCENT", light["accent"])
        .replace("INK", light["ink"])
        .replace("MUTED", light["muted"])
    )
    heading = "" if re.search(r"<h1>", html) else f"<h1>{escape(title)}</h1>\n"
    return (
        '<!doctype html>\n<html lang="nl-BE">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<header><p class="house">{escape(house)}</p></header>\n'
        f'<p class="on">{date_text(on)}</p>\n<p class="to">{escape(to)}</p>\n'
        f"<main>\n{heading}{html}\n</main>\n</body>\n</html>\n"
    )
