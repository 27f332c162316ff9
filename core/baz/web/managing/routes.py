"""The pages of managers, together."""

from __future__ import annotations

from baz.web.managing import deliveries, first, hooks, keys, parameters, people, plugins, stationery

ROUTERS = (
    first.router,
    people.router,
    keys.router,
    hooks.router,
    plugins.router,
    parameters.router,
    stationery.router,
    deliveries.router,
)
"""All of them; the application takes them over."""
