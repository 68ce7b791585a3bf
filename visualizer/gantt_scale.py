"""Where an instant stands on the time axis of a picture, and which instants are written on the axis."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.core.legal_time import to_datetime, to_instant

_MOST_TICKS = 10
_HOURS = (1, 2, 3, 6, 12)
_DAYS = (1, 2, 5, 7, 14, 28, 56, 91, 182, 364, 728)
_AIR = 0.02
_LEAST = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Scale:
    """A stretch of time over a stretch of a line."""

    first: datetime
    last: datetime
    x: float
    width: float

    def at(self, instant: datetime) -> float:
        return self.x + self.width * ((instant - self.first) / (self.last - self.first))

    def ticks(self) -> Iterator[tuple[datetime, str]]:
        """Round hours or midnights of Viet Nam, few enough to be read beside each other."""
        span = self.last - self.first
        hours = next((h for h in _HOURS if span / timedelta(hours=h) <= _MOST_TICKS), None)
        days = next((d for d in _DAYS if span / timedelta(days=d) <= _MOST_TICKS), _DAYS[-1])
        step = timedelta(hours=hours) if hours else timedelta(days=days)
        tick = _midnight_before(self.first)
        while tick <= self.last:
            if tick >= self.first:
                yield tick, f"{tick:%d/%m}" if tick.hour == 0 else f"{tick:%H:%M}"
            tick += step


def scale_over(instants: Iterable[datetime], x: float, width: float) -> Scale:
    """A little air on both sides; at least some hours."""
    known = [_local(at) for at in instants]
    first, last = min(known), max(known)
    air = max((last - first) * _AIR, (_LEAST - (last - first)) / 2)
    return Scale(first - air, last + air, x, width)


def _local(at: datetime) -> datetime:
    return to_datetime(to_instant(at))


def _midnight_before(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
