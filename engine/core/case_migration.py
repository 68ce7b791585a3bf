"""What a migration makes of a case: everything that has happened stays, under the names of the new version."""

from collections.abc import Mapping
from typing import Any, TypeVar

from engine.core import events
from engine.core.case_state import ENDED_STEPS, CaseState, StepState, StepStatus, Suspension
from engine.core.identifiers import AgencyId, StepId
from engine.core.opinions import Opinion
from engine.core.step_runs import EstablishedFact, Holding
from engine.core.values import Instant

ENDED = StepId("-")
"""In the names of a migration: the step ends, no other goes on with it."""
DECIDED_ANEW = frozenset({StepStatus.NOT_NEEDED, StepStatus.UNREACHED, StepStatus.NOT_READY})
"""Nothing is done in these: whether such a step is needed and reached is for the new version to say."""


def migrated(state: CaseState, event: events.CaseMigrated) -> CaseState:
    """What the new version has to decide anew is not ready; steps that have begun go on where they stood."""
    names, then = event.steps, state.when_extended
    moved = (_renamed_step(s, names) for s in state.steps.values() if names.get(s.id, ENDED) != ENDED)
    ended = {step: agency for step, agency in state.agencies.items() if names.get(step) == ENDED}
    return state.model_copy(
        update={
            "procedure_version": event.to_version,
            "agencies": {**ended, **event.agencies},
            "steps": {s.id: _handed_over(s, event.agencies[s.id], event.at) for s in moved},
            "suspensions": tuple(_renamed_wait(s, names) for s in state.suspensions),
            "opinions": tuple(_renamed(o, names) for o in state.opinions),
            "extensions": tuple(_renamed(e, names) for e in state.extensions),
            "established": tuple(_renamed(f, names) for f in state.established),
            "when_extended": migrated(then, event) if then is not None else None,
            "promise_in_force": event.after.promised,
            "calendars_known_at": event.at,
            "migrated_at": event.at,
        }
    )


_OfAStep = TypeVar("_OfAStep", Suspension, Opinion, EstablishedFact, events.TimeLimitExtended)


def _renamed(of_step: _OfAStep, names: Mapping[StepId, StepId]) -> _OfAStep:
    return of_step.model_copy(update={"step": names.get(of_step.step, of_step.step)})


def _renamed_step(step: StepState, names: Mapping[StepId, StepId]) -> StepState:
    """Its former runs name the step that was at fault as the new version does; one that ended keeps its name."""
    runs = tuple(run.model_copy(update={"because": _still_named(run.because, names)}) for run in step.earlier_runs)
    changes: dict[str, Any] = {"id": names[step.id], "earlier_runs": runs}
    if step.status in DECIDED_ANEW:
        changes |= {"status": StepStatus.NOT_READY, "finished_at": None}
    return step.model_copy(update=changes)


def _still_named(step: StepId | None, names: Mapping[StepId, StepId]) -> StepId | None:
    name = names.get(step) if step is not None else None
    return step if name in (None, ENDED) else name


def _renamed_wait(wait: Suspension, names: Mapping[StepId, StepId]) -> Suspension:
    back = wait.sent_back
    if back is None:
        return _renamed(wait, names)
    named = back.model_copy(update={"to": names.get(back.to, back.to)})
    return _renamed(wait, names).model_copy(update={"sent_back": named})


def _handed_over(step: StepState, agency: AgencyId, at: Instant) -> StepState:
    """Work that is not done goes to the agency that the new version names; nobody there has taken it on yet."""
    if step.status in ENDED_STEPS or step.agency is None or step.agency == agency:
        return step
    handed = {
        "agency": agency,
        "status": StepStatus.OPEN if step.status is StepStatus.CLAIMED else step.status,
        "claimed_by": None,
        "claimed_by_name": None,
        "held_before": (*step.held_before, Holding(agency=step.agency, until=at)),
    }
    return step.model_copy(update=handed)
