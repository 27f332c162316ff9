"""Letters by mail, on a real SMTP server: once for each reader, and told apart when they are not taken."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mail_server import MailServer, give_addresses, own_certificate, serving

from baz.engine.installation import read_settings
from baz.engine.mailbox import Mailbox, read_mailbox
from baz.ground.errors import SetupError
from baz.kernel.acts import Actor, Command, Erase
from baz.services import jobs
from baz.services.jobs import MAIL_PAUSES, Delivered, Worker
from baz.services.mail import smtp
from baz.services.mail.message import Mail, MailError, message_of
from baz.services.mail.outgoing import Outgoing
from baz.services.mail.smtp import Post
from baz.store import outbox, sent
from baz.testing.player import Played, Player

NOW = datetime(2021, 1, 21, 9, tzinfo=UTC)
MAIL = Mail("an@voorbeeld.example", "An Peeters", "Welkom", "Dag An,\n", "<p>Dag An,</p>", "t1", "De Proef")
STORY = """
  - {on: 2021-01-11, open: begin, by: mia, with: {persoon: an, medewerker: mia}}
  - {on: 2021-01-12, join: gast, party: bo, by: mia}
  - {on: 2021-01-20, meet: samen, by: mia, count: 4}
  - {on: 2021-01-21, step: groei, by: mia}
