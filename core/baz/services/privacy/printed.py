"""What is kept about somebody, as a PDF that screen readers read too."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from baz.definition.sentences import date_text
from baz.services.reports import printing


def pdf(kept: dict[str, Any]) -> bytes:
    """The PDF of what `access.kept` gave.

    Raises:
        SetupError: WeasyPrint is not installed.
    """
    return printing.pdf(_template().render(k=kept, day=_day))


@cache
def _template() -> Template:
    found = Environment(
        loader=PackageLoader("baz.services.privacy", "."), autoescape=True, undefined=StrictUndefined
    )
    return found.get_template("page.html.j2")


def _day(text: str) -> str:
    """A stored day as people read it; other words stay."""
    try:
        return date_text(date.fromisoformat(text))
    except ValueError:
        return text
