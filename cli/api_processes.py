"""Several processes of the API behind one address: they take requests from one socket; what ends by itself is started anew."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import structlog

from cli.services import api_program
from cli.supervisor import STEADY_AFTER_SECONDS, pause_after
from engine.core.values import Text
from engine.listening import Where, check_last_port, check_listening, open_listening
from engine.process_log import speak
from engine.settings import Settings

_LOOK_SECONDS = 0.1
_SECONDS_TO_FINISH = 20
_CRASHES_AT_START = 3
_ENDED = Text(
    vi="tiến trình {number} trong {of} của API đã kết thúc (mã {code}); sẽ khởi động lại sau {seconds} giây",
    en="process {number} of {of} of the API has ended (code {code}); it is started again in {seconds} s",
)
_NONE_STARTS = Text(
    vi="không tiến trình nào của API khởi động được; lý do ở các dòng trên",
    en="no process of the API starts; see above",
)

log = structlog.get_logger()


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
        self._check_operations_ports()
        self._listening = open_listening(
            Where(settings.api_host, settings.api_port, "LIENTHONG_API_HOST", "LIENTHONG_API_PORT")
        )

    def run(self) -> int:
        """The exit code: 1 if none could be started, three times in a row. One that cannot, for a port of its own, leaves
        the others alone: it is told of, and tried again ever more slowly."""
        speak(self._settings.log_format)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._end())
        while not self._ending.wait(_LOOK_SECONDS):
            for worker in self._workers:
                self._look_at(worker, time.monotonic())
            if all(worker.crashes >= _CRASHES_AT_START for worker in self._workers):
                log.error("no_process_starts", problem=_NONE_STARTS.in_language(self._settings.language))
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
            pause = pause_after(max(1, worker.crashes))
            if not self._ending.is_set():
                self._tell_end(worker, worker.process.returncode, pause)
            worker.process, worker.start_at = None, now + pause

    def _tell_end(self, worker: _Worker, code: int, pause: float) -> None:
        words = _ENDED.in_language(self._settings.language)
        told = words.format(number=worker.number + 1, of=len(self._workers), code=code, seconds=round(pause))
        log.warning("process_ended", problem=told, port=self._operations_port(worker.number), crashes=worker.crashes)

    def _check_operations_ports(self) -> None:
        """Before anything is started: later a worker could only crash."""
        first, said_by = self._settings.api_operations_port, "LIENTHONG_API_OPERATIONS_PORT"
        if not first:
            return
        check_last_port(first, len(self._workers), said_by)
        for worker in self._workers:
            port = self._operations_port(worker.number)
            check_listening(Where(self._settings.operations_host, port, "LIENTHONG_OPERATIONS_HOST", said_by))

    def _operations_port(self, number: int) -> int:
        first = self._settings.api_operations_port
        return first + number if first else 0

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        own = {"api_operations_port": self._operations_port(number)}
        program = api_program(self._settings.model_copy(update=own))
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
