"""Bytes to a server as no client would send them, and all that it says to them."""

from __future__ import annotations

import socket
from contextlib import suppress

from tests.support.processes import LOOPBACK


def exchange(port: int, sent: bytes, *, within: float = 60) -> bytes:
    """What came until the server closed the connection; raises `TimeoutError` if it does not."""
    with socket.create_connection((LOOPBACK, port), timeout=within) as line:
        with suppress(BrokenPipeError, ConnectionResetError):  # it has heard enough, and may have said why
            line.sendall(sent)
        return _all_of(line)


def _all_of(line: socket.socket) -> bytes:
    said = bytearray()
    with suppress(ConnectionResetError):
        while part := line.recv(65_536):
            said += part
    return bytes(said)


def request(
    target: str, *headers: str, method: str = "GET", host: str | None = "localhost", body: bytes = b""
) -> bytes:
    """A request that ends its connection."""
    lines = [f"{method} {target} HTTP/1.1", *([f"Host: {host}"] if host is not None else []), "Connection: close"]
    return "\r\n".join([*lines, *headers, "", ""]).encode("latin-1") + body


def statuses(said: bytes) -> list[int]:
    """Of all the answers in it."""
    lines = said.split(b"\r\n")
    return [int(line.split()[1]) for line in lines if line.startswith(b"HTTP/1.1 ")]
