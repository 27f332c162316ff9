"""`baz demo`: BAZ's year 2021 as it was told, and then today, with invented cases of everybody. It ends by
serving that."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from baz.cli import output
from baz.cli.demo_today import DAY, Today, demo_stories, show_today, tell_today
from baz.cli.demo_year import FILE as YEAR_FILE
from baz.cli.demo_year import LAST, YEAR, Year, show_year, tell_year
from baz.cli.desk import settings, toolbox
from baz.cli.options import command, form
from baz.ground.errors import Broken, SetupError
from baz.plugins.catalogue import SHARED
from baz.services.reports import data as as_data
from baz.store.database import Database, open_database
from baz.store.schema import migrate
from baz.testing.scenario import installed_stories

FILE = "baz-demo.db"
_SQLITE = b"SQLite format 3\x00"


@command("demo")
@click.option(
    "--serve/--no-serve",
    "wanted",
    default=None,
    help="Toon daarna de pagina's in een browser, of niet. Zonder deze optie: alleen in een terminal.",
)
@form()
def demo(wanted: bool | None, form: str) -> int:
    """Speel het jaar 2021 van BurgersAanZet na, en laat zien hoe het vandaag gaat.

    Je ziet de werklijst en het rapport van 31 december 2021; dat jaar staat in baz-2021.db. Daarna volgt
    18 november 2026: BurgersAanZet en de partners, elk met verzonnen mensen en trajecten. Wat loopt, te laat
    is, rust of afgelopen is, staat in baz-demo.db. Beide bestanden komen in deze map. Elke keer begint het
    opnieuw; je eigen gegevens blijven waar ze zijn.

    In een terminal eindigt het met de pagina's: je kiest in je browser als wie je binnenkomt.
    """
    catalogue = toolbox().catalogue
    told = [s for s in installed_stories(catalogue, SHARED) if s.replay == YEAR]
    if not told:
        raise SetupError(
            f"Er zijn geen verhalen van {YEAR}.",
            hint="Installeer burgersaanzet-workflows; 'baz plugins' toont wat er is.",
        )
    stories = demo_stories(catalogue)
    for name in (YEAR_FILE, FILE):
        _clear(Path(name))
    year, failures = _fresh(YEAR_FILE, lambda database: tell_year(database, catalogue, told))
    today, more = _fresh(FILE, lambda database: tell_today(database, catalogue, stories))
    output.emit(form, _data(year, today), lambda: _text(year, today))
    if failures + more:
        raise Broken("Niet alles ging zoals het verhaal zegt.", hint="\n".join(failures + more))
    if form == "text" and (_terminal() if wanted is None else wanted):
        _serve()
    return 0


def _fresh(name: str, tell: Callable[[Database], Any]) -> Any:
    """What comes of telling in a new database."""
    migrate(name)
    with open_database(name) as database:
        return tell(database)


def _clear(path: Path) -> None:
    """Take away the demo of last time, also one that was stopped half way. Another kind of file stays.

    Raises:
        SetupError: there is something else of that name, or the folder is not writable.
    """
    if path.exists() and (path.is_dir() or path.read_bytes()[: len(_SQLITE)] not in (b"", _SQLITE)):
        raise SetupError(
            f"{path} is hier geen databank.",
            hint="Geef dat bestand een andere naam, of werk in een andere map.",
        )
    if not os.access(Path.cwd(), os.W_OK):
        raise SetupError(
            "In deze map mag je niet schrijven.", hint="Ga naar een eigen map en probeer opnieuw."
        )
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _data(year: Year, today: Today) -> dict[str, Any]:
    return {
        "year_database": YEAR_FILE,
        "day": LAST,
        "stories": year.stories,
        "agenda": year.agenda,
        "workshops": year.workshops,
        "report": as_data.data(year.report),
        "database": FILE,
        "today": DAY,
        "baz": today.baz,
        "partners": today.partners,
    }


def _text(year: Year, today: Today) -> None:
    show_year(year)
    click.echo()
    click.echo()
    show_today(today)
    click.echo()
    output.paragraph(
        f"Het jaar {YEAR} staat in {YEAR_FILE}, vandaag in {FILE}; beide in deze map. 'baz agenda' telt vanaf"
        " de echte dag van vandaag, dus daar is veel te laat. Kijk rond met:"
    )
    click.echo(f"  BAZ_DATABASE_URL={FILE} {_called()} case list")
    click.echo(f"  {_called()} demo --serve")


def _called() -> str:
    """How `baz` is called here: `make demo` runs it from an environment that is not on the path."""
    typed = sys.argv[0]
    return typed if Path(typed).name == "baz" and shutil.which("baz") is None else "baz"


def _terminal() -> bool:
    """Whether somebody sits here who can stop it again."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


def _serve() -> None:
    """The pages of today. Nothing of the own settings counts here but the plugins: no real mail leaves."""
    from baz.cli.serve import as_if, free_port, run
    from baz.engine.installation import Settings, open_installation

    own = settings()
    path = Path(FILE)
    shown = Settings(Path.cwd(), database=str(path), choice=own.choice, folders=own.folders)
    with open_installation(shown, clock=as_if(DAY)) as installation:
        installation.begin()
        click.echo()
        _who(installation.engine.cast(), {k: o.name for k, o in installation.catalogue.organisations.items()})
        run(installation, "127.0.0.1", free_port(8000), demo=True)


def _who(people: list[Any], names: dict[str, str]) -> None:
    """Who can come in, by organisation."""
    output.heading("Wie je kan zijn")
    rows = []
    for home in dict.fromkeys(one.organisation for one in people):
        here = [f"{one.name} ({one.role})" for one in people if one.organisation == home]
        rows.append((names.get(home, home), ", ".join(here)))
    output.table(("organisatie", "mensen"), rows, wrap=(1,))
    click.echo()
