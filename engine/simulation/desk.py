"""The desk of one step: its people, each with one case at a time, in working time only; the earliest date first."""

from datetime import datetime
from heapq import heappop, heappush

import simpy

from engine.core.legal_time import Instant, WorkCalendar


class Desk:
    """Whoever waits gets an event; it happens when somebody takes the case up.

    SimPy's own resources would hand a case out at night to whoever came first, not in the morning to whom it is due.
    """

    def __init__(self, environment: simpy.Environment, calendar: WorkCalendar, staff: int) -> None:
        self.calendar = calendar
        self._environment = environment
        self._free = staff
        self._waiting: list[tuple[datetime, int, int, simpy.Event]] = []
        self._queued = 0
        self._opens = False

    def queue(self, due_at: datetime, number: int) -> simpy.Event:
        """To be waited for; with equal dates the lower number first. Whoever got his turn must `leave`."""
        turn = self._environment.event()
        self._queued += 1
        heappush(self._waiting, (due_at, number, self._queued, turn))
        self._serve()
        return turn

    def leave(self) -> None:
        """Somebody is free again."""
        self._free += 1
        self._serve()

    def _serve(self) -> None:
        if not self.calendar.is_working(self._now):
            if self._waiting and not self._opens:
                self._opens = True
                opening = self._environment.timeout(next_opening(self.calendar, self._now) - self._now)
                opening.callbacks.append(self._open)
            return
        while self._free and self._waiting:
            self._free -= 1
            heappop(self._waiting)[-1].succeed()

    def _open(self, _event: simpy.Event) -> None:
        self._opens = False
        self._serve()

    @property
    def _now(self) -> Instant:
        return int(self._environment.now)


def next_opening(calendar: WorkCalendar, at: Instant) -> Instant:
    """When the first working second from `at` on begins."""
    return calendar.instant_reaching(calendar.work_before(at) + 1) - 1
