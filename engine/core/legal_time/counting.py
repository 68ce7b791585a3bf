"""From a start and a term to the due instant: exact counting (R9), day counting (R10-R12), the roll (R13).

The walk jumps from pause to pause and never visits single days. With a `Trace` the same walk also says what it did,
so that an explanation cannot differ from the answer. Do not write a second walk.
"""

from collections.abc import Sequence
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


def due_date(calendar: WorkCalendar, due_at: Instant, exact: bool) -> date:
    """The civil due date of a due instant: a term in days that ends at 24:00 is due on that day, not on the next."""
    last = day_of(due_at - 1)
    return date_of_number(last if not exact and calendar.end_of(last) == due_at else day_of(due_at))


def own_seconds(calendar: WorkCalendar, running: bool, start: Instant, end: Instant) -> int:
    """Seconds of an own clock in [start, end)."""
    return end - start if running else calendar.work_before(end) - calendar.work_before(start)


def unpaused_seconds(calendar: WorkCalendar, running: bool, start: Instant, end: Instant, spans: Sequence[Span]) -> int:
    """Seconds of an own clock in [start, end) outside merged spans; none if the end lies before the start."""
    if end <= start:
        return 0
    seconds = own_seconds(calendar, running, start, end)
    for first, last in spans:
        if first < start or last > end:
            first, last = max(first, start), min(last, end)
        if first < last:
            seconds -= own_seconds(calendar, running, first, last)
    return seconds


def counted_from(
    calendar: WorkCalendar,
    term: Term,
    start: Due,
    spans: Sequence[Span],
    touched: Sequence[DayRange],
    trace: Trace | None = None,
) -> Due:
    """The due of a term from a start: an extension is counted from the due it extends just so (R29)."""
    if trace is not None:
        trace.append(Stretch(Leg.BEGUN, start.at, start.on, 0))
    if term.exact:
        at = exact_due(calendar, term, start.at, spans, trace)
        due = Due(at, day_of(at))
    else:
        due = days_due(calendar, term, start, touched, trace)
    if due.at > LAST_INSTANT:
        raise DeadlineError(ErrorCode.INVALID_ALLOWANCE, "the allowance leads beyond the calendar")
    return due


def exact_due(
    calendar: WorkCalendar, term: Term, start: Instant, spans: Sequence[Span], trace: Trace | None = None
) -> Instant:
    """R9: the smallest t >= start with the term's seconds of its own clock in [start, t) outside the spans."""
    rest, now, running = term.seconds, start, term.running
    for first, last in spans:
        if first > now:
            available = own_seconds(calendar, running, now, first)
            if rest <= available:
                break
            rest -= available
            if trace is not None:
                trace.append(Stretch(Leg.RAN, now, first, available))
        elif not rest:
            break
        if last > now:
            if trace is not None:
                trace.append(Stretch(Leg.STOOD, max(now, first), last, 0))
            now = last
    due = now + rest if running else calendar.add(now, rest)
    if trace is not None:
        trace.append(Stretch(Leg.RAN, now, due, rest))
    return due


def days_due(
    calendar: WorkCalendar, term: Term, start: Due, touched: Sequence[DayRange], trace: Trace | None = None
) -> Due:
    """R10, R11, R13: the last day of a term in days; the start day itself is never counted (art. 147(2), (3))."""
    last = nth_day(calendar, not term.running, start.on, days_of(term, start.on), touched, trace)
    if term.n and not term.running:  # a counted working day that no pause touches: there is nothing to roll
        return Due(calendar.end_of(last), last)
    on = _rolled(calendar, last, start.at, touched)
    if trace is not None and on > last:
        trace.append(Stretch(Leg.ROLLED, last + 1, on, 0))
    return Due(calendar.end_of(on), on)


def nth_day(
    calendar: WorkCalendar,
    working: bool,
    start_day: Day,
    n: int,
    touched: Sequence[DayRange],
    trace: Trace | None = None,
) -> Day:
    """The n-th date after the start day that counts and that no pause touches; the start day itself if n is 0."""
    if not n:
        return start_day
    rest, now = n, start_day
    for first, last in touched:
        if last <= now:
            continue
        available = _counted(calendar, working, now, first - 1)
        if rest <= available:
            break
        rest -= available
        if trace is not None:
            if first - 1 > now:
                trace.append(Stretch(Leg.COUNTED, now + 1, first - 1, available))
            trace.append(Stretch(Leg.TOUCHED, max(first, now + 1), last, 0))
        now = last
    day = calendar.day_reaching_count(calendar.counted_to(now) + rest) if working else now + rest
    if trace is not None:
        trace.append(Stretch(Leg.COUNTED, now + 1, day, rest))
    return day


def days_past(
    calendar: WorkCalendar, working: bool, start_day: Day, last_past: Day, touched: Sequence[DayRange]
) -> int:
    """How many counted, untouched dates after the start day are past in full (R16 remaining_days)."""
    past = _counted(calendar, working, start_day, last_past)
    for first, last in touched:
        past -= _counted(calendar, working, max(first - 1, start_day), min(last, last_past))
    return past


def _counted(calendar: WorkCalendar, working: bool, after: Day, to: Day) -> int:
    if to <= after:
        return 0
    return calendar.counted_to(to) - calendar.counted_to(after) if working else to - after


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
