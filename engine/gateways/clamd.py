"""Malware scanning by clamd: the file goes over a socket of its own, the verdict comes back in one line.

The command INSTREAM and its framing are those of clamd(8) and of "ClamD Protocol" in ClamAV's manual: `zINSTREAM` with a
null byte, chunks with their length as four bytes in network order, an empty chunk at the end; `stream: OK`, or
`stream: NAME FOUND`. TCP to clamd is neither encrypted nor signed: keep it on this machine or in a network of its own.
"""

import socket
from struct import pack
from urllib.parse import urlsplit

from engine.service.upload_ports import ScannerAway

PATIENCE = 30.0
"""For the whole of a file of ten megabytes; clamd itself gives up after two minutes at most."""
_LOOK = 5.0
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


class Clamd:
    """`address`: `tcp://host:port`, or `unix:///path/to/clamd.ctl`."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self._address = urlsplit(address)
        self._patience = patience

    def scan(self, content: bytes) -> str | None:
        try:
            with self._connected(self._patience) as clamd:
                answer = _told(clamd, content)
        except OSError as error:  # also what took too long
            raise ScannerAway() from error
        if answer == "stream: OK":
            return None
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerAway()  # an error of its own, a limit, or half an answer: nobody has looked into the file

    def answers(self) -> bool:
        try:
            with self._connected(min(_LOOK, self._patience)) as clamd:
                clamd.sendall(b"zPING\0")
                return _answer(clamd) == "PONG"
        except OSError:
            return False

    def _connected(self, patience: float) -> socket.socket:
        if self._address.scheme == "unix":
            opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            opened.settimeout(patience)
            try:
                opened.connect(self._address.path)
            except OSError:
                opened.close()
                raise
            return opened
        return socket.create_connection((self._address.hostname or "", self._address.port or 3310), patience)


def _told(clamd: socket.socket, content: bytes) -> str:
    """clamd may answer, and hang up, before it has everything: then its answer counts and not that it hung up."""
    try:
        clamd.sendall(b"zINSTREAM\0")
        for place in range(0, len(content), _CHUNK):
            chunk = content[place : place + _CHUNK]
            clamd.sendall(pack("!I", len(chunk)) + chunk)
        clamd.sendall(pack("!I", 0))
    except BrokenPipeError:
        return _answer(clamd)
    return _answer(clamd)


def _answer(clamd: socket.socket) -> str:
    """Up to its null byte; empty for one that was not finished."""
    said = b""
    while not said.endswith(b"\0"):
        part = clamd.recv(1024)
        if not part or len(said) > _LONGEST_ANSWER:
            return ""
        said += part
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()
