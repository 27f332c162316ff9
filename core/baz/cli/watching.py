"""`baz check --watch`: look again at every save, and say only what changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from baz.cli import output
from baz.definition.problems import Problem, in_order, render_all
from baz.ground.errors import BazError
from baz.ground.words import counted

PAUSE = 0.4
"""Seconds between two looks at the files."""
Found = tuple[frozenset[Problem], frozenset[str], Mapping[str, str]]
"""The problems, what failed in plugins, and the text of the files."""


def watch(look: Callable[[], Found], files: Callable[[], Iterable[Path]], first: Found) -> int:
    """Look again whenever a file was saved, came or went, until somebody stops it; gives 0.

    Args:
        look: checks everything anew.
        files: what to keep an eye on; asked each time, because files come and go.
        first: what was found, and told, already.
    """
    before, stamps = first, stamps_of(files())
    click.echo(output.quiet("Ik kijk mee. Bewaar een bestand, of stop met Ctrl-C."))
    try:
        while True:
            time.sleep(PAUSE)
            now = stamps_of(files())
            if now != stamps:
                stamps, before = now, _again(look, before)
    except KeyboardInterrupt:
        click.echo()
        return 0


def _again(look: Callable[[], Found], before: Found) -> Found:
    try:
        after = look()
    except (OSError, BazError) as error:
        # half a save: some editors take a file away before they write it
        click.echo(output.late(str(error)))
        return before
    changes(before, after)
    return after


def stamps_of(files: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """When each file was last written, and how long it is; one that just went is left out."""
    found = {}
    for file in files:
        try:
            status = file.stat()
        except OSError:
            continue
        found[file] = (status.st_mtime_ns, status.st_size)
    return found


def changes(before: Found, after: Found) -> None:
    """Print what is new, what is solved, and how things stand when either is so."""
    told = {_without_place(p) for p in before[0]}
    now = {_without_place(p) for p in after[0]}
    new = in_order(p for p in after[0] if _without_place(p) not in told)
    gone = in_order(p for p in before[0] if _without_place(p) not in now)
    failed, mended = sorted(after[1] - before[1]), sorted(before[1] - after[1])
    if not (new or gone or failed or mended):
        return
    for problem in gone:
        click.echo(output.good(f"Opgelost: {problem}"))
    for failure in mended:
        click.echo(output.good(f"Opgelost: {failure}"))
    if new:
        click.echo(render_all(new, after[2]))
    for failure in failed:
        click.echo(output.late(failure))
    errors = sum(1 for p in after[0] if p.severity == "error") + len(after[1])
    left = output.late(f"Nog {counted(errors, 'fout', 'fouten')}.") if errors else output.good("Geen fouten.")
    click.echo(left)


def _without_place(problem: Problem) -> tuple[str, str, str]:
    # a line put in above moves a problem without changing it
    return problem.file, problem.slug, problem.message
