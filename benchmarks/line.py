"""A lean line to an API: HTTP/1.1 on a kept connection, asyncio without a library, so that callers are not what is measured."""

from __future__ import annotations

import asyncio
import re
from typing import Self, cast

from tests.support.processes import LOOPBACK

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


class Line(asyncio.Protocol):
    """One connection; one request at a time. Raises `OSError` when it goes dead while an answer is awaited.

    One that the API has closed while nothing was asked, as it does after some seconds of rest, is made anew by the next
    request.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._transport: asyncio.Transport | None = None
        self._heard = bytearray()
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None

    async def connect(self) -> Self:
        await asyncio.get_running_loop().create_connection(lambda: self, LOOPBACK, self._port)
        return self

    @property
    def is_dead(self) -> bool:
        return self._transport is None or self._transport.is_closing()

    async def post(self, path: str, token: str, key: str, content: bytes) -> tuple[bytes, bytes]:
        """The head of the answer, and its body."""
        return await self._ask(
            f"POST {path} HTTP/1.1\r\nhost: {LOOPBACK}\r\nauthorization: Bearer {token}\r\n"
            f"idempotency-key: {key}\r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n".encode()
            + content
        )

    async def get(self, path: str, token: str) -> tuple[bytes, bytes]:
        """The head of the answer, and its body."""
        return await self._ask(
            f"GET {path} HTTP/1.1\r\nhost: {LOOPBACK}\r\nauthorization: Bearer {token}\r\n\r\n".encode()
        )

    async def _ask(self, request: bytes) -> tuple[bytes, bytes]:
        if self._transport is None:
            raise ConnectionError("the line was never made")
        if self._transport.is_closing():
            self._heard.clear()
            await self.connect()
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one, and does not say so

    def data_received(self, data: bytes) -> None:
        self._heard += data
        end = self._heard.find(b"\r\n\r\n")
        if end < 0:
            return
        announced = _LENGTH.search(self._heard, 0, end)
        size = end + 4 + (int(announced[1]) if announced else 0)
        if len(self._heard) >= size and self._answer is not None and not self._answer.done():
            said, self._heard = bytes(self._heard[:size]), self._heard[size:]
            self._answer.set_result((said[:end], said[end + 4 :]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the API has closed the connection"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
