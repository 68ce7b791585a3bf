"""The people's acts, in order: the same list, word for word, for the product and for every peer."""

from __future__ import annotations

from typing import Any

from benchmarks.transitions.journey import JOURNEY, Request

REQUESTS: tuple[Request, ...] = tuple(request for request in JOURNEY if not request.path.endswith("/claim"))
"""Without claims: that a step is somebody's is known to the product alone."""
NAMES = ("submitted", "received", "asked", "handed_in", "born", "residence", "card")
"""What is done by each of them; the last two are side by side, the last one ends the case."""


def told() -> list[dict[str, Any]]:
    """As the players read it."""
    return [
        {"name": name, "path": one.path, "body": one.body, "role": one.who[0].value, "agency": one.who[1]}
        for name, one in zip(NAMES, REQUESTS, strict=True)
    ]
