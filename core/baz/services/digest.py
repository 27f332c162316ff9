"""The mail of Monday: for each coordinator only what asks something of her, and no mail when nothing does.

It goes out once a week for each person, whoever runs the round. No name stands in it: mail lies about in many
places, and the page behind each line says the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from baz.definition.sentences import date_text
from baz.engine import admin, lists, membership
from baz.engine.finding import short
from baz.engine.lists import AgendaLine
from baz.engine.rights import Right, may
from baz.engine.work import Work
from baz.ground.words import counted
from baz.kernel.acts import Actor
from baz.kernel.jobs import CALL
from baz.kernel.when import day_of
from baz.services.mail.message import Mail
from baz.store import links, people, standing

LATE, WEEK, WAITS = "Te laat", "Deze week", "Wacht op jou"


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One thing that asks something: under which head, what, where, on which day, and the page behind it."""

    head: str
    title: str
    where: str
    day: date | None = None
    late: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person gets; `mail` "" when no address of hers is known."""

    party: str
    name: str
    mail: str
    lines: tuple[DigestLine, ...]

    @property
    def subject(self) -> str:
        """How many things, by how pressing."""
        count = {head: sum(1 for line in self.lines if line.head == head) for head in (LATE, WEEK, WAITS)}
        said = [f"{count[head]} {head[0].lower()}{head[1:]}" for head in count if count[head]]
        return f"Je week: {', '.join(said)}"


def digests(work: Work) -> Iterator[Digest]:
    """The digest of everybody who works on cases and has something to do."""
    for party in coordinators(work):
        if found := digest_of(work, admin.actor(work, party)):
            yield found


def coordinators(work: Work) -> list[str]:
    """Everybody who works on cases as staff of an organisation, in order."""
    today = day_of(work.at)
    return sorted(
        {
            party
            for home in membership.organisations(work)
            for party, _ in standing.staff_of(home, today, connection=work.connection)
            if may(work.catalogue, admin.actor(work, party), home, Right.WORK_CASES)
        }
    )


def digest_of(work: Work, actor: Actor) -> Digest | None:
    """What asks something of one person this week; None when nothing does."""
    today = day_of(work.at)
    sunday = today + timedelta(days=6 - today.weekday())
    homes = [h for h in sorted(actor.organisations) if may(work.catalogue, actor, h, Right.WORK_CASES)]
    lines: list[DigestLine] = []
    for home in homes:
        mine = lists.agenda(work, actor, home, sunday, mine=True)
        ours = [a for a in lists.agenda(work, actor, home, sunday) if a.what == "task" and not a.owner]
        lines += [_line(a) for a in sorted([*mine, *ours], key=lambda a: a.on) if _asks(a)]
        lines += _referrals(work, home)
    if not lines:
        return None
    known = people.of_parties([actor.party], ("name", "mail"), connection=work.connection)
    contact = known.get(actor.party, {})
    order = (LATE, WEEK, WAITS)
    lines.sort(key=lambda line: (order.index(line.head), line.day or date.max))
    return Digest(actor.party, contact.get("name", ""), contact.get("mail", ""), tuple(lines))


def _asks(line: AgendaLine) -> bool:
    """A task asks to be done; a meeting only once its day has passed and nobody said how it was."""
    return bool(line.on) and (line.what == "task" or line.late > 0)


def _line(line: AgendaLine) -> DigestLine:
    title = "Iemand bellen" if line.name == CALL else line.title
    if line.what == "meeting":
        title = f"Verslag: {line.title}"
    area = f", {line.area}" if line.area else ""
    where = f"{line.workflow_title}{area} ({short(line.case)})"
    head = LATE if line.late else WEEK
    return DigestLine(head, title, where, date.fromisoformat(line.on), line.late, f"/trajecten/{line.case}")


def _referrals(work: Work, home: str) -> Iterator[DigestLine]:
    for row in links.waiting(home, connection=work.connection):
        title = work.catalogue.workflow(row.workflow, home).title
        yield DigestLine(WAITS, "Een doorverwijzing beantwoorden", title, path="/vandaag")


def mail_of(digest: Digest, address: str, week: str) -> Mail:
    """The digest as a message.

    Args:
        digest: what it says.
        address: where the pages are, for links; "" for none.
        week: the ISO week, so that a second try is the same message.
    """
    text = as_text(digest, address)
    return Mail(
        digest.mail, digest.name, digest.subject, text, _html(digest, address),
        f"digest:{week}:{digest.party}", "BurgersAanZet",
    )  # fmt: skip


def as_text(digest: Digest, address: str = "") -> str:
    """The digest as plain text."""
    parts = [f"Dag {digest.name}," if digest.name else "Dag,"]
    for head, lines in _parts(digest.lines):
        parts.append(f"{head}: {counted(len(lines), 'ding', 'dingen')}")
        parts.append("\n".join(f"- {_said(line)}{_link(line, address)}" for line in lines))
    return "\n\n".join([*parts, "Je krijgt deze mail alleen als er iets te doen is.", ""])


def _parts(lines: Sequence[DigestLine]) -> Iterator[tuple[str, list[DigestLine]]]:
    for head in (LATE, WEEK, WAITS):
        if found := [line for line in lines if line.head == head]:
            yield head, found


def _said(line: DigestLine) -> str:
    on = f" {date_text(line.day)}," if line.day else ""
    late = f" {counted(line.late, 'dag', 'dagen')} te laat," if line.late else ""
    return f"{line.title}:{on}{late} {line.where}"


def _link(line: DigestLine, address: str) -> str:
    return f"\n  {address}{line.path}" if address and line.path else ""


def _html(digest: Digest, address: str) -> str:
    parts = [f"<p>Dag {escape(digest.name)},</p>"]
    for head, lines in _parts(digest.lines):
        items = "".join(f"<li>{_item(line, address)}</li>" for line in lines)
        parts.append(f"<h2>{head}</h2><ul>{items}</ul>")
    parts.append("<p>Je krijgt deze mail alleen als er iets te doen is.</p>")
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="nl-BE">\n<head><meta charset="utf-8">'
        f"<title>{escape(digest.subject)}</title></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _item(line: DigestLine, address: str) -> str:
    said = escape(_said(line))
    return f'<a href="{escape(address + line.path)}">{said}</a>' if address and line.path else said


def as_data(digest: Digest) -> dict[str, Any]:
    """The digest as JSON holds it."""
    lines = [
        {"head": d.head, "title": d.title, "where": d.where, "day": d.day, "late": d.late, "path": d.path}
        for d in digest.lines
    ]
    return {"party": digest.party, "subject": digest.subject, "lines": lines}
