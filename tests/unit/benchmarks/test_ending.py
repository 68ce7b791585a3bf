"""SIGTERM to a benchmark ends what it has started."""

from __future__ import annotations

import signal
import subprocess
import sys

_INNER = """
import signal
from benchmarks.ending import unwind_on_sigterm
unwind_on_sigterm()
try:
    print("running", flush=True)
    signal.pause()
finally:
    print("closed", flush=True)
"""
_OUTER = """
import sys
from benchmarks.ending import run_to_its_end, unwind_on_sigterm
unwind_on_sigterm()
run_to_its_end([sys.executable, "-c", sys.argv[1]])
"""


def test_what_was_opened_is_closed_before_the_benchmark_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", _OUTER, _INNER], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "running\n"
        running.send_signal(signal.SIGTERM)
        said, _ = running.communicate(timeout=120)
    assert (said, running.returncode) == ("closed\n", 128 + signal.SIGTERM)
