"""Reading in a file: looked at first, then carried out after a yes, all good rows in one transaction.

Looking is doing without keeping: every row is read in by the same code, aside, where nobody waits for it. So
what the preview promises is what the engine itself said, and the rows that it refuses come back with its
reasons.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import IO, Any

from baz.engine.doubles import Known
from baz.engine.engine import Engine
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, BazError, NotFound
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Actor
from baz.services.exchange import fitting, saving, sheets
from baz.services.exchange.bringing import Desk, Kind, Outcome
from baz.services.exchange.columns import Column
from baz.services.exchange.fitting import Target
from baz.services.exchange.in_cases import Cases
from baz.services.exchange.in_meetings import Meetings
from baz.services.exchange.in_people import People
from baz.services.exchange.sheets import Sheet
from baz.store import people, uploads
from baz.store.aside import aside
from baz.store.codec import moment_text
from baz.store.uploads import UploadRow

logger = logging.getLogger("baz.exchange")

KINDS: Mapping[str, Kind] = MappingProxyType({"people": People(), "cases": Cases(), "meetings": Meetings()})
"""What can be read in."""
WAITS = timedelta(days=2)
"""So long a file waits for its yes; then it is forgotten, with everything in it."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read in: its kind, its rows, which column is which, and for cases their workflow."""

    kind: str
    name: str
    sheet: Sheet
    chosen: Mapping[str, str]
    workflow: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file and what comes of it; `number` as the spreadsheet counts."""

    number: int
    cells: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading in a file would do. `match` column of the file -> ours, "" where it is left out; `read`
    the counts once it was done."""

    file: File
    match: Mapping[str, str]
    targets: tuple[Target, ...]
    lines: tuple[Line, ...]
    read: Mapping[str, int] | None = None

    @property
    def done(self) -> bool:
        """Whether it was read in."""
        return self.read is not None

    def of(self, what: str) -> tuple[Line, ...]:
        """The rows that are nieuw, veranderd, gelijk or fout."""
        return tuple(line for line in self.lines if line.outcome.what == what)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each."""
        if self.read is not None:
            return dict(self.read)
        return {what: len(self.of(what)) for what in ("nieuw", "veranderd", "gelijk", "fout")}

    @property
    def good(self) -> tuple[Line, ...]:
        """The rows that change something."""
        return self.of("nieuw") + self.of("veranderd")


@dataclass(frozen=True, slots=True)
class Done:
    """What was read in. `already`: it was read in before, and nothing happened now."""

    counts: Mapping[str, int]
    already: bool = False


def opened(
    kind: str, name: str, body: bytes, chosen: Mapping[str, str] | None = None, workflow: str = ""
) -> File:
    """A file as it was brought.

    Raises:
        BadInput: there is no such kind, or the file cannot be read.
    """
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(KINDS, 'of')}."
        raise BadInput(f"'{kind}' kan niet ingelezen worden.", hint=hint)
    return File(kind, name, sheets.read(body), chosen or {}, workflow)


def preview(engine: Engine, actor: Actor, organisation: str, file: File) -> Preview:
    """What reading in a file would do. Nothing is kept.

    Raises:
        Forbidden: the actor may not read in files here.
        BadInput: a column that must be there is not, or there are too many rows.
    """
    with aside(engine.database) as connection:
        work = Work(connection, engine.clock(), engine.plans, engine.ids)
        return _carried(work, actor, organisation, file, f"bekijk:{work.ids.new_id('import')}")


def keep(engine: Engine, actor: Actor, organisation: str, seen: Preview) -> str:
    """Let a file that was looked at wait for a yes; gives its number.

    Raises:
        Forbidden: the actor may not read in files here.
    """
    with engine.work() as work:
        require(work.catalogue, actor, organisation, Right.IMPORT)
        uploads.purge(work.now, connection=work.connection)
        party = people.party(actor.party, connection=work.connection)
        row = UploadRow(
            work.ids.new_id("import"), organisation, party.id if party else None, "import",
            seen.file.name[:100], "wacht", _body(seen), moment_text(work.now), moment_text(work.now + WAITS),
        )  # fmt: skip
        uploads.add(row, connection=work.connection)
        return row.id


def stored(engine: Engine, actor: Actor, organisation: str, upload: str) -> Preview:
    """What waits under a number, as it was looked at; once read in (`done`) only the rows that were refused.

    Raises:
        Forbidden: the actor may not read in files here.
        NotFound: there is none.
    """
    with engine.reading() as work:
        require(work.catalogue, actor, organisation, Right.IMPORT)
        return _seen(_row(work, organisation, upload))


def match_again(
    engine: Engine, actor: Actor, organisation: str, upload: str, chosen: Mapping[str, str]
) -> Preview:
    """Look again at a file that waits, with what somebody decided each column is.

    Raises:
        Forbidden: the actor may not read in files here.
        NotFound: there is none, or it was read in.
        BadInput: a choice that cannot be, or a column that must be there is not.
    """
    found = stored(engine, actor, organisation, upload)
    if found.done:
        raise NotFound("Dit bestand werd al ingelezen.")
    seen = preview(engine, actor, organisation, replace(found.file, chosen=chosen))
    with engine.work() as work:
        uploads.change(upload, "wacht", "wacht", connection=work.connection, body=_body(seen))
    return seen


def carry_out(engine: Engine, actor: Actor, organisation: str, upload: str) -> Done:
    """Read in the good rows of a file that waits, all of them or none.

    Raises:
        Forbidden: the actor may not read in files here.
        NotFound: there is none under this number.
        BadInput: a row that was good is not any more; nothing was read in.
    """
    with _transaction(engine) as work:
        require(work.catalogue, actor, organisation, Right.IMPORT)
        row = _row(work, organisation, upload)
        seen = _seen(row)
        if not uploads.change(upload, "wacht", "klaar", connection=work.connection):
            return Done(seen.counts, already=True)
        done = _carried(work, actor, organisation, seen.file, f"import:{upload}")
        promised = {line.number for line in seen.good}
        broken = next((line for line in done.of("fout") if line.number in promised), None)
        if broken is not None:
            raise BadInput(
                f"Er is intussen iets veranderd. Rij {broken.number}: {broken.outcome.says} "
                "Er is niets ingelezen.",
                hint="Bekijk het bestand opnieuw.",
            )
        kept = _body(replace(done, read=done.counts))
        uploads.change(upload, "klaar", "klaar", connection=work.connection, body=kept)
    logger.info("%s read in %s at %s: %s", actor.party, row.kind, organisation, done.counts)
    return Done(done.counts)


def wrong_rows(seen: Preview, form: str = "xlsx") -> tuple[IO[bytes], int]:
    """The rows that are refused as a file like the one that came, each with the reason behind it."""
    heads = [*seen.file.sheet.heads, "Wat er mis is"]
    columns = [Column(str(i), head) for i, head in enumerate(heads)]
    rows = ((*line.cells, line.outcome.says) for line in seen.of("fout"))
    return saving.written(columns, rows, form, "Terug")


# --- how


@contextmanager
def _transaction(engine: Engine) -> Iterator[Work]:
    """One transaction for all rows, apart from what others do at the same time."""
    with engine.database.write() as connection:
        yield Work(connection, engine.clock(), engine.plans, engine.ids)


def _carried(work: Work, actor: Actor, organisation: str, file: File, key: str) -> Preview:
    """Read in every row, each within a part of the transaction that can fail by itself."""
    require(work.catalogue, actor, organisation, Right.IMPORT)
    kind = KINDS[file.kind]
    desk = Desk(work, actor, organisation, Known(work, organisation), _workflow(work, organisation, file))
    targets = tuple(kind.targets(desk))
    heads, rows = file.sheet.heads, file.sheet.rows
    match = fitting.matched(heads, targets, file.chosen)
    if len(rows) > kind.most:
        raise BadInput(
            f"Dit bestand heeft {len(rows)} rijen; hoogstens {kind.most}.", hint="Splits het in delen."
        )
    if absent := fitting.missing(match, targets):
        raise BadInput(
            f"Er ontbreekt een kolom: {in_words(absent)}.",
            hint="Geef een kolom die naam, of kies welke het is.",
        )
    lines = []
    seen: dict[tuple[str, ...], int] = {}
    for number, cells in rows:
        values = {match[h]: cell for h, cell in zip(heads, cells, strict=True) if h and match[h]}
        first = seen.setdefault(tuple(values.values()), number)
        outcome = (
            _try(desk, kind, values, f"{key}:{number}")
            if first == number
            else Outcome("fout", f"Deze rij is dezelfde als rij {first}.")
        )
        lines.append(Line(number, cells, outcome))
    shown = {head: "" if name.startswith("~") else name for head, name in match.items()}
    return Preview(file, shown, tuple(t for t in targets if not t.name.startswith("~")), tuple(lines))


def _try(desk: Desk, kind: Kind, values: Mapping[str, str], key: str) -> Outcome:
    given = {name: value for name, value in values.items() if value and not name.startswith("~")}
    before = desk.known.added
    try:
        with desk.work.connection.begin_nested():
            return kind.read(desk, given, key)
    except BazError as error:
        desk.known.forget_since(before)
        return Outcome("fout", f"{error.message} {error.hint}".strip())


def _workflow(work: Work, organisation: str, file: File) -> str:
    """The workflow that the cases of a file are of: as was chosen, else as its rows say.

    Raises:
        BadInput: nothing says which.
    """
    if file.kind != "cases":
        return ""
    if file.workflow:
        return work.catalogue.workflow(file.workflow, organisation).workflow
    known = work.catalogue.workflows(organisation)
    heads = [h.casefold() for h in file.sheet.heads]
    if "werkwijze" in heads:
        said = file.sheet.rows[0][1][heads.index("werkwijze")]
        for w in known:
            if said.casefold() in (w.workflow, w.title.casefold()):
                return w.workflow
    raise BadInput(
        "Zeg van welke werkwijze deze trajecten zijn.",
        hint=f"Wel: {in_words((w.workflow for w in known), 'of')}.",
    )


def _row(work: Work, organisation: str, upload: str) -> UploadRow:
    row = uploads.find(upload, organisation, "import", connection=work.connection)
    if row is None or row.expires_at < moment_text(work.now):
        raise NotFound("Dit bestand is er niet (meer).", hint="Lees het opnieuw in.")
    return row


def _body(seen: Preview) -> str:
    """A preview as text. Once it was read in, what was good is kept where it belongs and not here."""
    lines = seen.of("fout") if seen.done else seen.lines
    rows = [
        (line.number, line.cells, line.outcome.what, line.outcome.says, line.outcome.warnings)
        for line in lines
    ]
    return json.dumps(
        {
            "kind": seen.file.kind, "workflow": seen.file.workflow, "heads": seen.file.sheet.heads,
            "rows": rows, "match": dict(seen.match), "targets": [(t.name, t.title) for t in seen.targets],
            "counts": seen.counts, "done": seen.done,
        },
        ensure_ascii=False,
    )  # fmt: skip


def _seen(row: UploadRow) -> Preview:
    """The preview behind `_body`."""
    body: dict[str, Any] = json.loads(row.body)
    lines = tuple(
        Line(int(number), tuple(cells), Outcome(what, says, tuple(warnings)))
        for number, cells, what, says, warnings in body["rows"]
    )
    sheet = Sheet(tuple(body["heads"]), tuple((line.number, line.cells) for line in lines))
    file = File(body["kind"], row.name, sheet, body["match"], body["workflow"])
    targets = tuple(Target(name, title) for name, title in body["targets"])
    return Preview(file, body["match"], targets, lines, body["counts"] if body["done"] else None)
