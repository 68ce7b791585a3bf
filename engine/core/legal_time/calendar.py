"""The working time of one agency, compiled for counting: R2 to R7. Pure arithmetic, safe to share between threads."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from engine.core.legal_time.calendar_spec import CalendarSpec, DayEnd, Sessions
from engine.core.legal_time.day_measure import DayMeasure, weekday
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import (
    LAST_INSTANT,
    OFFSET_SECONDS,
    SECONDS_PER_DAY,
    Day,
    Instant,
    day_and_second,
    day_number,
    day_of,
    midnight,
)


class DayPlan(NamedTuple):
    """One date's working time in seconds of the day; `end` is E(d) of R5, also in seconds of the day."""

    sessions: Sessions
    seconds: int
    counted: bool
    end: int
    close: int


@dataclass(frozen=True, slots=True)
class _Row:
    """What is asked of a date again and again while one case is evaluated, in instants ready to be compared."""

    plan: DayPlan
    sessions: tuple[tuple[Instant, Instant, int], ...]  # from, to, and the working seconds before it
    work_to: int  # the working seconds before the next date
    counted_to: int
    end: Instant


# A case touches some dozens of dates. The rows are a function of the date alone, so they can never be stale, only many.
_MOST_ROWS: Final = 4_096


class WorkCalendar:
    """Answers how much working time lies where. Build it once per calendar; it never changes and keeps no clock."""

    __slots__ = ("_counted", "_listed", "_rows", "_week", "_work", "spec")

    def __init__(self, spec: CalendarSpec) -> None:
        self.spec = spec
        self._week = tuple(_plan(sessions, spec) for sessions in spec.week)
        # R2: an extra work day wins over a holiday (the later decision), a holiday over the weekday.
        listed = {day_number(day): _plan((), spec) for day in spec.holidays}
        listed |= {day_number(day): _plan(sessions, spec) for day, sessions in spec.extra_workdays}
        self._listed = {day: plan for day, plan in listed.items() if plan != self._week[weekday(day)]}
        self._work = DayMeasure(
            [plan.seconds for plan in self._week], {day: plan.seconds for day, plan in self._listed.items()}
        )
        self._counted = DayMeasure(
            [int(plan.counted) for plan in self._week], {day: int(plan.counted) for day, plan in self._listed.items()}
        )
        self._rows: dict[Day, _Row] = {}

    @property
    def id(self) -> str:
        """The calendar's name, which is also the default name of its agency."""
        return self.spec.id

    def plan_of(self, day: Day) -> DayPlan:
        """The working time of a date."""
        return (self._rows.get(day) or self._row(day)).plan

    def is_working(self, instant: Instant) -> bool:
        """Whether the second that begins at this instant is working time."""
        day, second = day_and_second(instant)
        return any(start <= second < end for start, end in self.plan_of(day).sessions)

    def work_before(self, instant: Instant) -> int:
        """Working seconds before an instant, from an arbitrary fixed origin: only differences mean something."""
        day = (instant + OFFSET_SECONDS) // SECONDS_PER_DAY  # `day_of`, but this is the hottest line of the room
        row = self._rows.get(day) or self._row(day)
        for start, end, before in row.sessions:
            if instant < end:
                return before + instant - start if instant > start else before
        return row.work_to

    def work(self, start: Instant, end: Instant) -> int:
        """R6: the number of working seconds in [start, end)."""
        if end < start:
            raise DeadlineError(ErrorCode.INVALID_INTERVAL, "an interval may not end before it starts")
        return self.work_before(end) - self.work_before(start)

    def add(self, start: Instant, seconds: int) -> Instant:
        """R6: the smallest t with that many working seconds in [start, t): a session's end, never the next opening."""
        if seconds < 0:
            raise DeadlineError(ErrorCode.INVALID_ALLOWANCE, "cannot add a negative number of seconds")
        end = start if seconds == 0 else self.instant_reaching(self.work_before(start) + seconds)
        if end > LAST_INSTANT:
            raise DeadlineError(ErrorCode.INVALID_ALLOWANCE, "the allowance leads beyond the calendar")
        return end

    def instant_reaching(self, total: int) -> Instant:
        """The smallest t with `work_before(t) >= total`, for a total that some working second reaches."""
        day = self._work.day_reaching(total)
        for start, end, before in (self._rows.get(day) or self._row(day)).sessions:
            if total <= before + end - start:
                return start + total - before
        raise AssertionError("the day that reaches a total holds its last second")

    def effective_receipt(self, instant: Instant) -> Instant:
        """R7: the instant from which a dossier counts as received under the agency's cut-off, if it has one."""
        cutoff = self.spec.cutoff
        if cutoff is None:
            return instant
        day, second = day_and_second(instant)
        plan = self.plan_of(day)
        if plan.seconds and second <= cutoff and second < plan.close:
            return instant
        opening = self._work.day_reaching(self._work.before(day + 1) + 1)
        return midnight(opening) + self.plan_of(opening).sessions[0][0]

    def end_of(self, day: Day) -> Instant:
        """E(d) of R5."""
        return (self._rows.get(day) or self._row(day)).end

    def is_open(self, day: Day) -> bool:
        """R3: the date has working time."""
        return self.plan_of(day).seconds > 0

    def is_counted(self, day: Day) -> bool:
        """R4: the date has enough working time to count as a working day."""
        return (self._rows.get(day) or self._row(day)).plan.counted

    def counted_to(self, day: Day) -> int:
        """Counted working days up to and including a date, from a fixed origin: only differences mean something."""
        return (self._rows.get(day) or self._row(day)).counted_to

    def day_reaching_count(self, total: int) -> Day:
        """The smallest date with `counted_to(date) >= total`; it is a counted working day."""
        return self._counted.day_reaching(total)

    def last_day_past(self, instant: Instant) -> Day:
        """The last date whose end has come by this instant."""
        day = day_of(instant)
        return day if self.end_of(day) <= instant else day - 1

    def close_of(self, on: date) -> Instant:
        """When a slip says that the date ends: the close of its working time, or 24:00 if it has none."""
        return self.closing_of(day_number(on))

    def closing_of(self, day: Day) -> Instant:
        """`close_of` for a day number: close(d) of R3, or 24:00 for a date without working time."""
        return midnight(day) + self.plan_of(day).close

    def _row(self, day: Day) -> _Row:
        plan, opens, total = self._listed.get(day) or self._week[weekday(day)], midnight(day), self._work.before(day)
        sessions = []
        for start, end in plan.sessions:
            sessions.append((opens + start, opens + end, total))
            total += end - start
        row = _Row(plan, tuple(sessions), total, self._counted.before(day + 1), opens + plan.end)
        if len(self._rows) >= _MOST_ROWS:
            self._rows.clear()
        self._rows[day] = row
        return row


def _plan(sessions: Sessions, spec: CalendarSpec) -> DayPlan:
    seconds = sum(end - start for start, end in sessions)
    close = sessions[-1][1] if sessions else SECONDS_PER_DAY
    end = close if spec.day_end is DayEnd.CLOSE else SECONDS_PER_DAY
    return DayPlan(sessions, seconds, seconds >= max(1, spec.min_counted_day_seconds), end, close)
