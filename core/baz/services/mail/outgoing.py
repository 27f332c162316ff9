"""The way out: by the mail server where there is one, else to a folder that only its owner reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from baz.engine.installation import Settings
from baz.ground.files import put
from baz.services.mail.message import Mail
from baz.services.mail.smtp import Post

LETTERS = "brieven"


@dataclass(slots=True)
class Outgoing:
    """Sends mail, or puts it in `folder` (made when the first one comes): all of it without `post`, and with
    it that of who has no address, to print. Not shared between threads."""

    folder: Path
    post: Post | None = None

    def send(self, mail: Mail, name: str, now: datetime) -> None:
        """Send one message.

        Args:
            mail: what it says, and to whom.
            name: what its files are called, when it becomes files: the same at every try, and of nobody.
            now: when it leaves (aware).

        Raises:
            MailError: it was not taken.
            OSError: the folder cannot be written.
        """
        if self.post is not None and mail.to:
            self.post.send(mail, now)
        else:
            self._write(mail, name)

    def close(self) -> None:
        """Hang up, if there was a call."""
        if self.post is not None:
            self.post.close()

    def _write(self, mail: Mail, name: str) -> None:
        to = f"{mail.name} <{mail.to}>" if mail.to else mail.name
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if mail.html:
            _put(self.folder / f"{name}.html", mail.html)
        if mail.calendar:
            _put(self.folder / f"{name}.ics", mail.calendar.decode())
        text = f"Aan: {' '.join(to.split())}\nOnderwerp: {mail.subject}\n\n{mail.text}"
        _put(self.folder / f"{name}.txt", text)


def outgoing_of(settings: Settings, folder: Path | None = None) -> Outgoing:
    """The way out of an installation. `folder`: instead of the folder beside `baz.toml`."""
    post = Post(settings.mail) if settings.mail is not None else None
    return Outgoing(folder or settings.folder / LETTERS, post)


def _put(path: Path, text: str) -> None:
    """Write a file that only its owner reads."""
    put(path, [text.encode("utf-8")], 0o600)
