"""Whether an installation is in order, for `baz doctor` and the page /gezond. It names no person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from baz.engine.installation import Installation, Settings, Toolbox
from baz.engine.work import Work
from baz.ground.clock import BRUSSELS
from baz.ground.errors import BazError
from baz.ground.words import counted
from baz.services.rounds import LAST
from baz.store import commands, outbox
from baz.store.tables import HEAD

LONG = timedelta(hours=1)
"""How long a delivery may wait, and how long ago the last round may be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its title, what it found, and whether that keeps the installation from working."""

    title: str
    detail: str = ""
    problems: tuple[str, ...] = ()
    fatal: bool = True


def look(installation: Installation) -> list[Finding]:
    """Everything that can be asked of an open installation."""
    found = [of_tables(installation), *of_plugins(installation), of_mail(installation.settings)]
    try:
        with installation.engine.reading() as work:
            found += of_work(work)
    except BazError as error:
        found.append(Finding("Databank", "", (error.message,)))
    return found


def of_tables(installation: Installation) -> Finding:
    """Whether the tables are those that this code needs."""
    try:
        version = installation.database.schema_version()
    except BazError as error:
        return Finding("Databank", "", (error.message,))
    if version != HEAD:
        wrong = f"De tabellen hebben versie {version}, nodig is {HEAD}. Voer 'baz db upgrade' uit."
        return Finding("Databank", "", (wrong,))
    return Finding("Databank", f"versie {version}")


def of_plugins(tools: Toolbox) -> Iterator[Finding]:
    """Which plugins work, what went wrong in one, and what their own checks say."""
    try:
        catalogue = tools.catalogue
    except BazError as error:
        yield Finding("Plugins", "", (error.message,))
        return
    on = [p.name for p in catalogue.installed if p.enabled]
    failures = tuple(str(f) for f in catalogue.failures)
    yield Finding("Plugins", ", ".join(on) or "geen", failures)
    if tools.settings.organisation not in catalogue.organisations:
        wrong = f"Er is geen organisatie '{tools.settings.organisation}'. Pas [organisation] in baz.toml aan."
        yield Finding("Werken voor", tools.settings.organisation, (wrong,))
    for check in catalogue.health.values():
        yield Finding(check.title, "", tuple(_ask(check.check)))


def of_mail(told: Settings) -> Finding:
    """How letters leave."""
    if told.mail is None:
        return Finding("Brieven", "naar een map: er staat geen [mail] in baz.toml")
    return Finding("Brieven", f"per mail via {told.mail.host}")


def of_work(work: Work) -> Iterator[Finding]:
    """What waits to leave, what did not work, and when a worker was last here."""
    counts = outbox.counts(connection=work.connection)
    late = outbox.overdue(work.now - LONG, connection=work.connection)
    wrong = []
    if late:
        waits = counted(late, "zending wacht", "zendingen wachten")
        wrong.append(f"{waits} al meer dan een uur. Loopt 'baz serve' of 'baz worker'?")
    if counts["failed"]:
        failed = counted(counts["failed"], "zending lukte", "zendingen lukten")
        wrong.append(f"{failed} niet. Iemand moet ernaar kijken.")
    detail = f"{counts['waiting'] + counts['leased']} onderweg, {counts['failed']} mislukt"
    yield Finding("Zendingen", detail, tuple(wrong), fatal=False)
    last = commands.marked(LAST, connection=work.connection)
    if last is None:
        yield Finding("Klok", "nog geen ronde: start 'baz serve' of 'baz worker'")
        return
    when = last[0].astimezone(BRUSSELS)
    said = f"laatste ronde op {when:%d/%m/%Y} om {when:%H.%M} uur"
    old = last[0] < work.now - LONG
    yield Finding(
        "Klok", said, ("De laatste ronde is meer dan een uur geleden.",) if old else (), fatal=False
    )


def _ask(check: Callable[[], Sequence[str]]) -> Sequence[str]:
    try:
        return check()
    except Exception as error:  # a plugin's check that fails is a finding, and costs no other check
        return [f"Deze controle mislukte: {type(error).__name__}: {error}"]
