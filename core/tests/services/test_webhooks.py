"""Other programmes hear what happens: once, signed, without a name, and never inside the house."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from engine_world import World

from baz.ground.errors import BadInput, Forbidden, NotFound, Refused
from baz.kernel.acts import Join, Step, Withdraw
from baz.services import deliveries
from baz.services.jobs import LEASE_SECONDS, Delivered, Worker
from baz.services.mail.outgoing import Outgoing
from baz.services.webhooks import hooks, sending
from baz.services.webhooks.address import parse, reach
from baz.services.webhooks.sending import Sender, senders
from baz.store import outbox
from baz.store.database import Database
from baz.store.outbox import WEBHOOK, WEBHOOK_TRIES

HERE = ("127.0.0.1",)


@dataclass(slots=True)
class Listener:
    """A real server that takes down what it gets. `answers` are given in order, then 204."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def events(self) -> list[dict[str, Any]]:
        """What was told, oldest first."""
        return [json.loads(body) for _, body in self.heard]


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            status = found.answers.pop(0) if found.answers else 204
            self.send_response(status)
            if status in (301, 307):
                self.send_header("location", "/elders")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the screen of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hier?soort=a"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def world(database: Database) -> World:
    return World.on(database)


def listening(world: World, url: str, *kinds: str) -> str:
    """An address of Huis; gives its secret."""
    return hooks.add(world.engine, world.actor("baas"), "huis", "Koppeling", url, kinds, private=HERE)[1]


def worker(world: World, folder: Path) -> Worker:
    return Worker(world.engine, Outgoing(folder), extra=senders(world.engine, HERE))


def test_each_fact_is_told_once_as_a_cloud_event_without_a_name(
    world: World, listener: Listener, tmp_path: Path
) -> None:
    listening(world, listener.url)
    case = world.open(wens="samen zingen")
    world.tell(Step(name="wijs_toe", answers={"helper": world.people["vera"]}), case)
    worker(world, tmp_path).run()
    assert worker(world, tmp_path).run() == Delivered()
    opened, step = listener.events()
    assert opened["type"] == "be.burgersaanzet.case.opened"
    assert step["data"] == {
        "organisation": "huis",
        "case": case,
        "workflow": "huis/kring",
        "version": 1,
        "seq": step["data"]["seq"],
        "name": "wijs_toe",
        "occurred": "2026-03-02T09:00",
        "state": "gesprek",
        "regions": {},
        "ended": False,
    }
    for event in (opened, step):
        assert {"specversion", "id", "source", "type"} <= event.keys()
        assert (event["specversion"], event["subject"]) == ("1.0", case)
        assert datetime.fromisoformat(event["time"]).tzinfo is not None
    text = b"".join(body for _, body in listener.heard).decode()
    for private in ("Rudy", "Vera", "Ine", "zingen", "Gent", *world.people.values()):
        assert private not in text


