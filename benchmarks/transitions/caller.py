"""A lean caller: HTTP/1.1 on a kept connection, asyncio without a library, so that the callers are not what is measured."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import uuid4

from benchmarks.transitions.journey import JOURNEY, Person, Request
from tests.support.processes import LOOPBACK

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: /cases/([0-9a-f-]+)", re.IGNORECASE)


class Refused(AssertionError):
    """The product said no to a command that is lawful: nothing can be measured."""


@dataclass
class Case:
    """One case on its way through the journey."""

    id: str = ""
    done: int = 0
    journey: Sequence[Request] = JOURNEY

    @property
    def is_over(self) -> bool:
        return self.done == len(self.journey)


class Caller(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self, port: int, tokens: dict[Person, str]) -> None:
        self._port = port
        self._tokens = tokens
        self._transport: asyncio.Transport | None = None
        self._heard = bytearray()
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None

    async def connect(self) -> Caller:
        await asyncio.get_running_loop().create_connection(lambda: self, LOOPBACK, self._port)
        return self

    async def go_on(self, case: Case) -> None:
        """The next act on the case, until it is answered: then it is durable."""
        request = case.journey[case.done]
        head, body = await self._ask(request, case.id)
        if head[9:10] != b"2":
            raise Refused(f"{request.path or 'submit'}: {head[:15]!r} {body[:500]!r}")
        if not case.id:
            found = _LOCATION.search(head)
            assert found is not None
            case.id = found[1].decode()
        case.done += 1

    async def _ask(self, request: Request, case_id: str) -> tuple[bytes, bytes]:
        assert self._transport is not None
        path = f"/cases/{case_id}/{request.path}" if request.path else "/cases"
        content = request.content
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(
            f"POST {path} HTTP/1.1\r\nhost: {LOOPBACK}\r\nauthorization: Bearer {self._tokens[request.who]}\r\n"
            f"idempotency-key: {uuid4()}\r\ncontent-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n".encode()
            + content
        )
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
        if len(self._heard) >= size and self._answer is not None:
            said, self._heard = bytes(self._heard[:size]), self._heard[size:]
            self._answer.set_result((said[:end], said[end + 4 :]))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the API has closed the connection"))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()
