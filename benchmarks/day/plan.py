"""What is done on the day and when: each case's acts in simulated time, from the arrival at the counter to the end.

A share of the cases in a day that is as much shorter gives the true rate at each time of the day: 5 % of 40,000 cases in
nine hours at twenty times the speed of the clock are as many acts a real second as all of them in a real day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from engine.core.legal_time import WorkCalendar, to_datetime
from engine.simulation.arrivals import arrival_instants
from engine.simulation.scenario import Arrivals, PartOfDay

OPENS, CLOSES = time(8), time(17)
PEAK = tuple(
    PartOfDay.model_validate({"from": since, "to": until, "weight": Decimal(weight)})
    for since, until, weight in (
        ("08:00", "10:00", 3),
        ("10:00", "12:00", 2),
        ("13:00", "15:00", 2),
        ("15:00", "17:00", 1),
    )
)
"""The first two hours bring three eighths of the day's cases."""
ASKED = 0.1
"""Of the cases, how many wait for a paper in between."""
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """One command, or one look: of which case, the how many'th of its acts, and when."""

    at: datetime
    case: int
    place: int
    name: str


_LIFE = (
    "submit",
    "receive",
    "worklist",
    "claim register_birth",
    "look",
    "complete register_birth",
    "worklist",
    "claim register_residence",
    "complete register_residence",
)
_WITH_A_SUPPLEMENT = (*_LIFE[:5], "ask", "hand in", *_LIFE[5:])
_LONGEST = timedelta(minutes=25)
"""Between two acts of a case; what does not fit into the day any more is left for the next."""


def planned(calendar: WorkCalendar, day: date, cases: int, seed: int = 1) -> list[Act]:
    """In order of time. As many acts of each kind as cases came, but for the last hours': in steady state that is the
    load of every day, whenever the cases of which the acts are came in."""
    arrivals = Arrivals(per_working_day=Decimal(cases), profile=PEAK)
    closes = datetime.combine(day, CLOSES, _VIETNAM)
    found: list[Act] = []
    for number, at in enumerate(arrival_instants(arrivals, calendar, day, day, seed)):
        found += _life(number, to_datetime(at), closes, Random(f"{seed}/{number}"))
    return sorted(found)


def _life(number: int, at: datetime, closes: datetime, luck: Random) -> Iterator[Act]:
    acts = _WITH_A_SUPPLEMENT if luck.random() < ASKED else _LIFE
    for place, name in enumerate(acts):
        if at >= closes:
            return
        yield Act(at, number, place, name)
        at += timedelta(seconds=int(luck.random() * _LONGEST.total_seconds()) if place else 60)


def opening(day: date) -> datetime:
    return datetime.combine(day, OPENS, _VIETNAM)


def closing(day: date) -> datetime:
    return datetime.combine(day, CLOSES, _VIETNAM)


def acts_an_hour(acts: Sequence[Act]) -> dict[int, int]:
    """By the hour of the day in which they begin."""
    found: dict[int, int] = {}
    for act in acts:
        hour = act.at.astimezone(_VIETNAM).hour
        found[hour] = found.get(hour, 0) + 1
    return found
