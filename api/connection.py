"""A connection with limits: a request's head has a size and a time, and whoever stops in the middle of a body is let go."""

from asyncio import Transport
from asyncio.events import TimerHandle
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

MAX_HEAD_BYTES = 65_536
"""Of address and headers together."""


class GuardedConnection(HttpToolsProtocol):
    """uvicorn's own protocol waits for ever for the rest of a request, and keeps whatever comes."""

    head_seconds: ClassVar[float] = 20
    """How long a head may take from its first byte, or from the connection's beginning."""
    silent_seconds: ClassVar[float] = 30
    """How long nothing may come while a body is not whole. It may take longer: a telephone sends photographs slowly."""

    _is_reading_head = True
    _is_too_large = False
    _head_bytes = 0
    _unparsed_bytes = 0
    _let_go: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """One long header is not parsed before its end is there, so its bytes are counted as they come."""
        if self._is_reading_head:
            self._unparsed_bytes += len(data)
        elif self._let_go is not None:
            self._wait(self.silent_seconds)
        super().data_received(data)
        if self._is_reading_head and self._unparsed_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._is_too_large = True
            self.send_400_response("")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_reading_head, self._head_bytes = True, 0
        self._wait(self.head_seconds)

    def on_url(self, url: bytes) -> None:
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(name, value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_reading_head, self._unparsed_bytes = False, 0
        self._wait(self.silent_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._is_reading_head = True
        self._wait(None)  # until the next request the server's own limit for idle connections counts

    def send_400_response(self, msg: str) -> None:
        if not self._is_too_large:
            super().send_400_response(msg)
            return
        self.transport.write(STATUS_LINE[431] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()

    def _count(self, *parts: bytes) -> None:
        self._head_bytes += sum(len(part) for part in parts)
        if self._head_bytes > MAX_HEAD_BYTES:
            self._is_too_large = True
            raise ValueError("the head of the request is too large")  # the parser ends the request

    def _wait(self, seconds: float | None) -> None:
        if self._let_go is not None:
            self._let_go.cancel()
        self._let_go = self.loop.call_later(seconds, self._close) if seconds is not None else None

    def _close(self) -> None:
        self.transport.close()
