"""clamd as it is: clean files, found ones, limits, over both kinds of socket; and one that hangs, lies or is gone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from engine.gateways.clamd import Clamd
from engine.service.upload_ports import ScannerAway
from tests.support.malware_scanner import EICAR, SIGNATURE, Scanner, running_clamd
from tests.support.processes import LOOPBACK, free_port
from tests.support.sent_files import a_jpeg, a_pdf

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scanner]:
    with running_clamd(tmp_path_factory.mktemp("clamd"), "StreamMaxLength 1M") as running:
        yield running


@pytest.mark.parametrize("kind", ["tcp", "unix"])
def test_what_is_in_a_file_is_found(scanner: Scanner, kind: str) -> None:
    clamd = Clamd(getattr(scanner, kind))
    assert clamd.answers()
    assert clamd.scan(a_pdf()) is None
    found = clamd.scan(a_jpeg(1, 1, EICAR))
    assert found is not None and found.startswith(SIGNATURE)
    assert clamd.scan(b"\0" * 600_000) is None


def test_what_it_does_not_look_into_was_not_looked_into(scanner: Scanner) -> None:
    """It says that the stream is too long, and hangs up while it is sent."""
    for size in (1024 * 1024 + 1, 9 * 1024 * 1024):
        with pytest.raises(ScannerAway):
            Clamd(scanner.tcp).scan(b"\0" * size)


def test_a_scanner_that_is_not_there() -> None:
    for address in (f"tcp://{LOOPBACK}:{free_port()}", "unix:///no/such/clamd.ctl"):
        assert not Clamd(address).answers()
        with pytest.raises(ScannerAway):
            Clamd(address).scan(b"x")


@pytest.mark.parametrize(
    "answer", [b"", b"stream: OK", b"stream: Something ERROR\0", b"UNKNOWN COMMAND\0", b"OK\0", b"\xff\0", b"x" * 9000]
)
def test_an_answer_that_is_none_is_no_verdict(answer: bytes) -> None:
    with _answering(answer) as address, pytest.raises(ScannerAway):
        Clamd(address).scan(b"x")


def test_a_scanner_that_hangs_is_waited_for_no_longer_than_our_patience() -> None:
    with _answering(None) as address, pytest.raises(ScannerAway):
        Clamd(address, patience=0.3).scan(b"x")


@contextmanager
def _answering(answer: bytes | None) -> Iterator[str]:
    """Somebody who is no clamd: says this whatever he is told, or nothing ever."""
    over = threading.Event()
    with socket.create_server((LOOPBACK, 0)) as server:

        def serve() -> None:
            caller, _ = server.accept()
            with caller:
                caller.recv(100)
                if answer is None:
                    over.wait(10)
                else:
                    caller.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"tcp://{LOOPBACK}:{server.getsockname()[1]}"
        finally:
            over.set()
            thread.join(10)
