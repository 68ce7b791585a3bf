"""A turn on an event loop: a command that waits for the database lets others have theirs, without a thread of its own."""

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from select import poll
from typing import Any, Generic, TypeVar

from greenlet import getcurrent, greenlet

_Kept = TypeVar("_Kept")
_T = TypeVar("_T")


class Turn(Generic[_Kept]):
    """Carries plain code through that stops wherever it says `until_readable`.

    `kept`: what lies ready for it, and is given back at the end.
    """

    def __init__(self, kept: _Kept, give_back: Callable[[_Kept], None]) -> None:
        self.kept: _Kept | None = kept
        self._give_back = give_back

    async def take(self, function: Callable[..., _T], *given: Any) -> _T:
        """What the function gives back or raises. Who is not waited for any more is carried through all the same: he may
        hold a case."""
        running = _Running(function, self)
        gone: asyncio.CancelledError | None = None
        try:
            said = running.switch(*given)
            while not running.dead:
                try:
                    await (asyncio.wait({said}) if isinstance(said, asyncio.Future) else _readable(said))
                except asyncio.CancelledError as cancelled:
                    gone = cancelled
                    continue  # and waits anew
                said = running.switch()
        finally:
            if self.kept is not None:
                self._give_back(self.kept)
        if gone is not None:
            raise gone
        result: _T = said
        return result


class _Running(greenlet):  # type: ignore[misc]  # it says nothing of its types
    def __init__(self, function: Callable[..., Any], turn: Turn[Any]) -> None:
        super().__init__(function)
        self.turn = turn
        self.gr_context = copy_context()


def current_turn() -> Turn[Any] | None:
    """Null in a thread."""
    running = getcurrent()
    return running.turn if isinstance(running, _Running) else None


def until_readable(watched: poll, descriptor: int) -> None:
    """A thread stands still; a turn lets others have theirs."""
    running = getcurrent()
    if isinstance(running, _Running):
        assert running.parent is not None
        running.parent.switch(descriptor)
    else:
        watched.poll()


def aside(function: Callable[[], _T]) -> _T:
    """What waits for anything but a line: in a turn a thread does it, and others have theirs meanwhile.

    Whoever calls this, or `until_readable`, holds nothing that another turn may want: both stand on one thread.
    """
    running = getcurrent()
    if not isinstance(running, _Running):
        return function()
    assert running.parent is not None
    done = asyncio.get_running_loop().run_in_executor(None, function)
    while not done.done():
        running.parent.switch(done)
    return done.result()


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    readable: asyncio.Future[None] = loop.create_future()
    loop.add_reader(descriptor, _tell, readable)
    try:
        await readable
    finally:
        loop.remove_reader(descriptor)


def _tell(readable: "asyncio.Future[None]") -> None:
    if not readable.done():
        readable.set_result(None)
