"""A real browser against the demo. Skipped, with the reason, where there is none; in CI that is a failure."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from town import Town

from baz.web.app import create_app

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def address(town: Town) -> Iterator[str]:
    """Where the demo is served."""
    config = uvicorn.Config(
        create_app(town.house), host="127.0.0.1", port=0, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser of this machine."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs a browser: {CHROMIUM} is not there.")
        pytest.skip(f"No browser: {CHROMIUM} is not there (apt-get install chromium).")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Phones:
    """Opens browsers in which somebody came in."""

    browser: Any
    address: str
    town: Town

    @contextmanager
    def of(self, name: str, *, scripts: bool = True, width: int = 360) -> Iterator[Any]:
        """A page at her home; what went wrong in the browser itself fails the test."""
        with self.out(scripts=scripts, width=width) as page:
            self.enter(page, name)
            yield page

    @contextmanager
    def out(self, *, scripts: bool = True, width: int = 360) -> Iterator[Any]:
        """An empty page of a browser in which nobody came in."""
        context = self.browser.new_context(
            viewport={**PHONE, "width": width}, locale="nl-BE", timezone_id="Europe/Brussels",
            java_script_enabled=scripts, base_url=self.address,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        try:
            yield page
            assert errors == []
        finally:
            context.close()

    def enter(self, page: Any, name: str) -> None:
        """Come in by the door of the demo."""
        party = next(p.party for p in self.town.house.engine.cast() if p.name.startswith(name))
        page.context.request.post("/demo/binnen", form={"wie": party}, max_redirects=0)
        page.goto("/ik")


@pytest.fixture
def phones(chromium: Any, address: str, town: Town) -> Phones:
    """Phones against this demo."""
    return Phones(chromium, address, town)
