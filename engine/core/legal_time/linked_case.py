"""A case of linked steps: when its total stands still, and how it stands as of an instant (R17-R22, R27)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.core.legal_time.clock import Clock, ClockStatus, acceptance_clock, evaluate_step, read_clock
from engine.core.legal_time.errors import DeadlineError, ErrorCode
from engine.core.legal_time.extension import Run
from engine.core.legal_time.facts import CaseFacts, Policy, StepFacts
from engine.core.legal_time.instants import Instant
from engine.core.legal_time.pauses import (
    OPEN,
    Pause,
    Span,
    clipped,
    contains,
    merged,
    restarting,
    stopping,
    without,
)
from engine.core.legal_time.projection import Projection, handed_over_at, project


@dataclass(frozen=True, slots=True)
class CaseClock(Clock):
    """The clock of the total, with those of its steps and what is expected of them."""

    projected_completion: Instant | None = None
    critical_path: tuple[str, ...] = ()
    projected_late: bool = False
    steps: Mapping[str, Clock] = field(default_factory=dict)
    projected: Mapping[str, Instant] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A case as it would go if every step took its whole limit and nothing stood still (R20)."""

    effective_start: Instant
    due_at: Instant
    planned_completion: Instant | None
    critical_path: tuple[str, ...]
    fits: bool
    steps: Mapping[str, Instant]


def evaluate_case(case: CaseFacts, at: Instant, due_soon_seconds: int = 0) -> CaseClock:
    """The clock of a case as of an instant; it knows nothing that was recorded for later (R14)."""
    steps = {step.id: evaluate_step(step, at, due_soon_seconds) for step in case.order}
    acceptance = None if case.intake is None else acceptance_clock(case.intake, at, due_soon_seconds)
    run = case_run(case, at)
    if run is None:
        paused = contains(stopping(case.pauses, at), at)
        return CaseClock(ClockStatus.NOT_STARTED, paused, acceptance=acceptance, steps=steps)
    clock = read_clock(case.limit, run, at, due_soon_seconds)
    projection = project(case.order, steps, max(at, run.start), at)
    return _case_clock(clock, projection, steps, acceptance)


def plan_case(case: CaseFacts) -> Plan:
    """R20: the case before anything has happened; extensions do not belong to a plan."""
    if case.begun_at is None:
        raise DeadlineError(ErrorCode.INVALID_CASE, "a case without a start of its clock cannot be planned")
    start = case_start(case, case.begun_at)
    due = handed_over_at(case.limit, start)
    projection = project(case.order, {}, start, start)
    completion = projection.completion
    fits = completion is None or completion <= due
    return Plan(start, due, completion, projection.critical_path, fits, projection.completions)


def case_start(case: CaseFacts, begun: Instant) -> Instant:
    """S of R8 for the case."""
    return case.calendar.effective_receipt(begun) if case.received else begun


def case_run(case: CaseFacts, at: Instant) -> Run | None:
    """What is known of the case's own clock; None before the receipt.

    The pauses of the policy are found once: what they were at an earlier instant is these, cut there, because
    readiness and blocking at an instant depend on nothing later (R14).
    """
    begun = case.begun_at
    if begun is None or begun > at:
        return None
    finish = finished(case, at)
    stops = stopping(case.pauses, at) + policy_stops(case, begun, at)
    return Run(begun, case_start(case, begun), finish, merged(stops), restarting(case.pauses, at))


def case_stops(case: CaseFacts, at: Instant) -> Sequence[Span]:
    """When the total stood, or stands, as of an instant: by a pause of its own, or by its policy (R18)."""
    run = case_run(case, at)
    return () if run is None else run.stops


def finished(case: CaseFacts, at: Instant) -> Instant | None:
    """The last finish, once all steps are known to be finished (R18)."""
    last = None
    for step in reversed(case.order):  # of a running case the last steps tell it soonest
        finish = step.finished_at
        if finish is None or finish > at:
            return None
        if last is None or finish > last:
            last = finish
    return last


def policy_stops(case: CaseFacts, begun: Instant, at: Instant) -> list[Span]:
    """When blocked steps stop the total: one is enough (`any`), or every ready one must be blocked (`all`)."""
    if not any(step.pauses for step in case.steps):
        return []
    blocked: list[Span] = []
    free: list[Span] = []
    for step, (ready, finish) in ready_spans(case, begun, at):
        for start, end in blocking_stops(step.pauses, (ready, finish), at) if step.pauses else ():
            blocked.append((start, end))
            if ready < start:
                free.append((ready, start))
            ready = end
        if ready < finish:
            free.append((ready, finish))
    return blocked if case.policy is Policy.ANY else without(merged(blocked), merged(free))


def ready_spans(case: CaseFacts, begun: Instant, at: Instant) -> list[tuple[StepFacts, Span]]:
    """R17: each step that is ever ready, from its start or from when all it waits for is finished, to its finish."""
    finishes = {
        step.id: step.finished_at if step.finished_at is not None and step.finished_at <= at else OPEN
        for step in case.steps
    }
    spans = []
    for step in case.steps:
        ready, started, finish = begun, step.started_at, finishes[step.id]
        for name in step.after:
            if finishes[name] > ready:
                ready = finishes[name]
        if started is not None and started <= at and started < ready:
            ready = started
        if ready < finish:
            spans.append((step, (ready, finish)))
    return spans


def blocking_stops(pauses: Iterable[Pause], ready: Span, at: Instant) -> list[Span]:
    """Where blocking pauses hold a step that is ready."""
    return merged(clipped(stopping([pause for pause in pauses if pause.blocking], at), *ready))


def _case_clock(
    clock: Clock, projection: Projection, steps: Mapping[str, Clock], acceptance: Clock | None
) -> CaseClock:
    completion, due = projection.completion, clock.due_if_resumed_now
    return CaseClock(
        clock.status,
        clock.paused,
        clock.effective_start,
        clock.due_at,
        clock.due_if_resumed_now,
        clock.elapsed_seconds,
        clock.remaining_seconds,
        clock.remaining_days,
        clock.clock_start,
        clock.elapsed_total_seconds,
        clock.original_due_at,
        clock.extended,
        clock.late_against_original,
        acceptance,
        completion,
        projection.critical_path,
        completion is not None and due is not None and completion > due,
        steps,
        projection.completions,
    )
