"""A command that is asked to end ends as it does at Ctrl-C: what it has begun is taken back, no draft stays."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ASKS = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def ended_by_signal() -> Iterator[None]:
    """Around what must be taken back; without it the system ends the process where it stands."""
    if threading.current_thread() is not threading.main_thread():  # only there a signal can be heard
        yield
        return
    before = {number: signal.signal(number, _end) for number in _ASKS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    """With the code by which a shell says that a signal ended it."""
    sys.exit(128 + number)