"""
Play = Callable[..., Played]


def once(box: Mailbox, mail: Mail, context: ssl.SSLContext | None = None) -> None:
    """Send one message, and hang up whatever comes of it."""
    post = Post(box, context)
    try:
        post.send(mail, NOW)
    finally:
        post.close()


@pytest.fixture
def server() -> Iterator[MailServer]:
    with serving() as found:
        yield found


@pytest.fixture
def played(play: Play, player: Player) -> Played:
    found = play(STORY)
    give_addresses(player.engine, {who: found.people[who] for who in ("an", "bo", "mia")})
    return found


@pytest.fixture
def worker(played: Played, player: Player, server: MailServer, tmp_path: Path) -> Worker:
    return Worker(player.engine, Outgoing(tmp_path / "brieven", Post(server.mailbox())))


def test_a_letter_goes_to_each_reader_alone_as_text_and_html(worker: Worker, server: MailServer) -> None:
    assert len(worker.run().done) == 1
    assert sorted(server.to) == [["an@voorbeeld.example"], ["bo@voorbeeld.example"]]
    letter = next(m for m in server.taken if m["To"].addresses[0].display_name == "An")
    assert letter["Subject"] == "Welkom"
    assert str(letter["From"]) == "De Proef <post@baz.example>"
    assert letter["Reply-To"] == "mia@voorbeeld.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert "Dag An," in plain.get_content()
    assert "<p>Dag An,</p>" in html.get_content()
    assert not worker.outgoing.folder.exists()
    assert worker.run() == Delivered()


def test_who_has_no_address_gets_it_on_paper(
    play: Play, player: Player, server: MailServer, tmp_path: Path
) -> None:
    play(STORY)
    folder = tmp_path / "brieven"
    assert len(Worker(player.engine, Outgoing(folder, Post(server.mailbox()))).run().done) == 1
    assert server.taken == []
    assert len(list(folder.glob("*.txt"))) == 2


def test_a_worker_that_died_sends_the_same_message_again(
    worker: Worker, server: MailServer, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "keep", die)
        with pytest.raises(KeyboardInterrupt):
            worker.run()
    player.clock.now += timedelta(seconds=jobs.LEASE_SECONDS + 1)
    assert len(worker.run().done) == 1
    assert len(server.taken) == 3
    assert len({m["Message-ID"] for m in server.taken}) == 2


def test_one_reader_who_is_not_there_now_does_not_get_the_others_a_second_letter(
    worker: Worker, server: MailServer, player: Player
) -> None:
    server.answers["bo@voorbeeld.example"] = "451 later"
    assert [code for _, code in worker.run().failed] == ["mail-geweigerd"]
    assert server.to == [["an@voorbeeld.example"]]
    server.answers.clear()
    player.clock.now += MAIL_PAUSES[0]
    assert len(worker.run().done) == 1
    assert sorted(server.to) == [["an@voorbeeld.example"], ["bo@voorbeeld.example"]]


def test_an_answer_that_will_not_change_waits_for_a_person_at_once(
    worker: Worker, server: MailServer, player: Player, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="baz")
    server.answers["bo@voorbeeld.example"] = "550 geen bo@voorbeeld.example hier"
    assert [code for _, code in worker.run().failed] == ["mail-geweigerd"]
    with player.engine.reading() as work:
        (line,) = jobs.failures(work)
    assert (line.status, line.attempts, line.error) == ("failed", 1, "mail-geweigerd")
    assert "bo@" not in caplog.text
    server.answers.clear()
    with player.engine.work() as work:
        outbox.again(line.id, now=work.now, connection=work.connection)
    assert len(worker.run().done) == 1


def test_a_server_that_is_away_is_tried_again_later(worker: Worker, player: Player) -> None:
    assert worker.outgoing.post is not None
    with serving() as gone:
        worker.outgoing.post = Post(gone.mailbox())
    assert [code for _, code in worker.run().failed] == ["mail-onbereikbaar"]
    player.clock.now += jobs.PAUSE
    assert worker.run() == Delivered()
    player.clock.now += MAIL_PAUSES[0]
    assert [code for _, code in worker.run().failed] == ["mail-onbereikbaar"]


def test_what_left_is_kept_as_it_was_and_goes_when_a_reader_is_erased(
    worker: Worker, player: Player, played: Played
) -> None:
    worker.run()
    (case,) = played.cases.values()
    with player.engine.reading() as work:
        kept = sent.of_case(case, connection=work.connection)
    assert {row.party_id for row in kept} == {played.people["an"], played.people["bo"]}
    assert all("Welkom in" in (row.value or "") for row in kept)
    me = Actor(played.people["mia"], frozenset({"proef"}), operator=True)
    player.engine.perform(Command(actor=me, act=Erase(party=played.people["bo"]), key="weg", case=case))
    with player.engine.reading() as work:
        kept = sent.of_case(case, connection=work.connection)
    assert [row.value for row in kept] == [None, None]
    assert player.engine.verify() == []


def test_sending_once_more_is_a_message_of_its_own(
    worker: Worker, server: MailServer, player: Player
) -> None:
    (job,) = worker.run().done
    with player.engine.work() as work:
        outbox.repeat(job, now=work.now, connection=work.connection)
    assert len(worker.run().done) == 1
    assert len({m["Message-ID"] for m in server.taken}) == 4


@pytest.mark.parametrize("implicit", [False, True])
def test_guarded_and_signed_in(tmp_path: Path, implicit: bool) -> None:
    certificate = own_certificate(tmp_path / "server.pem")
    trusting = ssl.create_default_context(cafile=str(certificate))
    with serving(certificate, implicit=implicit) as server:
        box = server.mailbox(tls="ssl" if implicit else "starttls", user="baz", password="geheim")
        once(box, MAIL, trusting)
        assert server.signed_in == ["baz"]
        assert len(server.taken) == 1
        with pytest.raises(MailError) as unknown:
            once(box, MAIL)
        assert (unknown.value.code, unknown.value.permanent) == ("mail-onbereikbaar", False)
        wrong = server.mailbox(tls=box.tls, user="baz", password="fout")
        with pytest.raises(MailError) as refused:
            once(wrong, MAIL, trusting)
        assert (refused.value.code, refused.value.permanent) == ("mail-aanmelden", False)


def test_a_server_without_starttls_gets_no_letter(server: MailServer) -> None:
    with pytest.raises(MailError):
        once(server.mailbox(tls="starttls"), MAIL)
    assert server.taken == []


@pytest.mark.parametrize(
    "text", ["Welkom\r\nBcc: ander@voorbeeld.example", "Welkom\nX: y", "a\x00b\x0b\u2028c"]
)
def test_nobody_smuggles_a_header(server: MailServer, text: str) -> None:
    mail = Mail("an@voorbeeld.example", text, text, "Dag", "", "t", text, "")
    once(server.mailbox(), mail)
    (taken,) = server.taken
    assert server.to == [["an@voorbeeld.example"]]
    assert taken["Bcc"] is None
    assert taken["X"] is None
    assert "\n" not in taken["Subject"]


@pytest.mark.parametrize(
    "address",
    ["", "geen adres", "an@", "@voorbeeld.example", "an@x.example\nBcc: b@x.example", "a@x, b@x",
     "ann€@x.example", "an@x.example\x00"],
)  # fmt: skip
def test_what_is_no_address_is_refused_for_good(server: MailServer, address: str) -> None:
    with pytest.raises(MailError) as refused:
        once(server.mailbox(), Mail(address, "An", "Welkom", "Dag"))
    assert (refused.value.code, refused.value.permanent) == ("mail-adres", True)
    assert server.taken == []


def test_an_answer_that_comes_back_to_the_reader_is_left_out() -> None:
    box = read_mailbox({"host": "h", "from": "BAZ <post@baz.example>"}, {})
    assert box is not None
    mail = Mail("an@x.example", "An", "Welkom", "Dag", reply="an@x.example")
    message = message_of(mail, box.sender, NOW)
    assert message["Reply-To"] is None
    assert str(message["From"]) == "BAZ <post@baz.example>"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('host = "h"', "from geen mailadres: ''"),
        ('from = "a@b.be"', "ontbreekt host"),
        ('host = "h"\nfrom = "a@b.be\\nBcc: c@d.be"', "geen mailadres"),
        ('host = "h"\nfrom = "a@b.be"\ntls = "soms"', "tls 'soms' onbekend"),
        ('host = "h"\nfrom = "a@b.be"\nport = "25"', "geen poort"),
        ('host = "h"\nfrom = "a@b.be"\nport = 99999', "geen poort"),
        ('host = "h"\nfrom = "a@b.be"\ntls = "none"\nuser = "u"', "onbeveiligd"),
        ('host = "h"\nfrom = "a@b.be"\nhots = "h"', "'hots' in [mail]"),
        ("host = 3", "een tekst tussen aanhalingstekens"),
    ],
)
def test_a_wrong_mailbox_is_named(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "baz.toml").write_text(f"[mail]\n{table}\n", "utf-8")
    with pytest.raises(SetupError) as refused:
        read_settings(tmp_path, {})
    assert said in refused.value.message


def test_the_mailbox_of_an_installation(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}).mail is None
    (tmp_path / "baz.toml").write_text(
        '[mail]\nhost = "smtp.x.example"\nuser = "u"\npassword = "een"\nfrom = "post@x.example"\n', "utf-8"
    )
    box = read_settings(tmp_path, {"BAZ_MAIL_PASSWORD": "twee"}).mail
    assert box is not None
    assert (box.host, box.port, box.tls, box.password) == ("smtp.x.example", 587, "starttls", "twee")
    assert "twee" not in repr(box)


def test_a_slow_mail_server_does_not_outlast_the_lease(
    worker: Worker, server: MailServer, player: Player, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each of two letters takes longer than the rest of the lease; another worker looks in between."""
    send = Post.send
    other: list[Delivered] = []

    def slowly(post: Post, mail: Mail, now: datetime) -> None:
        send(post, mail, now)
        player.clock.now += timedelta(seconds=jobs.LEASE_SECONDS - 30)
        other.append(Worker(player.engine, Outgoing(tmp_path / "ander")).run())

    monkeypatch.setattr(Post, "send", slowly)
    assert len(worker.run().done) == 1
    assert other == [Delivered()] * 2
    assert len(server.taken) == 2


