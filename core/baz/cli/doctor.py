"""`baz doctor`: whether this installation is in order."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from baz.cli import output
from baz.cli.db import shown
from baz.cli.desk import toolbox
from baz.cli.options import command, form
from baz.engine.installation import Settings, open_installation
from baz.ground.errors import BazError
from baz.ground.words import counted
from baz.services import health
from baz.services.health import Finding
from baz.store import schema
from baz.store.database import read_url
from baz.store.tables import HEAD

OLDEST_SQLITE = (3, 35, 0)
"""RETURNING and dropping columns, which the migrations use."""


@command("doctor")
@form()
def doctor(form: str) -> int:
    """Kijk na of deze installatie in orde is.

    Is er iets mis, dan staat er wat je kan doen, en is de code 1.
    """
    tools = toolbox()
    found = [*_settings(tools.settings), *_database(tools.settings), *health.of_plugins(tools)]
    if not any(f.problems for f in found):
        found += _running(tools.settings)
    output.emit(form, found, lambda: _text(found))
    return 1 if any(f.problems and f.fatal for f in found) else 0


def _settings(told: Settings) -> Iterator[Finding]:
    python = ".".join(str(n) for n in sys.version_info[:3])
    yield Finding(
        "Python", python, () if sys.version_info >= (3, 11) else ("Python 3.11 of nieuwer is nodig.",)
    )
    yield Finding("Instellingen", str(told.file or "geen baz.toml: alles staat op standaard"))
    yield Finding("Organisatie", told.organisation)
    yield health.of_mail(told)


def _database(told: Settings) -> Iterator[Finding]:
    try:
        url = read_url(told.database)
        if url.get_backend_name() == "sqlite":
            low = sqlite3.sqlite_version_info < OLDEST_SQLITE
            need = f"SQLite {'.'.join(str(n) for n in OLDEST_SQLITE)} of nieuwer is nodig."
            yield Finding("SQLite", sqlite3.sqlite_version, (need,) if low else ())
            yield _writable(Path(url.database or "").absolute())
        version = schema.schema_version(told.database)
    except BazError as error:
        yield Finding("Databank", "", (f"{error.message} {error.hint}",))
        return
    if version is None:
        yield Finding(
            "Databank", f"{shown(told.database)}: nog geen tabellen, die komen er bij het eerste gebruik"
        )
    elif version != HEAD:
        wrong = f"De tabellen hebben versie {version}, nodig is {HEAD}. Voer 'baz db upgrade' uit."
        yield Finding("Databank", shown(told.database), (wrong,))
    else:
        yield Finding(
            "Databank", f"{shown(told.database)}, versie {version}", tuple(schema.check(told.database))
        )


def _writable(path: Path) -> Finding:
    place = path if path.exists() else path.parent
    wrong: tuple[str, ...] = ()
    if not path.parent.is_dir():
        wrong = (f"De map {path.parent} is er niet.",)
    elif not os.access(path.parent, os.W_OK) or not os.access(place, os.W_OK):
        wrong = (f"In {place} mag je niet schrijven.",)
    return Finding("Schrijven", str(path.parent), wrong)


def _running(told: Settings) -> Iterator[Finding]:
    """What can only be asked of an installation whose tables are there."""
    if schema.schema_version(told.database) == HEAD:
        with open_installation(told) as installation, installation.engine.reading() as work:
            yield from health.of_work(work)


def _text(found: list[Finding]) -> None:
    for finding in found:
        mark = output.late("mis ") if finding.problems else output.good("goed")
        click.echo(f"{mark}  {finding.title}{f': {finding.detail}' if finding.detail else ''}")
        for sentence in finding.problems:
            output.paragraph(sentence, "        ")
    wrong = sum(1 for f in found if f.problems)
    click.echo()
    click.echo(
        output.late(f"{counted(wrong, 'punt vraagt', 'punten vragen')} aandacht.")
        if wrong
        else output.good("Alles in orde.")
    )