def test_what_leaves_is_signed(world: World, listener: Listener, tmp_path: Path) -> None:
    """As Standard Webhooks has it; worked out here by hand."""
    secret = listening(world, listener.url)
    world.open()
    worker(world, tmp_path).run()
    headers, body = listener.heard[0]
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mark = base64.b64encode(hmac.digest(key, told, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{mark}"
    assert int(headers["webhook-timestamp"]) == int(world.now.timestamp())
    assert headers["content-type"].startswith("application/cloudevents+json")


def test_an_address_that_fails_twice_gets_the_same_event_again(
    world: World, listener: Listener, tmp_path: Path
) -> None:
    listening(world, listener.url, "opened")
    listener.answers = [500, 307]
    world.open()
    worker(world, tmp_path).run()
    assert worker(world, tmp_path).run() == Delivered(), "it waits before the next try"
    for minutes in (1, 5):
        world.minutes(minutes)
        worker(world, tmp_path).run()
    assert len(listener.heard) == 3
    assert len({headers["webhook-id"] for headers, _ in listener.heard}) == 1
    assert len({body for _, body in listener.heard}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in listener.heard}) == 3
    world.days(3)
    worker(world, tmp_path).run()
    assert len(listener.heard) == 3


def test_a_worker_that_dies_after_sending_sends_the_same_event_again(
    world: World, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening(world, listener.url, "step")
    case = world.open()
    worker(world, tmp_path).run()
    world.tell(Step(name="nee"), case)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "done", die)
        with pytest.raises(KeyboardInterrupt):
            worker(world, tmp_path).run()
    assert worker(world, tmp_path).run() == Delivered(), "its lease still runs"
    world.now += timedelta(seconds=LEASE_SECONDS + 1)
    assert len(worker(world, tmp_path).run().done) == 1
    assert [h["webhook-id"] for h, _ in listener.heard] == [listener.events()[0]["id"]] * 2


def test_one_that_stays_dead_stands_where_people_look(
    world: World, listener: Listener, tmp_path: Path
) -> None:
    listening(world, listener.url, "opened")
    listener.answers = [503] * WEBHOOK_TRIES
    case = world.open()
    for _ in range(WEBHOOK_TRIES + 2):
        worker(world, tmp_path).run()
        world.days(1)
    assert len(listener.heard) == WEBHOOK_TRIES
    baas, noor = world.actor("baas"), world.actor("noor")
    with world.engine.work() as work:
        line = next(d for d in deliveries.failed(work, baas, "huis") if d.kind == WEBHOOK)
        assert (line.case, line.what, line.attempts, line.error) == (case, "Koppeling", 8, "webhook-503")
        assert deliveries.failed(work, world.engine.actor(world.people["baas"]), "huis", limit=1)
        with pytest.raises(Forbidden):
            deliveries.failed(work, noor, "huis")
        with pytest.raises(Forbidden):
            deliveries.again(work, world.actor("ine"), "huis", line.id)
        deliveries.again(work, baas, "huis", line.id)
    worker(world, tmp_path).run()
    assert len({headers["webhook-id"] for headers, _ in listener.heard}) == 1
    with world.engine.reading() as work:
        assert [d for d in deliveries.failed(work, baas, "huis") if d.kind == WEBHOOK] == []


def test_a_refused_step_tells_nothing(world: World, listener: Listener, tmp_path: Path) -> None:
    listening(world, listener.url, "step", "withdrawn")
    case = world.open()
    with pytest.raises(Refused):
        world.tell(Step(name="spreek_af"), case)
    worker(world, tmp_path).run()
    assert listener.heard == []
    world.tell(Join(name="helper", party=world.people["vera"]), case)
    world.tell(Withdraw(event=3), case)
    worker(world, tmp_path).run()
    assert [e["type"].rpartition(".")[2] for e in listener.events()] == ["withdrawn"]


def test_an_ended_address_hears_nothing_more_and_another_organisation_never(
    world: World, listener: Listener, tmp_path: Path
) -> None:
    listening(world, listener.url)
    baas = world.actor("baas")
    world.open()
    with world.engine.work() as work:
        found = hooks.listing(work, baas, "huis")
        assert [h.name for h in found] == ["Koppeling"]
        for who, home in (("ine", "huis"), ("noor", "huis"), ("baas", "buur")):
            with pytest.raises(Forbidden):
                hooks.listing(work, world.actor(who), home)
        hooks.end(work, baas, "huis", found[0].id)
        with pytest.raises(NotFound):
            hooks.end(work, baas, "huis", found[0].id)
    worker(world, tmp_path).run()
    assert listener.heard == []


@pytest.mark.parametrize(
    ("url", "numbers", "private"),
    [
        ("https://voorbeeld.be/x", ["10.1.2.3"], ()),
        ("https://voorbeeld.be/x", ["93.184.216.34", "192.168.0.9"], ()),
        ("https://voorbeeld.be/x", ["169.254.169.254"], ()),
        ("https://voorbeeld.be/x", ["127.0.0.1"], ()),
        ("https://voorbeeld.be/x", ["::1"], ()),
        ("https://voorbeeld.be/x", ["::ffff:10.0.0.1"], ()),
        ("https://voorbeeld.be/x", ["64:ff9b::a00:1"], ()),
        ("https://voorbeeld.be/x", ["2002:a00:1::1"], ()),
        ("https://voorbeeld.be/x", ["fd00::1"], ()),
        ("https://voorbeeld.be/x", ["0.0.0.0"], ()),  # an address that must be refused
        ("https://voorbeeld.be/x", ["224.0.0.1"], ()),
        ("http://voorbeeld.be/x", ["93.184.216.34"], ()),
        ("http://intern.lan/x", ["10.0.0.5"], ("intern.lan",)),
        ("http://127.0.0.1/x", ["127.0.0.1"], ()),
    ],
)
def test_addresses_where_no_webhook_goes(url: str, numbers: list[str], private: tuple[str, ...]) -> None:
    with pytest.raises(BadInput):
        reach(parse(url), private, lambda *_: numbers)


@pytest.mark.parametrize(
    ("url", "numbers", "private"),
    [
        ("https://voorbeeld.be/x", ["93.184.216.34"], ()),
        ("https://voorbeeld.be:8443/x", ["2600:1406::1"], ()),
        ("https://intern.lan/x", ["10.0.0.5"], ("intern.lan",)),
        ("http://localhost:9000/x", ["127.0.0.1"], ("localhost",)),
    ],
)
def test_addresses_where_one_may(url: str, numbers: list[str], private: tuple[str, ...]) -> None:
    assert reach(parse(url), private, lambda *_: numbers) == numbers[0]


@pytest.mark.parametrize(
    "url",
    ["", "voorbeeld.be", "ftp://voorbeeld.be", "https://", "https://a:b@voorbeeld.be/", "https://x.be/#y",
     "https://x.be/a b", "https://x.be:99999/", "https://x.be/\r\nHost: y", "javascript:alert(1)",
     "https://x.be/" + "a" * 600],
)  # fmt: skip
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(BadInput):
        parse(url)


def test_a_name_that_moves_inside_after_it_was_added_is_refused_at_the_sending(
    world: World, listener: Listener, tmp_path: Path
) -> None:
    """What counts is the number at that moment, and that very number is connected to."""
    listening(world, listener.url, "opened")
    world.open()
    sender = Sender(world.engine, (), lambda *_: ["127.0.0.1"])
    found = Worker(world.engine, Outgoing(tmp_path), extra={WEBHOOK: sender.deliver}).run()
    assert [code for _, code in found.failed if code.startswith("webhook")] == ["webhook-adres"]
    assert listener.heard == []


def test_an_answer_that_never_ends_is_cut_off(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte now and then keeps a socket alive, not a delivery."""
    done = threading.Event()

    class Dripping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not done.wait(0.05):
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            """Nothing on the screen of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(sending, "SECONDS", 0.4)
    listening(world, f"http://127.0.0.1:{server.server_port}/", "opened")
    world.open()
    try:
        found = worker(world, tmp_path).run()
    finally:
        done.set()
        server.shutdown()
        server.server_close()
    assert [code for _, code in found.failed if code.startswith("webhook")] == ["webhook-traag"]


def test_what_a_webhook_asks_must_be_there(world: World, listener: Listener) -> None:
    baas = world.actor("baas")
    for name, url, kinds in (
        ("", listener.url, ()),
        ("Naam", listener.url, ("stap",)),
        ("Naam", "https://bestaat-niet.invalid/", ()),
    ):
        with pytest.raises(BadInput):
            hooks.add(world.engine, baas, "huis", name, url, kinds, private=HERE)
    with pytest.raises(BadInput, match="eigen netwerk"):
        hooks.add(world.engine, baas, "huis", "Naam", listener.url)
    for _ in range(hooks.MOST):
        hooks.add(world.engine, baas, "huis", "Naam", listener.url, private=HERE)
    with pytest.raises(BadInput, match="hoogstens"):
        hooks.add(world.engine, baas, "huis", "Naam", listener.url, private=HERE)


def test_a_name_is_looked_up_while_others_can_write(world: World) -> None:
    """A slow or hostile name server must not hold the write lock; who may not manage makes us ask nothing."""
    asked: list[str] = []

    def slow(host: str, _port: int) -> list[str]:
        asked.append(host)
        world.open()
        return ["93.184.216.34"]

    with pytest.raises(Forbidden):
        hooks.add(world.engine, world.actor("noor"), "huis", "Naam", "https://voorbeeld.be/", lookup=slow)
    assert asked == []
    hooks.add(world.engine, world.actor("baas"), "huis", "Naam", "https://voorbeeld.be/", lookup=slow)
    assert asked == ["voorbeeld.be"]


def test_an_address_is_added_once_by_its_key(world: World, listener: Listener) -> None:
    def add(key: str, name: str = "Naam") -> tuple[str, str, bool]:
        baas = world.actor("baas")
        hook, secret, already = hooks.add(
            world.engine, baas, "huis", name, listener.url, key=key, private=HERE
        )
        return hook.id, secret, already

    first, again = add("k1"), add("k1")
    assert (first[:2], first[2], again[2]) == (again[:2], False, True)
    with pytest.raises(BadInput):
        add("k1", "Andere naam")
    assert add("k2")[:2] != first[:2]
    with world.engine.work() as work:
        hooks.end(work, world.actor("baas"), "huis", first[0])
    assert add("k1") == (first[0], "", True), "what was ended stays ended, and its secret is forgotten"


def test_an_address_that_hangs_costs_the_others_one_wait_and_not_one_for_each_event(
    world: World, listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []

    def hang(*_: object) -> list[str]:
        asked.append(world.now.timestamp())
        raise TimeoutError

    listening(world, listener.url, "opened")
    for _ in range(5):
        world.open()
    sender = Sender(world.engine, HERE, hang)
    busy = Worker(world.engine, Outgoing(tmp_path), extra={WEBHOOK: sender.deliver})
    assert [code for _, code in busy.run().failed if code.startswith("webhook")] == ["webhook-traag"] * 5
    assert len(asked) == 1
    world.minutes(1)
    busy.run()
    assert len(asked) == 2
    sender.lookup = lambda *_: ["127.0.0.1"]
    world.minutes(6)
    busy.run()
    assert len(listener.heard) == 5
