"""What a return to an earlier step makes of a case: what rests on the fault stays on record, and counts no more."""

from typing import Any

from engine.core import events
from engine.core.case_state import CaseState, StepState, StepStatus, Suspension
from engine.core.identifiers import StepId
from engine.core.legal_time import ClockEffect, PauseKind
from engine.core.step_runs import RunEnd, SentBack, StepRun
from engine.core.values import Instant


def returned(state: CaseState, event: events.StepReturned) -> CaseState:
    """Who has sent the case back waits; what its own system was told before rests on the fault, so it is asked anew."""
    target, known = state.steps[event.to], state.steps[event.step]
    reopens = target.status is StepStatus.COMPLETED
    suspension = Suspension(
        id=event.suspension,
        step=event.step,
        rule="returned",
        kind=PauseKind.OTHER_AGENCY,
        effect=ClockEffect.SUSPEND,
        reasons=(event.reason,),
        documents=(),
        started_at=event.at,
        answer_due_at=None,
        run=known.run,
        sent_back=SentBack(to=event.to, run=target.run + reopens, reopens=reopens),
    )
    waiting = known.model_copy(update={"status": StepStatus.SUSPENDED, "reference": None, "last_event_at": event.at})
    return state.model_copy(
        update={"steps": {**state.steps, event.step: waiting}, "suspensions": (*state.suspensions, suspension)}
    )


def reopened(state: CaseState, event: events.StepReopened) -> CaseState:
    """A fresh run, from its beginning; the former one stays on record."""
    return _begun_anew(state, event, event.step, status=StepStatus.OPEN, agency=event.agency, opened_at=event.at)


def taken_back(state: CaseState, event: events.StepTakenBack) -> CaseState:
    """It waits for what it needs as if it had never begun; nothing waits in it meanwhile."""
    waiting = _begun_anew(state, event, event.because, status=StepStatus.NOT_READY)
    return waiting.model_copy(update={"suspensions": without_waits_of(state, event.step, event.at)})


def without_waits_of(state: CaseState, step: StepId, at: Instant) -> tuple[Suspension, ...]:
    """The waits of the case; those of a step that are open end now."""
    return tuple(
        s.model_copy(update={"ended_at": at}) if s.step == step and s.ended_at is None else s for s in state.suspensions
    )


def _begun_anew(
    state: CaseState, event: events.StepReopened | events.StepTakenBack, because: StepId, **fresh: Any
) -> CaseState:
    """The papers and the facts of the run that ends count no more; facts of other steps do, and those of the receipt."""
    known = state.steps[event.step]
    mine = [fact for fact in state.established if fact.step == event.step]
    others = tuple(fact for fact in state.established if fact.step != event.step)
    withdrawn, runs = known.documents, known.earlier_runs
    if known.opened_at is not None:
        found = {fact.name: fact.value for fact in mine}
        runs = (*runs, _former(known, event, because).model_copy(update={"facts": found}))
    begun = StepState(id=event.step, last_event_at=event.at, earlier_runs=runs, anew=True, **fresh)
    changes: dict[str, Any] = {
        "steps": {**state.steps, event.step: begun},
        "documents": tuple(paper for paper in state.documents if paper not in withdrawn),
    }
    if mine:
        changes["established"] = others
        changes["facts"] = {**state.facts_at_receipt, **{fact.name: fact.value for fact in others}}
    return state.model_copy(update=changes)


_ENDS = {StepStatus.COMPLETED: RunEnd.COMPLETED, StepStatus.REFUSED: RunEnd.REFUSED}


def _former(known: StepState, event: events.StepReopened | events.StepTakenBack, because: StepId) -> StepRun:
    assert known.opened_at is not None, "what never began has no run"
    return StepRun(
        agency=known.agency,
        opened_at=known.opened_at,
        finished_at=known.finished_at or event.at,
        claimed_by_name=known.claimed_by_name,
        result=known.result,
        documents=known.documents,
        held_before=known.held_before,
        ended=_ENDS.get(known.status, RunEnd.BROKEN_OFF),
        refusal=known.refusal,
        replaced_at=event.at,
        because=because,
    )
