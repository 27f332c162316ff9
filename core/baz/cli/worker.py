"""`baz worker`: the rounds of a worker by itself, without pages."""

from __future__ import annotations

import signal
import threading

import click

from baz.cli.desk import desk
from baz.cli.options import command
from baz.ground import logs
from baz.services.rounds import SECONDS, rounds_of


@command("worker")
@click.option(
    "--every",
    type=click.FloatRange(0.1, 3600),
    default=SECONDS,
    metavar="SECONDEN",
    help=f"Hoe lang tussen twee rondes; standaard {SECONDS:.0f}.",
)
def worker(every: float) -> None:
    """Laat de klok lopen en bezorg wat vertrekt, ronde na ronde. Stop met ctrl-c.

    'baz serve' doet dit al naast de pagina's, tenzij met --no-worker. Er mogen er meer zijn: alles gebeurt
    één keer.
    """
    logs.begin()
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    with desk(make=True) as at:
        at.installation.begin()
        click.echo("De worker loopt. Stop met ctrl-c.", err=True)
        rounds_of(at.installation).forever(stop, every)
