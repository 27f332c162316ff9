"""What all pages share: the installation that they show, where it is reached, and whether it is a demo."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from baz.engine.installation import Installation
from baz.ground.clock import BRUSSELS, today_in_brussels
from baz.services.mail.message import Mail, MailError
from baz.services.mail.outgoing import outgoing_of
from baz.web.assets import Assets

if TYPE_CHECKING:
    from datetime import date, datetime

    from baz.engine.engine import Engine


logger = logging.getLogger("baz.web")


@dataclass
class House:
    """One installation on the web.

    `address` is where people reach it, without a slash at the end. `demo` shows a choice of invented people
    to come in as; it is never on where real people work.
    """

    installation: Installation
    address: str = "http://127.0.0.1:8000"
    demo: bool = False
    assets: Assets = field(init=False)

    def __post_init__(self) -> None:
        organisations = self.installation.catalogue.organisations
        self.assets = Assets({key: found.hue for key, found in organisations.items()})

    @cached_property
    def engine(self) -> Engine:
        """The only writer of cases."""
        return self.installation.engine

    @property
    def now(self) -> datetime:
        """The present in Brussels."""
        return self.engine.clock().astimezone(BRUSSELS)

    @property
    def today(self) -> date:
        """The calendar day in Brussels."""
        return today_in_brussels(self.engine.clock())

    @property
    def secure(self) -> bool:
        """Whether it is reached over https, so that cookies may say so."""
        return self.address.startswith("https://")

    def send(self, mails: Sequence[Mail]) -> None:
        """Send mails of ours now; without a mailbox they go to the folder of the letters, to be read there.

        One that does not leave is named in the log by its code, never by its address.
        """
        way = outgoing_of(self.installation.settings)
        try:
            for mail in mails:
                try:
                    way.send(mail, f"aanmelden-{self.engine.ids.new_id('mail')}", self.now)
                except MailError as error:
                    logger.error("a mail did not leave: %s", error.code)
        finally:
            way.close()

    def name(self, organisation: str) -> str:
        """What people read for an organisation."""
        found = self.installation.catalogue.organisations.get(organisation)
        if found is not None:
            return found.name
        return next(iter(self.installation.gone().get(organisation, ())), organisation)
