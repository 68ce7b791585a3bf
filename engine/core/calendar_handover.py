"""The working time of a step that changed hands: each day as it was worked by the agency that had the step then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from engine.core.calendars import CalendarBook
from engine.core.identifiers import CalendarId
from engine.core.legal_time import WorkCalendar, day_number


def handed_over(
    book: CalendarBook, begun: date, earlier: Sequence[tuple[CalendarId, date]], present: WorkCalendar
) -> WorkCalendar:
    """`present`, but from `begun` on each earlier calendar until its day, which is the first of the next.

    What was counted stays counted: the work went to a successor, and its clock is not touched.
    Of the day of the change itself the new agency's hours hold.
    """
    worked = dict(present.spec.extra_workdays)
    day = begun
    for name, until in earlier:
        then = book.working(name)
        while day < until:
            sessions = then.plan_of(day_number(day)).sessions
            if sessions != present.plan_of(day_number(day)).sessions:
                worked[day] = sessions
            day += timedelta(days=1)
    if worked == dict(present.spec.extra_workdays):
        return present
    return WorkCalendar(replace(present.spec, extra_workdays=tuple(sorted(worked.items()))))
