"""When the dossiers come: over the working time of the receiving calendar, by chance or at equal distances."""

from collections.abc import Iterator
from datetime import date
from random import Random

from engine.core.legal_time import Instant, WorkCalendar, day_number
from engine.core.legal_time.instants import midnight
from engine.simulation.scenario import ArrivalKind, Arrivals


def arrival_instants(
    arrivals: Arrivals, calendar: WorkCalendar, first: date, last: date, seed: int
) -> Iterator[Instant]:
    """The instants in order, from `first` on; they end after `last`, the last day that the calendar knows.

    A Poisson process whose rate follows the day: what is waited for is a sum of expected arrivals, drawn once each.
    """
    luck = Random(f"{seed}/arrivals")
    wanted = 0.0 if arrivals.kind is ArrivalKind.REGULAR else luck.expovariate(1.0)
    gone = 0.0
    for start, end, expected in _stretches(arrivals, calendar, first, last):
        while wanted < gone + expected:
            yield start + int((wanted - gone) / expected * (end - start))
            wanted += 1.0 if arrivals.kind is ArrivalKind.REGULAR else luck.expovariate(1.0)
        gone += expected


def _stretches(
    arrivals: Arrivals, calendar: WorkCalendar, first: date, last: date
) -> Iterator[tuple[Instant, Instant, float]]:
    """Stretches of working time with the number of arrivals expected in each."""
    for day in range(day_number(first), day_number(last) + 1):
        plan = calendar.plan_of(day)
        spans = [span for session in plan.sessions for span in _weighted(arrivals, session)]
        whole = sum((end - start) * weight for start, end, weight in spans)
        if not whole:
            continue
        expected = float(arrivals.per_working_day) * min(1.0, plan.seconds / calendar.spec.day_seconds)
        for start, end, weight in spans:
            if weight:
                yield midnight(day) + start, midnight(day) + end, expected * (end - start) * weight / whole


def _weighted(arrivals: Arrivals, session: tuple[int, int]) -> list[tuple[int, int, float]]:
    """The parts of a session, each with its weight for a second of it."""
    if not arrivals.profile:
        return [(*session, 1.0)]
    parts = sorted((_second(part.since), _second(part.until), float(part.weight)) for part in arrivals.profile)
    cut = ((max(session[0], since), min(session[1], until), weight) for since, until, weight in parts)
    return [(since, until, weight) for since, until, weight in cut if since < until]


def _second(time_of_day: str) -> int:
    hours, minutes = time_of_day.split(":")
    return int(hours) * 3_600 + int(minutes) * 60
