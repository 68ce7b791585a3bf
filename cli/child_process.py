"""One child process of `lienthong up`: how it is started, watched and ended. It never outlives us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Program:
    """What runs in a child process: a Python module with its arguments, and what it finds in its environment."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    niceness: int = 0
    """By how much it steps back where processors are scarce: nobody at a counter waits for it."""


class ChildProcess:
    """A running program. It has a session of its own: Ctrl-C reaches us alone, and we decide who ends first."""

    def __init__(self, program: Program, log: Path, *, piped: bool = False) -> None:
        """Starts the program; what it prints goes to `log`, or with `piped` its standard output to `lines()`."""
        self.program = program
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cli.bound_to_parent", str(os.getpid()), program.module, *program.arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if piped else output,
                stderr=output,
                env={**os.environ, **program.environment},
                start_new_session=True,
            )
        _step_back(self._process.pid, program.niceness)

    @property
    def process_id(self) -> int:
        return self._process.pid

    def exit_code(self) -> int | None:
        """Null while it runs."""
        return self._process.poll()

    def output(self) -> IO[bytes]:
        """The standard output of a program that was started `piped`."""
        assert self._process.stdout is not None, "the program was not started piped"
        return self._process.stdout

    def ask_to_end(self) -> None:
        """SIGTERM: finish what is in hand and go."""
        self._signal(signal.SIGTERM)

    def end_within(self, seconds: float) -> None:
        """Waits for the end; kills the program and whatever it started when it does not come."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _signal(self, how: signal.Signals) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, how)


def _step_back(process_id: int, niceness: int) -> None:
    """At once, while the child has one thread: those that it starts later are as nice. Where it cannot be, it need not."""
    if not niceness or not hasattr(os, "setpriority"):
        return
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process_id, os.getpriority(os.PRIO_PROCESS, 0) + niceness)
    # A desktop's kernel weighs sessions against each other, and each child is a session: then only this one counts.
    with suppress(OSError):
        Path(f"/proc/{process_id}/autogroup").write_text(str(niceness), encoding="ascii")
