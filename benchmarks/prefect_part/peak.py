"""Load by the clock, over HTTP: cases that live side by side wake Prefect so many times a second, callers and lag are watched."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import monotonic

import uvloop

from benchmarks.transitions.caller import Caller, Case
from benchmarks.transitions.journey import JOURNEY, Person

CONNECTIONS = 32
LAG_EVERY = 1.0
LEAST_HELD = 0.95
"""A rate that is asked for and not held was not what was measured."""
STAGES = (2, 2, 1, 1, 2)
"""So many commands of the journey, each time until the last of them wakes; the card is issued by the agency's system."""
assert sum(STAGES) == len(JOURNEY) - 1


@dataclass(slots=True)
class Phase:
    """What was seen while so many wakes a second were called for. `milliseconds`: of each command, the first of a stage from the
    instant at which it was meant to begin."""

    per_second: float
    wakes: int = 0
    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    lags: list[int] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return round(median(self.milliseconds), 1)

    @property
    def p95(self) -> float:
        return round(quantiles(self.milliseconds, n=20, method="inclusive")[-1], 1)

    @property
    def held_rate(self) -> float:
        """Wakes a second until the last command was answered; less than was asked for when API or callers did not keep up."""
        return round(self.wakes / self.seconds, 1)

    @property
    def is_held(self) -> bool:
        return self.wakes / self.seconds >= LEAST_HELD * self.per_second

    @property
    def worst_lag(self) -> int:
        return max(self.lags, default=0)

    @property
    def is_bounded(self) -> bool:
        return bounded(self.lags)


def bounded(lags: Sequence[int]) -> bool:
    """The second half does not stand higher than the first, but for a tenth of a minute's noise: it does not grow."""
    half = len(lags) // 2
    if half == 0:
        return False
    first, second = (sum(part) / len(part) for part in (lags[:half], lags[-half:]))
    return second <= first * 1.25 + 10


def together(phases: Sequence[Phase]) -> Phase:
    """Slices of one kind as one phase."""
    found = Phase(phases[0].per_second)
    for one in phases:
        found.wakes += one.wakes
        found.seconds += one.seconds
        found.milliseconds += one.milliseconds
        found.lags += one.lags
    return found


class Town:
    """Cases in all stages of life at once; a tick is one stage of one case, so each tick is one wake."""

    def __init__(
        self,
        ports: Sequence[int],
        tokens: dict[Person, str],
        lag: Callable[[], int],
        drain: Callable[[], None],
        apart: int,
    ) -> None:
        """`lag` and `drain`: how far Prefect is behind, and waiting until it is not. `apart`: a case's next wake comes so many
        other cases later, so that its wakes do not run into one.
        """
        self._ports = ports
        self._tokens = tokens
        self._lag = lag
        self._drain = drain
        self._apart = apart
        self._cases: list[Case] = []
        self._tick = 0

    def settle(self) -> None:
        """Cases that are under way already when the load begins, as on any day: so many before each stage but the first."""
        before = len(STAGES) - 1
        self._cases = [Case() for _ in range(before * self._apart)]
        for number, commands in enumerate(STAGES[:before]):
            uvloop.run(self._take_on(self._cases[: (before - number) * self._apart], commands))
            self._drain()

    def load(self, per_second: float, seconds: float) -> Phase:
        """Calls for wakes at that rate, whether or not Prefect keeps up."""
        phase = Phase(per_second)
        ended = threading.Event()
        watch = threading.Thread(target=self._watch, args=(phase, ended))
        watch.start()
        try:
            uvloop.run(self._play(phase, seconds))
        finally:
            ended.set()
            watch.join()
        return phase

    def drain(self) -> float:
        """Seconds until Prefect has seen everything."""
        began = monotonic()
        self._drain()
        return round(monotonic() - began, 1)

    async def _play(self, phase: Phase, seconds: float) -> None:
        free = await self._connected(CONNECTIONS)
        turns: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        began, playing = monotonic(), list[asyncio.Task[None]]()

        async def stage(number: int, commands: int, meant: float) -> None:
            async with turns[number]:  # the acts on one case keep their order
                caller = await free.get()
                for _ in range(commands):
                    await caller.go_on(self._cases[number])
                    now = monotonic()
                    phase.milliseconds.append((now - meant) * 1000)
                    meant = now
                free.put_nowait(caller)

        while (due := len(playing) / phase.per_second) < seconds:
            await asyncio.sleep(max(0.0, began + due - monotonic()))
            playing.append(asyncio.create_task(stage(*self._next(), began + due)))
        await asyncio.gather(*playing)
        phase.seconds = max(seconds, monotonic() - began)
        phase.wakes = len(playing)
        while not free.empty():
            free.get_nowait().close()

    async def _take_on(self, cases: Sequence[Case], commands: int) -> None:
        """As fast as one caller can; nothing is measured."""
        caller = (await self._connected(1)).get_nowait()
        for case in cases:
            for _ in range(commands):
                await caller.go_on(case)
        caller.close()

    async def _connected(self, count: int) -> asyncio.LifoQueue[Caller]:
        free: asyncio.LifoQueue[Caller] = asyncio.LifoQueue()
        for number in range(count):
            free.put_nowait(await Caller(self._ports[number % len(self._ports)], self._tokens).connect())
        return free

    def _next(self) -> tuple[int, int]:
        """A case by its number, and how many commands. One stage after the other, each of a case that came so much
        later: the oldest case has its end, a new one begins."""
        group, place = divmod(self._tick, len(STAGES))
        self._tick += 1
        number = group + place * self._apart
        if number == len(self._cases):
            self._cases.append(Case())
        return number, STAGES[-1 - place]

    def _watch(self, phase: Phase, ended: threading.Event) -> None:
        while not ended.wait(LAG_EVERY):
            phase.lags.append(self._lag())
