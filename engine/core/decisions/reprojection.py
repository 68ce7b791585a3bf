"""A calendar that changes late: what it does to the due dates of a case that is still open."""

from collections.abc import Iterator
from datetime import date, datetime

from engine.core import commands, events
from engine.core.calendars import CalendarDefinition
from engine.core.case import ENDED_STEPS, CaseState
from engine.core.case_clock import CaseTimes, times_of
from engine.core.errors import CommandRefused, Reason
from engine.core.identifiers import CalendarId
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_datetime, to_instant
from engine.core.promise import promise_of
from engine.core.values import Text


def reproject(law: Law, state: CaseState, command: commands.ReprojectDueDates, at: datetime) -> list[events.Event]:
    found = find_reprojection(law, state, at)
    if found is None:
        raise CommandRefused(
            Reason.DUE_DATES_UNCHANGED,
            Text(
                vi="lịch làm việc hiện nay cho cùng các thời hạn: không có gì để báo lại",
                en="the calendars of today give the same due dates: there is nothing to tell",
            ),
            attempted=command.type,
            current=state.status,
        )
    return [found]


def find_reprojection(law: Law, state: CaseState, at: datetime) -> events.DueDatesReprojected | None:
    """The dates as the case knows them against the dates by what is known today; null if they are the same.

    Both are reckoned for the same state at the same instant, so nothing but the calendars can tell them apart.
    """
    if state.received_at is None or state.closed_at is not None:
        return None
    assert state.calendars_known_on is not None
    today = max(civil_date(to_instant(at)), state.calendars_known_on)
    before_law, after_law = (_as_known_on(law, day) for day in (state.calendars_known_on, today))
    before = _due_dates(state, state.promise_in_force, times_of(before_law, state, at))
    after = _due_dates(state, promise_of(after_law, state, at), times_of(after_law, state, at))
    if before == after:
        return None
    return events.DueDatesReprojected(
        at=at,
        calendars=after_law.calendars.fingerprint,
        known_before=state.calendars_known_on,
        known_on=today,
        before=before,
        after=after,
        decisions=_decisions(before_law, after_law, state, max(_all(before) + _all(after))),
    )


def _as_known_on(law: Law, day: date) -> Law:
    return Law(law.definition, law.calendars.as_known_on(day), law.agencies)


def _due_dates(state: CaseState, promised: datetime | None, times: CaseTimes) -> events.DueDates:
    """A clock that stands has no due date: what moves while it stands is told when it runs again."""
    running = (s.id for s in state.steps.values() if s.status not in ENDED_STEPS)
    clocks = ((step, times.steps[step].due_at) for step in running if step in times.steps)
    return events.DueDates(
        promised=promised,
        case=_instant(times.case.due_at) if times.case else None,
        steps={step: to_datetime(due) for step, due in clocks if due is not None},
    )


def _instant(at: int | None) -> datetime | None:
    return to_datetime(at) if at is not None else None


def _all(dates: events.DueDates) -> list[datetime]:
    return [due for due in (dates.promised, dates.case, *dates.steps.values()) if due is not None]


def _decisions(before: Law, after: Law, state: CaseState, until: datetime) -> tuple[events.CalendarDecision, ...]:
    """What the calendars of this case say otherwise than before, on the days that the case can touch."""
    assert state.received_at is not None
    first, last = civil_date(to_instant(state.received_at)), civil_date(to_instant(until))
    used = {after.definition.calendar, *(after.agencies.agencies[a].calendar for a in state.agencies.values())}
    found = {
        decision
        for name in used
        for decision in _differences(before.calendars.definition(name), after.calendars.definition(name), name)
        if first <= decision.day <= last
    }
    return tuple(sorted(found, key=lambda decision: (decision.calendar, decision.day)))


def _differences(
    before: CalendarDefinition, after: CalendarDefinition, name: CalendarId
) -> Iterator[events.CalendarDecision]:
    for day in before.names.keys() | after.names.keys():
        old, new = before.names.get(day), after.names.get(day)
        said = new or old
        if said is not None and (old is None) != (new is None):
            source = after.sources.get(said.source, said.source)
            yield events.CalendarDecision(calendar=name, day=day, name=said.name, is_off=new is not None, source=source)
    for swap in set(after.swapped_workdays) ^ set(before.swapped_workdays):
        yield events.CalendarDecision(
            calendar=name,
            day=swap.day,
            name=f"{swap.day:%d/%m/%Y} ↔ {swap.instead_of:%d/%m/%Y}",
            is_off=swap not in after.swapped_workdays,
            source=after.sources.get(swap.source, swap.source),
        )
