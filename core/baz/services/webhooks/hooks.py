"""The addresses that hear of an organisation's cases: adding, showing and ending them.

The secret is shown once, when the address is added. It signs what leaves, as Standard Webhooks has it.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from baz.engine.engine import Engine
from baz.engine.once import once
from baz.engine.outgoing import KINDS
from baz.engine.rights import Right, require
from baz.engine.work import Work
from baz.ground.errors import BadInput, NotFound
from baz.ground.words import in_words, nearest
from baz.kernel.acts import Actor
from baz.services.webhooks.address import Lookup, look_up, parse, reach
from baz.store import webhooks
from baz.store.codec import moment_text
from baz.store.webhooks import WebhookRow

MARK = "whsec_"
MOST = 20
"""So many addresses may one organisation have: each step writes a line for each of them."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address as managers see it, without its secret."""

    id: str
    name: str
    url: str
    kinds: tuple[str, ...]
    since: str


def add(
    engine: Engine,
    actor: Actor,
    organisation: str,
    name: str,
    url: str,
    kinds: Sequence[str] = (),
    *,
    key: str = "",
    private: Collection[str] = (),
    lookup: Lookup = look_up,
) -> tuple[Webhook, str, bool]:
    """A new address; gives it with its secret, which is nowhere to be read later, and whether it was added
    before by this same key (then with the secret of that time, as long as it was not ended).

    The name behind the address is looked up before anything is locked: that may take seconds.

    Args:
        kinds: what it wants to hear (`step`, `opened`...); none for everything.
        key: with the same one it is added once; "" for no key.
        private: names inside the house that the installation allows.

    Raises:
        Forbidden: the actor does not manage the organisation.
        BadInput: no name, an address where a webhook may not go, a kind that does not exist, too many, or
            a key that was used for something else.
        Outdated: another request used the key at this very moment.
    """
    require(engine.catalogue, actor, organisation, Right.MANAGE)
    _check(name, url, kinds, private, lookup)

    def keep() -> str:
        if len(webhooks.targets(organisation, connection=work.connection)) >= MOST:
            raise BadInput(f"Een organisatie heeft hoogstens {MOST} webhooks.", hint="Haal er eerst een weg.")
        row = WebhookRow(
            work.ids.new_id("hook"), organisation, name.strip(), url,
            MARK + base64.b64encode(secrets.token_bytes(32)).decode(), " ".join(dict.fromkeys(kinds)),
            moment_text(work.now), actor.party, None,
        )  # fmt: skip
        webhooks.add(row, connection=work.connection)
        return row.id

    with engine.work() as work:
        what = ["webhook", organisation, name, url, sorted(kinds)]
        hook, already = once(work, key, what, keep) if key else (keep(), False)
        row = webhooks.find(hook, connection=work.connection)
    if row is None:
        raise NotFound("Deze webhook staat niet in de lijst.")
    return _shown(row), row.secret, already


def _check(name: str, url: str, kinds: Sequence[str], private: Collection[str], lookup: Lookup) -> None:
    if not name.strip() or len(name) > 60 or not name.isprintable():
        raise BadInput("Geef de webhook een korte naam.", hint="Waarvoor dient hij?")
    for kind in kinds:
        if kind not in KINDS:
            near = nearest(kind, KINDS)
            hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(sorted(KINDS), 'of')}."
            raise BadInput(f"'{kind}' is geen soort gebeurtenis.", hint=hint)
    try:
        reach(parse(url), private, lookup)
    except OSError:
        raise BadInput("Dit adres is nu niet te vinden.", hint="Kijk na of de naam klopt.") from None


def listing(work: Work, actor: Actor, organisation: str) -> list[Webhook]:
    """The addresses of an organisation.

    Raises:
        Forbidden: the actor does not manage the organisation.
    """
    require(work.catalogue, actor, organisation, Right.MANAGE)
    return [_shown(row) for row in webhooks.of_organisation(organisation, connection=work.connection)]


def end(work: Work, actor: Actor, organisation: str, hook: str) -> None:
    """Nothing goes to an address any more, also not what still waits.

    Raises:
        Forbidden: the actor does not manage the organisation.
        NotFound: it has no such address.
    """
    require(work.catalogue, actor, organisation, Right.MANAGE)
    row = webhooks.find(hook, connection=work.connection)
    if row is None or row.organisation != organisation or row.ended_at is not None:
        raise NotFound("Deze webhook staat niet in de lijst.")
    webhooks.end(hook, now=work.now, connection=work.connection)


def _shown(row: WebhookRow) -> Webhook:
    return Webhook(row.id, row.name, row.url, tuple(row.kinds.split()), row.created_at)
