"""The town of `rights_tables`, on the web: an application in this process, and tokens to ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from rights_tables import Town, town_on
from starlette.testclient import TestClient

from baz.engine.identity import tokens
from baz.engine.installation import Installation, Settings
from baz.kernel.acts import OPERATOR
from baz.store.database import Database
from baz.web import doors
from baz.web.app import create_app
from baz.web.house import House


@dataclass(slots=True)
class Web:
    """The town and its application. `app` for tools that call it without a client."""

    town: Town
    house: House
    app: Any
    client: TestClient

    def token(self, who: str = "baas", organisation: str = "huis", bundle: str = "beheerder") -> str:
        """A token that somebody makes for her organisation."""
        world = self.town.world
        until = world.now.date() + timedelta(days=30)
        with world.engine.work() as work:
            actor = world.engine.actor(world.people[who])
            return tokens.create(work, actor, organisation, f"Sleutel {bundle}", bundle, until)

    def sign_in(self, who: str) -> None:
        """A browser in which somebody signed in; "" for nobody."""
        self.client.cookies.clear()
        if who:
            self.client.cookies.set(doors.COOKIE, doors.demo_cookie(self.town.world.people[who]))

    def ask(self, method: str, path: str, token: str, json: Any = None, **headers: str) -> Any:
        """One request by a programme."""
        if method == "POST" and "idempotency_key" not in headers:
            headers["idempotency_key"] = f"kenmerk-{next(self.town.world.keys)}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["authorization"] = f"Bearer {token}"
        return self.client.request(method, f"/api/v1{path}", json=json, headers=sent)


@contextmanager
def web_on(database: Database, folder: Path) -> Iterator[Web]:
    """The town on a fresh database, with its application. Noor manages Buur too."""
    town = town_on(database)
    world = town.world
    day = world.now.date() - timedelta(days=300)
    world.engine.add_staff(world.people["noor"], "buur", "beheerder", day, actor=OPERATOR)
    settings = Settings(folder, webhooks=("127.0.0.1",))
    installation = Installation(settings, database, world.engine.clock)
    vars(installation).update(engine=world.engine, catalogue=world.engine.catalogue)
    house = House(installation, demo=True)
    app = create_app(house)
    with TestClient(app, follow_redirects=False) as client:
        yield Web(town, house, app, client)
