"""The hours that count for a step: its agency's, and before a transfer those of the agency that had it then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from engine.core.calendars import CalendarBook
from engine.core.identifiers import AgencyId, CalendarId
from engine.core.law import Law
from engine.core.legal_time import Pause, PauseKind, WorkCalendar, civil_date, day_number, to_instant
from engine.core.turns import Turn


def step_calendar(law: Law, turn: Turn, agency: AgencyId, cut_off: str | None) -> WorkCalendar:
    """The agency's, and for the time before a transfer that of the agency that had the step then."""
    present = law.calendars.working(law.agencies.agencies[agency].calendar, cut_off=cut_off)
    if not turn.held_before or turn.opened_at is None:
        return present
    earlier = [
        (law.agencies.agencies[had.agency].calendar, civil_date(to_instant(had.until))) for had in turn.held_before
    ]
    return _handed_over(law.calendars, civil_date(to_instant(turn.opened_at)), earlier, present)


def outages_of_holders(law: Law, turn: Turn, agency: AgencyId) -> tuple[Pause, ...]:
    """Those of the agency that has the step, and of each before it, for the time that it had the step."""
    spans: list[tuple[CalendarId, datetime | None, datetime | None]] = []
    since = turn.opened_at
    for name, until in [*((had.agency, had.until) for had in turn.held_before), (agency, None)]:
        calendar = law.agencies.agencies[name].calendar
        if spans and spans[-1][0] == calendar:  # one outage of one calendar is one wait, whoever had the step
            since = spans.pop()[1]
        spans.append((calendar, since, until))
        since = until
    return tuple(p for calendar, begun, until in spans for p in _within(outages(law, calendar, begun), until))


def _within(pauses: Sequence[Pause], until: datetime | None) -> list[Pause]:
    if until is None:
        return list(pauses)
    last = to_instant(until)
    return [replace(p, end=last if p.end is None else min(p.end, last)) for p in pauses if p.start < last]


def outages(law: Law, calendar: CalendarId, since: datetime | None) -> tuple[Pause, ...]:
    """While a system is down, the clock stands until it works again (NĐ 301/2026 art. 3(4); ADR 0007)."""
    listed = law.calendars.definition(calendar).outages
    if not listed or since is None:
        return ()
    begun = to_instant(since)
    spans = ((to_instant(o.began_at), to_instant(o.ended_at) if o.ended_at else None) for o in listed)
    return tuple(
        Pause(kind=PauseKind.OTHER_AGENCY, start=max(begun, start), end=end)
        for start, end in spans
        if end is None or end > begun
    )


def _handed_over(
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
