"""What was really done on the day and how fast, in real seconds, against what the whole of the day asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

AS_ASKED = 0.98
"""Of the asked rate, what must have been done: an act that begins just before an hour's end is done in the next."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Acts in a real second. `asked`: by the whole day's cases at the clock's own speed; `done`: answered well here."""

    asked: float
    done: float

    @property
    def share(self) -> float:
        return self.done / self.asked


def over_the_day(
    planned: Sequence[datetime],
    done: Sequence[datetime],
    opens: datetime,
    closes: datetime,
    *,
    share: float,
    speed: float,
) -> Rate:
    """`done`: when each act was answered, in the day's time: whoever runs on after closing has been slower."""
    took = max([closes, *done]) - opens
    return Rate(_a_second(len(planned) / share, closes - opens), _a_second(len(done), took) * speed)


def in_the_busiest_hour(planned: Sequence[datetime], done: Sequence[datetime], *, share: float, speed: float) -> Rate:
    hour, most = Counter(map(_hour, planned)).most_common(1)[0]
    return Rate(
        _a_second(most / share, timedelta(hours=1)),
        _a_second(sum(_hour(at) == hour for at in done), timedelta(hours=1)) * speed,
    )


def wakes_a_second(wakes: Iterable[datetime], speed: float, hours: float) -> tuple[float, float]:
    """Real seconds; of the whole day, and of its busiest hour."""
    by_hour = Counter(map(_hour, wakes))
    hour = timedelta(hours=1)
    return (
        _a_second(by_hour.total(), hour * hours) * speed,
        _a_second(max(by_hour.values(), default=0), hour) * speed,
    )


def capacity(looks: Sequence[tuple[datetime, int]], wakes: Sequence[datetime], speed: float) -> float | None:
    """Wakes that were seen in a real second while there were always some left to see; null: it was never so.

    `looks`: how many cases were unseen, and when. A case that is woken twice before it is seen counts twice.
    """
    found = [
        _a_second(sum(since <= at < until for at in wakes) + before - after, until - since) * speed
        for (since, before), (until, after) in pairwise(looks)
        if before and after and until > since
    ]
    return max(found, default=None)


def played_words(cases: int, share: float, speed: float) -> str:
    """What was played, and for what it stands."""
    return (
        f"{cases * share:,.0f} cases at {speed:g} times the clock: the rate of {cases * share * speed:,.0f} in 8 hours"
    )


def _hour(at: datetime) -> int:
    """The same in whatever zone it is told: Viet Nam's differs by whole hours."""
    return int(at.timestamp()) // 3600


def _a_second(count: float, span: timedelta) -> float:
    return count / span.total_seconds()
