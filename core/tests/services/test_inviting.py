"""Invitations: planned, moved, off; for who takes part and can be reached; and nobody else's name in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest
from mail_server import MailServer, give_addresses, serving

from baz.engine import invitations
from baz.ground.errors import Forbidden
from baz.kernel.acts import Act, Actor, Answer, Cancel, Command, Held, Join, Leave, Move, Plan, Yes
from baz.kernel.when import When
from baz.services.jobs import Worker
from baz.services.mail.outgoing import Outgoing
from baz.services.mail.smtp import Post
from baz.store import outbox
from baz.testing.player import Played, Player

Play = Callable[..., Played]
STORY = """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia}}
  - {on: 2021-01-12, join: gast, party: bo, by: mia}
"""


@dataclass
class Circle:
    """A case with An, Bo and Mia, and what reaches them."""

    player: Player
    played: Played
    worker: Worker
    server: MailServer

    @property
    def case(self) -> str:
        (found,) = self.played.cases.values()
        return found

    @property
    def mia(self) -> Actor:
        return Actor(self.played.people["mia"], frozenset({"proef"}), operator=True)

    def do(self, act: Act) -> None:
        key = self.player.engine.ids.new_id("test")
        self.player.engine.perform(Command(actor=self.mia, act=act, key=key, case=self.case))

    def mails(self) -> dict[str, EmailMessage]:
        """What leaves now, by the name of its reader."""
        self.server.taken.clear()
        assert self.worker.run().failed == ()
        return {m["To"].addresses[0].username: m for m in self.server.taken}


def event(mail: EmailMessage) -> icalendar.Event:
    """The event in a message: it stands there twice, as a part and as a file."""
    parts = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    (attached,) = (p for p in mail.walk() if p.is_attachment())
    assert attached.get_filename() == "uitnodiging.ics"
    calendar = icalendar.Calendar.from_ical(parts[0].get_content())
    assert parts[0].get_param("method") == calendar["METHOD"]
    assert [z["TZID"] for z in calendar.walk("VTIMEZONE")] in (["Europe/Brussels"], [])
    (found,) = calendar.walk("VEVENT")
    return found


@pytest.fixture
def circle(play: Play, player: Player, tmp_path: Path) -> Iterator[Circle]:
    played = play(STORY)
    give_addresses(player.engine, {who: played.people[who] for who in ("an", "bo", "mia")})
    with serving() as server:
        found = Circle(
            player, played, Worker(player.engine, Outgoing(tmp_path, Post(server.mailbox()))), server
        )
        found.do(Answer(name="gast", party=played.people["bo"], yes=Yes(played.people["bo"], "mail")))
        yield found


def planned(circle: Circle, when: str = "2021-02-01T20:00", **more: str) -> None:
    circle.do(Plan(name="samen", on=When.parse(when), **more))


def test_who_takes_part_is_invited_by_mail(circle: Circle) -> None:
    planned(circle, place="Dorpsstraat 1")
    mails = circle.mails()
    assert set(mails) == {"an", "bo"}, "Mia has no role in this meeting"
    mail = mails["an"]
    assert mail["Subject"] == "Uitnodiging: Samen, Kring, maandag 1 februari 2021 om 20.00 uur"
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert text.startswith("Dag An,")
    assert "Dorpsstraat 1" in text
    found = event(mail)
    assert found["DTSTART"].to_ical() == b"20210201T200000"
    assert found["DTSTART"].params["TZID"] == "Europe/Brussels"
    assert found["LOCATION"] == "Dorpsstraat 1"
    assert found["ATTENDEE"] == "mailto:an@voorbeeld.example"
    assert circle.mails() == {}


def test_no_name_of_another_reader_stands_in_it(circle: Circle) -> None:
    planned(circle)
    whole = circle.mails()["an"].as_string()
    assert "Bo" not in whole.replace("Bounce", "")
    assert "Mia" not in whole


def test_moved_and_off_speak_of_the_same_event(circle: Circle) -> None:
    planned(circle)
    first = event(circle.mails()["an"])
    circle.do(Move(name="samen", on=When.parse("2021-02-02")))
    mail = circle.mails()["an"]
    moved = event(mail)
    assert mail["Subject"].startswith("Verplaatst:")
    assert moved["DTSTART"].to_ical() == b"20210202"
    circle.do(Cancel(name="samen"))
    mail = circle.mails()["an"]
    off = event(mail)
    assert mail["Subject"].startswith("Gaat niet door:")
    assert off["STATUS"] == "CANCELLED"
    assert first["UID"] == moved["UID"] == off["UID"]
    assert first["SEQUENCE"] < moved["SEQUENCE"] < off["SEQUENCE"]


def test_what_was_never_sent_is_not_called_off(circle: Circle) -> None:
    planned(circle)
    circle.do(Cancel(name="samen"))
    assert {name: m["Subject"][:10] for name, m in circle.mails().items()} == {}


def test_what_was_moved_before_it_left_is_told_once(circle: Circle) -> None:
    planned(circle)
    circle.do(Move(name="samen", on=When.parse("2021-02-02T19:30")))
    mails = circle.mails()
    assert len(circle.server.taken) == 2
    assert event(mails["an"])["DTSTART"].to_ical() == b"20210202T193000"


def test_who_joins_later_is_invited_and_who_leaves_is_told(circle: Circle) -> None:
    planned(circle)
    circle.mails()
    cas = circle.player.engine.add_party("Cas", organisation="proef", actor=circle.mia)
    give_addresses(circle.player.engine, {"cas": cas})
    circle.do(Join(name="gast", party=cas, agreed=(Yes(cas, "mail"),)))
    assert set(circle.mails()) == {"cas"}
    circle.do(Leave(name="gast", party=circle.played.people["bo"]))
    (mail,) = circle.mails().values()
    assert mail["To"].addresses[0].username == "bo"
    assert mail["Subject"].startswith("Gaat niet door:")


@pytest.mark.parametrize("when", ["2021-01-02", "2021-03"])
def test_nobody_is_invited_to_what_has_passed_or_has_no_day(circle: Circle, when: str) -> None:
    circle.player.clock.now = circle.player.clock.now.replace(month=2)
    circle.do(Plan(name="samen", on=When.parse(when)))
    assert circle.mails() == {}


def test_what_waited_until_after_its_day_is_not_told(circle: Circle) -> None:
    planned(circle)
    circle.player.clock.now = circle.player.clock.now.replace(month=3)
    assert circle.mails() == {}


def test_what_was_held_calls_nothing_off(circle: Circle) -> None:
    planned(circle)
    circle.mails()
    circle.player.clock.now = circle.player.clock.now.replace(month=3)
    circle.do(Held(name="samen", count=3))
    assert circle.mails() == {}


def test_without_addresses_nothing_waits(play: Play, player: Player) -> None:
    played = play(STORY + "  - {on: 2021-01-13, plan: samen, date: 2021-02-01, by: mia}\n")
    (case,) = played.cases.values()
    with player.engine.reading() as work:
        assert outbox.of_case(case, connection=work.connection) == []


def test_an_organisation_can_do_without(circle: Circle) -> None:
    with circle.player.engine.work() as work:
        with pytest.raises(Forbidden):
            invitations.switch(work, "proef", on=False, actor=Actor("party-x"))
        invitations.switch(work, "proef", on=False, actor=circle.mia)
    planned(circle)
    assert circle.mails() == {}
    circle.player.clock.now = circle.player.clock.now.replace(hour=11)
    with circle.player.engine.work() as work:
        invitations.switch(work, "proef", on=True, actor=circle.mia)
    circle.do(Move(name="samen", on=When.parse("2021-02-05")))
    assert set(circle.mails()) == {"an", "bo"}


def test_without_a_mail_server_the_event_lies_beside_the_letter(circle: Circle, tmp_path: Path) -> None:
    planned(circle)
    folder = tmp_path / "brieven"
    Worker(circle.player.engine, Outgoing(folder)).run()
    assert sorted(f.suffix for f in folder.iterdir()) == [".ics", ".ics", ".txt", ".txt"]
