"""What is true of a case at one time, as values: its status, its steps, its waits."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.core import events
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
from engine.core.legal_time import ClockEffect, PauseKind
from engine.core.opinions import Opinion
from engine.core.papers import Channel, Paper
from engine.core.step_runs import EstablishedFact, Holding, SentBack, StepRun
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
    SUPERSEDED = "superseded"
    NOT_READY = "not_ready"


ENDED_STEPS = frozenset(
    {
        StepStatus.COMPLETED,
        StepStatus.REFUSED,
        StepStatus.NOT_NEEDED,
        StepStatus.UNREACHED,
        StepStatus.SUPERSEDED,
        StepStatus.ENDED,
    }
)
"""A step in one of these is over; `ended` is one that was open when its case closed."""

FAILED_STEPS = frozenset({StepStatus.REFUSED, StepStatus.UNREACHED})
"""What needs one of these has lost its ground."""


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
    earlier_runs: tuple[StepRun, ...] = ()
    anew: bool = False
    """It has to be done, or decided, once more, because of a fault: until then nothing rests on it."""
    superseded_at: Instant | None = None
    """Since when nothing waits for it; it may be at work all the same, beside the case."""

    @property
    def run(self) -> int:
        """Which run this is: 1, and one more each time that the case was returned to the step."""
        return 1 + len(self.earlier_runs)


class Suspension(Value):
    """An interval in which a step waits; open while `ended_at` is null. One without effect is a note: work goes on."""

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
    run: int = 1
    """The run of the step in which it waits."""
    sent_back: SentBack | None = None
    """Null unless the step has returned the case to an earlier one, and waits until that is done once more."""

    @property
    def holds(self) -> bool:
        return self.effect is not ClockEffect.NONE


class PromiseMove(Value):
    """The promise was moved by calendar decisions that came late; `at` is when that was recorded."""

    at: Instant
    before: Instant
    after: Instant
    decisions: tuple[events.CalendarDecision, ...] = ()


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
    """As they hold now; what was established in a run that had to be done anew holds no more."""
    established: tuple[EstablishedFact, ...] = ()
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
    """As promised last: calendar decisions that came late and extensions have moved it."""
    promise_moves: tuple[PromiseMove, ...] = ()
    """From the first promise to the one in force, in the order of time."""
    calendars_known_at: Instant | None = None
    """The calendars as they were known then are those that the case's dates were told with."""
    agencies: dict[StepId, AgencyId] = {}
    counters: tuple[AgencyId, ...] = ()
    """The one-stop units of the territories that the form names, beside the one that received it."""
    steps: dict[StepId, StepState] = {}
    suspensions: tuple[Suspension, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    """What other agencies were asked, in the order of asking."""
    extensions: tuple[events.TimeLimitExtended, ...] = ()
    when_extended: "CaseState | None" = None
    """The case as it stood when its total was last extended: what the date in that letter was reckoned from."""
    migrated_at: Instant | None = None
    """Since when the case has been under the version that it keeps now; null: since the receipt."""
    closed_at: Instant | None = None
    closing_reason: str | None = None
    last_event_at: Instant | None = None

    def step_status(self, step: StepId) -> StepStatus:
        known = self.steps.get(step)
        return known.status if known else StepStatus.NOT_READY

    def superseded_at(self, step: StepId) -> datetime | None:
        """Since when nothing waits for the step; null while something does."""
        known = self.steps.get(step)
        return known.superseded_at if known else None

    def find_open_suspension(self, step: StepId) -> Suspension | None:
        """What holds the step; a note beside the work does not."""
        return next((s for s in self.open_waits(step) if s.holds), None)

    def open_waits(self, step: StepId) -> tuple[Suspension, ...]:
        """What the step waits for, the one that holds it first."""
        return tuple(sorted((s for s in self.open_suspensions() if s.step == step), key=lambda s: not s.holds))

    def open_suspensions(self) -> tuple[Suspension, ...]:
        return tuple(s for s in self.suspensions if s.ended_at is None)
