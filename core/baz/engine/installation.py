"""One installation: what `baz.toml` and the environment say, and everything that follows from it.

    settings = read_settings(Path.cwd(), os.environ)
    with open_installation(settings) as installation:
        installation.engine.show(case, installation.me)

The command line, the pages and the worker all begin here. `baz.toml` is looked for in the folder that is
given; without one every setting has its default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from baz.engine import admin, mailbox, membership
from baz.engine.engine import Engine
from baz.engine.finding import find_party
from baz.engine.identity.providers import Provider, read_providers
from baz.engine.mailbox import Mailbox
from baz.engine.own import OwnDefinitions
from baz.ground.clock import Clock, system_clock, today_in_brussels
from baz.ground.errors import BadInput, NotFound, SetupError
from baz.ground.words import in_words, nearest
from baz.kernel.acts import OPERATOR, Actor
from baz.plugins.assembly import assemble
from baz.plugins.catalogue import OWN, Catalogue
from baz.plugins.manager import Choice, Plugins
from baz.store import standing
from baz.store.database import Database, open_database, read_url
from baz.store.schema import migrate, schema_version
from baz.store.settings import enabled_plugins, organisations_known

FILE = "baz.toml"
DATABASE = "baz.db"
ADMINISTRATOR = "Beheerder"
ADMINISTRATOR_ROLE = "beheerder"
_TABLES: Mapping[str, frozenset[str]] = {
    "database": frozenset({"url"}),
    "plugins": frozenset({"only", "off"}),
    "organisation": frozenset({"key"}),
    "me": frozenset({"name", "party"}),
    "definitions": frozenset({"folders"}),
    "mail": mailbox.KEYS,
    "webhooks": frozenset({"private"}),
    "web": frozenset({"address"}),
    "oidc": frozenset(),
}
_LISTS = frozenset({"only", "off", "folders", "private"})
_NUMBERS = frozenset({"port"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation was told.

    `database` is a URL or path, `organisation` the one in which people work here, `me` a name or id of who
    acts (empty: the administrator), `folders` a developer's own definitions, `strict` whether a plugin's
    failure ends everything, `mail` how letters leave (None: they go to a folder),
    `webhooks` the names inside the house that webhooks may go to,
    `address` where people reach the pages (without a slash at the end; "" when nobody said),
    `oidc` where organisations sign their people in.
    """

    folder: Path
    file: Path | None = None
    database: str = DATABASE
    choice: Choice = field(default_factory=Choice)
    organisation: str = "baz"
    me: str = ""
    folders: tuple[Path, ...] = ()
    strict: bool = False
    mail: Mailbox | None = None
    webhooks: tuple[str, ...] = ()
    address: str = ""
    oidc: Mapping[str, Provider] = field(default_factory=dict)


def read_settings(folder: Path, environ: Mapping[str, str], file: Path | None = None) -> Settings:
    """The settings of `baz.toml` in a folder (or of `file`), and of the environment, which goes first.

    `BAZ_CONFIG` names the file, `BAZ_DATABASE_URL` the database, `BAZ_PLUGINS` the plugins, `BAZ_STRICT=1`
    stops at the first failure of a plugin. Paths in the file count from the file's own folder.

    Raises:
        SetupError: the file is not there, is no TOML, or holds a setting that does not exist.
    """
    named = file or (Path(environ["BAZ_CONFIG"]) if environ.get("BAZ_CONFIG") else None)
    path = named or folder / FILE
    if named is not None and not path.is_file():
        raise SetupError(f"Het instellingenbestand {path} is er niet.")
    table = _read(path) if path.is_file() else {}
    home = path.parent if path.is_file() else folder
    database = str(table.get("database", {}).get("url", DATABASE))
    if "://" not in database:
        database = str(home / database)
    me = table.get("me", {})
    return Settings(
        folder=home,
        file=path if path.is_file() else None,
        database=environ.get("BAZ_DATABASE_URL") or database,
        choice=Choice.read(table.get("plugins", {}), environ),
        organisation=str(table.get("organisation", {}).get("key", "baz")),
        me=str(me.get("party") or me.get("name") or ""),
        folders=tuple(home / name for name in table.get("definitions", {}).get("folders", ())),
        strict=environ.get("BAZ_STRICT") == "1",
        webhooks=tuple(table.get("webhooks", {}).get("private", ())),
        mail=mailbox.read_mailbox(table.get("mail", {}), environ),
        address=_address(str(table.get("web", {}).get("address", ""))),
        oidc=read_providers(table.get("oidc", {}), environ),
    )


