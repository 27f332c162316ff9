"""What a command works with: the settings of this run, the catalogue, and the open installation."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import click

from baz.cli.given import Given
from baz.definition.model import Workflow
from baz.engine import finding
from baz.engine.engine import Engine
from baz.engine.installation import Installation, Settings, Toolbox, open_installation, read_settings
from baz.kernel.acts import Actor
from baz.store import cases

ME = ("ik", "mij")


def settings() -> Settings:
    """The settings that count for this run."""
    given = click.get_current_context().find_root().obj or Given()
    found = read_settings(Path.cwd(), os.environ, Path(given.config) if given.config else None)
    return replace(found, me=given.me) if given.me else found


def toolbox() -> Toolbox:
    """Plugins and definitions, without a database."""
    return Toolbox(settings())


@dataclass(slots=True)
class Desk:
    """An open installation, the organisation in which this command works, and who acts."""

    installation: Installation
    organisation: str

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self.installation.engine

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.installation.me

    def case(self, text: str) -> str:
        """The id of the case that is meant."""
        with self.engine.reading() as work:
            return finding.find_case(work, text, self.actor)

    def party(self, text: str) -> str:
        """The id of the party that is meant; `ik` is who acts."""
        if text.casefold() in ME:
            return self.actor.party
        with self.engine.reading() as work:
            return finding.find_party(work, text, self.organisation)

    def workflow_of(self, case: str) -> Workflow:
        """The definition that a case runs on, as it was kept with the case."""
        with self.engine.reading() as work:
            row = cases.load(case, connection=work.connection)
            return work.plans.load(row.definition, connection=work.connection).workflow

    def key(self, given: str = "") -> str:
        """The key of a command: the one that was given, else a fresh one."""
        return given or self.engine.ids.new_id("cli")


@contextmanager
def desk(organisation: str = "", *, make: bool = False) -> Iterator[Desk]:
    """The installation of this run, open as long as the block lasts. `make`: a database that is not there is
    made; for the commands with which people begin.

    Raises:
        SetupError: it is not ready.
        BadInput: there is no such organisation.
    """
    with open_installation(settings(), make=make, made=_made) as installation:
        yield Desk(installation, installation.organisation(organisation))


def _made(url: str) -> None:
    name = Path(url).name if "://" not in url else url
    click.secho(f"Nieuwe databank gemaakt: {name}", err=True, dim=True)
