"""Who held a case from when until when: each stretch of work with its agency, its waits and its due date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.core import graph
from engine.core.case import CaseState, StepState, Suspension
from engine.core.case_clock import CaseTimes
from engine.core.definition import ProcedureDefinition
from engine.core.identifiers import AgencyId, StepId
from engine.core.legal_time import Clock, to_datetime
from engine.core.step_runs import StepRun
from engine.core.values import Text
from engine.core.waits import title_of


@dataclass(frozen=True, slots=True)
class Wait:
    """A part of a stretch in which the step waited; `stops`: its time limit stood still."""

    title: Text
    since: datetime
    until: datetime
    lasts: bool
    stops: bool


@dataclass(frozen=True, slots=True)
class Held:
    """One agency had one run of one step (null: the dossier before its receipt), without a break."""

    step: StepId | None
    run: int
    agency: AgencyId | None
    since: datetime
    until: datetime
    lasts: bool
    """It has it still; `until` is then the instant that the times are of."""
    due_at: datetime | None
    waits: tuple[Wait, ...] = ()

    @property
    def late_since(self) -> datetime | None:
        """From when on it was late; null where it was not."""
        if self.due_at is None or self.due_at >= self.until:
            return None
        return max(self.due_at, self.since)


@dataclass(frozen=True, slots=True)
class Awaited:
    """What is expected of a step: of one that is not begun from when, of every one until when."""

    step: StepId
    agency: AgencyId | None
    since: datetime
    until: datetime


def holdings_of(definition: ProcedureDefinition, state: CaseState, times: CaseTimes) -> tuple[Held, ...]:
    """In the order of the work: the receipt first, each step with its former runs and holders before the present one."""
    found = list(_intake(state, times))
    for step in graph.topological_order(definition):
        known = state.steps.get(step)
        if known is not None:
            found += _of_step(definition, state, times, known)
    return tuple(found)


def awaited_of(definition: ProcedureDefinition, state: CaseState, times: CaseTimes) -> tuple[Awaited, ...]:
    """What is still to come, as the clocks of the case expect it."""
    if state.closed_at is not None or times.counted is None:
        return ()
    waits_for = {turn.id: turn.after for turn in times.counted.whole.steps}
    return tuple(
        Awaited(step, state.agencies.get(step), since, times.projected[step])
        for step in graph.topological_order(definition)
        if step in times.projected and not _is_over(state, step)
        if (since := _begins(state, times, step, waits_for.get(step, ()))) < times.projected[step]
    )


def _begins(state: CaseState, times: CaseTimes, step: StepId, waits_for: tuple[str, ...]) -> datetime:
    known = state.steps.get(step)
    if known is not None and known.opened_at is not None:
        return times.as_of
    before = [times.projected[StepId(name)] for name in waits_for if name in times.projected]
    return max([times.as_of, *before])


def _is_over(state: CaseState, step: StepId) -> bool:
    known = state.steps.get(step)
    return known is not None and known.finished_at is not None and not known.anew


def _intake(state: CaseState, times: CaseTimes) -> Iterator[Held]:
    if state.submitted_at is None:
        return
    end = state.received_at or state.closed_at
    until = end or times.as_of
    if until > state.submitted_at:
        agency = state.receiving_agency or state.awaited_by
        yield Held(None, 1, agency, state.submitted_at, until, end is None, _due(times.acceptance))


def _of_step(definition: ProcedureDefinition, state: CaseState, times: CaseTimes, known: StepState) -> Iterator[Held]:
    earlier = times.earlier.get(known.id, ())
    for number, former in enumerate(known.earlier_runs, 1):
        clock = earlier[number - 1] if number <= len(earlier) else None
        yield from _of_run(definition, state, known.id, number, former, former.finished_at, times, _due(clock))
    if known.opened_at is not None:
        end = known.finished_at or state.closed_at
        yield from _of_run(definition, state, known.id, known.run, known, end, times, _due(times.steps.get(known.id)))


def _of_run(
    definition: ProcedureDefinition,
    state: CaseState,
    step: StepId,
    run: int,
    done: StepRun | StepState,
    end: datetime | None,
    times: CaseTimes,
    due_at: datetime | None,
) -> Iterator[Held]:
    """A run that went from agency to agency is a stretch for each."""
    assert done.opened_at is not None, "what nobody opened nobody held"
    waits = [wait for wait in state.suspensions if (wait.step, wait.run) == (step, run)]
    since = done.opened_at
    for had in done.held_before:
        found = _clipped(definition, state, waits, since, had.until, times.as_of)
        yield Held(step, run, had.agency, since, had.until, False, due_at, found)
        since = had.until
    until = end or times.as_of
    found = _clipped(definition, state, waits, since, until, times.as_of)
    yield Held(step, run, done.agency, since, max(since, until), end is None, due_at, found)


def _clipped(
    definition: ProcedureDefinition,
    state: CaseState,
    waits: list[Suspension],
    since: datetime,
    until: datetime,
    as_of: datetime,
) -> tuple[Wait, ...]:
    parts = []
    for wait in waits:
        lasts = wait.ended_at is None and state.closed_at is None
        end = wait.ended_at or state.closed_at or as_of
        first, last = max(wait.started_at, since), min(end, until)
        if first < last:
            parts.append(Wait(title_of(definition, wait), first, last, lasts, wait.holds))
    return tuple(parts)


def _due(clock: Clock | None) -> datetime | None:
    return to_datetime(clock.due_at) if clock is not None and clock.due_at is not None else None
