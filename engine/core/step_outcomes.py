"""How an agency's work on a step ended, in a word by each measure, and how much of its own time it took."""

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from engine.core.case_clock import CaseTimes
from engine.core.case_state import StepState
from engine.core.legal_time import Clock, ClockStatus, evaluate_step, to_instant
from engine.core.outcomes import Outcome


class StepOutcome(NamedTuple):
    """`by_law` leaves the waits out, `by_wall` leaves them in: as if the clock had never stood still. While the step
    goes on there is neither, nor a time; without a limit there is no time of its own clock."""

    by_law: Outcome | None = None
    by_wall: Outcome | None = None
    working_seconds: int | None = None


def step_outcome(times: CaseTimes, step: StepState, ended_at: datetime | None) -> StepOutcome:
    """Of the present run of a step; `ended_at`: when it ended, or was cut off by the end of its case."""
    if ended_at is None:
        return StepOutcome()
    clock = times.steps.get(step.id)
    if clock is None:
        return StepOutcome(Outcome.WITHOUT_LIMIT, Outcome.WITHOUT_LIMIT)
    by_law = _DONE.get(clock.status, Outcome.NOT_JUDGED)
    if by_law is Outcome.NOT_JUDGED or times.counted is None:
        return StepOutcome(by_law, by_law, clock.elapsed_total_seconds)
    return StepOutcome(by_law, _with_waits(times, step, by_law), clock.elapsed_total_seconds)


def _with_waits(times: CaseTimes, step: StepState, by_law: Outcome) -> Outcome:
    assert times.counted is not None
    facts = times.counted.of_step(step.id)
    if not facts.pauses:
        return by_law
    through: Clock = evaluate_step(replace(facts, pauses=()), to_instant(times.as_of))
    return _DONE.get(through.status, Outcome.NOT_JUDGED)


_DONE = {
    ClockStatus.DONE_EARLY: Outcome.EARLY,
    ClockStatus.DONE_ON_TIME: Outcome.ON_TIME,
    ClockStatus.DONE_LATE: Outcome.LATE,
}
