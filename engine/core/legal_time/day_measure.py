"""A running total over days that repeat every week except on listed days; both directions in O(log n).

The cost depends on the number of listed days (by bisection) and never on how many days lie between: a case of
1950 and one of 2150 are counted equally fast, and nothing has to be extended or cached.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import Day

_EPOCH_WEEKDAY: Final = 3  # 1970-01-01 was a Thursday; Monday is 0
_NEVER: Final[Day] = 1 << 60  # stands after the last listed day


def weekday(day: Day) -> int:
    """Monday is 0, Sunday is 6."""
    return (day + _EPOCH_WEEKDAY) % 7


class DayMeasure:
    """Sums a weight per day: working seconds, or 1 for each counted working day. Immutable after construction."""

    __slots__ = ("_corrections", "_days", "_reached", "_week", "_week_total")

    def __init__(self, week: Sequence[int], listed: Mapping[Day, int]) -> None:
        self._week = tuple(sum(week[:i]) for i in range(8))
        self._week_total = self._week[7]
        self._days = tuple(sorted(listed))
        corrections, reached, correction = [0], [], 0
        for day in self._days:
            correction += listed[day] - week[weekday(day)]
            corrections.append(correction)
            weeks, in_week = divmod(day + 1 + _EPOCH_WEEKDAY, 7)
            reached.append(weeks * self._week_total + self._week[in_week] + correction)
        self._days += (_NEVER,)
        self._corrections = tuple(corrections)
        self._reached = tuple(reached)

    def before(self, day: Day) -> int:
        """The total of all days before `day`, from an arbitrary fixed origin: only differences mean something."""
        weeks, in_week = divmod(day + _EPOCH_WEEKDAY, 7)
        return weeks * self._week_total + self._week[in_week] + self._corrections[bisect_left(self._days, day)]

    def day_reaching(self, total: int) -> Day:
        """The smallest day by whose end the total is reached; a calendar in which that never happens is refused."""
        listed = bisect_left(self._reached, total)
        if not self._week_total:
            if listed == len(self._reached) or total <= 0:
                raise DeadlineError(ErrorCode.INVALID_CALENDAR, "the calendar has too little working time")
            return self._days[listed]
        weeks, rest = divmod(total - self._corrections[listed] - 1, self._week_total)
        day = weeks * 7 + bisect_right(self._week, rest) - 1 - _EPOCH_WEEKDAY
        first_listed = self._days[listed]
        if first_listed < day:
            return first_listed
        return day
