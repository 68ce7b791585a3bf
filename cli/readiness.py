"""Whether a server is ready: asked at its own endpoint, never guessed from the time that has passed."""

from __future__ import annotations

import httpx


def answers(url: str) -> bool:
    """Whether the address answers with success now."""
    try:
        # The machine's proxy settings must not stand between us and our own loopback.
        return httpx.get(url, timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False


def has_deployments(prefect_api: str) -> bool:
    """Whether the dispatcher has entered its deployments at the Prefect server: its first act after a good start."""
    try:
        found = httpx.post(f"{prefect_api}/deployments/count", json={}, timeout=5, trust_env=False)
        return found.is_success and int(found.json()) > 0
    except httpx.TransportError:
        return False
