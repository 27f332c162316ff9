"""The ways in, together."""

from __future__ import annotations

from baz.web.entrance import bylink, door, elsewhere, second

ROUTERS = (door.router, bylink.router, second.router, elsewhere.router)
"""All of them; the application takes them over."""
