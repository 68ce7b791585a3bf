"""A case: the state folded from its events. `evolve` never refuses and never asks the time."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import reduce
from typing import Any, assert_never

from engine.core import events
from engine.core.definition_rules import Outcome
from engine.core.identifiers import (
    ActorId,
    AgencyId,
    CaseId,
    DocumentId,
    DossierCode,
    ProcedureId,
    ProcedureVersion,
    StepId,
    SuspensionId,
    TerritoryId,
)
from engine.core.legal_time import ClockEffect, PauseKind, civil_date, to_instant
from engine.core.papers import Channel, Paper
from engine.core.values import Instant, Value


class CaseStatus(StrEnum):
    """Where a case stands in law. Overdue and suspended are not statuses: they are derived."""

    SUBMITTED = "submitted"
    NOT_ACCEPTED = "not_accepted"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REFUSED = "refused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


class StepStatus(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"
    UNREACHED = "unreached"
    ENDED = "ended"
    NOT_READY = "not_ready"


ENDED_STEPS = frozenset(
    {StepStatus.COMPLETED, StepStatus.REFUSED, StepStatus.NOT_NEEDED, StepStatus.UNREACHED, StepStatus.ENDED}
)
"""A step in one of these is over; `ended` is one that was open when its case closed."""


class Holding(Value):
    """An agency that had a step before the one that has it now, and until when."""

    agency: AgencyId
    until: Instant


class StepState(Value):
    """One step of a case. A step without an entry in the case is not ready."""

    id: StepId
    status: StepStatus
    agency: AgencyId | None = None
    opened_at: Instant | None = None
    claimed_by: ActorId | None = None
    claimed_by_name: str | None = None
    finished_at: Instant | None = None
    result: dict[str, Any] = {}
    documents: tuple[Paper, ...] = ()
    refusal: str | None = None
    deemed: bool = False
    """It ended because the time limit passed in silence, which the law takes for an answer."""
    reference: str | None = None
    acknowledged_at: Instant | None = None
    held_before: tuple[Holding, ...] = ()
    last_event_at: Instant | None = None


class Suspension(Value):
    """An interval in which a step waits; open while `ended_at` is null."""

    id: SuspensionId
    step: StepId
    rule: str
    kind: PauseKind
    effect: ClockEffect
    reasons: tuple[str, ...]
    documents: tuple[DocumentId, ...]
    started_at: Instant
    answer_due_at: Instant | None
    ended_at: Instant | None = None
    expired: bool = False
    asked_late: bool = False


class CaseState(Value):
    """Everything that is true of a case after its events; `version` is the sequence of the last one."""

    id: CaseId
    version: int = 0
    status: CaseStatus | None = None
    procedure: ProcedureId | None = None
    procedure_version: ProcedureVersion | None = None
    territory: TerritoryId | None = None
    channel: Channel | None = None
    form: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    documents: tuple[Paper, ...] = ()
    submitted_by: ActorId | None = None
    awaited_by: AgencyId | None = None
    submitted_at: Instant | None = None
    received_at: Instant | None = None
    receiving_agency: AgencyId | None = None
    dossier_code: DossierCode | None = None
    facts_at_receipt: dict[str, Any] = {}
    promised_due_at: Instant | None = None
    """As first promised, on the slip; it never changes. Null before the receipt, and where no law limits the whole."""
    promise_in_force: Instant | None = None
    """As promised last: calendar decisions that came late have moved it."""
    calendars_known_on: date | None = None
    """The calendars as of this day are those that the case's dates were told with."""
    agencies: dict[StepId, AgencyId] = {}
    steps: dict[StepId, StepState] = {}
    suspensions: tuple[Suspension, ...] = ()
    closed_at: Instant | None = None
    closing_reason: str | None = None
    last_event_at: Instant | None = None

    def step_status(self, step: StepId) -> StepStatus:
        known = self.steps.get(step)
        return known.status if known else StepStatus.NOT_READY

    def find_open_suspension(self, step: StepId) -> Suspension | None:
        return next((s for s in self.suspensions if s.step == step and s.ended_at is None), None)

    def open_suspensions(self) -> tuple[Suspension, ...]:
        return tuple(s for s in self.suspensions if s.ended_at is None)


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
    return _apply(moved, event)


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
            return _step(state, event, status=StepStatus.NOT_NEEDED, finished_at=event.at)
        case events.StepUnreached():
            return _step(state, event, status=StepStatus.UNREACHED, finished_at=event.at)
        case events.StepClaimed():
            return _step(state, event, status=StepStatus.CLAIMED, claimed_by=event.by, claimed_by_name=event.name)
        case events.StepReleased():
            return _step(state, event, status=StepStatus.OPEN, claimed_by=None, claimed_by_name=None)
        case events.StepTransferred():
            return _transferred(state, event)
        case events.CaseTransferred():
            return _at_another_counter(state, event)
        case events.FactEstablished():
            known = _step(state, event)
            return known.model_copy(update={"facts": {**state.facts, event.name: event.value}})
        case events.WorkAcknowledged():
            return _step(state, event, reference=event.reference, acknowledged_at=event.at)
        case events.StepCompleted():
            return _completed(state, event)
        case events.StepRefused():
            return _step(state, event, status=StepStatus.REFUSED, finished_at=event.at, refusal=event.reason)
        case events.StepDeemed():
            return _deemed(state, event)
        case events.TimeLimitSuspended():
            return _suspended(state, event)
        case events.TimeLimitResumed():
            resumed = _end_suspension(state, event, expired=False)
            return resumed.model_copy(update={"documents": (*state.documents, *event.documents)})
        case events.SupplementExpired():
            return _end_suspension(state, event, expired=True)
        case events.DueDatesReprojected():
            told = {"promise_in_force": event.after.promised, "calendars_known_on": event.known_on}
            return state.model_copy(update=told)
        case events.CaseCompleted():
            return _closed(state, event.at, CaseStatus.COMPLETED, None)
        case events.CaseRefused():
            return _closed(state, event.at, CaseStatus.REFUSED, None)
        case events.CaseStopped():
            return _closed(state, event.at, CaseStatus.STOPPED, event.reason)
        case events.CaseWithdrawn():
            return _closed(state, event.at, CaseStatus.WITHDRAWN, event.reason)
        case _:
            assert_never(event)


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
            "facts": event.facts,
            "received_at": event.at,
            "facts_at_receipt": event.facts,
            "promised_due_at": event.promised_due_at,
            "promise_in_force": event.promised_due_at,
            "calendars_known_on": civil_date(to_instant(event.at)),
        }
    )


