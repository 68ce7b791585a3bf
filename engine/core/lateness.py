"""How timely a case was, by two measures side by side: the law, and the metric of Decision 766/QĐ-TTg.

Each number comes with the request of the deadline interface that gives it again: `lienthong deadlines --inline`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import Field

from engine.core.case import CaseState, CaseStatus
from engine.core.case_clock import is_judged
from engine.core.counted_facts import facts_of
from engine.core.definition_rules import WithoutLimit
from engine.core.identifiers import CaseId, DossierCode
from engine.core.law import Law
from engine.core.legal_time import (
    CaseClock,
    CaseFacts,
    ClockStatus,
    Dossier,
    Instant,
    Metric766,
    MoreThanOne,
    civil_date,
    evaluate_case,
    explain_case,
    metric_766,
    to_datetime,
    to_instant,
)
from engine.core.legal_time.requests import evaluate_case_request, metric_766_request
from engine.core.values import Value
from engine.core.waits import pauses_of_case


class Timeliness(StrEnum):
    """The columns of report II.06: of finished dossiers the first three, of unfinished ones the last two."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    IN_TIME = "in_time"
    OVERDUE = "overdue"


class ByLaw(Value):
    """Against the due date that the law gives now, with its suspensions and its longer limits."""

    timeliness: Timeliness | None = Field(description="Null if the case ended without a decision.")
    status: ClockStatus
    due_at: datetime | None = Field(description="If the case waits: the due date if it were resumed now.")
    due_on: date | None
    finished_at: datetime | None
    request: dict[str, Any] = Field(description="Gives this again, put to `lienthong deadlines --inline`.")


class By766(Value):
    """Against the date first promised, supplements subtracted, under one reading of `more than one request`."""

    more_than_one: MoreThanOne
    timeliness: Timeliness
    on_time: bool
    state: str
    end_at: datetime
    supplement_requests: int
    supplement_seconds: int
    adjusted_end_at: datetime
    due_at: datetime
    late_seconds: int
    late_because: tuple[str, ...]
    request: dict[str, Any] = Field(description="Gives this again, put to `lienthong deadlines --inline`.")


class CaseLateness(Value):
    """Both measures of one case at the end of a period. Of 766 `late` is the first reading.

    Neither before the receipt, nor where no law limits the whole.
    """

    case_id: CaseId
    dossier_code: DossierCode | None
    period_end: datetime
    without_limit: WithoutLimit | None = Field(description="Why neither measure is taken: no law limits the whole.")
    by_law: ByLaw | None
    by_766: tuple[By766, ...]


class Verdicts(NamedTuple):
    """Both measures of one case in a word each, without what explains them."""

    by_law: Timeliness | None
    by_766: Mapping[MoreThanOne, Timeliness]


class TimelinessCount(Value):
    """Numbers of cases, and the rate of those on time (early, on time, in time) in percent, rounded to 2 decimals."""

    early: int
    on_time: int
    late: int
    in_time: int
    overdue: int
    not_judged: int
    on_time_rate: Decimal | None = Field(description="Null where there is nothing to judge.")


class LatenessCounts(Value):
    """What the cases of a list come to; those not received by the end of the period are left out.

    Those that no law limits are numbered apart, and are in neither measure.
    """

    received: int
    without_limit: int
    by_law: TimelinessCount
    by_766: dict[MoreThanOne, TimelinessCount]


def lateness_of(law: Law, state: CaseState, period_end: datetime) -> CaseLateness:
    """Both measures at the end of the period; `state` holds what had happened by then."""
    counted, at = facts_of(law, state, period_end), to_instant(period_end)
    under = counted.under_total if counted else None
    return CaseLateness(
        case_id=state.id,
        dossier_code=state.dossier_code,
        period_end=to_datetime(at),
        without_limit=law.definition.total.without_limit if counted and not under else None,
        by_law=_by_law(state, under, at) if under else None,
        by_766=tuple(_by_766(state, under, at, reading) for reading in _READINGS) if under else (),
    )


def verdicts_of(state: CaseState, under: CaseFacts, period_end: datetime) -> Verdicts:
    """The verdicts of `lateness_of` alone, for counting very many cases; `under` are the facts of the total by then."""
    at = to_instant(period_end)
    judged_766 = {r: _timeliness_766(metric_766(_dossier(state, under, r), at)) for r in _READINGS}
    return Verdicts(_timeliness_by_law(state, evaluate_case(under, at)), judged_766)


_READINGS = (MoreThanOne.LATE, MoreThanOne.LATE_WHILE_WAITING)


