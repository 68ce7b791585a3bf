"""A deadline before an event: something must be received at least n units before it (R32)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.core.legal_time.allowance import Allowance, Convention, Term, Unit, corresponding_day, term_of
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import Day, Instant, date_of_number, day_of


class NoticeStatus(StrEnum):
    """Whether a notice came in time."""

    OK = "ok"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Notice:
    """The last date (of a term in days) and the last instant at which the notice is in time."""

    latest_on: date | None
    latest_at: Instant
    status: NoticeStatus | None


def before_event(
    calendar: WorkCalendar, event_at: Instant, allowance: Allowance, received_at: Instant | None = None
) -> Notice:
    """R32. The cut-off does not apply: it is the applicant's deadline, and the real instant of receipt counts."""
    if not allowance.n:
        raise DeadlineError(ErrorCode.INVALID_ALLOWANCE, "a notice before an event has an allowance above 0")
    term = term_of(allowance, Convention.STATUTORY, calendar.spec.day_seconds)
    if term.exact:
        on, at = None, _latest_instant(calendar, term, event_at)
    else:
        day = _latest_day(calendar, term, day_of(event_at))
        on, at = date_of_number(day), calendar.end_of(day)
    if received_at is None:
        return Notice(on, at, None)
    return Notice(on, at, NoticeStatus.OK if received_at <= at else NoticeStatus.LATE)


def _latest_day(calendar: WorkCalendar, term: Term, event: Day) -> Day:
    # Neither the day of the receipt nor that of the event is counted (art. 147(3) read on either side).
    if term.unit is Unit.WORKING_DAYS:
        return calendar.day_reaching_count(calendar.counted_to(event - 1) - term.n + 1) - 1
    if term.unit is not Unit.MONTHS:
        return event - (7 if term.unit is Unit.WEEKS else 1) * term.n - 1
    # Months are short at their end, so the way back is found by the way forth, from a few days too early.
    day = corresponding_day(event, -term.n) - 4
    while corresponding_day(day + 1, term.n) < event:
        day += 1
    return day


def _latest_instant(calendar: WorkCalendar, term: Term, event_at: Instant) -> Instant:
    if term.running:
        return event_at - term.seconds
    # One second past the largest instant is the first at which too little working time is left.
    return calendar.instant_reaching(calendar.work_before(event_at) - term.seconds + 1) - 1
