"""The texts of the pages and the sentences of the engine, gathered into `languages/*.po`.

    python -m baz.web.catalogues          renews the catalogues: new texts are added empty, old ones go

A developer runs this; the pages read the catalogues as they are (`baz.web.language`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from baz.web import sentences

HERE = Path(__file__).parent
REPORT = HERE.parent / "services" / "reports" / "body.html.j2"
"""The body of a report: the pages show it too."""
TRANSLATED = ("en", "fr")
_OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
_PLACE = re.compile(r"\{\w*\}|%\(\w+\)s")


def texts() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Every text that a page can show (a pair for one and many), and the file that it stands in."""
    for path in sorted([*HERE.rglob("*.py"), *HERE.rglob("*.html"), REPORT]):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {} if path.suffix == ".py" else _OPTIONS
        words: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "ngettext": (1, 2)}
        found = extract(method, io.BytesIO(path.read_bytes()), words, options=options)
        for _line, message, _comments, _context in found:
            if message:
                yield message, str(path.relative_to(HERE.parent if path == REPORT else HERE))
    yield from sentences.said()


def places(text: str) -> list[str]:
    """What is filled in, in a text: `{naam}`, `%(day)s`."""
    return sorted(_PLACE.findall(text))


def renew(language: str) -> Catalog:
    """The catalogue of a language with all texts of now; what was translated stays."""
    path = HERE / "languages" / f"{language}.po"
    known = Catalog(locale=language)
    if path.is_file():
        with path.open("rb") as stream:
            known = read_po(stream, locale=language)
    fresh = Catalog(locale=language, project="BurgersAanZet", version="1", fuzzy=False)
    for message, file in texts():
        old = known.get(message if isinstance(message, str) else message[0])
        where: Any = [(file, None)]  # without a line, else every change touches the whole
        fresh.add(message, old.string if old else None, locations=where)
    return fresh


def main() -> None:
    """Renew every catalogue, and say how much of it is translated."""
    for language in TRANSLATED:
        found = renew(language)
        done = sum(1 for m in found if m.id and m.string and all(m.string))
        with (HERE / "languages" / f"{language}.po").open("wb") as stream:
            write_po(stream, found, width=110, omit_header=True, sort_output=True)
        print(f"{language}: {done} of {len(found)}")  # a developer's tool


if __name__ == "__main__":
    main()
