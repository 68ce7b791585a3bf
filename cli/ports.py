"""The loopback ports of the product's servers: the usual ones, the next free ones if taken, remembered for next time."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

LOOPBACK = "127.0.0.1"
USUAL_PORTS: dict[str, int] = {"api": 8000, "prefect": 4200, "agency": 8200}
"""Who listens -> where, when nobody else does."""

_TRIES = 200


class NoFreePort(RuntimeError):
    """There is no free port near the usual one: stop the program that holds them."""


def choose_ports(
    remembered_in: Path, wanted: Mapping[str, int], is_free: Callable[[int], bool] | None = None
) -> dict[str, int]:
    """A port for each server in `wanted`, the one of last time if it is free; the choice is written down."""
    free = is_free or is_port_free
    before = _remembered(remembered_in)
    chosen: dict[str, int] = {}
    for name, usual in wanted.items():
        chosen[name] = _next_free(before.get(name, usual), free, set(chosen.values()))
    remembered_in.parent.mkdir(parents=True, exist_ok=True)
    remembered_in.write_text(json.dumps({**before, **chosen}, indent=2) + "\n", encoding="utf-8")
    return chosen


def is_port_free(port: int) -> bool:
    """Whether nobody listens on this port of the loopback address."""
    with socket.socket() as probe:
        # A port in TIME_WAIT is free for a server, as servers listen with this option too.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _next_free(first: int, is_free: Callable[[int], bool], taken: set[int]) -> int:
    for port in range(first, min(first + _TRIES, 65_536)):
        if port not in taken and is_free(port):
            return port
    raise NoFreePort(f"no free port from {first} on: stop the program that holds them, or set another port")


def _remembered(path: Path) -> dict[str, int]:
    if not path.exists():
        return {}
    found: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return found