def test_a_worker_that_was_taken_over_sends_nothing_more(
    worker: Worker, server: MailServer, player: Player, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It stood still for longer than its lease, as a laptop that slept."""
    send = Post.send

    def asleep(post: Post, mail: Mail, now: datetime) -> None:
        send(post, mail, now)
        player.clock.now += timedelta(seconds=jobs.LEASE_SECONDS + 1)
        Worker(player.engine, Outgoing(tmp_path / "ander")).run()

    monkeypatch.setattr(Post, "send", asleep)
    assert worker.run() == Delivered()
    assert len(server.taken) == 1


def test_a_mail_server_that_dribbles_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps a socket alive, not a letter."""
    monkeypatch.setattr(smtp, "MOST", 0.3)
    done = threading.Event()
    line = socket.create_server(("127.0.0.1", 0))

    def dribble() -> None:
        call, _ = line.accept()
        with call, suppress(OSError):
            while not done.wait(0.05):
                call.sendall(b"2")

    thread = threading.Thread(target=dribble, daemon=True)
    thread.start()
    table = {"host": "127.0.0.1", "port": line.getsockname()[1], "from": "post@baz.example", "tls": "none"}
    box = read_mailbox(table, {})
    assert box is not None
    try:
        with pytest.raises(MailError) as caught:
            once(box, MAIL)
    finally:
        done.set()
        thread.join(5)
        line.close()
    assert caught.value.code == "mail-onbereikbaar"
