"""A real OpenID provider (oidc-provider-mock) in a process of its own, and people there."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx


@dataclass(frozen=True)
class Outside:
    """A provider that runs."""

    url: str

    def person(self, sub: str, **claims: Any) -> None:
        """Somebody has an account there."""
        httpx.put(f"{self.url}/users/{sub}", json=claims).raise_for_status()

    def sign_in(self, address: str, sub: str) -> dict[str, str]:
        """Sign in there; gives the query with which the browser comes back."""
        answer = httpx.post(address, data={"sub": sub})
        assert answer.status_code == 302, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


@contextmanager
def running() -> Iterator[Outside]:
    """A provider, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            try:
                httpx.get(f"{url}/.well-known/openid-configuration").raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield Outside(url)
    finally:
        process.terminate()
        process.wait()
