"""Lines that lie ready for the next command; more are opened when none does."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import Engine

from engine.store.line import Line
from engine.store.turn import Turn, current_turn

_Judge = Callable[[Any, float], bool]


class Lines:
    """The last that was given back is the first that is lent out again. Each counts as a connection of the engine's pool
    for as long as it is open; `most` of them lie ready, others are let go when they come back."""

    def __init__(self, engine: Engine, most: int, is_doubtful: _Judge, is_lost: _Judge) -> None:
        """Whether it must be asked if a connection that was given back then (`monotonic`) still answers; whether it does
        not, asked if need be."""
        self._engine = engine
        self._most = most
        self._is_doubtful = is_doubtful
        self._is_lost = is_lost
        self._ready: deque[Line] = deque()

    def __len__(self) -> int:
        return len(self._ready)

    @contextmanager
    def lent(self) -> Iterator[Line]:
        """Whoever gives it back with a transaction open wants that not to have been."""
        turn = current_turn()
        line = self._of_turn(turn) if turn is not None else self._found()
        line = line or Line(self._engine.pool.connect(), self._engine)
        try:
            yield line
        finally:
            try:
                line.roll_back()
            finally:
                if turn is not None and turn.kept is None and line.is_free:
                    turn.kept = line
                else:
                    self._put_back(line)

    def find_turn(self) -> Turn[Line] | None:
        """Null where no line lies ready of which it is certain that it answers: to open one, or to ask, takes a thread."""
        try:
            line = self._ready.pop()
        except IndexError:
            return None
        if self._is_doubtful(line.driver, line.returned_at):
            self._ready.append(line)
            return None
        return Turn(line, self._put_back)

    def close(self) -> None:
        while self._ready:
            self._ready.pop().drop()

    def _of_turn(self, turn: Turn[Line]) -> Line | None:
        line, turn.kept = turn.kept, None
        return line

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

    def _put_back(self, line: Line) -> None:
        if line.is_free and len(self._ready) < self._most:
            line.returned_at = monotonic()
            self._ready.append(line)
        else:
            line.drop()
