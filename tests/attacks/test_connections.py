"""Requests that can be read in two ways, have no end, or are too large: one answer at most, and the connection is over."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import FastAPI

from api.connection import MAX_HEAD_BYTES, GuardedConnection
from tests.support.processes import LOOPBACK, free_port, wait_until
from tests.support.raw_http import exchange, request, statuses
from tests.support.served_api import ServedApi

pytestmark = pytest.mark.slow
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"0\r\n\r\n"
TWO_READINGS: dict[str, bytes] = {
    "a length and chunks": request(
        "/sign-in", "Content-Length: 5", "Transfer-Encoding: chunked", method="POST", body=CHUNKED + SMUGGLED
    ),
    "chunks and a length": request(
        "/sign-in", "Transfer-Encoding: chunked", "Content-Length: 50", method="POST", body=CHUNKED + SMUGGLED
    ),
    "two lengths": request("/sign-in", "Content-Length: 0", "Content-Length: 44", method="POST", body=SMUGGLED),
    "a length with a sign": request("/sign-in", "Content-Length: +5", method="POST", body=b"a=b&c" + SMUGGLED),
    "a length below nothing": request("/sign-in", "Content-Length: -1", method="POST", body=SMUGGLED),
    "a length in words": request("/sign-in", "Content-Length: 5 5", method="POST", body=b"a=b&c" + SMUGGLED),
    "chunks that are not last": request(
        "/sign-in", "Transfer-Encoding: chunked, identity", method="POST", body=CHUNKED + SMUGGLED
    ),
    "chunks with a space before the colon": request(
        "/sign-in", "Transfer-Encoding : chunked", method="POST", body=CHUNKED + SMUGGLED
    ),
    "chunks of another spelling": request(
        "/sign-in", "Transfer-Encoding: xchunked", method="POST", body=CHUNKED + SMUGGLED
    ),
    "a chunk of no number": request(
        "/sign-in", "Transfer-Encoding: chunked", method="POST", body=b"0x5\r\nabcde\r\n0\r\n\r\n" + SMUGGLED
    ),
    "a header on two lines": request("/sign-in", "X: a\r\n Content-Length: 44", method="POST", body=SMUGGLED),
    "a NUL in a header": request("/sign-in", "X: a\x00b"),
    "a line in a header": request("/sign-in", "X: a\rSet-Cookie: b=c"),
    "no name of a header": request("/sign-in", ": chunked"),
    "a byte that is no letter": b"GET /sign-\xc3\xadn HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64,
    "HTTP/2 unasked": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
}
BAD_HOSTS = (
    "",
    "[",
    "a b",
    "elsewhere.example/pages?x=",
    "user@elsewhere.example",
    "a,b",
    "é",
    "a:b",
    "x" * 300,
    "a\tb",
)
ONCE = {
    "Host": "localhost",
    "Authorization": "Bearer x",
    "Content-Type": "application/json",
    "Idempotency-Key": "5f0c5f06-4d2f-5b3e-9d0a-0123456789ab",
    "If-Match": '"1"',
    "On-Behalf-Of": "x",
    "Origin": "http://localhost",
    "Sec-Fetch-Site": "same-origin",
}


@pytest.mark.parametrize("trick", TWO_READINGS)
def test_what_can_be_read_in_two_ways_is_not_read(api: ServedApi, trick: str) -> None:
    said = exchange(api.settings.api_port, TWO_READINGS[trick])
    assert statuses(said) in ([400], []), said
    assert b"smuggled" not in said


@pytest.mark.parametrize("host", BAD_HOSTS)
def test_a_host_that_is_none_is_not_believed(api: ServedApi, host: str) -> None:
    for path in ("/pages/cases", "/cases", "/sign-in", "/no-such-path"):
        said = exchange(api.settings.api_port, request(path, host=host))
        assert statuses(said) == [400], said
        assert b"elsewhere.example" not in said


def test_no_host_at_all(api: ServedApi) -> None:
    assert statuses(exchange(api.settings.api_port, request("/sign-in", host=None))) == [400]


@pytest.mark.parametrize("name", ONCE)
def test_what_we_decide_by_is_said_once(api: ServedApi, name: str) -> None:
    line = f"{name}: {ONCE[name]}"
    headers = [line] if name == "Host" else [line, line.lower()]
    said = exchange(api.settings.api_port, request("/cases", *headers, method="POST"))
    assert statuses(said) == [400], said
    assert b"application/problem+json" in said or b"Invalid HTTP" in said


@pytest.mark.parametrize(
    "sent",
    [
        request("/sign-in", "X: " + "x" * MAX_HEAD_BYTES),
        request("/sign-in", "X: " + "x" * 5_000_000),
        request("/sign-in?" + "x" * 5_000_000),
        request("/sign-in", *(f"X-{number}: x" for number in range(20_000))),
        b"GET / HTTP/1.1\r\nX: " + b"x" * 1_000_000,  # and no end
    ],
    ids=["a long header", "a very long one", "a long address", "very many", "without an end"],
)
def test_a_head_has_a_size(api: ServedApi, sent: bytes) -> None:
    said = exchange(api.settings.api_port, sent)
    assert statuses(said) in ([431], []), said[:200]  # a client that still sends may not hear it


def test_a_long_head_within_the_limit_is_read(api: ServedApi) -> None:
    said = exchange(api.settings.api_port, request("/sign-in", "X: " + "x" * (MAX_HEAD_BYTES - 500)))
    assert statuses(said) == [200]


class Impatient(GuardedConnection):
    """The same, for a test that does not wait long."""

    head_seconds = 0.2
    silent_seconds = 0.2


@pytest.fixture(scope="module")
def impatient_port() -> Iterator[int]:
    port, app = free_port(), FastAPI()

    @app.post("/")
    async def read(body: dict[str, str]) -> None:
        """Reads it whole."""

    config = uvicorn.Config(app, host=LOOPBACK, port=port, http=Impatient, ws="none", log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, within=30, what="the server listens")
    yield port
    server.should_exit = True
    thread.join(30)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST / HTTP/1.1\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nX: ",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
    ids=["nothing", "a line", "half a head", "no body", "half a body", "half a chunk"],
)
def test_who_stops_in_the_middle_is_let_go(impatient_port: int, sent: bytes) -> None:
    """`exchange` ends when the server closes; it would raise otherwise."""
    assert statuses(exchange(impatient_port, sent, within=60)) == []


def test_who_says_all_is_answered(impatient_port: int) -> None:
    sent = request("/", "Content-Type: application/json", "Content-Length: 2", method="POST", body=b"{}")
    assert statuses(exchange(impatient_port, sent)) == [200]
