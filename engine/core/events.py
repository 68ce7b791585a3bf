"""Events: what has happened, in the past tense, never changed. `at` is when, in law; `v` the shape's version."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from engine.core.actors import Actor
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.definition_rules import Outcome
from engine.core.event_basics import EventBase
from engine.core.holder_events import StepAssigned, StepClaimed, StepReleased, StepTransferred
from engine.core.identifiers import (
    ActorId,
    AgencyId,
    CalendarId,
    CaseId,
    CommandId,
    DocumentId,
    DossierCode,
    ProcedureId,
    ProcedureVersion,
    StepId,
    SuspensionId,
    TerritoryId,
)
from engine.core.legal_time import ClockEffect, PauseKind, Term, Unit, kept_term
from engine.core.opinion_events import OpinionAsked, OpinionGiven, OpinionWithdrawn
from engine.core.papers import Channel, Paper
from engine.core.values import Instant, Name, Value

__all__ = [
    "ADAPTER",
    "Event",
    "EventBase",
    "OpinionAsked",
    "OpinionGiven",
    "OpinionWithdrawn",
    "RecordedEvent",
    "StepAssigned",
    "StepClaimed",
    "StepReleased",
    "StepTransferred",
]
"""And every event below, each as a name of this module."""


class CaseSubmitted(EventBase):
    type: Literal["case_submitted"] = "case_submitted"
    procedure: ProcedureId
    version: ProcedureVersion
    territory: TerritoryId
    channel: Channel
    form: dict[str, Any]
    documents: tuple[Paper, ...] = ()
    submitted_by: ActorId
    awaited_by: AgencyId | None = None


class CaseReceived(EventBase):
    """The dossier is complete and received; version and agencies are fixed from here.

    No date is promised where no law limits the whole. `counters` are the one-stop units of the territories that the
    form names: they see the case, and do not hold the dossier.
    """

    type: Literal["case_received"] = "case_received"
    version: ProcedureVersion
    dossier_code: DossierCode
    receiving_agency: AgencyId
    agencies: dict[StepId, AgencyId]
    counters: tuple[AgencyId, ...] = ()
    facts: dict[str, Any] = {}
    promised_due_at: Instant | None


class ReceiptRefused(EventBase):
    type: Literal["receipt_refused"] = "receipt_refused"
    reason: str
    legal_basis: LegalBasis


class StepOpened(EventBase):
    """The step is ready and its clock runs."""

    type: Literal["step_opened"] = "step_opened"
    step: StepId
    agency: AgencyId


class StepNotNeeded(EventBase):
    """The step's condition is false for this case."""

    type: Literal["step_not_needed"] = "step_not_needed"
    step: StepId


class StepUnreached(EventBase):
    """A step that this one needs was refused."""

    type: Literal["step_unreached"] = "step_unreached"
    step: StepId
    because: StepId


class CaseTransferred(EventBase):
    """Another unit has the dossier: the one that received it, or still awaits it, has a successor. The code stays."""

    type: Literal["case_transferred"] = "case_transferred"
    from_agency: AgencyId
    to_agency: AgencyId
    reason: str
    legal_basis: LegalBasis | None = None


class FactEstablished(EventBase):
    type: Literal["fact_established"] = "fact_established"
    step: StepId
    name: str
    value: bool | int | str


class WorkAcknowledged(EventBase):
    type: Literal["work_acknowledged"] = "work_acknowledged"
    step: StepId
    reference: str


class StepCompleted(EventBase):
    type: Literal["step_completed"] = "step_completed"
    step: StepId
    result: dict[str, Any] = {}
    documents: tuple[Paper, ...] = ()
    handed_over: tuple[Paper, ...] = ()  # required papers of others that came with it: they outlast a fresh run


class StepRefused(EventBase):
    type: Literal["step_refused"] = "step_refused"
    step: StepId
    reason: str
    legal_basis: LegalBasis


class StepDeemed(EventBase):
    """The agency's time limit passed in silence, and the law takes that for its answer; `at` is when it passed."""

    type: Literal["step_deemed"] = "step_deemed"
    step: StepId
    means: Outcome
    result: dict[str, Any] = {}
    legal_basis: tuple[LegalBasis, ...]


class TimeLimitSuspended(EventBase):
    """A step waits for the applicant's supplement; `answer_due_at` ends the applicant's own term.

    `asked_late`: the agency asked later than its rule allows; the request holds all the same.
    """

    type: Literal["time_limit_suspended"] = "time_limit_suspended"
    step: StepId
    suspension: SuspensionId
    rule: str
    kind: PauseKind
    effect: ClockEffect
    reasons: tuple[str, ...]
    documents: tuple[DocumentId, ...] = ()
    answer_due_at: Instant | None = None
    asked_late: bool = False
    legal_basis: tuple[LegalBasis, ...]


class TimeLimitResumed(EventBase):
    type: Literal["time_limit_resumed"] = "time_limit_resumed"
    step: StepId
    suspension: SuspensionId
    documents: tuple[Paper, ...] = ()
    note: str | None = None


class SupplementExpired(EventBase):
    """The applicant's term passed without an answer."""

    type: Literal["supplement_expired"] = "supplement_expired"
    step: StepId
    suspension: SuspensionId


class Addition(Value):
    """What an extension came to when it was granted, once and for all: whole days of its unit, or exact seconds."""

    unit: Unit
    days: int | None = None
    seconds: int | None = None

    @property
    def term(self) -> Term:
        return kept_term(self.unit, self.days, self.seconds)


