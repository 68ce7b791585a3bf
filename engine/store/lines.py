"""Lines that lie ready for the next command; more are opened when none does."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

from engine.store.line import Line


class Lines:
    """The last that was given back is the first that is lent out again. Each counts as a connection of the engine's pool
    for as long as it is open; `most` of them lie ready, others are let go when they come back."""

    def __init__(self, engine: Engine, most: int, is_lost: Callable[[DBAPIConnection, float], bool]) -> None:
        """`is_lost`: whether a connection that was given back then (`monotonic`) is good for nothing any more."""
        self._engine = engine
        self._most = most
        self._is_lost = is_lost
        self._ready: deque[Line] = deque()

    def __len__(self) -> int:
        return len(self._ready)

    @contextmanager
    def lent(self) -> Iterator[Line]:
        """Whoever gives it back with a transaction open wants that not to have been."""
        line = self._found() or Line(self._engine.pool.connect(), self._engine)
        try:
            yield line
        finally:
            self._take_back(line)

    def close(self) -> None:
        while self._ready:
            self._ready.pop().drop()

    def _found(self) -> Line | None:
        while self._ready:
            try:
                line = self._ready.pop()
            except IndexError:  # another thread was faster
                return None
            if not self._is_lost(line.driver, line.returned_at):
                return line
            line.drop()
        return None

    def _take_back(self, line: Line) -> None:
        try:
            line.roll_back()
        finally:
            if line.is_free and len(self._ready) < self._most:
                line.returned_at = monotonic()
                self._ready.append(line)
            else:
                line.drop()
