"""What rests on a result that is being mended is done anew: it waits for the mended result as if it had never begun."""

from datetime import datetime

from engine.core import events
from engine.core.case import ENDED_STEPS, FAILED_STEPS, CaseState, StepStatus
from engine.core.definition_rules import Join
from engine.core.identifiers import StepId
from engine.core.law import Law


def find_taken_back(law: Law, state: CaseState) -> events.StepTakenBack | None:
    """The next step whose ground is being mended; steps before it come first, so that each is told its nearest cause.

    Who found the fault waits. People who are at work beside it go on: they have concluded nothing, and find the mended
    result when they do. What they conclude before is taken back at once; a machine was asked, and is asked anew.
    """
    if not any(step.anew for step in state.steps.values()):
        return None
    for step in law.definition.steps:
        status = state.step_status(step)
        if status is StepStatus.NOT_READY or _is_lost_anyway(law, state, step):
            continue
        because = find_unmended(law, state, step)
        if because is not None and not _goes_on(law, state, step, because):
            return events.StepTakenBack(at=_taken_at(state, step, because), step=step, because=because)
    return None


def find_unmended(law: Law, state: CaseState, step: StepId) -> StepId | None:
    """A step that this one rests on and that has to be done anew; null where another one of several still bears it."""
    declared = law.definition.steps[step]
    if declared.join is Join.ANY and any(state.step_status(n) is StepStatus.COMPLETED for n in declared.needs):
        return None
    return next((n for n in declared.needs if n in state.steps and state.steps[n].anew), None)


def _is_lost_anyway(law: Law, state: CaseState, step: StepId) -> bool:
    """It is not reached for another reason, which no mending takes away."""
    declared = law.definition.steps[step]
    return (
        state.step_status(step) is StepStatus.UNREACHED
        and declared.join is Join.ALL
        and any(state.step_status(n) in FAILED_STEPS for n in declared.needs)
    )


def _goes_on(law: Law, state: CaseState, step: StepId, because: StepId) -> bool:
    if state.step_status(step) in ENDED_STEPS:
        return False
    if any(wait.step == step and wait.sent_back is not None for wait in state.open_suspensions()):
        return True
    is_begun = state.step_status(because) is not StepStatus.NOT_READY
    return is_begun and law.definition.steps[step].run is None


def _taken_at(state: CaseState, step: StepId, because: StepId) -> datetime:
    ground, known = state.steps[because], state.steps[step]
    since = ground.opened_at or ground.last_event_at
    assert since is not None, "what has to be done anew was reopened, or taken back, at some time"
    return max(since, known.last_event_at or since)
