"""Clocks, time limits and instants in the shapes of the API."""

from datetime import date, datetime

from api.cases import note_schemas, schemas
from api.problem import LegalBasisRead
from api.schemas import words
from engine.core.definition_basics import TimeLimit
from engine.core.definition_rules import WithoutLimit
from engine.core.legal_time import CaseClock, Clock, ClockStatus, civil_date, to_datetime, to_instant
from engine.core.words import CLOCK_STATUS, limit_words, no_limit_words


def case_clock_read(clock: CaseClock | None) -> schemas.CaseClockRead | None:
    if clock is None:
        return None
    return schemas.CaseClockRead(
        **clock_given(clock).model_dump(),
        projected_completion=_instant(clock.projected_completion),
        projected_late=clock.projected_late,
        critical_path=list(clock.critical_path),
    )


def clock_read(clock: Clock | None) -> schemas.ClockRead | None:
    return clock_given(clock) if clock is not None else None


def clock_given(clock: Clock) -> schemas.ClockRead:
    return schemas.ClockRead(
        status=clock.status,
        status_words=words(CLOCK_STATUS[clock.status]),
        judged=clock.status is not ClockStatus.NOT_JUDGED,
        paused=clock.paused,
        due_at=_instant(clock.due_at),
        due_if_resumed_now=_instant(clock.due_if_resumed_now),
        original_due_at=_instant(clock.original_due_at),
        extended=clock.extended,
        late_against_original=clock.late_against_original,
        elapsed_seconds=clock.elapsed_seconds,
        remaining_seconds=clock.remaining_seconds,
        remaining_days=clock.remaining_days,
    )


def limit_read(limit: TimeLimit | None) -> schemas.LimitRead | None:
    return limit_given(limit) if limit is not None else None


def limit_given(limit: TimeLimit) -> schemas.LimitRead:
    return schemas.LimitRead(n=str(limit.n), unit=limit.unit, words=words(limit_words(limit)))


def without_limit_read(said: WithoutLimit | None) -> note_schemas.WithoutLimitRead | None:
    if said is None:
        return None
    basis = [LegalBasisRead(**one.model_dump(mode="json")) for one in said.legal_basis]
    return note_schemas.WithoutLimitRead(
        words=words(no_limit_words(said)), reason=words(said.reason), legal_basis=basis
    )


def _instant(at: int | None) -> datetime | None:
    return to_datetime(at) if at is not None else None


def local(at: datetime) -> datetime:
    """The same instant at the offset of Vietnam, in which people read it."""
    return to_datetime(to_instant(at))


def maybe_local(at: datetime | None) -> datetime | None:
    return local(at) if at is not None else None


def due_on(at: datetime) -> date:
    """The last day on which it is in time; midnight ends the day before (Civil Code art. 148(6))."""
    return civil_date(to_instant(at) - 1)


def day_of(at: datetime | None) -> date | None:
    return civil_date(to_instant(at)) if at is not None else None
