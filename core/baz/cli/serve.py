"""`baz serve`: the pages, and a worker beside them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import click

from baz.cli.desk import settings
from baz.cli.options import DAY, command
from baz.engine.installation import Installation, open_installation
from baz.ground.clock import BRUSSELS, Clock, system_clock, today_in_brussels
from baz.ground.errors import SetupError


@command("serve")
@click.option(
    "--host", default="127.0.0.1", metavar="ADRES", help="Waar te luisteren; standaard alleen hier."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, metavar="POORT", help="Standaard 8000.")
@click.option(
    "--address", default="", metavar="URL", help="Waar mensen de pagina's vinden; gaat voor op [web]."
)
@click.option("--demo", is_flag=True, help="Met een keuze van verzonnen mensen. Nooit bij echte gegevens.")
@click.option("--day", type=DAY, default=None, metavar="DAG", help="Doe alsof het deze dag is (met --demo).")
@click.option("--no-worker", is_flag=True, help="Geen klok en geen bezorging: die draaien elders.")
def serve(host: str, port: int, address: str, demo: bool, day: date | None, no_worker: bool) -> None:
    """Toon de pagina's in een browser. Stop met ctrl-c."""
    if day is not None and not demo:
        raise SetupError("--day hoort bij --demo: op een echte installatie is het vandaag.")
    with open_installation(settings(), clock=as_if(day) if day else system_clock) as installation:
        installation.begin()
        run(installation, host, port, address, demo, worker=not no_worker)


def run(
    installation: Installation,
    host: str,
    port: int,
    address: str = "",
    demo: bool = False,
    worker: bool = True,
) -> None:
    """Serve an installation until somebody stops it."""
    import threading

    import uvicorn

    from baz.ground import logs
    from baz.web.app import create_app
    from baz.web.house import House

    logs.begin()
    where = (
        address.rstrip("/")
        or installation.settings.address
        or f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    )
    app = create_app(House(installation, where, demo))
    if not demo:
        _first(installation, where)
    if worker:
        threading.Thread(target=_work, args=(installation, where), daemon=True, name="worker").start()
    click.echo(f"De pagina's staan op {where}. Stop met ctrl-c.")
    # its own log would print the text of an error, and every address that somebody opens
    uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)


def _first(installation: Installation, where: str) -> None:
    """Say how the first manager comes in, as long as nobody manages."""
    from baz.engine.identity.newcomers import setup_code

    if code := setup_code(installation.engine, installation.organisation()):
        click.echo(f"Er is nog geen beheerder. Open {where}/beheer/eerste en geef deze code: {code}")


def free_port(first: int) -> int:
    """The first port from here on where nobody listens yet; any free one when twenty are taken."""
    import socket

    for port in (*range(first, first + 20), 0):
        with socket.socket() as taken, suppress(OSError):
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind(("127.0.0.1", port))
            return int(taken.getsockname()[1])
    return first


def _work(installation: Installation, address: str) -> None:
    """Beside the pages: the clock and what has to leave, every half minute."""
    import threading

    from baz.services.rounds import rounds_of

    rounds_of(installation, address).forever(threading.Event())


def as_if(day: date) -> Clock:
    """A clock that goes on from this hour of another day."""
    ahead = day - today_in_brussels(system_clock())
    return _shifted(ahead)


def _shifted(ahead: timedelta) -> Callable[[], datetime]:
    def clock() -> datetime:
        local = system_clock().astimezone(BRUSSELS)
        return (local.replace(tzinfo=None) + ahead).replace(tzinfo=BRUSSELS).astimezone(UTC)

    return clock
