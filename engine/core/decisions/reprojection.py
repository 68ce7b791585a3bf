"""A calendar that changes late: what it does to the due dates of a case that is still open."""

from datetime import datetime

from engine.core import commands, events
from engine.core.answer_terms import end_known_at
from engine.core.calendar_differences import decisions_between
from engine.core.case import CaseState
from engine.core.case_clock import times_of
from engine.core.due_dates import due_dates
from engine.core.errors import CommandRefused, Reason
from engine.core.law import Law
from engine.core.legal_time import civil_date, to_instant
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

    Both are reckoned for the same state at the same instant, so nothing but the calendars (and the
    directory, which says who goes by which) can tell them apart. The
    applicant's own terms that have not passed yet are among them; they never end earlier than was told.
    """
    if state.received_at is None or state.closed_at is not None:
        return None
    assert state.calendars_known_at is not None
    told_at = to_instant(state.calendars_known_at)
    present = max(to_instant(at), told_at)
    before_law, after_law = law.as_known_at(told_at), law.as_known_at(present)
    open_terms = [s for s in state.open_suspensions() if s.answer_due_at is not None and s.answer_due_at >= at]
    told = {s.id: s.answer_due_at for s in open_terms if s.answer_due_at is not None}
    moved = {s.id: end_known_at(law, state, s, present) for s in open_terms}
    before = due_dates(state, state.promise_in_force, times_of(before_law, state, at), told)
    after = due_dates(state, promise_of(after_law, state, at), times_of(after_law, state, at), moved)
    if before == after:
        return None
    return events.DueDatesReprojected(
        at=at,
        calendars=after_law.calendars.fingerprint,
        known_before=civil_date(told_at),
        known_on=civil_date(present),
        before=before,
        after=after,
        decisions=decisions_between(before_law, after_law, state, at, max(_all(before) + _all(after))),
    )


def _all(dates: events.DueDates) -> list[datetime]:
    found = (dates.promised, dates.case, *dates.steps.values(), *dates.answers.values())
    return [due for due in found if due is not None]
