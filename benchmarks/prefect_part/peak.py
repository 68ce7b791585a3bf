"""Load by the clock: cases that live side by side wake Prefect so many times a second, while callers and lag are watched."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import monotonic

from benchmarks.prefect_part.installation import Installation, a_case
from benchmarks.prefect_part.life import LIFE, Stage
from tests.support.courier_story import CourierStory

CALLERS = 8
LAG_EVERY = 1.0


@dataclass(slots=True)
class Phase:
    """What was seen while so many wakes a second were called for. `milliseconds`: of each command."""

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
        """Less than was asked for: the callers themselves could not keep up."""
        return round(self.wakes / self.seconds, 1)

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


class Town:
    """Cases in all stages of life at once; a tick is one stage of one case, so each tick is one wake."""

    def __init__(self, installation: Installation, apart: int) -> None:
        """`apart`: a case's next wake comes so many other cases later, so that its wakes do not run into one."""
        self._installation = installation
        self._apart = apart
        self._cases: list[CourierStory] = []
        self._tick = 0

    def settle(self) -> None:
        """Cases that are under way already when the load begins, as on any day: so many before each stage but the first."""
        before = len(LIFE) - 1
        self._cases = [a_case(self._installation) for _ in range(before * self._apart)]
        for number, stage in enumerate(LIFE[:before]):
            for story in self._cases[: (before - number) * self._apart]:
                stage.play(story)
            self._installation.drain()

    def load(self, per_second: float, seconds: float) -> Phase:
        """Calls for wakes at that rate, whether or not Prefect keeps up."""
        phase = Phase(per_second)
        ended = threading.Event()
        watch = threading.Thread(target=self._watch, args=(phase, ended))
        watch.start()
        began, waiting = monotonic(), list[Future[list[float]]]()
        with ThreadPoolExecutor(CALLERS) as callers:
            while (due := len(waiting) / per_second) < seconds:
                ended.wait(max(0.0, began + due - monotonic()))
                story, stage = self._next()
                waiting.append(callers.submit(stage.play, story))
        phase.seconds = max(seconds, monotonic() - began)
        ended.set()
        watch.join()
        phase.milliseconds = [taken for one in waiting for taken in one.result()]
        phase.wakes = len(waiting)
        return phase

    def drain(self) -> float:
        """Seconds until Prefect has seen everything."""
        began = monotonic()
        self._installation.drain()
        return round(monotonic() - began, 1)

    def _next(self) -> tuple[CourierStory, Stage]:
        """One stage after the other, each of a case that came so much later: the oldest case has its end, a new one begins."""
        group, place = divmod(self._tick, len(LIFE))
        self._tick += 1
        number = group + place * self._apart
        if number == len(self._cases):
            self._cases.append(a_case(self._installation))
        return self._cases[number], LIFE[-1 - place]

    def _watch(self, phase: Phase, ended: threading.Event) -> None:
        while not ended.wait(LAG_EVERY):
            phase.lags.append(self._installation.lag())
