"""A report as one page that stands alone: no scripts, nothing from elsewhere, readable without colours."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from jinja2 import BaseLoader, DictLoader, Environment, StrictUndefined, Template

from baz.definition.sentences import date_text
from baz.ground import colours
from baz.services.reports import charts, picturing, wording
from baz.services.reports.figures import Earlier, Figure, Group, Report, Tile

HEADS = (
    ("opened", "Begonnen"),
    ("ended", "Afgelopen"),
    ("running", "Liepen nog"),
    ("out_of_order", "Buiten de volgorde"),
    ("waived", "Opzijgezet"),
    ("held", "Past niet"),
    ("unread", "Niet gelezen"),
)
_TEMPLATES = ("body.html.j2", "report.html.j2")


class Links(Protocol):
    """The addresses of what stands behind a number; "" where there is none."""

    def rows(self, key: str, group: str | None) -> str:
        """The cases behind a number, or a line of its breakdown."""

    def definition(self, figure: Figure) -> str:
        """How a figure is defined."""


class NoLinks:
    """A page that stands alone leads nowhere."""

    def rows(self, key: str, group: str | None) -> str:  # noqa: ARG002 - the signature of Links
        """Nothing."""
        return ""

    def definition(self, figure: Figure) -> str:  # noqa: ARG002 - the signature of Links
        """Nothing."""
        return ""


def _file(name: str) -> str:
    return files("baz.services.reports").joinpath(name).read_text(encoding="utf-8")


@cache
def style(hue: int) -> str:
    """The style of the page in the colours of an organisation, as it stands in its one `<style>` element."""
    light, dark = (
        ";".join(f"--{name}:{hexes}" for name, hexes in colours.tokens(hue, dark=on).items())
        for on in (False, True)
    )
    own = f":root{{{light}}}\n@media (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
    return _file("report.css").replace("/* the colours of the organisation */", own)


def loader() -> BaseLoader:
    """The templates of a report, `body.html.j2` among them."""
    return DictLoader({name: _file(name) for name in _TEMPLATES})


def furnish(environment: Environment) -> None:
    """Give an environment what `body.html.j2` uses. It brings its own `_` for the words, and `said`
    for the sentences that were made below it."""
    environment.filters |= {"dag": date_text, "getoond": shown}
    environment.globals |= {
        "chart": picturing.chart,
        "years": picturing.years,
        "caption": picturing.caption,
        "bar": charts.lying,
        "part": wording.part,
        "remarks": wording.remarks,
        "counted": wording.counted,
        "most": _most,
        "keyed": lambda groups: {g.key: g for g in groups},
        "sum_of": _sum_of,
        "total_of": _total_of,
        "heads": HEADS,
    }


@cache
def _template() -> Template:
    made = Environment(
        loader=loader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    furnish(made)
    made.filters["said"] = str
    made.globals["_"] = lambda text, **values: text % values if values else text
    return made.get_template("report.html.j2")


def render(report: Report) -> str:
    """The report as a page of HTML."""
    css = style(report.hue)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return _template().render(report=report, style=css, digest=digest, links=NoLinks())


def shown(counted: Group | Tile | Figure | Earlier) -> str:
    """A number as people read it, or why it is not there."""
    return wording.number(counted.value, counted.hidden)


def _most(groups: Sequence[Group], before: Mapping[str, Group] | None = None) -> int:
    return max((g.value or 0 for g in (*groups, *(before or {}).values())), default=0)


def _sum_of(groups: Iterable[Group]) -> str:
    """What lines add up to; nothing when one of them is not shown, for that would be no sum."""
    numbers = [g.value for g in groups]
    return "" if None in numbers else str(sum(n or 0 for n in numbers))


def _total_of(report: Report, groups: Sequence[Group]) -> Any:
    """The number under the models: the one on top, when the page is not narrowed."""
    whole = next((t for t in report.tiles if t.quantity == "all|cases"), None)
    return shown(whole) if whole else (_sum_of(groups) or None)
