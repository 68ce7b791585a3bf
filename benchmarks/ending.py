"""A benchmark that is told to end ends what it has started: SIGTERM unwinds it as Ctrl-C does."""

import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType


def unwind_on_sigterm() -> None:
    """Whatever was opened with `with` is closed; a second SIGTERM does not interrupt that."""
    signal.signal(signal.SIGTERM, _unwind)


def run_to_its_end(command: Sequence[str]) -> int:
    """The exit code. If this process is told to end, so is the other, and it is waited for until its own have ended."""
    process = subprocess.Popen(command)
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise


def _unwind(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)
