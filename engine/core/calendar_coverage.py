"""Whether the calendars know every day that the limits of a case need: a calendar that ends earlier ends silently.

What would begin a limit is refused then: a receipt, a fact that lengthens one, an applicant's term; each can be entered
again when the calendar has been extended. What ends a wait is not: a paper that the applicant hands in is never refused
because an office lacks a calendar, and time passes by itself. The dates of such a case are provisional and say so.
"""

from datetime import datetime

from engine.core.calendars import Coverage
from engine.core.case import CaseState
from engine.core.case_clock import CaseTimes
from engine.core.identifiers import AgencyId, CalendarId, StepId
from engine.core.law import Law
from engine.core.legal_time import Instant, civil_date, to_instant
from engine.core.values import Text


def days_not_covered(law: Law, state: CaseState, times: CaseTimes) -> tuple[Text, ...]:
    """For each calendar that begins after the receipt, or ends before a limit can: which days it knows."""
    assert state.received_at is not None
    begun = civil_date(to_instant(state.received_at))
    found = []
    for calendar, last in sorted(_last_instants(law, state, times).items()):
        known = law.calendars.definition(calendar).covers
        if begun < known.first or civil_date(last - 1) > known.last:
            found.append(_known_days(calendar, known))
    return tuple(found)


def provisional_because(law: Law, state: CaseState, times: CaseTimes) -> tuple[Text, ...]:
    """Why the dates of an open case are provisional: the same, of a case that has been received."""
    if state.received_at is None or state.closed_at is not None:
        return ()
    return days_not_covered(law, state, times)


def due_date_not_covered(law: Law, state: CaseState, step: StepId | None, due_at: datetime) -> Text | None:
    """The same for the due date of one step, or of the whole case."""
    calendar = law.definition.calendar if step is None else law.agencies.agencies[state.agencies[step]].calendar
    known = law.calendars.definition(calendar).covers
    return None if civil_date(to_instant(due_at) - 1) <= known.last else _known_days(calendar, known)


def term_not_covered(law: Law, agency: AgencyId, ends_at: datetime) -> tuple[Text, ...]:
    """The same for an applicant's term to answer."""
    calendar = law.agencies.agencies[agency].calendar
    known = law.calendars.definition(calendar).covers
    if civil_date(to_instant(ends_at) - 1) <= known.last:
        return ()
    return (_known_days(calendar, known),)


def _known_days(calendar: CalendarId, known: Coverage) -> Text:
    return Text(
        vi=f"lịch {calendar} chỉ có các ngày từ {known.first:%d/%m/%Y} đến {known.last:%d/%m/%Y}",
        en=f"calendar {calendar} knows the days from {known.first} to {known.last} only",
    )


def _last_instants(law: Law, state: CaseState, times: CaseTimes) -> dict[CalendarId, Instant]:
    ends: dict[CalendarId, Instant] = {}
    if times.case is not None and times.case.due_if_resumed_now is not None:
        ends[law.definition.calendar] = times.case.due_if_resumed_now
    step_ends = {step: to_instant(end) for step, end in times.projected.items()}
    running = {step: due for step, clock in times.steps.items() if (due := clock.due_if_resumed_now) is not None}
    for step, end in {**running, **step_ends}.items():
        calendar = law.agencies.agencies[state.agencies[step]].calendar
        ends[calendar] = max(ends.get(calendar, 0), end)
    return ends
