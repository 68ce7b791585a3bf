"""What is due when, as one value that can be told and compared: before and after something that moves dates."""

from collections.abc import Mapping
from datetime import datetime

from engine.core.case import ENDED_STEPS, CaseState
from engine.core.case_clock import CaseTimes, times_of
from engine.core.events import DueDates
from engine.core.identifiers import SuspensionId
from engine.core.law import Law
from engine.core.legal_time import to_datetime


def due_dates(
    state: CaseState, promised: datetime | None, times: CaseTimes, answers: Mapping[SuspensionId, datetime]
) -> DueDates:
    """A clock that stands has no due date: what moves while it stands is told when it runs again."""
    running = (s.id for s in state.steps.values() if s.status not in ENDED_STEPS)
    clocks = ((step, times.steps[step].due_at) for step in running if step in times.steps)
    return DueDates(
        promised=promised,
        case=_instant(times.case.due_at) if times.case else None,
        steps={step: to_datetime(due) for step, due in clocks if due is not None},
        answers=dict(answers),
    )


def due_dates_now(law: Law, state: CaseState, promised: datetime | None, at: datetime) -> DueDates:
    """The same by what is known at an instant; the applicant's own terms as they were told."""
    told = {s.id: s.answer_due_at for s in state.open_suspensions() if s.answer_due_at is not None}
    return due_dates(state, promised, times_of(law, state, at), told)


def _instant(at: int | None) -> datetime | None:
    return to_datetime(at) if at is not None else None