_StepEvent = (
    events.StepOpened
    | events.StepNotNeeded
    | events.StepUnreached
    | events.StepClaimed
    | events.StepReleased
    | events.StepTransferred
    | events.FactEstablished
    | events.WorkAcknowledged
    | events.StepCompleted
    | events.StepRefused
    | events.StepDeemed
    | events.TimeLimitSuspended
    | events.TimeLimitResumed
    | events.SupplementExpired
)


def _step(state: CaseState, event: _StepEvent, **changes: Any) -> CaseState:
    known = state.steps.get(event.step) or StepState(id=event.step, status=StepStatus.NOT_READY)
    moved = known.model_copy(update={**changes, "last_event_at": event.at})
    return state.model_copy(update={"steps": {**state.steps, event.step: moved}})


def _completed(state: CaseState, event: events.StepCompleted) -> CaseState:
    done = _step(
        state,
        event,
        status=StepStatus.COMPLETED,
        finished_at=event.at,
        result=event.result,
        documents=event.documents,
    )
    return done.model_copy(update={"documents": (*state.documents, *event.documents)})


def _deemed(state: CaseState, event: events.StepDeemed) -> CaseState:
    """Silence is an answer: the step is over, and what it still waited for (without its clock standing) with it."""
    status = StepStatus.COMPLETED if event.means is Outcome.COMPLETED else StepStatus.REFUSED
    ended = _step(state, event, status=status, finished_at=event.at, result=event.result, deemed=True)
    suspensions = tuple(
        s.model_copy(update={"ended_at": event.at}) if s.step == event.step and s.ended_at is None else s
        for s in state.suspensions
    )
    return ended.model_copy(update={"suspensions": suspensions})


def _opened(state: CaseState, event: events.StepOpened) -> CaseState:
    """By then another agency may have the work than the one that was competent at the receipt."""
    opened = _step(state, event, status=StepStatus.OPEN, agency=event.agency, opened_at=event.at)
    return opened.model_copy(update={"agencies": {**state.agencies, event.step: event.agency}})


def _at_another_counter(state: CaseState, event: events.CaseTransferred) -> CaseState:
    had = "receiving_agency" if state.received_at is not None else "awaited_by"
    return state.model_copy(update={had: event.to_agency})


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
        asked_late=event.asked_late,
    )
    waiting = _step(state, event, status=StepStatus.SUSPENDED)
    return waiting.model_copy(update={"suspensions": (*state.suspensions, suspension)})


def _end_suspension(
    state: CaseState, event: events.TimeLimitResumed | events.SupplementExpired, *, expired: bool
) -> CaseState:
    ended = tuple(
        s.model_copy(update={"ended_at": event.at, "expired": expired}) if s.id == event.suspension else s
        for s in state.suspensions
    )
    claimed = state.steps[event.step].claimed_by is not None
    going_on = _step(state, event, status=StepStatus.CLAIMED if claimed else StepStatus.OPEN)
    return going_on.model_copy(update={"suspensions": ended})


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
