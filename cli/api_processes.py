"""Several processes of the API behind one address: they take requests from one socket; what ends by itself is started anew."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from cli.services import api_program
from cli.supervisor import STEADY_AFTER_SECONDS, pause_after
from engine.settings import Settings

_LOOK_SECONDS = 0.1
_SECONDS_TO_FINISH = 20
_CRASHES_AT_START = 3
_WAITING_CONNECTIONS = 2048


@dataclass(slots=True)
class _Worker:
    number: int
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    crashes: int = 0


class ApiProcesses:
    """`run()` until SIGTERM or SIGINT, which every process gets; again, and they go at once.

    The socket is opened here, so that while one process is away no connection is refused: another one takes it.
    """

    def __init__(self, settings: Settings, count: int) -> None:
        self._settings = settings
        self._workers = [_Worker(number) for number in range(count)]
        self._ending = threading.Event()
        where = settings.api_host, settings.api_port
        family = socket.AF_INET6 if ":" in settings.api_host else socket.AF_INET
        self._listening = socket.create_server(where, family=family, backlog=_WAITING_CONNECTIONS)

    def run(self) -> int:
        """The exit code: 1 if a process could not be started three times in a row."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._end())
        while not self._ending.wait(_LOOK_SECONDS):
            for worker in self._workers:
                self._look_at(worker, time.monotonic())
            if any(worker.crashes >= _CRASHES_AT_START for worker in self._workers):
                self._end()
                self._wait_for_the_end()
                return 1
        self._wait_for_the_end()
        return 0

    def _look_at(self, worker: _Worker, now: float) -> None:
        if worker.process is None:
            if now >= worker.start_at and not self._ending.is_set():
                worker.process, worker.started_at = self._start(worker.number), now
        elif worker.process.poll() is None:
            if now - worker.started_at >= STEADY_AFTER_SECONDS:
                worker.crashes = 0
        else:
            # Killed by somebody is no fault of its own; whoever says that it cannot start, will not the next time.
            worker.crashes += 1 if worker.process.returncode > 0 else 0
            worker.process, worker.start_at = None, now + pause_after(max(1, worker.crashes))

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        operations = self._settings.api_operations_port
        program = api_program(
            self._settings.model_copy(update={"api_operations_port": operations + number if operations else 0})
        )
        socket_number = self._listening.fileno()
        return subprocess.Popen(
            [sys.executable, "-m", "cli.bound_to_parent", str(os.getpid()), program.module],
            stdin=subprocess.DEVNULL,
            env={**os.environ, **program.environment, "LIENTHONG_API_SOCKET": str(socket_number)},
            pass_fds=(socket_number,),
            start_new_session=True,
        )

    def _end(self) -> None:
        self._ending.set()
        for worker in self._workers:
            if worker.process is not None and worker.process.poll() is None:
                worker.process.send_signal(signal.SIGTERM)

    def _wait_for_the_end(self) -> None:
        give_up_at = time.monotonic() + self._settings.drain_seconds + _SECONDS_TO_FINISH
        for worker in self._workers:
            if worker.process is None:
                continue
            try:
                worker.process.wait(max(0.0, give_up_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()
        self._listening.close()
