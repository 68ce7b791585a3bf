"""What was given word for: the date on the slip, the term of the applicant's answer, how soon an agency asks."""

from dataclasses import replace
from datetime import datetime

from engine.core.case import CaseState, Suspension
from engine.core.case_clock import clock_under
from engine.core.counted_facts import facts_of, total_calendar
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import AgencyId, StepId
from engine.core.known_law import known_law
from engine.core.law import Law, circumstances, limit_in_force
from engine.core.legal_time import (
    CaseFacts,
    ClockStatus,
    Convention,
    Instant,
    Pause,
    StepFacts,
    Unit,
    civil_date,
    evaluate_case,
    evaluate_step,
    to_datetime,
    to_instant,
)
from engine.core.step_hours import outages

_COUNTED_BY_THE_DAY = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS})


def promise_of(law: Law, state: CaseState, as_of: datetime) -> datetime | None:
    """The instant printed on the slip, as these calendars make it: of a limit in days, the close of its last day.

    Null where no law limits the whole: nothing is promised then.

    From the receipt and the facts known at it alone: suspensions move the clock, not the slip; an outage moves it once
    it is over. Lateness is judged by the end of that day, 24:00 (Civil Code art. 148(6)). An extension of the total
    gives a new date instead: from what was known when it was granted.
    """
    if state.when_extended is not None:
        return _extended_promise(law, state.when_extended, as_of)
    total = limit_in_force(law.definition.total, circumstances(law.definition, state.form, state.facts_at_receipt))
    return None if total is None else _from_the_receipt(law, state, total, as_of)


def published_due_of(law: Law, state: CaseState, as_of: datetime) -> datetime | None:
    """Until when the term that the national database publishes would run; null where it reads as the law does.

    It is shown beside the promise and decides nothing here. The score of Decision 766 goes by the first appointment
    (NgayHenTra), which every case under a total has; only a dossier without one would be scored by the published time.
    """
    published = law.definition.total.published
    return None if published is None else _from_the_receipt(law, state, published.within, as_of)


def _from_the_receipt(law: Law, state: CaseState, total: TimeLimit, as_of: datetime) -> datetime:
    assert state.received_at is not None
    over = to_instant(as_of)
    facts = CaseFacts(
        id=state.id,
        calendar=total_calendar(law),
        convention=law.definition.total.counting,
        allowance=total.allowance,
        received_at=to_instant(state.received_at),
        pauses=tuple(
            p for p in outages(law, law.definition.calendar, state.received_at) if p.end is not None and p.end <= over
        ),
    )
    due = evaluate_case(facts, max(over, to_instant(state.received_at))).due_if_resumed_now
    assert due is not None
    return _printed(law, due, by_the_day=total.unit in _COUNTED_BY_THE_DAY)


def _extended_promise(law: Law, then: CaseState, as_of: datetime) -> datetime:
    """The date in the letter, as these calendars make it; what still waited then is taken to go on at once."""
    granted_at = then.extensions[-1].at
    waiting = {"suspensions": tuple(_ended_by(s, granted_at) for s in then.suspensions)}
    counted = facts_of(law, then.model_copy(update=waiting), as_of)
    assert counted is not None
    facts = counted.under_total
    assert facts is not None and counted.total is not None, "only a total that has a limit is extended"
    at = max(to_instant(as_of), to_instant(granted_at))
    due = evaluate_case(_with_what_is_over(facts, at), at).due_if_resumed_now
    assert due is not None
    exact = counted.total.unit not in _COUNTED_BY_THE_DAY or any(e.adds and e.adds.exact for e in facts.extensions)
    return _printed(law, due, by_the_day=not exact)


def _with_what_is_over(facts: CaseFacts, at: Instant) -> CaseFacts:
    """Without the outages that last: a date that is given in a letter does not move from day to day with them."""
    steps = tuple(replace(step, pauses=_over(step.pauses, at)) for step in facts.steps)
    return replace(facts, pauses=_over(facts.pauses, at), steps=steps)


def _over(pauses: tuple[Pause, ...], at: Instant) -> tuple[Pause, ...]:
    return tuple(pause for pause in pauses if pause.end is not None and pause.end <= at)


def _ended_by(suspension: Suspension, at: datetime) -> Suspension:
    return suspension if suspension.ended_at is not None else suspension.model_copy(update={"ended_at": at})


def _printed(law: Law, due: Instant, *, by_the_day: bool) -> datetime:
    if not by_the_day:
        return to_datetime(due)
    last_day = civil_date(due - 1)  # a day ends at its close or at 00:00 of the next: one second before is inside
    return to_datetime(total_calendar(law).close_of(last_day))


def answer_due_at(
    law: Law, agency: AgencyId, term: TimeLimit, asked_at: datetime, *, known_at: Instant | None = None
) -> datetime:
    """The end of the applicant's term to answer, counted in whole days from the day of the request.

    By the calendars as they were known at an instant; without one, at that of the request.
    """
    asked = to_instant(asked_at)
    law = law.as_known_at(asked if known_at is None else known_at)
    waiting = StepFacts(
        id="answer",
        calendar=law.calendars.working(law.agencies.agencies[agency].calendar, until_midnight=True),
        convention=Convention.STATUTORY,
        allowance=term.allowance,
        received=False,
        started_at=asked,
        finished_at=None,
        pauses=(),
    )
    due = evaluate_step(waiting, asked).due_at
    assert due is not None
    return to_datetime(due)


def is_asked_late(law: Law, state: CaseState, step: StepId, within: TimeLimit | None, at: datetime) -> bool:
    """Whether the agency asks later than it should: counted from the start of its step, as the step itself is."""
    if within is None:
        return False
    clock = clock_under(known_law(law, state, at), state, step, within, at)
    return clock.status is ClockStatus.OVERDUE
