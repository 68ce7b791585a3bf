"""A deadline after an event: something must be received at most n units after it (Civil Code art. 147(2), 148(5))."""

from engine.core.legal_time.allowance import Allowance, Convention, term_of
from engine.core.legal_time.before_event import Notice, NoticeStatus
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.counting import counted_from
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import Instant, date_of_number, day_of


def after_event(calendar: WorkCalendar, event_at: Instant, allowance: Allowance, received_at: Instant) -> Notice:
    """The day of the event is not counted, a last day that is off moves on; what comes before the event is in time.

    As before an event, the cut-off does not apply: it is the applicant's deadline.
    """
    if not allowance.n:
        raise DeadlineError(ErrorCode.INVALID_ALLOWANCE, "a deadline after an event has an allowance above 0")
    term = term_of(allowance, Convention.STATUTORY, calendar.spec.day_seconds)
    at, on = counted_from(calendar, term, event_at, day_of(event_at), (), ())
    status = NoticeStatus.OK if received_at <= at else NoticeStatus.LATE
    return Notice(None if term.exact else date_of_number(on), at, status)