def count_lateness(cases: Iterable[CaseLateness]) -> LatenessCounts:
    """The numbers of a report; the order of the cases does not matter."""
    known = list(cases)
    unlimited = sum(case.without_limit is not None for case in known)
    received = [case for case in known if case.by_law is not None]
    by_law = [case.by_law.timeliness for case in received if case.by_law is not None]
    by_766 = {
        reading: [one.timeliness for case in received for one in case.by_766 if one.more_than_one is reading]
        for reading in MoreThanOne
    }
    return LatenessCounts(
        received=len(received) + unlimited,
        without_limit=unlimited,
        by_law=_count(by_law),
        by_766={reading: _count(found) for reading, found in by_766.items()},
    )


_LEGAL: Mapping[ClockStatus, Timeliness] = {
    ClockStatus.NOT_STARTED: Timeliness.IN_TIME,
    ClockStatus.IN_TIME: Timeliness.IN_TIME,
    ClockStatus.DUE_SOON: Timeliness.IN_TIME,
    ClockStatus.OVERDUE: Timeliness.OVERDUE,
    ClockStatus.DONE_EARLY: Timeliness.EARLY,
    ClockStatus.DONE_ON_TIME: Timeliness.ON_TIME,
    ClockStatus.DONE_LATE: Timeliness.LATE,
}


def _by_law(state: CaseState, under_total: CaseFacts, at: Instant) -> ByLaw:
    clock = evaluate_case(under_total, at)
    done = _promised_part_done_at(state, under_total)
    due = clock.due_if_resumed_now
    finished = done if done is not None else _closed_at(state)
    return ByLaw(
        timeliness=_timeliness_by_law(state, clock),
        status=clock.status,
        due_at=to_datetime(due) if due is not None else None,
        due_on=explain_case(under_total, at).due_on,
        finished_at=to_datetime(finished) if finished is not None else None,
        request=evaluate_case_request(under_total, at),
    )


def _timeliness_by_law(state: CaseState, clock: CaseClock) -> Timeliness | None:
    return _LEGAL[clock.status] if is_judged(state) else None


def _dossier(state: CaseState, under: CaseFacts, reading: MoreThanOne) -> Dossier:
    """Every supplement of the dossier counts; the appointment is the one on the slip, and what it was given for
    is what has to be done by then: a step outside the total does not make the dossier late."""
    assert state.received_at is not None and state.promised_due_at is not None
    done = _promised_part_done_at(state, under)
    return Dossier(
        calendar=None,
        received_at=to_instant(state.received_at),
        due_at=to_instant(state.promised_due_at),
        done_at=done,
        stopped_at=_closed_at(state) if done is None else None,
        pauses=tuple(pause for s in state.suspensions for pause in pauses_of_case(state, s)),
        more_than_one=reading,
    )


def _by_766(state: CaseState, under: CaseFacts, at: Instant, reading: MoreThanOne) -> By766:
    dossier = _dossier(state, under, reading)
    found = metric_766(dossier, at)
    assert found.state is not None and found.end_at is not None and found.adjusted_end_at is not None
    assert found.due_at is not None and found.on_time is not None and found.late_seconds is not None
    return By766(
        more_than_one=reading,
        timeliness=_timeliness_766(found),
        on_time=found.on_time,
        state=found.state,
        end_at=to_datetime(found.end_at),
        supplement_requests=found.supplement_requests,
        supplement_seconds=found.supplement_seconds,
        adjusted_end_at=to_datetime(found.adjusted_end_at),
        due_at=to_datetime(found.due_at),
        late_seconds=found.late_seconds,
        late_because=tuple(found.late_because),
        request=metric_766_request(dossier, at),
    )


def _timeliness_766(found: Metric766) -> Timeliness:
    """The decision judges on time or not; `early` is, as in law, on an earlier day than the due."""
    assert found.adjusted_end_at is not None and found.due_at is not None
    if found.state != "finished":
        return Timeliness.IN_TIME if found.on_time else Timeliness.OVERDUE
    if not found.on_time:
        return Timeliness.LATE
    return Timeliness.EARLY if civil_date(found.adjusted_end_at) < civil_date(found.due_at) else Timeliness.ON_TIME


def _promised_part_done_at(state: CaseState, under_total: CaseFacts) -> Instant | None:
    """When the steps under the total were done; null while they are not, or if the case ended before a decision."""
    ends = [step.finished_at for step in under_total.steps]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    closed = _closed_at(state)
    ended_otherwise = state.status not in (CaseStatus.COMPLETED, CaseStatus.IN_PROGRESS)
    return None if ended_otherwise and max(known) == closed else max(known)


def _closed_at(state: CaseState) -> Instant | None:
    return to_instant(state.closed_at) if state.closed_at is not None else None


def _count(found: Sequence[Timeliness | None]) -> TimelinessCount:
    numbers = {kind.value: found.count(kind) for kind in Timeliness}
    judged = sum(numbers.values())
    good = numbers["early"] + numbers["on_time"] + numbers["in_time"]
    rate = (Decimal(100 * good) / judged).quantize(Decimal("0.01"), ROUND_HALF_UP) if judged else None
    return TimelinessCount(**numbers, not_judged=found.count(None), on_time_rate=rate)
