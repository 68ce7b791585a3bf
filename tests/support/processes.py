"""Child processes that are never left behind, free ports, and waiting that looks instead of sleeping blindly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

LOOPBACK = "127.0.0.1"
_FIRST_PORT, _END_OF_PORTS = 10_000, 32_000
_given = count()
PATIENCE = 4
"""How many times slower than a quiet one a machine may be; where all is well, nobody waits any longer for it."""


class NotReady(AssertionError):
    """What was waited for did not come in time; the message has the log's end."""


def free_port() -> int:
    """A loopback port that nobody listens on, and that this process has not given before.

    None of those that the system gives to connections: between the look and the start of a server one would be taken.
    """
    while True:
        port = _FIRST_PORT + (os.getpid() * 997 + next(_given)) % (_END_OF_PORTS - _FIRST_PORT)
        with socket.socket() as probe, suppress(OSError):
            probe.bind((LOOPBACK, port))
            return port


def wait_until(is_so: Callable[[], bool], *, within: float, what: str, log: Path | None = None) -> None:
    """Looks again every 50 ms until `is_so()`; raises NotReady, with the end of `log`, when it takes too long: `within`
    seconds are meant on a quiet machine.
    """
    within *= PATIENCE
    give_up_at = time.monotonic() + within
    pause = threading.Event()
    while not is_so():
        if time.monotonic() > give_up_at:
            raise NotReady(f"{what}: not within {within} s\n{end_of(log)}")
        pause.wait(0.05)


def end_of(log: Path | None, characters: int = 4000) -> str:
    """The last of a log file; empty when there is none."""
    if log is None or not log.exists():
        return ""
    return log.read_text(encoding="utf-8", errors="replace")[-characters:]


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM, within: float = 20) -> None:
    """Ends the process and whatever it started in its own session; kills it when it does not go by itself."""
    if process.poll() is None:
        _signal(process, how)
        try:
            process.wait(within * PATIENCE)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)
            process.wait(within)
    else:
        process.wait()


def _signal(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    try:
        if how is signal.SIGKILL and os.getpgid(process.pid) == process.pid:
            os.killpg(process.pid, how)
        else:
            process.send_signal(how)
    except ProcessLookupError:
        pass
