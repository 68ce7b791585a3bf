"""Indicator 2.1 of Decision 766/QĐ-TTg: not the legal lateness but the metric that agencies are scored by (R31)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.core.legal_time.allowance import Allowance, Convention, term_of
from engine.core.legal_time.calendar import WorkCalendar
from engine.core.legal_time.counting import counted_from
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.instants import Instant, day_of
from engine.core.legal_time.pauses import Pause, PauseKind, clipped, known_end, merged


class MoreThanOne(StrEnum):
    """The two readings of "trừ trường hợp yêu cầu bổ sung hơn 01 lần" (B3.11)."""

    LATE = "late"
    LATE_WHILE_WAITING = "late_while_waiting"


class DossierState(StrEnum):
    """How the metric sees a dossier at the end of the period."""

    FINISHED = "finished"
    WAITING = "waiting"
    OPEN = "open"


class LateBecause(StrEnum):
    """Why the metric counts a dossier as late."""

    AFTER_DUE = "after_due"
    MORE_THAN_ONE_SUPPLEMENT = "more_than_one_supplement"


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the metric looks at; `due_at` is the appointment first given, before any pause or extension."""

    calendar: WorkCalendar | None
    received_at: Instant
    due_at: Instant | None = None
    done_at: Instant | None = None
    returned_at: Instant | None = None
    stopped_at: Instant | None = None
    pauses: tuple[Pause, ...] = ()
    published: Allowance | None = None
    convention: Convention = Convention.STATUTORY
    received: bool = True
    more_than_one: MoreThanOne = MoreThanOne.LATE

    def __post_init__(self) -> None:
        for instant in (self.done_at, self.returned_at, self.stopped_at):
            if instant is not None and instant < self.received_at:
                raise DeadlineError(ErrorCode.INVALID_INTERVAL, "a dossier does not end before it is received")
        if self.due_at is None and (self.published is None or self.calendar is None):
            raise DeadlineError(ErrorCode.INVALID_CASE, "a dossier needs an appointment or a published time")


@dataclass(frozen=True, slots=True)
class Metric766:
    """The judgement of one dossier at the end of a reporting period."""

    counted: bool
    state: DossierState | None = None
    end_at: Instant | None = None
    supplement_requests: int = 0
    supplement_seconds: int = 0
    adjusted_end_at: Instant | None = None
    due_at: Instant | None = None
    on_time: bool | None = None
    late_seconds: int | None = None
    late_because: tuple[LateBecause, ...] = ()


def metric_766(dossier: Dossier, period_end: Instant) -> Metric766:
    """R31: wall time, every supplement wait subtracted whatever its effect on the legal clock, no extension."""
    if dossier.received_at > period_end:
        return Metric766(counted=False)
    requests = [
        pause
        for pause in dossier.pauses
        if pause.kind is PauseKind.SUPPLEMENT
        and pause.start != pause.end
        and dossier.received_at <= pause.start <= period_end
    ]
    state, end_at, requests = _ended(dossier, requests, period_end)
    waits = merged([(pause.start, known_end(pause, period_end)) for pause in requests])
    waited = sum(end - start for start, end in clipped(waits, dossier.received_at, end_at))
    adjusted, due_at = end_at - waited, _due_at(dossier)
    because = []
    if adjusted > due_at:
        because.append(LateBecause.AFTER_DUE)
    applies = dossier.more_than_one is MoreThanOne.LATE or state is DossierState.WAITING
    if len(requests) > 1 and applies:
        because.append(LateBecause.MORE_THAN_ONE_SUPPLEMENT)
    return Metric766(
        counted=True,
        state=state,
        end_at=end_at,
        supplement_requests=len(requests),
        supplement_seconds=waited,
        adjusted_end_at=adjusted,
        due_at=due_at,
        on_time=not because,
        late_seconds=max(0, adjusted - due_at),
        late_because=tuple(because),
    )


def _ended(
    dossier: Dossier, requests: Sequence[Pause], period_end: Instant
) -> tuple[DossierState, Instant, list[Pause]]:
    for end in (dossier.done_at, dossier.returned_at, dossier.stopped_at):
        if end is not None and end <= period_end:
            return DossierState.FINISHED, end, [pause for pause in requests if pause.start < end]
    waiting = [pause.start for pause in requests if pause.end is None or pause.end > period_end]
    if waiting:
        return DossierState.WAITING, min(waiting), list(requests)
    return DossierState.OPEN, period_end, list(requests)


def _due_at(dossier: Dossier) -> Instant:
    if dossier.due_at is not None:
        return dossier.due_at
    assert dossier.calendar is not None and dossier.published is not None
    calendar = dossier.calendar
    term = term_of(dossier.published, dossier.convention, calendar.spec.day_seconds)
    start = calendar.effective_receipt(dossier.received_at) if dossier.received else dossier.received_at
    due, _ = counted_from(calendar, term, start, day_of(start), (), ())
    return due
