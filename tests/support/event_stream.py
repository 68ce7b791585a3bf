"""Reads server-sent events off a real connection, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx


class Event(NamedTuple):
    """One event as it came over the line."""

    kind: str
    id: str
    data: dict[str, Any]


@contextmanager
def following(client: httpx.Client, path: str, **headers: str) -> Iterator[Iterator[Event]]:
    """Each `next()` waits for one event, at most as long as the client's time limit."""
    with client.stream("GET", path, headers=headers) as answer:
        assert answer.status_code == 200, answer.read()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        yield _events(answer.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[Event]:
    said: dict[str, str] = {}
    for line in lines:
        if not line and "data" in said:
            yield Event(said["event"], said["id"], json.loads(said["data"]))
            said = {}
        elif line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            said[name] = value
