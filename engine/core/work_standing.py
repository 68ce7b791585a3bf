"""How work on a worklist stands at an instant: late, due soon, in time, or waiting; the order in which it is shown."""

from datetime import datetime, timedelta
from enum import StrEnum

from engine.core.calendars import CalendarBook
from engine.core.case_clock import DUE_SOON_SECONDS
from engine.core.legal_time import CaseFacts, Clock, StepFacts, instant_leaving, to_datetime, to_instant
from engine.core.values import Text


class WorkStanding(StrEnum):
    """What is at risk comes first; what waits for somebody else, or has no date, comes last."""

    LATE = "late"
    DUE_SOON = "due_soon"
    IN_TIME = "in_time"
    WAITING = "waiting"


STANDING_WORDS: dict[WorkStanding, Text] = {
    WorkStanding.LATE: Text(vi="Đã quá hạn", en="Overdue"),
    WorkStanding.DUE_SOON: Text(vi="Sắp đến hạn", en="Due soon"),
    WorkStanding.IN_TIME: Text(vi="Còn hạn", en="In time"),
    WorkStanding.WAITING: Text(vi="Đang tạm dừng hoặc không có hạn", en="Suspended, or without a limit"),
}


def standing_at(now: datetime, due_at: datetime | None, soon_at: datetime | None) -> WorkStanding:
    """`due_at`: null while the work waits, or where no law limits it; `soon_at`: as `due_soon_at` says."""
    if due_at is None:
        return WorkStanding.WAITING
    if now > due_at:
        return WorkStanding.LATE
    return WorkStanding.DUE_SOON if soon_at is not None and now >= soon_at else WorkStanding.IN_TIME


def due_soon_at(facts: StepFacts | CaseFacts, clock: Clock) -> datetime | None:
    """From when on little of the own clock is left; null where nothing is due, or it is never so."""
    if clock.due_at is None or clock.effective_start is None:
        return None
    soon = max(clock.effective_start, instant_leaving(facts, clock.due_at, DUE_SOON_SECONDS))
    return to_datetime(soon) if soon <= clock.due_at else None


CALENDARS_DIFFER = timedelta(days=3)
"""So much later than rows say a step may be due soon, because a calendar took days off back after they were written."""


def soon_since(calendars: CalendarBook, now: datetime) -> datetime:
    """What was due soon before this is late by `now`: so little of any clock lies between. Lists need look no further."""
    at = to_instant(now)
    known = (calendars.working(name) for name in calendars.declared)
    marks = (one.instant_reaching(one.work_before(at) - DUE_SOON_SECONDS) for one in known)
    return to_datetime(min(at - DUE_SOON_SECONDS, *marks)) - CALENDARS_DIFFER
