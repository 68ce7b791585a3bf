"""What the calendars of a case came to say otherwise than when its dates were told: days, closures, outages."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from engine.core.calendar_entries import Closure, Entry, Outage
from engine.core.calendars import CalendarBook, CalendarDefinition
from engine.core.case import CaseState
from engine.core.day_words import date_words, last_day
from engine.core.events import CalendarDecision
from engine.core.identifiers import CalendarId
from engine.core.law import Law
from engine.core.legal_time import civil_date, day_number, to_instant
from engine.core.values import Text


def decisions_between(
    before: Law, after: Law, state: CaseState, at: datetime, until: datetime
) -> tuple[CalendarDecision, ...]:
    """What changed on the days that the case can touch; an outage also if it is over only since the last promise."""
    assert state.received_at is not None
    first, last = civil_date(to_instant(state.received_at)), last_day(until)
    used = {after.definition.calendar, *(after.agencies.agencies[a].calendar for a in state.agencies.values())}
    found: dict[CalendarDecision, None] = {}
    for name in sorted(used):
        days = [
            *_days(before.calendars, after.calendars, name),
            *_shortened(before.calendars, after.calendars, name),
        ]
        found |= dict.fromkeys(sorted((d for d in days if first <= d.day <= last), key=lambda d: d.day))
        then, now = before.calendars.definition(name), after.calendars.definition(name)
        downs = [d for d in _outages(then, now, _last_told(state), at) if _touches(d, state.received_at, until)]
        found |= dict.fromkeys(sorted(downs, key=lambda d: d.day))
    return tuple(_once(found))


def _days(then: CalendarBook, now: CalendarBook, name: CalendarId) -> Iterator[CalendarDecision]:
    before, after = then.definition(name), now.definition(name)
    for day in before.names.keys() | after.names.keys():
        old, new = before.names.get(day), after.names.get(day)
        said = new or old
        # A weekend inside a break that was announced since then was no working day before either.
        is_moved = (old is None) != (new is None) and _is_open(then, name, day) != _is_open(now, name, day)
        if said is not None and is_moved:
            yield CalendarDecision(
                calendar=name, day=day, name=said.name, is_off=new is not None, **_behind(said, after)
            )
    for swap in set(after.swapped_workdays) ^ set(before.swapped_workdays):
        vi, en = (date_words(swap.instead_of, language) for language in ("vi", "en"))
        yield CalendarDecision(
            calendar=name,
            day=swap.day,
            name=Text(vi=f"hoán đổi với {vi}", en=f"exchanged for {en}"),
            is_off=swap not in after.swapped_workdays,
            **_behind(swap, after),
        )


def _shortened(then: CalendarBook, now: CalendarBook, name: CalendarId) -> Iterator[CalendarDecision]:
    """Closures that leave an office open for some hours; those of whole days are days off."""
    before, after = then.definition(name), now.definition(name)
    for closure in set(after.closures) ^ set(before.closures):
        for day in closure.days() if closure.sessions else ():
            if _hours(then, name, day) != _hours(now, name, day):
                yield _shortened_day(name, closure, day, closure in after.closures, after)


def _shortened_day(
    name: CalendarId, closure: Closure, day: date, holds: bool, calendar: CalendarDefinition
) -> CalendarDecision:
    behind = _behind(closure, calendar)
    return CalendarDecision(calendar=name, day=day, name=closure.name, is_off=holds, hours=closure.sessions, **behind)


def _outages(
    before: CalendarDefinition, after: CalendarDefinition, told_at: datetime, at: datetime
) -> Iterator[CalendarDecision]:
    """Those that were not known, or had not ended, when the dates were told; and those that are taken back."""
    known = {(outage.began_at, outage.ended_at) for outage in before.outages}
    for outage in after.outages:
        ended = outage.ended_at
        is_over_since = ended is not None and told_at < ended <= at
        if (outage.began_at, ended) not in known or is_over_since:
            yield _outage(outage, after, holds=True)
    begun = {outage.began_at for outage in after.outages}
    for outage in before.outages:
        if outage.began_at not in begun:
            yield _outage(outage, after, holds=False)


def _outage(outage: Outage, calendar: CalendarDefinition, *, holds: bool) -> CalendarDecision:
    return CalendarDecision(
        calendar=calendar.calendar,
        day=civil_date(to_instant(outage.began_at)),
        name=outage.name,
        is_off=holds,
        began_at=outage.began_at,
        ended_at=outage.ended_at,
        **_behind(outage, calendar),
    )


def _touches(decision: CalendarDecision, first: datetime, last: datetime) -> bool:
    assert decision.began_at is not None
    return decision.began_at < last and (decision.ended_at is None or decision.ended_at > first)


def _once(found: dict[CalendarDecision, None]) -> Iterator[CalendarDecision]:
    """One outage that several calendars know, one of them extending the other, is one outage."""
    seen: set[tuple[datetime, datetime | None]] = set()
    for decision in found:
        if decision.began_at is not None:
            if (decision.began_at, decision.ended_at) in seen:
                continue
            seen.add((decision.began_at, decision.ended_at))
        yield decision


def _last_told(state: CaseState) -> datetime:
    """When the promise in force was made: an outage that had ended by then is in it."""
    assert state.received_at is not None
    letters = [event.at for event in state.extensions if event.of_total is not None]
    return max([state.received_at, *(move.at for move in state.promise_moves), *letters])


def _is_open(calendars: CalendarBook, name: CalendarId, day: date) -> bool:
    return calendars.working(name).is_open(day_number(day))


def _hours(calendars: CalendarBook, name: CalendarId, day: date) -> object:
    return calendars.working(name).plan_of(day_number(day)).sessions


def _behind(entry: Entry, calendar: CalendarDefinition) -> dict[str, Any]:
    return {
        "source": calendar.sources.get(entry.source, entry.source),
        "decision": calendar.decision_of(entry),
        "announced_on": entry.announced_on,
    }
