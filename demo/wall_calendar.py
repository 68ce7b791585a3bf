"""The calendar on the wall of the town's offices: which days they worked, up to the moment at which the play is set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
OPENING, CLOSING = time(8, 0), time(17, 0)
_JUST_NOW = timedelta(minutes=25)


class WallCalendar:
    """Counts working days back from the last one that was over when the play began.

    `working_days` ascend and reach to the day of `anchor`; the play lies wholly before `anchor`.
    """

    def __init__(self, working_days: Sequence[date], anchor: datetime) -> None:
        self._anchor = anchor.astimezone(VIETNAM)
        over = [day for day in working_days if datetime.combine(day, CLOSING, VIETNAM) <= self._anchor]
        self._days = over
        self._today = self._anchor.date() if self._anchor.date() in working_days else None

    def day(self, back: int, *, followed: bool = False) -> int:
        """The number of the working day that lies `back` working days before the last one.

        `followed`: the nearest such day or earlier one after which the offices work on the very next date too, so that
        24 hours from it do not end on a day off.
        """
        number = len(self._days) - 1 - back
        while followed and not self._is_followed(number):
            number -= 1
        if number < 0:
            raise ValueError(f"the wall calendar does not reach {back} working days back")
        return number

    def at(self, day: int, clock: str) -> datetime:
        """A time of day on the working day of that number."""
        return datetime.combine(self._days[day], time.fromisoformat(clock), VIETNAM)

    def date_of(self, day: int) -> date:
        return self._days[day]

    def just_now(self) -> datetime:
        """A moment ago, if the offices are open; else the last afternoon on which they were."""
        a_moment_ago = (self._anchor - _JUST_NOW).replace(microsecond=0)
        if self._today is not None and OPENING <= a_moment_ago.time() < CLOSING:
            return a_moment_ago
        return self.at(len(self._days) - 1, "16:20")

    def _is_followed(self, number: int) -> bool:
        last = len(self._days) - 1
        return number < last and self._days[number + 1] - self._days[number] == timedelta(days=1)