def _address(text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise SetupError(f"In [web] begint address met https://, niet met '{text[:20]}'.")
    return text.rstrip("/")


def _read(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SetupError(f"{path} kan niet gelezen worden: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(f"{path} is geen geldig TOML-bestand: {error}.") from error
    for name, part in table.items():
        known = _TABLES.get(name)
        if known is None:
            raise _unknown(path, f"[{name}]", name, _TABLES)
        if not isinstance(part, dict):
            raise SetupError(f"{path}: '{name}' is een groep instellingen; schrijf [{name}].")
        for key, value in part.items() if name != "oidc" else ():
            if key not in known:
                raise _unknown(path, f"'{key}' in [{name}]", key, known)
            if key not in _NUMBERS:
                _check_kind(path, f"'{key}' in [{name}]", value, key in _LISTS)
    return table


def _check_kind(path: Path, what: str, value: Any, many: bool) -> None:
    if many and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        raise SetupError(f'{path}: {what} is een lijst van teksten, zoals ["a", "b"].')
    if not many and not isinstance(value, str):
        raise SetupError(f"{path}: {what} is een tekst tussen aanhalingstekens.")


def _unknown(path: Path, what: str, name: str, known: Mapping[str, Any] | frozenset[str]) -> SetupError:
    near = nearest(name, known)
    hint = f"Bedoel je '{near}'?" if near else f"Wat er kan staan: {in_words(sorted(known))}."
    return SetupError(f"{path}: {what} is geen instelling.", hint=hint)


@dataclass
class Toolbox:
    """Plugins and definitions, without a database: enough to check, explain and draw.

    Both are read when they are first asked for.
    """

    settings: Settings

    @cached_property
    def plugins(self) -> Plugins:
        """The plugins that are installed and enabled, and the developer's own folders.

        Raises:
            SetupError: a folder of `[definitions]` is not there.
            PluginFailed: only when strict.
        """
        plugins = Plugins.discover(self.settings.choice, strict=self.settings.strict)
        if self.settings.folders:
            OwnDefinitions(self.settings.folders).join(plugins)
        return plugins

    @cached_property
    def catalogue(self) -> Catalogue:
        """All that they give."""
        return assemble(self.plugins)

    def organisation(self, key: str = "") -> str:
        """The key of the organisation to work in: the one that is named, by key, name or older name; else the
        one of the settings.

        Raises:
            BadInput: no plugin brings it, and none ever did.
        """
        wanted = key or self.settings.organisation
        known = {k: (o.name, *o.aliases) for k, o in self.catalogue.organisations.items()} | self.gone()
        if wanted in known:
            return wanted
        for found, names in known.items():
            if wanted.casefold() in map(str.casefold, names):
                return found
        near = nearest(wanted, known)
        hint = f"Bedoel je '{near}'?" if near else f"Wel: {in_words(sorted(known)) or 'geen enkele'}."
        raise BadInput(f"Er is geen organisatie '{wanted}'.", hint=hint)

    def gone(self) -> dict[str, tuple[str, ...]]:
        """Organisations whose plugin is gone, with their names; only a database remembers them."""
        return {}

    def chosen(self, organisation: str) -> dict[str, bool]:
        """What an organisation said about plugins; nothing where there is no database yet."""
        if schema_version(self.settings.database) is None:
            return {}
        database = open_database(self.settings.database)
        try:
            with database.read() as connection:
                return {
                    **enabled_plugins("", connection=connection),
                    **enabled_plugins(organisation, connection=connection),
                }
        finally:
            database.close()


@dataclass
class Installation(Toolbox):
    """A toolbox with its database open. `me` acts where nobody else is named."""

    database: Database
    clock: Clock = system_clock
    made: bool = field(default=False)

    @cached_property
    def engine(self) -> Engine:
        """The only writer of cases."""
        return Engine(self.database, self.catalogue, clock=self.clock)

    @cached_property
    def me(self) -> Actor:
        """Who acts here: `[me]`, else the administrator, who is made the first time.

        Raises:
            SetupError: `[me]` names nobody, or more than one person.
        """
        if self.settings.me:
            return self.actor(self.settings.me)
        return replace(self._administrator(), operator=True)

    def actor(self, name: str) -> Actor:
        """A party by id or name, as somebody who acts.

        Raises:
            SetupError: there is none, or more than one.
        """
        with self.engine.reading() as work:
            try:
                return admin.actor(
                    work, find_party(work, name, self.organisation(self.settings.organisation))
                )
            except (NotFound, BadInput) as error:
                raise SetupError(error.message, hint=error.hint) from error

    def _administrator(self) -> Actor:
        organisation = self.organisation(self.settings.organisation)
        with self.engine.reading() as work:
            day = today_in_brussels(work.now)
            for party, role in standing.staff_of(organisation, day, connection=work.connection):
                if role == ADMINISTRATOR_ROLE:
                    return admin.actor(work, party)
        with self.engine.work() as work:
            today = today_in_brussels(work.now)
            party = admin.add_party(work, ADMINISTRATOR, "person", organisation, {}, OPERATOR)
            admin.add_staff(work, party, organisation, ADMINISTRATOR_ROLE, today, OPERATOR)
            return admin.actor(work, party)

    def begin(self) -> None:
        """What a new or renewed database needs: who the organisations are, which stay known when their plugin
        is gone, and an administrator of the one that works here."""
        if self.settings.organisation in self.catalogue.organisations:
            self._administrator()
        self.remember_organisations()

    def remember_organisations(self) -> None:
        """Keep who the organisations are, so that they stay known when their plugin is gone."""
        with self.engine.work() as work:
            membership.keep_known(work)

    def chosen(self, organisation: str) -> dict[str, bool]:
        """What an organisation said about plugins."""
        with self.engine.reading() as work:
            return membership.chosen(work, organisation)

    def gone(self) -> dict[str, tuple[str, ...]]:
        """Organisations whose plugin is gone, with their names: their cases stay readable."""
        with self.engine.reading() as work:
            known = organisations_known(connection=work.connection)
        return {k: (row.name,) for k, row in known.items() if k not in self.catalogue.organisations}


@contextmanager
def open_installation(
    settings: Settings,
    *,
    clock: Clock = system_clock,
    make: bool = True,
    made: Callable[[str], None] | None = None,
) -> Iterator[Installation]:
    """Open the installation. An SQLite database that is not there yet is made; `made` is told where.

    Args:
        make: False for who only looks: what is not there holds nothing, and a folder that was mistaken must
            not get a database.

    Raises:
        SetupError: the database cannot be opened or written, its tables are older or newer, or it is not
            there and may not be made.
    """
    fresh = _make_first(settings.database, make)
    database = open_database(settings.database)
    try:
        installation = Installation(settings, database, clock, fresh)
        if fresh:
            installation.begin()
            if made is not None:
                made(settings.database)
        yield installation
    finally:
        database.close()


def _make_first(url: str, make: bool) -> bool:
    """Make the tables of an SQLite database that has none; a server's are made with `baz db upgrade`."""
    parsed = read_url(url)
    if parsed.get_backend_name() != "sqlite" or schema_version(url) is not None:
        return False
    if not make:
        raise SetupError(
            f"Er is nog geen databank {parsed.database}.",
            hint="Sta je in de juiste map? Met 'baz person add' of 'baz case open' begin je een nieuwe.",
        )
    folder = Path(parsed.database or "").absolute().parent
    if not folder.is_dir():
        raise SetupError(
            f"De map {folder} voor de databank is er niet.",
            hint="Maak de map eerst, of kies een andere plaats.",
        )
    migrate(url)
    return True


__all__ = ["OWN", "Installation", "Settings", "Toolbox", "open_installation", "read_settings"]
