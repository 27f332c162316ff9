"""What an organisation chose: its parameters through time, its plugins, its membership."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import CompilerElement

from baz.store.codec import moment_text
from baz.store.ids import Ids
from baz.store.prepared import Prepared
from baz.store.tables import enabled, organisations, parameters


class ParameterRow(NamedTuple):
    """A value that an organisation gave a parameter, as the grammar writes it (`14 days`), from a day."""

    organisation: str
    workflow: str
    name: str
    value: str
    from_day: str
    recorded_at: str
    actor: str


class OrganisationRow(NamedTuple):
    """An organisation that this installation knows. `alias_of`: its newer key, when it merged."""

    key: str
    name: str
    member_from: str | None = None
    member_to: str | None = None
    alias_of: str | None = None


def _upsert_enabled(dialect: str) -> CompilerElement:
    put = sqlite.insert(enabled) if dialect == "sqlite" else postgresql.insert(enabled)
    changed: CompilerElement = put.on_conflict_do_update(
        index_elements=["organisation", "plugin"], set_={"enabled": put.excluded.enabled}
    )
    return changed


def _upsert_organisation(dialect: str) -> CompilerElement:
    put = sqlite.insert(organisations) if dialect == "sqlite" else postgresql.insert(organisations)
    names = OrganisationRow._fields[1:]
    changed: CompilerElement = put.on_conflict_do_update(
        index_elements=["key"], set_={name: put.excluded[name] for name in names}
    )
    return changed


_set = Prepared(insert(parameters), ("id", *ParameterRow._fields))
_timeline = Prepared(
    select(*(parameters.c[name] for name in ParameterRow._fields))
    .where(parameters.c.organisation == bindparam("org"), parameters.c.workflow == bindparam("wf"))
    .order_by(parameters.c.name, parameters.c.from_day, parameters.c.recorded_at, parameters.c.id),
    ("org", "wf"),
)
_enable = Prepared(_upsert_enabled, ("organisation", "plugin", "enabled"))
_organisation = Prepared(_upsert_organisation, OrganisationRow._fields)


def set_parameter(
    organisation: str,
    workflow: str,
    name: str,
    value: str,
    from_day: date,
    *,
    actor: str,
    now: datetime,
    ids: Ids,
    connection: Connection,
) -> None:
    """An organisation gives a parameter a value from a day on. Earlier lines stay."""
    key = ids.new_id("parameter")
    _set.run(
        connection, key, organisation, workflow, name, value, from_day.isoformat(), moment_text(now), actor
    )


def parameters_of(
    organisation: str, workflow: str, *, connection: Connection, known_until: datetime | None = None
) -> dict[str, list[ParameterRow]]:
    """The timeline of each parameter that an organisation set for a workflow, in order of the first day.

    Of two lines with the same day the last one told comes last and wins. `known_until` leaves out what was
    recorded after that moment.
    """
    limit = moment_text(known_until) if known_until else None
    found: dict[str, list[ParameterRow]] = {}
    for values in _timeline.rows(connection, organisation, workflow):
        row = ParameterRow._make(values)
        if limit is None or row.recorded_at <= limit:
            found.setdefault(row.name, []).append(row)
    return found


def enable(organisation: str, plugin: str, on: bool, *, connection: Connection) -> None:
    """An organisation switches a plugin on or off; `organisation` "" is the installation."""
    _enable.run(connection, organisation, plugin, on)


def enabled_plugins(organisation: str, *, connection: Connection) -> dict[str, bool]:
    """What an organisation said about plugins: {plugin: on}. One that is not in it has its default."""
    query = select(enabled.c.plugin, enabled.c.enabled).where(enabled.c.organisation == organisation)
    return {row.plugin: bool(row.enabled) for row in connection.execute(query.order_by(enabled.c.plugin))}


def put_organisation(row: OrganisationRow, *, connection: Connection) -> None:
    """Add an organisation or change what is known of it."""
    _organisation.run(connection, *row)


def organisations_known(*, connection: Connection) -> dict[str, OrganisationRow]:
    """Every organisation by key."""
    query = select(*(organisations.c[name] for name in OrganisationRow._fields)).order_by(organisations.c.key)
    return {row.key: OrganisationRow._make(row) for row in connection.execute(query)}
