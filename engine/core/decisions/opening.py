"""What follows from what has happened: steps open, fall away or are not reached; at the end the case ends."""

from datetime import datetime

from engine.core import events
from engine.core.case import ENDED_STEPS, FAILED_STEPS, CaseState, StepStatus, Suspension, evolve
from engine.core.decisions.superseding import ended_with_the_case, find_superseded, is_counted
from engine.core.decisions.taking_back import find_taken_back, find_unmended
from engine.core.definition_rules import Join
from engine.core.graph import leaves
from engine.core.identifiers import AgencyId, StepId
from engine.core.law import Law, applies, circumstances
from engine.core.legal_time import civil_date, to_instant
from engine.core.step_places import place_of
from engine.core.transitions import STEPS_MOVE_IN

_PASSED = frozenset({StepStatus.COMPLETED, StepStatus.NOT_NEEDED})

_MOST_FOR_A_STEP = 8
"""More than this for each step would be a circle in our rules: better a refusal that is seen than a case locked for ever."""


def consequences(law: Law, state: CaseState, at: datetime) -> list[events.Event]:
    """Every event that `state` calls for by itself, in a stable order; `at` is the instant of its cause."""
    if state.status is not STEPS_MOVE_IN:
        return []
    caused: list[events.Event] = []
    while (event := _next(law, state)) is not None:
        caused.append(event)
        state = evolve(state, event)
        if len(caused) > _MOST_FOR_A_STEP * len(law.definition.steps) + _MOST_FOR_A_STEP:
            raise RuntimeError(f"what follows in case {state.id} does not come to an end: {caused[-1].type}")
    return caused


def _next(law: Law, state: CaseState) -> events.Event | None:
    if state.status is not STEPS_MOVE_IN:
        return None
    if (taken_back := find_taken_back(law, state)) is not None:
        return taken_back
    for wait in state.open_suspensions():
        if wait.sent_back is not None and (event := _after_return(law, state, wait)) is not None:
            return event
    for step in law.definition.steps:
        status = state.step_status(step)
        if status is StepStatus.NOT_READY:
            event = _for_step(law, state, step)
        else:
            event = _without_ground(law, state, step) if status not in ENDED_STEPS else None
        if event is not None:
            return event
    return find_superseded(law, state) or _ending(law, state)


def _after_return(law: Law, state: CaseState, wait: Suspension) -> events.Event | None:
    """Done once more, and what lies between too: who sent the case back goes on. Refused this time: it is not reached."""
    assert wait.sent_back is not None
    mended = state.steps[wait.sent_back.to]
    if mended.finished_at is None:
        return None
    at = max(mended.finished_at, wait.started_at)
    if mended.status is not StepStatus.COMPLETED:
        return events.StepUnreached(at=at, step=wait.step, because=mended.id)
    needs = law.definition.steps[wait.step].needs
    if find_unmended(law, state, wait.step) is not None or any(state.step_status(n) in FAILED_STEPS for n in needs):
        return None  # what lies between is still to be done; or it was refused, and the step loses its ground
    between = [end for n in needs if n in state.steps and (end := state.steps[n].finished_at) is not None]
    return events.TimeLimitResumed(at=max(at, *between), step=wait.step, suspension=wait.id)


def _without_ground(law: Law, state: CaseState, step: StepId) -> events.Event | None:
    """A step at work whose ground was taken away: what it needs was done again, and refused."""
    needs, known = law.definition.steps[step].needs, state.steps[step]
    failed = next((n for n in needs if state.step_status(n) in FAILED_STEPS), None)
    if failed is None or (_waits_for_any(law, step) and _completed(state, needs)):
        return None
    at = _ready_at(state, (failed,))
    return events.StepUnreached(at=max(at, known.last_event_at or at), step=step, because=failed)


def _for_step(law: Law, state: CaseState, step: StepId) -> events.Event | None:
    needs = law.definition.steps[step].needs
    if _waits_for_any(law, step) and (first := _completed(state, needs)):
        return _opened(law, state, step, min(end for n in first if (end := state.steps[n].finished_at)))
    if _waits_for_any(law, step) and not all(state.step_status(n) in ENDED_STEPS for n in needs):
        return None
    failed = next((n for n in needs if state.step_status(n) in FAILED_STEPS), None)
    if failed is not None:
        # Of several that one was enough of, the last to end closed the way.
        ends = needs if _waits_for_any(law, step) else (failed,)
        return events.StepUnreached(at=_ready_at(state, ends), step=step, because=failed)
    if not all(state.step_status(n) in _PASSED for n in needs):
        return None
    return _opened(law, state, step, _ready_at(state, needs))


def _waits_for_any(law: Law, step: StepId) -> bool:
    return law.definition.steps[step].join is Join.ANY


def _completed(state: CaseState, needs: tuple[StepId, ...]) -> list[StepId]:
    return [n for n in needs if state.step_status(n) is StepStatus.COMPLETED]


def _opened(law: Law, state: CaseState, step: StepId, at: datetime) -> events.Event:
    at = max(at, state.migrated_at or at)
    seen = circumstances(law.definition, state.form, state.facts)
    if not applies(law.definition, step, seen):
        return events.StepNotNeeded(at=at, step=step)
    return events.StepOpened(at=at, step=step, agency=_agency_at(law, state, step, at))


def _agency_at(law: Law, state: CaseState, step: StepId, at: datetime) -> AgencyId:
    """The agency fixed at the receipt, or who has its work by now; without an unambiguous successor it waits there."""
    assert state.territory is not None
    fixed, kind = state.agencies[step], law.definition.steps[step].agency
    place = place_of(law.definition, step, state.form, state.territory)
    return law.agencies.competent_now(fixed, kind, place, civil_date(to_instant(at))) or fixed


def _ready_at(state: CaseState, needs: tuple[StepId, ...]) -> datetime:
    """A step is ready when the last that it needs has ended; one that needs nothing, at the receipt.

    One that came with a new version is not ready before the case came over to it.
    """
    ends = [end for n in needs if (end := state.steps[n].finished_at) is not None]
    assert state.received_at is not None
    return max([*ends, *([state.migrated_at] if state.migrated_at else [])], default=state.received_at)


def _ending(law: Law, state: CaseState) -> events.Event | None:
    """The case ends with its last step: refused if nothing at the end of any branch came about."""
    counted = [step for step in law.definition.steps if is_counted(state, step)]
    if not all(state.step_status(step) in ENDED_STEPS for step in counted):
        return None
    at = max(end for step in counted if (end := state.steps[step].finished_at) is not None)
    at = max(at, state.migrated_at or at)
    if (cut_off := next(ended_with_the_case(law, state, at), None)) is not None:
        return cut_off
    fruits = {status for step in leaves(law.definition) for status in _fruits(law, state, step)}
    if fruits & FAILED_STEPS and StepStatus.COMPLETED not in fruits:
        return events.CaseRefused(at=at)
    return events.CaseCompleted(at=at)


def _fruits(law: Law, state: CaseState, step: StepId) -> set[StepStatus]:
    """What a branch came to: a step at its end that this case does not need leaves the result of what comes before."""
    status = state.step_status(step)
    if status is not StepStatus.NOT_NEEDED:
        return {status}
    return {fruit for needed in law.definition.steps[step].needs for fruit in _fruits(law, state, needed)}
