"""What was given word for: the date on the slip, the term of the applicant's answer, how soon an agency asks."""

from datetime import datetime

from engine.core.case import CaseState
from engine.core.case_clock import clock_under, known_law, outages, total_calendar
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import AgencyId, StepId
from engine.core.law import Law, circumstances, limit_in_force
from engine.core.legal_time import (
    CaseFacts,
    ClockStatus,
    Convention,
    StepFacts,
    Unit,
    civil_date,
    evaluate_case,
    evaluate_step,
    to_datetime,
    to_instant,
)

_COUNTED_BY_THE_DAY = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.WEEKS, Unit.MONTHS})


def promise_of(law: Law, state: CaseState, as_of: datetime) -> datetime | None:
    """The instant printed on the slip, as these calendars make it: of a limit in days, the close of its last day.

    Null where no law limits the whole: nothing is promised then.

    From the receipt and the facts known at it alone: suspensions move the clock, not the slip; an outage moves it once
    it is over. Lateness is judged by the end of that day, 24:00 (Civil Code art. 148(6)).
    """
    total = limit_in_force(law.definition.total, circumstances(law.definition, state.form, state.facts_at_receipt))
    return None if total is None else _from_the_receipt(law, state, total, as_of)


def published_due_of(law: Law, state: CaseState, as_of: datetime) -> datetime | None:
    """Until when the term that the national database publishes would run; null where it reads as the law does.

    The score of Decision 766 is taken by it, the promise never.
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
    if total.unit not in _COUNTED_BY_THE_DAY:
        return to_datetime(due)
    last_day = civil_date(due - 1)  # a day ends at its close or at 00:00 of the next: one second before is inside
    return to_datetime(total_calendar(law).close_of(last_day))


def answer_due_at(law: Law, agency: AgencyId, term: TimeLimit, asked_at: datetime) -> datetime:
    """The end of the applicant's term to answer, counted in whole days from the day of the request."""
    asked = to_instant(asked_at)
    law = Law(law.definition, law.calendars.as_known_on(civil_date(asked)), law.agencies)
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
