"""What a clock shows as of an instant: the outputs of R16, R26 and R30 for a step, a case or an acceptance."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.core.legal_time.allowance import days_of
from engine.core.legal_time.counting import day_clock, days_past, own_clock, unpaused_seconds
from engine.core.legal_time.extension import Limit, Reckoning, Run, reckon
from engine.core.legal_time.facts import Intake, StepFacts
from engine.core.legal_time.instants import Instant, day_of
from engine.core.legal_time.pauses import contains, merged, restarting, stopping


class ClockStatus(StrEnum):
    """How a clock stands; being paused is a flag beside it."""

    NOT_STARTED = "not_started"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE_EARLY = "done_early"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    NOT_JUDGED = "not_judged"
    """Counting never gives this: whoever knows the case says it of a clock that stopped without a result."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The answer of R16 with the fields of R26 and R30; all instants are epoch seconds."""

    status: ClockStatus
    paused: bool
    effective_start: Instant | None = None
    due_at: Instant | None = None
    due_if_resumed_now: Instant | None = None
    elapsed_seconds: int = 0
    remaining_seconds: int | None = None
    remaining_days: int | None = None
    clock_start: Instant | None = None
    elapsed_total_seconds: int = 0
    original_due_at: Instant | None = None
    extended: bool = False
    late_against_original: bool = False
    acceptance: "Clock | None" = None


_NOT_STARTED: Final = Clock(ClockStatus.NOT_STARTED, False)


def evaluate_step(step: StepFacts, at: Instant, due_soon_seconds: int = 0) -> Clock:
    """The clock of a step as of an instant; it knows nothing that was recorded for later (R14)."""
    acceptance = None if step.intake is None else acceptance_clock(step.intake, at, due_soon_seconds)
    run = step_run(step, at)
    if run is None:
        if acceptance is None and not step.pauses:
            return _NOT_STARTED
        return Clock(ClockStatus.NOT_STARTED, contains(stopping(step.pauses, at), at), acceptance=acceptance)
    return read_clock(step.limit, run, at, due_soon_seconds, acceptance)


def acceptance_clock(intake: Intake, at: Instant, due_soon_seconds: int) -> Clock:
    """The clock of the acceptance itself, from submission to acceptance, without a cut-off (R33)."""
    paused = contains(stopping(intake.pauses, at), at)
    if intake.submitted_at > at:
        return Clock(ClockStatus.NOT_STARTED, paused)
    finish = intake.accepted_at if intake.accepted_at is not None and intake.accepted_at <= at else None
    stops = merged(stopping(intake.pauses, at))
    run = Run(intake.submitted_at, intake.submitted_at, finish, stops, restarting(intake.pauses, at))
    return read_clock(intake.limit, run, at, due_soon_seconds)


def step_run(step: StepFacts, at: Instant) -> Run | None:
    """What is known of a step at an instant; None while it has not started."""
    begun, finish, pauses = step.begun_at, step.finished_at, step.pauses
    if begun is None or begun > at:
        return None
    start = step.calendar.effective_receipt(begun) if step.received else begun
    if finish is not None and finish > at:
        finish = None
    if not pauses:
        return Run(begun, start, finish, (), ())
    return Run(begun, start, finish, merged(stopping(pauses, at)), restarting(pauses, at))


def read_clock(limit: Limit, run: Run, at: Instant, due_soon_seconds: int, acceptance: Clock | None = None) -> Clock:
    """The outputs of a started clock."""
    reckoning = reckon(limit, run, at)
    due, original = reckoning.due_at, reckoning.original_at
    until, paused, returned = run.finish, False, False
    if until is None:
        until, paused = at, bool(run.stops) and contains(run.stops, at)
        # R26: nothing is due while a restart is open; R16: nor in a pause, unless the due had come before it.
        returned = paused and contains(run.restarts, at)
    elapsed, total, seconds, days = _spent(limit, run, reckoning, until)
    return Clock(
        _status(run, reckoning, seconds, at, due_soon_seconds),
        paused,
        run.start,
        None if returned or (paused and due > at) else due,
        due,
        elapsed,
        seconds,
        days,
        reckoning.start,
        total,
        None if returned or (paused and original > at) else original,
        bool(reckoning.in_force),
        until > original,
        acceptance,
    )


def _status(run: Run, reckoning: Reckoning, remaining: int, at: Instant, due_soon_seconds: int) -> ClockStatus:
    if run.finish is not None:
        if run.finish > reckoning.due_at:
            return ClockStatus.DONE_LATE
        return ClockStatus.DONE_EARLY if day_of(run.finish) < reckoning.due_on else ClockStatus.DONE_ON_TIME
    if at > reckoning.due_at:
        return ClockStatus.OVERDUE
    # R16: between a receipt after the cut-off and S the clock is simply in time.
    return ClockStatus.DUE_SOON if at >= run.start and remaining <= due_soon_seconds else ClockStatus.IN_TIME


def _spent(limit: Limit, run: Run, reckoning: Reckoning, until: Instant) -> tuple[int, int, int, int | None]:
    """How much is used up since the last restart, and in all; how many seconds, and days if it has days, are left."""
    term, start, spans = limit.term, reckoning.start, reckoning.spans
    clock = own_clock(limit.calendar, term.running)
    begun, shown = clock(start), clock(until)
    elapsed = shown - begun if until > start else 0
    for first, last in spans:
        elapsed -= clock(last) - clock(first)
    total = elapsed
    if start != run.start:
        total = unpaused_seconds(clock, run.start, until, run.stops)
    if term.exact and not reckoning.in_force:
        return elapsed, total, term.seconds - elapsed, None
    due = reckoning.due_at
    if until <= due:
        seconds = clock(due) - (shown if until > start else begun)
    else:
        seconds = -unpaused_seconds(clock, due, until, spans)
    return elapsed, total, seconds, _days_left(limit, reckoning, until)


def _days_left(limit: Limit, reckoning: Reckoning, until: Instant) -> int | None:
    calendar, term, touched, in_force = limit.calendar, limit.term, reckoning.touched, reckoning.in_force
    if term.exact or (in_force and any(plus.exact for _, plus in in_force)):
        return None
    last, first = calendar.last_day_past(until), day_of(reckoning.start)
    left = days_of(term, first) - days_past(day_clock(calendar, term.running), first, last, touched)
    if not in_force:
        return left
    # R30: of the allowance and the extensions together, the days whose end lies after T; none is owed twice.
    left = max(0, left)
    for base, plus in in_force:
        past = days_past(day_clock(calendar, plus.running), base.on, last, touched)
        left += max(0, days_of(plus, base.on) - past)
    return left
