"""Pictures of the main pages for docs/pages.md: `make screenshots`.

The demo is served on its fixed day from a database of its own, so that the same code gives the same pictures.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from town import Town, build, opened

from baz.web.app import create_app

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
WIDTHS = {360: 760, 1280: 900}
"""How wide a picture is, and how high at most."""
QUALITY = 55


@dataclass(frozen=True)
class Shot:
    """A page that is shown, and who looks ("" for everybody). `case` is what `{case}` in the address is."""

    address: str
    who: str = ""
    case: str = ""


SHOTS = {
    "vandaag": Shot("/vandaag", "Vera"),
    "traject": Shot("/trajecten/{case}", "Vera", "lus_deze_week-georges"),
    "verslag": Shot("/ik/verslag/{case}/{meeting}", "Samira", "kring_rudy"),
    "aanmelding": Shot("/trajecten/nieuw?werkwijze=lus/lusgroep&stap=meld_aan", "Vera"),
    "coaching": Shot("/trajecten/{case}", "Hanne", "coaching_vandaag-zonnedorp"),
    "lerend-netwerk": Shot("/trajecten/{case}", "Hanne", "ln_vandaag"),
    "workshops": Shot("/workshops"),
    "rapport": Shot("/rapport/2026", "Hanne"),
    "lijst": Shot("/trajecten", "Vera"),
    "kalender": Shot("/kalender", "Vera"),
    "werkwijze": Shot("/werkwijzen/lus/lusgroep", "Vera"),
    "beheer": Shot("/beheer", "Karel Vos"),
}
"""What is shown, by the name of its pictures."""


@contextmanager
def served(town: Town) -> Iterator[str]:
    """The address where the demo is served, as long as the block lasts."""
    app = create_app(town.house)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def _address(town: Town, shot: Shot) -> str:
    if not shot.case:
        return shot.address
    case = town.case(shot.case)
    meeting = town.meetings(case, "planned")[0][0] if "{meeting}" in shot.address else ""
    return shot.address.format(case=case, meeting=meeting)


def _enter(town: Town, page: Any, name: str) -> None:
    party = next(p.party for p in town.house.engine.cast() if p.name.startswith(name))
    page.context.request.post("/demo/binnen", form={"wie": party}, max_redirects=0)


def take(town: Town, browser: Any, address: str, folder: Path) -> None:
    """Write every picture."""
    for width, height in WIDTHS.items():
        for name, shot in SHOTS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, base_url=address,
                locale="nl-BE", timezone_id="Europe/Brussels", reduced_motion="reduce",
            )  # fmt: skip
            page = context.new_page()
            if shot.who:
                _enter(town, page, shot.who)
            answer = page.goto(_address(town, shot))
            assert answer.status == 200, f"{name}: {answer.status}"
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{name}-{width}.jpg", type="jpeg", quality=QUALITY)
            context.close()


def main() -> None:
    """Write the pictures anew; what is no longer shown goes."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.jpg"):
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        told, own = Path(temporary) / "verteld", Path(temporary) / "eigen"
        told.mkdir()
        own.mkdir()
        with opened(build(told), own) as town, served(town) as address, sync_playwright() as started:
            browser = started.chromium.launch(
                executable_path=CHROMIUM,
                args=["--no-sandbox", "--disable-gpu", "--lang=nl-BE"],
                env={**os.environ, "LANGUAGE": "nl_BE"},  # days as people here write them (chromium-l10n)
            )
            take(town, browser, address, FOLDER)
            browser.close()


if __name__ == "__main__":
    main()
