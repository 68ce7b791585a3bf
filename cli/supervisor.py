"""Keeps the child processes of `lienthong up` running: restarts what crashed, stops all in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cli.child_process import ChildProcess, Program

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 60.0
"""A child that ran as long as this is healthy again: its next crash begins with the first pause."""

Starter = Callable[[Program, Path], ChildProcess]


@dataclass(slots=True)
class _Post:
    program: Program
    child: ChildProcess
    started_at: float
    crashes: int = 0
    restart_at: float | None = None


class Supervisor:
    """Watches children at each `look`; between two looks nothing happens, so no thread and no lock is needed.

    `monotonic` gives seconds of a clock that never goes back; `start` starts a program with its log.
    """

    def __init__(self, logs: Path, monotonic: Callable[[], float], start: Starter = ChildProcess) -> None:
        self._logs = logs
        self._monotonic = monotonic
        self._start = start
        self._posts: dict[str, _Post] = {}

    def add(self, program: Program) -> None:
        """Starts the program and keeps it running from now on."""
        child = self._start(program, self.log_of(program.name))
        self._posts[program.name] = _Post(program, child, self._monotonic())

    def log_of(self, name: str) -> Path:
        return self._logs / f"{name}.log"

    def crashes_of(self, name: str) -> int:
        """How often in a row the program has crashed."""
        return self._posts[name].crashes

    def look(self) -> tuple[str, ...]:
        """Restarts what is to be restarted; answers the names of the programs that were found crashed."""
        now = self._monotonic()
        return tuple(name for name, post in self._posts.items() if self._look_at(post, now))

    def stop(self, within: float = 15.0) -> None:
        """Ends all children, the last started first, so that nobody loses the one it calls."""
        for post in reversed(self._posts.values()):
            post.child.ask_to_end()
            post.child.end_within(within)
        self._posts.clear()

    def _look_at(self, post: _Post, now: float) -> bool:
        if post.restart_at is not None:
            if now >= post.restart_at:
                post.child = self._start(post.program, self.log_of(post.program.name))
                post.started_at, post.restart_at = now, None
            return False
        if post.child.exit_code() is None:
            if now - post.started_at >= STEADY_AFTER_SECONDS:
                post.crashes = 0
            return False
        post.crashes += 1
        post.restart_at = now + pause_after(post.crashes)
        return True


def pause_after(crashes: int) -> float:
    """Seconds to wait before the next start: doubled at each crash in a row, up to half a minute."""
    return min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2.0 ** min(crashes - 1, 16))
