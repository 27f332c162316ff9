"""`baz play`: a story on a database for once, step by step, as people would tell it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from baz.cli import output
from baz.cli.desk import toolbox
from baz.cli.options import command, form
from baz.definition.problems import render_all
from baz.ground.errors import BadInput
from baz.ground.words import counted
from baz.testing.happened import Happened
from baz.testing.player import Played
from baz.testing.scenario import read_story
from baz.testing.scratch import scratch_player
from baz.testing.story import Story

BAD, FAILED = 2, 1


@command("play")
@click.argument("file", type=click.Path(path_type=Path), metavar="BESTAND", help="Een verhaal in YAML.")
@form()
def play(file: Path, form: str) -> int:
    """Speel een verhaal na, stap voor stap, op een databank voor één keer.

    Je ziet bij elke stap wie wat vertelt, waar het traject dan staat en wat te doen is. Loopt iets anders
    dan het verhaal zegt, dan staat erbij wat en op welke regel, en eindigt dit met code 1. Een fout in het
    bestand zelf geeft code 2.
    """
    catalogue = toolbox().catalogue
    read = read_story(_text_of(file), str(file), catalogue)
    if read.story is None:
        if form == "json":
            output.emit(form, {"problems": read.problems}, lambda: None)
        else:
            click.echo(render_all(read.problems, {str(file): read.text}))
        return BAD
    story = read.story
    with (
        output.progress(story.title, len(story.steps)) as bar,
        scratch_player(catalogue, progress=lambda _done, _all: bar(1)) as player,
    ):
        played = player.play(story, batch=True)
        broken = player.engine.verify()
    output.emit(form, _data(played, broken), lambda: _tell(played, broken))
    return FAILED if played.failures or broken else 0


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{file} is geen tekst.", hint="Een verhaal is een YAML-bestand in UTF-8.") from None


def _data(played: Played, broken: list[str]) -> Mapping[str, Any]:
    story = played.story
    return {
        "scenario": story.key,
        "title": story.title,
        "workflow": story.workflow,
        "organisation": story.organisation,
        "steps": played.steps,
        "failures": played.failures,
        "broken": broken,
        "cases": played.cases,
    }


def _tell(played: Played, broken: list[str]) -> None:
    story = played.story
    output.heading(story.title)
    click.echo(output.quiet(_about(story)))
    several = len(played.cases) > 1
    day = ""
    for step in played.steps:
        click.echo()
        if step.told != day:
            day = step.told
            click.secho(output.day(day), bold=True)
        _step(step, several)
    click.echo()
    for failure in played.failures:
        click.echo(output.late(str(failure)))
    for sentence in broken:
        click.echo(output.late(sentence))
    told = counted(len(played.steps), "stap", "stappen")
    if played.failures or broken:
        wrong = counted(len(played.failures) + len(broken), "keer", "keer")
        click.echo(output.late(f"{told} verteld, {wrong} liep het anders dan het verhaal zegt."))
    else:
        click.echo(output.good(f"{told} verteld, alles liep zoals het verhaal zegt."))


def _about(story: Story) -> str:
    source = f" Bron: {story.source}." if story.source else ""
    return f"Werkwijze {story.workflow}, bij {story.organisation}.{source}"


def _step(step: Happened, several: bool) -> None:
    who = f"{step.who}, voor {step.behalf}" if step.behalf else step.who
    when = "" if step.on in ("", step.told) else f" (gebeurd: {output.day(step.on)})"
    mark = "mag niet: " if step.refused else ""
    where = output.quiet(f" [{step.case}]") if several else ""
    click.echo(f"  {f'{who}: ' if who else ''}{mark}{step.what}{when}{where}")
    if step.refused:
        output.paragraph(step.refused, indent="    ")
        return
    lines = [("toestand", step.state), *(("brief", letter) for letter in step.letters)]
    lines += [("past nog niet", sentence) for sentence in step.held]
    lines += [("te doen", f"{title}{_by(due)}") for title, due in step.tasks]
    output.facts(lines, indent="    ")


def _by(due: str) -> str:
    return f", tegen {output.day(due)}" if due else ""
