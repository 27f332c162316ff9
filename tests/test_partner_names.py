"""Core and BAZ's code know no partner: what one of them needs stands in its plugin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from baz.plugins.assembly import assemble
from baz.plugins.catalogue import SHARED
from baz.plugins.manager import Choice, Plugins

ROOT = Path(__file__).resolve().parent.parent


def names() -> list[str]:
    """What the partners are called: keys, names and older names."""
    known = assemble(Plugins.discover(Choice())).organisations
    partners = [o for key, o in known.items() if key != SHARED]
    assert len(partners) >= 5
    return sorted({word.casefold() for o in partners for word in (o.key, o.name, *o.aliases)})


def sources() -> Iterator[Path]:
    """Every text file of core's package, with its pages and styles, and BAZ's Python."""
    yield from (ROOT / "workflows" / "baz_workflows").rglob("*.py")
    for path in (ROOT / "core" / "baz").rglob("*"):
        if path.is_file() and path.suffix not in (".pyc", ".mo", ".woff2", ".png", ".ico"):
            yield path


def test_no_partner_is_named() -> None:
    wanted = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, names()))})", re.I)
    found = []
    for path in sources():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if wanted.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []
