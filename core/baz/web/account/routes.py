"""The pages of one's own account, together."""

from __future__ import annotations

from baz.web.account import devices, means, own

ROUTERS = (own.router, means.router, devices.router)
"""All of them; the application takes them over."""