class ExtendedDue(Value):
    """A due date that an extension moved, as it was known then: while a clock stands, as if it went on at once."""

    adds: Addition
    before: Instant
    after: Instant


class TimeLimitExtended(EventBase):
    """An agency that cannot keep its time limit gave a new date, with its reason; the original stays beside it.

    The letter said `plus` or `new_due_on`; `of_step` and `of_total` are what it came to, by what it applies to.
    """

    type: Literal["time_limit_extended"] = "time_limit_extended"
    step: StepId
    rule: str
    plus: TimeLimit | None = None
    new_due_on: date | None = None
    reason: str
    agency_at_fault: AgencyId | None = None
    of_step: ExtendedDue | None = None
    of_total: ExtendedDue | None = None
    promised: Instant | None = None
    legal_basis: tuple[LegalBasis, ...]


class StepReturned(EventBase):
    """The result of an earlier step proved wrong: the case goes back to it, and this step waits."""

    type: Literal["step_returned"] = "step_returned"
    step: StepId
    to: StepId
    suspension: SuspensionId
    reason: str
    legal_basis: tuple[LegalBasis, ...]


class StepReopened(EventBase):
    """A step that was completed is done once more, from its beginning; its clock runs anew."""

    type: Literal["step_reopened"] = "step_reopened"
    step: StepId
    agency: AgencyId


class StepTakenBack(EventBase):
    """What the step had made, or was making, rests on a result that is being mended: it is done anew after that."""

    type: Literal["step_taken_back"] = "step_taken_back"
    step: StepId
    because: StepId


class StepSuperseded(EventBase):
    """Another branch was enough for what waited for the first of several: nothing waits for this step any more.

    `because` is the step that was enough. `ends`: the step is over; else its agency may go on, and the case, its end
    and its lateness do not look at it.
    """

    type: Literal["step_superseded"] = "step_superseded"
    step: StepId
    because: StepId
    ends: bool


class DueDates(Value):
    """What is due when: the date promised on the slip, the case, its steps; null or absent while a clock stands.

    `answers`: until when the applicant may answer a request that is open.
    """

    promised: Instant | None
    case: Instant | None
    steps: dict[StepId, Instant]
    answers: dict[SuspensionId, Instant] = {}


class CalendarDecision(Value):
    """A day, or an outage, that the calendars came to see otherwise, and the decision behind it.

    Of an outage `began_at` says since when (`day` is its date), `ended_at` until when, `is_off` that it holds. Of a day
    on which an office works only for some hours `hours` are those, and `is_off` says that it does not work the others.
    """

    calendar: CalendarId
    day: date
    name: Name
    is_off: bool
    source: str
    decision: LegalBasis | None = None
    announced_on: date | None = None
    began_at: Instant | None = None
    ended_at: Instant | None = None
    hours: tuple[tuple[str, str], ...] = ()


class DueDatesReprojected(EventBase):
    """A calendar decision that came late moved the dates; `known_before` and `known_on` are the days of knowledge."""

    type: Literal["due_dates_reprojected"] = "due_dates_reprojected"
    calendars: str
    known_before: date
    known_on: date
    before: DueDates
    after: DueDates
    decisions: tuple[CalendarDecision, ...] = ()


class CaseMigrated(EventBase):
    """The case goes on under another version; what had happened stays, under the new names of the steps.

    `steps`: each step that had begun -> the step that goes on with it, or `-`: it ended without one.
    `agencies`: of every step of the new version. The dates are before in the old version's names, after in the new.
    """

    type: Literal["case_migrated"] = "case_migrated"
    from_version: ProcedureVersion
    to_version: ProcedureVersion
    requested: bool = False
    steps: dict[StepId, StepId]
    agencies: dict[StepId, AgencyId]
    before: DueDates
    after: DueDates
    legal_basis: tuple[LegalBasis, ...]


class CaseCompleted(EventBase):
    type: Literal["case_completed"] = "case_completed"


class CaseRefused(EventBase):
    type: Literal["case_refused"] = "case_refused"


class CaseStopped(EventBase):
    type: Literal["case_stopped"] = "case_stopped"
    reason: str


class CaseWithdrawn(EventBase):
    type: Literal["case_withdrawn"] = "case_withdrawn"
    reason: str


Event = Annotated[
    CaseSubmitted
    | CaseReceived
    | ReceiptRefused
    | StepOpened
    | StepNotNeeded
    | StepUnreached
    | StepClaimed
    | StepReleased
    | StepAssigned
    | StepTransferred
    | CaseTransferred
    | FactEstablished
    | WorkAcknowledged
    | StepCompleted
    | StepRefused
    | StepDeemed
    | TimeLimitSuspended
    | TimeLimitResumed
    | SupplementExpired
    | TimeLimitExtended
    | StepReturned
    | StepReopened
    | StepTakenBack
    | StepSuperseded
    | OpinionAsked
    | OpinionGiven
    | OpinionWithdrawn
    | DueDatesReprojected
    | CaseMigrated
    | CaseCompleted
    | CaseRefused
    | CaseStopped
    | CaseWithdrawn,
    Field(discriminator="type"),
]
ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


class RecordedEvent(Value):
    """An event in the ledger: its place in the case, who caused it, and when it was really written down."""

    case_id: CaseId
    sequence: int = Field(ge=1)
    recorded_at: Instant
    command_id: CommandId
    actor: Actor
    event: Event
