"""From a start and a term to the due instant: exact counting (R9), day counting (R10-R12), the roll (R13).

The walk jumps from pause to pause and never visits single days. With a `Trace` the same walk also says what it did,
so that an explanation cannot differ from the answer. Do not write a second walk.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from engine.core.legal_time.allowance import Term, days_of
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import LAST_INSTANT, Day, Instant, date_of_number, day_of
from engine.core.legal_time.pauses import DayRange, Span


class Due(NamedTuple):
    """A due instant and its due date: of a term in days the last day, also where that day ends at 24:00 (R16)."""

    at: Instant
    on: Day


class Leg(StrEnum):
    """What a stretch of the walk did."""

    BEGUN = "begun"  # a term begins to be counted: from the instant `first`, whose date is `last`
    RAN = "ran"  # instants: the own clock ran from `first` to `last`
    STOOD = "stood"  # instants: a pause held it
    COUNTED = "counted"  # days, both included: their counted ones were consumed
    TOUCHED = "touched"  # days, both included: a pause took them
    ROLLED = "rolled"  # days, both included: from the day after the last one to the working day reached


class Stretch(NamedTuple):
    """One leg of the walk, with the seconds or counted days that it consumed."""

    leg: Leg
    first: int
    last: int
    consumed: int


Trace: TypeAlias = list[Stretch]
OwnClock: TypeAlias = Callable[[Instant], int]
DayClock: TypeAlias = Callable[[Day], int]


def due_date(calendar: WorkCalendar, due_at: Instant, exact: bool) -> date:
    """The civil due date of a due instant: a term in days that ends at 24:00 is due on that day, not on the next."""
    last = day_of(due_at - 1)
    return date_of_number(last if not exact and calendar.end_of(last) == due_at else day_of(due_at))


def own_clock(calendar: WorkCalendar, running: bool) -> OwnClock:
    """What an own clock shows at an instant, from an arbitrary origin: only differences mean something (R9, R23)."""
    return _wall_clock if running else calendar.work_before


def _wall_clock(instant: Instant) -> int:
    return instant


def day_clock(calendar: WorkCalendar, running: bool) -> DayClock:
    """How many days of a term's kind have passed with a date, from an arbitrary origin (R10, R11)."""
    return _every_day if running else calendar.counted_to


def _every_day(day: Day) -> int:
    return day


def unpaused_seconds(clock: OwnClock, start: Instant, end: Instant, spans: Sequence[Span]) -> int:
    """Seconds of an own clock in [start, end) outside merged spans; none if the end lies before the start."""
    if end <= start:
        return 0
    seconds = clock(end) - clock(start)
    for first, last in spans:
        if first < start or last > end:
            first, last = max(first, start), min(last, end)
        if first < last:
            seconds -= clock(last) - clock(first)
    return seconds


def counted_from(
    calendar: WorkCalendar,
    term: Term,
    start: Instant,
    start_day: Day,
    spans: Sequence[Span],
    touched: Sequence[DayRange],
    trace: Trace | None = None,
) -> tuple[Instant, Day]:
    """The due instant and due date of a term; an extension is counted just so from the due it extends (R29)."""
    if trace is not None:
        trace.append(Stretch(Leg.BEGUN, start, start_day, 0))
    if term.exact:
        at = exact_due(calendar, term, start, spans, trace)
        on = day_of(at)
    else:
        on = last_day(calendar, term, start, start_day, touched, trace)
        at = calendar.end_of(on)
    if at > LAST_INSTANT:
        raise DeadlineError(ErrorCode.INVALID_ALLOWANCE, "the allowance leads beyond the calendar")
    return at, on


def exact_due(
    calendar: WorkCalendar, term: Term, start: Instant, spans: Sequence[Span], trace: Trace | None = None
) -> Instant:
    """R9: the smallest t >= start with the term's seconds of its own clock in [start, t) outside the spans."""
    clock, now = own_clock(calendar, term.running), start
    goal = clock(start) + term.seconds  # what the clock shows when the term is over: each pause puts it off
    for first, last in spans:
        if last <= now:
            continue
        shown = clock(first) if first > now else clock(now)
        if goal <= shown:
            break
        if trace is not None:
            if first > now:
                trace.append(Stretch(Leg.RAN, now, first, shown - clock(now)))
            trace.append(Stretch(Leg.STOOD, max(now, first), last, 0))
        goal += clock(last) - shown
        now = last
    due = start if not term.seconds else goal if term.running else calendar.instant_reaching(goal)
    if trace is not None:
        trace.append(Stretch(Leg.RAN, now, due, goal - clock(now)))
    return due


def last_day(
    calendar: WorkCalendar,
    term: Term,
    start: Instant,
    start_day: Day,
    touched: Sequence[DayRange],
    trace: Trace | None = None,
) -> Day:
    """R10, R11, R13: the last day of a term in days; the start day itself is never counted (art. 147(2), (3))."""
    last = nth_day(calendar, term.running, start_day, days_of(term, start_day), touched, trace)
    if term.n and not term.running:  # a counted working day that no pause touches: there is nothing to roll
        return last
    on = _rolled(calendar, last, start, touched)
    if trace is not None and on > last:
        trace.append(Stretch(Leg.ROLLED, last + 1, on, 0))
    return on


def nth_day(
    calendar: WorkCalendar,
    running: bool,
    start_day: Day,
    n: int,
    touched: Sequence[DayRange],
    trace: Trace | None = None,
) -> Day:
    """The n-th date after the start day that counts and that no pause touches; the start day itself if n is 0."""
    if not n:
        return start_day
    days, now = day_clock(calendar, running), start_day
    goal = days(start_day) + n  # as in `exact_due`: each range puts it off
    for first, last in touched:
        if last <= now:
            continue
        eve = first - 1 if first > now else now
        passed = days(eve)
        if goal <= passed:
            break
        if trace is not None:
            if eve > now:
                trace.append(Stretch(Leg.COUNTED, now + 1, eve, passed - days(now)))
            trace.append(Stretch(Leg.TOUCHED, eve + 1, last, 0))
        goal += days(last) - passed
        now = last
    day = goal if running else calendar.day_reaching_count(goal)
    if trace is not None:
        trace.append(Stretch(Leg.COUNTED, now + 1, day, goal - days(now)))
    return day


def days_past(days: DayClock, start_day: Day, last_past: Day, touched: Sequence[DayRange]) -> int:
    """How many counted, untouched dates after the start day are past in full (R16 remaining_days)."""
    if last_past <= start_day:
        return 0
    past = days(last_past) - days(start_day)
    for first, last in touched:
        if first <= start_day or last > last_past:
            first, last = max(first, start_day + 1), min(last, last_past)
        if first <= last:
            past -= days(last) - days(first - 1)
    return past


def _rolled(calendar: WorkCalendar, day: Day, start: Instant, touched: Sequence[DayRange]) -> Day:
    # R13: on to the first counted working day that no pause touches and that has not ended by the start.
    while True:
        if not calendar.is_counted(day):
            day = calendar.day_reaching_count(calendar.counted_to(day) + 1)
        for first, last in touched:
            if first <= day <= last:
                day = last + 1
                break
        else:
            if calendar.end_of(day) > start:
                return day
            day += 1
