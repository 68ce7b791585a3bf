"""Two loads on the product: so many clients, each with its next command when the last is answered; and commands that come
at instants of their own, whoever is still waiting, each measured from the instant at which it was meant to begin."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from time import perf_counter

import uvloop

from benchmarks.transitions.caller import Caller, Case
from benchmarks.transitions.journey import JOURNEY, Person
from benchmarks.transitions.sums import OpenLoad

_OPEN_CONNECTIONS = 64
_LIVE_CASES = 300


@dataclass(frozen=True)
class Load:
    """What a load was: how many commands in how many seconds, each with how long it took."""

    seconds: float
    latencies: tuple[float, ...]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds


def closed_loop(ports: list[int], tokens: dict[Person, str], clients: int, cases_each: int) -> Load:
    """Each client plays its cases one after the other."""
    return uvloop.run(_closed(ports, tokens, clients, cases_each))


def open_loop(ports: list[int], tokens: dict[Person, str], rate: float, seconds: float, seed: int) -> OpenLoad:
    """Commands at random instants (exponential gaps), `rate` a second on the mean, spread over many live cases."""
    return uvloop.run(_opened(ports, tokens, rate, seconds, random.Random(seed)))


async def _closed(ports: list[int], tokens: dict[Person, str], clients: int, cases_each: int) -> Load:
    callers = [await Caller(ports[n % len(ports)], tokens).connect() for n in range(clients)]
    taken: list[float] = []

    async def play(caller: Caller) -> None:
        for _ in range(cases_each):
            case = Case()
            while not case.is_over:
                began = perf_counter()
                await caller.go_on(case)
                taken.append(perf_counter() - began)

    began = perf_counter()
    await asyncio.gather(*(play(caller) for caller in callers))
    seconds = perf_counter() - began
    for caller in callers:
        caller.close()
    return Load(seconds, tuple(taken))


async def _opened(
    ports: list[int], tokens: dict[Person, str], rate: float, seconds: float, drawn: random.Random
) -> OpenLoad:
    free: asyncio.LifoQueue[Caller] = asyncio.LifoQueue()
    callers = [await Caller(ports[n % len(ports)], tokens).connect() for n in range(_OPEN_CONNECTIONS)]
    for caller in callers:
        free.put_nowait(caller)
    taken: list[float] = []
    waiting: list[int] = []
    live = [_Line(drawn.randrange(len(JOURNEY))) for _ in range(_LIVE_CASES)]

    async def command(line: _Line, meant: float) -> None:
        async with line.turn:  # the acts on one case keep their order
            caller = await free.get()
            await caller.go_on(line.case)
            free.put_nowait(caller)
        taken.append(perf_counter() - meant)
        if line.case.is_over:
            line.case = Case()

    for line in live:  # cases at every place of the journey, before anything is measured
        for _ in range(line.ahead):
            await callers[0].go_on(line.case)
    began = meant = perf_counter()
    running: set[asyncio.Task[None]] = set()
    number = 0
    while meant < began + seconds:
        meant += drawn.expovariate(rate)
        if (wait := meant - perf_counter()) > 0:
            await asyncio.sleep(wait)
        waiting.append(number - len(taken))
        running.add(asyncio.create_task(command(live[number % _LIVE_CASES], meant)))
        number += 1
        if number % 100 == 0:
            running = {task for task in running if not task.done() or task.result() is not None}
    in_time = len(taken)
    await asyncio.gather(*running)
    measured = perf_counter() - began
    for caller in callers:
        caller.close()
    return OpenLoad(measured, tuple(taken), in_time, tuple(waiting))


class _Line:
    """A place in the queue of live cases: one case after the other, one act at a time."""

    def __init__(self, ahead: int) -> None:
        self.case = Case()
        self.turn = asyncio.Lock()
        self.ahead = ahead
