"""Templates to pages: one environment, which escapes everything and knows the words of this folder."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from baz.definition.explain.tongue import inside
from baz.ground.words import first_name, in_words, spoken
from baz.services.reports import html as report
from baz.web import icons, panelling, words
from baz.web.language import gettext, ngettext
from baz.web.saying import said


@cache
def environment() -> Environment:
    """The environment of all templates."""
    found = Environment(
        loader=ChoiceLoader([PackageLoader("baz.web"), report.loader()]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        cache_size=400,
    )
    translate: Any = found
    translate.install_gettext_callables(gettext, ngettext, newstyle=True)
    found.globals.update(icon=icons.icon, hour=words.hour, number_word=words.number_word, in_words=in_words)
    found.globals.update(panelling.drawing())
    found.globals.update(month_name=words.month_name, weekday=words.weekday)
    report.furnish(found)
    found.filters.update(initials=words.initials, first_name=first_name, inside=inside)
    found.filters.update(spoken=spoken, said=said)
    return found


def render(template: str, values: dict[str, Any]) -> str:
    """A template with its values, and the pictures that it uses."""
    return icons.with_symbols(environment().get_template(template).render(values))
