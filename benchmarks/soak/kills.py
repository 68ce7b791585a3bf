"""Kills one part after the other, by chance but from a seed, and starts each again at once; an account of all of it."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from benchmarks.soak.installation import Victim

SWAY = 0.25
"""A kill comes up to so much of the interval earlier or later: it does not fall into step with anything."""


@dataclass(frozen=True, slots=True)
class Kill:
    """When, in seconds since the load began; until it could work again."""

    at: float
    victim: str
    down_for: float


@dataclass
class Killing:
    """Runs in a thread of its own until it is stopped; a part that does not come back ends it, with the reason."""

    victims: Mapping[str, Victim]
    every: float
    seed: int
    kills: list[Kill] = field(default_factory=list)
    failure: BaseException | None = None
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="kills")
        self._thread.start()

    def stop(self) -> None:
        """Returns when whatever was killed last works again."""
        self._stopped.set()
        assert self._thread is not None
        self._thread.join()
        if self.failure is not None:
            raise self.failure

    def _run(self) -> None:
        began, drawn = monotonic(), random.Random(self.seed)
        try:
            for count, victim in enumerate(in_turn(list(self.victims), drawn), 1):
                due = self.every * (count + drawn.uniform(-SWAY, SWAY))
                if self._stopped.wait(max(0.0, began + due - monotonic())):
                    return
                at = monotonic()
                self.victims[victim].kill()
                self.victims[victim].start()
                self.kills.append(Kill(round(at - began, 1), victim, round(monotonic() - at, 1)))
        except BaseException as failure:
            self.failure = failure


def in_turn(names: Sequence[str], drawn: random.Random) -> Iterator[str]:
    """Each once, in an order by chance; then whichever chance will have."""
    yield from drawn.sample(names, len(names))
    while True:
        yield drawn.choice(names)


class Watch:
    """Looks at a number now and then until it is stopped; whoever cannot be asked at the moment is asked the next time."""

    def __init__(self, look: Callable[[], int], every: float, unless: type[Exception]) -> None:
        self._look = look
        self._every = every
        self._unless = unless
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch")
        self.found: list[int] = []

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self.found.append(self._look())
            except self._unless:
                continue
