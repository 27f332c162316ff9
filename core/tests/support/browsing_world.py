"""The pages over the engine's test world: browsers that visit them, and the mails that left."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine_world import World
from starlette.testclient import TestClient

from baz.engine.installation import Installation, Settings
from baz.web.app import create_app
from baz.web.house import House

ADDRESS = "http://testserver"


@dataclass
class Pages:
    """The pages, over a world. Mails go to a folder."""

    world: World
    folder: Path
    house: House = field(init=False)
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        told = Settings(folder=self.folder, organisation="huis", **self.settings)
        installation = Installation(told, self.world.engine.database, self.world.engine.clock)
        installation.__dict__ |= {"engine": self.world.engine, "catalogue": self.world.engine.catalogue}
        self.house = House(installation, ADDRESS)
        self.app = create_app(self.house)

    def browser(self, name: str = "", **more: Any) -> TestClient:
        """A fresh browser; with a name, one on which somebody signed in."""
        found = TestClient(self.app, base_url=ADDRESS, **more)
        if name:
            found.post("/aanmelden", data={"mail": self.mail_of(name), "onthoud": "ja"})
            answer = found.post(self.link(), follow_redirects=False)
            assert answer.status_code == 303, answer.text
        return found

    def mail_of(self, name: str) -> str:
        """Where somebody gets mail."""
        return f"{name}@voorbeeld.be"

    def mails(self) -> list[dict[str, str]]:
        """Every mail of signing in that left, the oldest first: to, subject, text."""
        folder = self.folder / "brieven"
        files = sorted(folder.glob("aanmelden-*.txt"), key=lambda p: int(p.stem.rpartition("-")[2]))
        return [_read(f.read_text("utf-8")) for f in files]

    def link(self) -> str:
        """The path of the link in the newest mail."""
        body = self.mails()[-1]["text"]
        found = re.findall(rf"{ADDRESS}(/\S+)", body)
        assert found, body
        return str(found[0])


def _read(file: str) -> dict[str, str]:
    head, _, text = file.partition("\n\n")
    to, subject = (line.partition(": ")[2] for line in head.splitlines())
    return {"to": to, "subject": subject, "text": text}
