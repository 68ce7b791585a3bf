"""A case: the state folded from its events. `evolve` never refuses and never asks the time."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from typing import Any, assert_never

from engine.core import events
from engine.core.case_migration import migrated
from engine.core.case_opinions import with_opinion, without_left_opinions
from engine.core.case_returns import reopened, returned, taken_back, without_waits_of
from engine.core.case_state import (
    ENDED_STEPS,
    FAILED_STEPS,
    CaseState,
    CaseStatus,
    PromiseMove,
    StepState,
    StepStatus,
    Suspension,
)
from engine.core.definition_rules import Outcome
from engine.core.identifiers import CaseId
from engine.core.step_runs import EstablishedFact, Holding

__all__ = [
    "ENDED_STEPS",
    "FAILED_STEPS",
    "CaseState",
    "CaseStatus",
    "PromiseMove",
    "StepState",
    "StepStatus",
    "Suspension",
    "evolve",
    "fold",
    "fold_as_of",
    "initial_state",
]


def initial_state(case_id: CaseId) -> CaseState:
    return CaseState(id=case_id)


def fold(case_id: CaseId, history: Iterable[events.RecordedEvent]) -> CaseState:
    """The state after all of `history`, which is in the order of its sequence."""
    return reduce(lambda state, recorded: evolve(state, recorded.event), history, initial_state(case_id))


def fold_as_of(case_id: CaseId, history: Iterable[events.RecordedEvent], at: datetime) -> CaseState:
    """The state as the law saw it at `at`: what happened later is left out (rule R14)."""
    return fold(case_id, known_by(history, at))


def known_by(history: Iterable[events.RecordedEvent], at: datetime) -> list[events.RecordedEvent]:
    """What had happened by `at`. A term passes after its last instant: at that instant nothing of it has come about."""
    known, passing = [], set()
    for recorded in history:
        if recorded.event.at == at and isinstance(recorded.event, events.SupplementExpired | events.StepDeemed):
            passing.add(recorded.command_id)  # who wrote it down did so later; what follows from it came with it
        if recorded.event.at < at or (recorded.event.at == at and recorded.command_id not in passing):
            known.append(recorded)
    return known


def evolve(state: CaseState, event: events.Event) -> CaseState:
    """The state after one more event. A function of its arguments alone; do not add any."""
    moved = state.model_copy(
        update={
            "version": state.version + 1,
            "last_event_at": event.at if state.last_event_at is None else max(state.last_event_at, event.at),
        }
    )
    return without_left_opinions(_apply(moved, event), event.at)


def _apply(state: CaseState, event: events.Event) -> CaseState:
    match event:
        case events.CaseSubmitted():
            return _submitted(state, event)
        case events.CaseReceived():
            return _received(state, event)
        case events.ReceiptRefused():
            return _closed(state, event.at, CaseStatus.NOT_ACCEPTED, event.reason)
        case events.StepOpened():
            return _opened(state, event)
        case events.StepNotNeeded():
            return _step(state, event, status=StepStatus.NOT_NEEDED, finished_at=event.at, anew=False)
        case events.StepUnreached():
            return _finished(state, event, status=StepStatus.UNREACHED)
        case events.StepClaimed() | events.StepReleased() | events.StepAssigned():
            return _held(state, event)
        case events.StepTransferred():
            return _transferred(state, event)
        case events.CaseTransferred():
            return _at_another_counter(state, event)
        case events.FactEstablished():
            return _established(state, event)
        case events.WorkAcknowledged():
            first = state.steps[event.step].acknowledged_at if event.step in state.steps else None
            return _step(state, event, reference=event.reference, acknowledged_at=first or event.at)
        case events.StepCompleted():
            done = _finished(state, event, status=StepStatus.COMPLETED, result=event.result, documents=event.documents)
            return done.model_copy(update={"documents": (*done.documents, *event.documents, *event.handed_over)})
        case events.StepRefused():
            return _finished(state, event, status=StepStatus.REFUSED, refusal=event.reason)
        case events.StepDeemed():
            return _deemed(state, event)
        case events.TimeLimitSuspended():
            return _suspended(state, event)
        case events.TimeLimitResumed():
            return _resumed(state, event)
        case events.SupplementExpired():
            return _end_suspension(state, event, expired=True)
        case events.TimeLimitExtended():
            return _extended(state, event)
        case events.StepReturned():
            return returned(state, event)
        case events.StepReopened():
            return reopened(state, event)
        case events.StepTakenBack():
            return taken_back(state, event)
        case events.StepSuperseded():
            return _superseded(state, event)
        case events.OpinionAsked() | events.OpinionGiven() | events.OpinionWithdrawn():
            return with_opinion(state, event)
        case events.DueDatesReprojected():
            return _told_anew(state, event)
        case events.CaseMigrated():
            return migrated(state, event)
        case events.CaseCompleted() | events.CaseRefused():
            return _closed(state, event.at, _ENDINGS[event.type], None)
        case events.CaseStopped() | events.CaseWithdrawn():
            return _closed(state, event.at, _ENDINGS[event.type], event.reason)
        case _:
            assert_never(event)


_ENDINGS = {
    "case_completed": CaseStatus.COMPLETED,
    "case_refused": CaseStatus.REFUSED,
    "case_stopped": CaseStatus.STOPPED,
    "case_withdrawn": CaseStatus.WITHDRAWN,
}


def _submitted(state: CaseState, event: events.CaseSubmitted) -> CaseState:
    return state.model_copy(
        update={
            "status": CaseStatus.SUBMITTED,
            "procedure": event.procedure,
            "procedure_version": event.version,
            "territory": event.territory,
            "channel": event.channel,
            "form": event.form,
            "documents": event.documents,
            "submitted_by": event.submitted_by,
            "awaited_by": event.awaited_by,
            "submitted_at": event.at,
        }
    )


def _received(state: CaseState, event: events.CaseReceived) -> CaseState:
    return state.model_copy(
        update={
            "status": CaseStatus.IN_PROGRESS,
            "procedure_version": event.version,
            "dossier_code": event.dossier_code,
            "receiving_agency": event.receiving_agency,
            "agencies": event.agencies,
            "counters": event.counters,
            "facts": event.facts,
            "received_at": event.at,
            "facts_at_receipt": event.facts,
            "promised_due_at": event.promised_due_at,
            "promise_in_force": event.promised_due_at,
            "calendars_known_at": event.at,
        }
    )


_StepEvent = (
    events.StepOpened
    | events.StepNotNeeded
    | events.StepUnreached
    | events.StepClaimed
    | events.StepReleased
    | events.StepAssigned
    | events.StepTransferred
    | events.FactEstablished
    | events.WorkAcknowledged
    | events.StepCompleted
    | events.StepRefused
    | events.StepDeemed
    | events.TimeLimitSuspended
    | events.TimeLimitResumed
    | events.SupplementExpired
    | events.TimeLimitExtended
    | events.StepSuperseded
)


def _step(state: CaseState, event: _StepEvent, **changes: Any) -> CaseState:
    known = state.steps.get(event.step) or StepState(id=event.step, status=StepStatus.NOT_READY)
    moved = known.model_copy(update={**changes, "last_event_at": event.at})
    return state.model_copy(update={"steps": {**state.steps, event.step: moved}})


def _finished(
    state: CaseState,
    event: events.StepCompleted | events.StepRefused | events.StepUnreached | events.StepDeemed | events.StepSuperseded,
    **changes: Any,
) -> CaseState:
    """Nothing waits in a step that is over."""
    ended = _step(state, event, finished_at=event.at, anew=False, **changes)
    return ended.model_copy(update={"suspensions": without_waits_of(state, event.step, event.at)})


def _established(state: CaseState, event: events.FactEstablished) -> CaseState:
    fact = EstablishedFact(step=event.step, name=event.name, value=event.value)
    known = {"facts": {**state.facts, event.name: event.value}, "established": (*state.established, fact)}
    return _step(state, event).model_copy(update=known)


def _superseded(state: CaseState, event: events.StepSuperseded) -> CaseState:
    """Since when nothing waits for it is said once, however late it is ended."""
    since = state.superseded_at(event.step) or event.at
    if not event.ends:
        return _step(state, event, superseded_at=since)
    return _finished(state, event, status=StepStatus.SUPERSEDED, superseded_at=since)


def _deemed(state: CaseState, event: events.StepDeemed) -> CaseState:
    """Silence is an answer: the step is over, and what it still waited for (without its clock standing) with it."""
    status = StepStatus.COMPLETED if event.means is Outcome.COMPLETED else StepStatus.REFUSED
    return _finished(state, event, status=status, result=event.result, deemed=True)


def _opened(state: CaseState, event: events.StepOpened) -> CaseState:
    """By then another agency may have the work than the one that was competent at the receipt."""
    opened = _step(state, event, status=StepStatus.OPEN, agency=event.agency, opened_at=event.at)
    return opened.model_copy(update={"agencies": {**state.agencies, event.step: event.agency}})


def _at_another_counter(state: CaseState, event: events.CaseTransferred) -> CaseState:
    if event.from_agency in state.counters:
        named = tuple(event.to_agency if counter == event.from_agency else counter for counter in state.counters)
        return state.model_copy(update={"counters": named})
    had = "receiving_agency" if state.received_at is not None else "awaited_by"
    return state.model_copy(update={had: event.to_agency})


def _held(state: CaseState, event: events.StepClaimed | events.StepReleased | events.StepAssigned) -> CaseState:
    """A step that waits and is given to somebody else goes on waiting."""
    if isinstance(event, events.StepReleased):
        return _step(state, event, status=StepStatus.OPEN, claimed_by=None, claimed_by_name=None)
    if isinstance(event, events.StepClaimed):
        return _step(state, event, status=StepStatus.CLAIMED, claimed_by=event.by, claimed_by_name=event.name)
    waits = state.step_status(event.step) is StepStatus.SUSPENDED
    status = StepStatus.SUSPENDED if waits else StepStatus.CLAIMED
    return _step(state, event, status=status, claimed_by=event.to, claimed_by_name=event.name)


def _transferred(state: CaseState, event: events.StepTransferred) -> CaseState:
    """The step goes on where it stands, its clock too; only whoever had claimed it has it no more."""
    known = state.steps[event.step]
    moved = _step(
        state,
        event,
        status=StepStatus.OPEN if known.status is StepStatus.CLAIMED else known.status,
        agency=event.to_agency,
        claimed_by=None,
        claimed_by_name=None,
        held_before=(*known.held_before, Holding(agency=event.from_agency, until=event.at)),
    )
    return moved.model_copy(update={"agencies": {**state.agencies, event.step: event.to_agency}})


def _suspended(state: CaseState, event: events.TimeLimitSuspended) -> CaseState:
    known = state.steps.get(event.step)
    suspension = Suspension(
        id=event.suspension,
        step=event.step,
        rule=event.rule,
        kind=event.kind,
        effect=event.effect,
        reasons=event.reasons,
        documents=event.documents,
        started_at=event.at,
        answer_due_at=event.answer_due_at,
        run=known.run if known else 1,
        asked_late=event.asked_late,
    )
    waiting = _step(state, event, **({"status": StepStatus.SUSPENDED} if suspension.holds else {}))
    return waiting.model_copy(update={"suspensions": (*state.suspensions, suspension)})


def _end_suspension(
    state: CaseState, event: events.TimeLimitResumed | events.SupplementExpired, *, expired: bool
) -> CaseState:
    ended = tuple(
        s.model_copy(update={"ended_at": event.at, "expired": expired}) if s.id == event.suspension else s
        for s in state.suspensions
    )
    known = state.steps[event.step]
    worked_on = StepStatus.CLAIMED if known.claimed_by is not None else StepStatus.OPEN
    # The end of a note beside the work changes nothing for a step that waits for something else.
    held = any(s.step == event.step and s.holds and s.ended_at is None for s in ended)
    going_on = _step(state, event, status=known.status if held else worked_on)
    return going_on.model_copy(update={"suspensions": ended})


def _resumed(state: CaseState, event: events.TimeLimitResumed) -> CaseState:
    ended = _end_suspension(state, event, expired=False)
    return ended.model_copy(update={"documents": (*state.documents, *event.documents)})


def _told_anew(state: CaseState, event: events.DueDatesReprojected) -> CaseState:
    old, new = event.before.promised, event.after.promised
    moved = (
        (PromiseMove(at=event.at, before=old, after=new, decisions=event.decisions),)
        if old is not None and new is not None and old != new
        else ()
    )
    told = {"promise_in_force": new, "promise_moves": (*state.promise_moves, *moved)}
    ends = event.after.answers
    suspensions = tuple(
        s.model_copy(update={"answer_due_at": ends[s.id]}) if s.id in ends else s for s in state.suspensions
    )
    return state.model_copy(update={**told, "calendars_known_at": event.at, "suspensions": suspensions})


def _extended(state: CaseState, event: events.TimeLimitExtended) -> CaseState:
    """The status stays: nobody works less or waits longer for it."""
    extended = _step(state, event).model_copy(update={"extensions": (*state.extensions, event)})
    if event.of_total is None:
        return extended
    told = extended.model_copy(update={"when_extended": None})
    promised = event.promised or state.promise_in_force
    return told.model_copy(update={"when_extended": told, "promise_in_force": promised})


def _closed(state: CaseState, at: datetime, status: CaseStatus, reason: str | None) -> CaseState:
    """Nothing waits in a closed case: what was open ends with it."""
    steps = {
        name: step if step.status in ENDED_STEPS else step.model_copy(update={"status": StepStatus.ENDED})
        for name, step in state.steps.items()
    }
    suspensions = tuple(
        s if s.ended_at is not None else s.model_copy(update={"ended_at": at}) for s in state.suspensions
    )
    ended = {"steps": steps, "suspensions": suspensions}
    return state.model_copy(update={**ended, "status": status, "closed_at": at, "closing_reason": reason})
