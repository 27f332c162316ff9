"""The pages of one's own account, together."""

from __future__ import annotations

from baz.web.account import devices, drafting, means, own

ROUTERS = (own.router, means.router, devices.router, drafting.router)
"""All of them; the application takes them over."""
