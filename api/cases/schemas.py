"""What is answered about a case."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from api.cases.note_schemas import DeemedRead, MigrationRead, NoticeRead, WithoutLimitRead
from api.cases.opinion_schemas import OpinionRead
from api.problem import LegalBasisRead
from api.schemas import PaperRead, Read, Words


class ClockRead(Read):
    """How one time limit stands."""

    status: str = Field(examples=["in_time"])
    status_words: Words
    judged: bool = Field(description="False when it stopped without a result: neither early, on time nor late.")
    paused: bool = Field(description="Does not run: the case waits for the applicant or for others.")
    due_at: datetime | None = Field(description="Null while it does not run.")
    due_if_resumed_now: datetime | None
    original_due_at: datetime | None = Field(description="Without extensions; as `due_at` if there is none.")
    extended: bool = Field(description="An extension is in force.")
    late_against_original: bool = Field(description="Late if there had been no extension.")
    elapsed_seconds: int
    remaining_seconds: int | None
    remaining_days: int | None = Field(description="Days left; below 0 in time too, if it ends later on a working day.")


class CaseClockRead(ClockRead):
    """How the time limit of the whole case stands."""

    projected_completion: datetime | None
    projected_late: bool
    critical_path: list[str]


class LimitRead(Read):
    """A time limit: a number and its unit."""

    n: str = Field(examples=["2"])
    unit: str = Field(examples=["working_days"])
    words: Words


class StepRunRead(Read):
    """A former run of a step, superseded: its result proved wrong, or that of a step that it rests on."""

    opened_at: datetime
    finished_at: datetime
    claimed_by: str | None = Field(description="The name of the caseworker.")
    result: dict[str, Any]
    documents: list[PaperRead] = Field(description="These count no more.")
    facts: dict[str, Any] = Field(description="What it established; these count no more.")
    ended: str = Field(description="`completed`, `refused`, or `broken_off` when its ground was taken away.")
    replaced_at: datetime | None = Field(description="Since when it does not stand.")
    because: str | None = Field(description="The step whose result proved wrong: this one, or one that it rests on.")
    clock: ClockRead | None


class StepRead(Read):
    """One step of the case."""

    id: str
    title: Words
    agency: str | None = Field(description="Null until the receipt fixes it.")
    agency_title: Words | None
    status: str
    status_words: Words
    opened_at: datetime | None
    claimed_by: str | None = Field(description="The name of the caseworker.")
    finished_at: datetime | None
    part: str = Field(description="What the agency is in the case: it leads, takes part, or is only asked.")
    part_words: Words
    join: str = Field(description="Whether it waits for `all` of the steps that it needs, or for `any` of them.")
    earlier_runs: list[StepRunRead] = Field(
        description="Not empty if the case was returned to this step, or to one that it rests on."
    )
    superseded_at: datetime | None = Field(description="Since when nothing waits for the step: another was enough.")
    result: dict[str, Any]
    refusal: str | None
    deemed: DeemedRead | None = Field(description="Null unless silence has answered.")
    automatic: bool
    limit: LimitRead | None
    without_limit: WithoutLimitRead | None = Field(description="Why `limit` and `clock` are null, if no law limits it.")
    clock: ClockRead | None
    answer_clock: ClockRead | None = Field(
        description="How the agency's system stands with answering that it has taken the work on."
    )
    projected_at: datetime | None


class SuspensionRead(Read):
    """An interval in which a step waits."""

    id: str
    step: str
    rule: str
    kind_words: Words
    reasons: list[str]
    documents: list[str]
    started_at: datetime
    answer_due_at: datetime | None
    ended_at: datetime | None
    expired: bool
    effect: str = Field(description="With `none` it is a note: the clock runs and the work goes on.")
    sent_back_to: str | None = Field(description="The earlier step that is done once more, and is waited for.")
    asked_late: bool = Field(description="The agency asked later than its rule allows; the request holds.")
    tell_by: datetime | None = Field(description="Until when the applicant is told what came of the term, and why.")


class MovedRead(Read):
    """A due date that an extension moved, as it was known when it was granted."""

    before: datetime
    before_on: date
    after: datetime
    after_on: date


class ExtensionRead(Read):
    """An agency's apology with a new date (form 04); the original date stays beside it."""

    step: str
    rule: str
    title: Words
    granted_at: datetime
    reason: str
    agency_at_fault: str | None
    agency_at_fault_title: Words | None
    plus: LimitRead | None = Field(description="As the letter says it; else `new_due_on`.")
    new_due_on: date | None
    of_step: MovedRead | None = Field(description="Null if the rule moves the promised date only.")
    of_total: MovedRead | None = Field(description="Null if the rule moves the step's own date only.")
    legal_basis: list[LegalBasisRead]


class ExecutionRead(Read):
    """How far the executor (Prefect) has come with the case."""

    flow_run_id: str | None
    seen_version: int
    lag: int = Field(description="How many versions the executor has not seen yet.")


class PromiseRead(Read):
    """The date promised on the slip, and the one that stands now: a late calendar decision or an extension moves it."""

    original_due_at: datetime
    original_on: date
    present_due_at: datetime
    present_on: date
    is_changed: bool


class CaseRead(Read):
    """A case as of one instant."""

    id: str
    version: int
    status: str
    status_words: Words
    dossier_code: str | None = Field(examples=["H56.06-231027-0361"])
    procedure: str
    procedure_version: str
    procedure_title: Words
    territory: str
    channel: str
    applicant: str
    form: dict[str, Any]
    facts: dict[str, Any]
    documents: list[PaperRead]
    submitted_at: datetime
    received_at: datetime | None
    receiving_agency: str | None
    promised_due_at: datetime | None = Field(description="As first promised, on the slip; it never changes.")
    promised_on: date | None
    promise: PromiseRead | None = Field(description="Null before the receipt, and where no law limits the whole.")
    closed_at: datetime | None
    closing_reason: str | None
    as_of: datetime
    provisional_because: list[Words] = Field(
        description="Calendars that end before a due date can; the dates are provisional until they reach further."
    )
    clock: CaseClockRead | None
    without_limit: WithoutLimitRead | None = Field(
        description="Why there is neither promise nor clock, if no law limits the whole."
    )
    acceptance: ClockRead | None
    notice: NoticeRead | None
    steps: list[StepRead]
    suspensions: list[SuspensionRead]
    opinions: list[OpinionRead] = Field(description="What other agencies were asked; no clock stops for it.")
    extensions: list[ExtensionRead]
    migrations: list[MigrationRead]
    prefect: ExecutionRead | None = Field(description="Null in the answer to a command.")


class CitizenAccess(Read):
    """How the citizen comes to the own case: told once, for the slip; the product keeps a digest and cannot tell it again."""

    secret: str | None = Field(
        examples=["K7QM-3XRD-9VHA"],
        description="Null in the answer to a repeated request: it was told with the first. If that answer was lost, ask "
        "for a new one.",
    )
    link: str | None = Field(
        examples=["https://hoso.example.gov.vn/track#H56.06-231027-0361/K7QM-3XRD-9VHA"],
        description="For a QR code. What stands behind `#` is never sent to a server, so no log has it. Without a host "
        "where the installation has not been told its own address.",
    )


class CaseDone(Read):
    """What is answered to a command whose sender wants no more: which case, and its version after the command."""

    id: str
    version: int


class CaseReceivedRead(CaseRead):
    """The case right after its receipt, with what the slip tells the citizen."""

    citizen_access: CitizenAccess


class CaseSummary(Read):
    """One line in a list of cases."""

    id: str
    version: int
    status: str
    status_words: Words
    dossier_code: str | None
    procedure: str
    procedure_version: str
    territory: str
    applicant: str
    submitted_at: datetime
    received_at: datetime | None
    promised_due_at: datetime | None
    promised_on: date | None
    due_at: datetime | None
    closed_at: datetime | None


class CaseList(Read):
    """A page of the list; `next` is the cursor for `after`, null at the end."""

    items: list[CaseSummary]
    next: str | None


class PrincipalRead(Read):
    """For whom it was done, while that person was away."""

    id: str
    name: str


class ActorRead(Read):
    """Who acted."""

    id: str
    name: str
    agency: str | None
    on_behalf_of: PrincipalRead | None = Field(description="Null: the actor acted for himself.")


class EventRead(Read):
    """What has happened; never changed afterwards."""

    sequence: int
    words: Words
    recorded_at: datetime = Field(description="When it was written down.")
    actor: ActorRead
    command_id: str
    event: dict[str, Any] = Field(
        description="`type`, `at` (when it happened, in law), `v` (the shape's version) and what it says.",
        examples=[{"type": "step_claimed", "at": "2026-08-22T08:30:00+07:00", "v": 1, "step": "register_birth"}],
    )


class EventList(Read):
    """All events of the case in their order."""

    events: list[EventRead]


class DueDates(Read):
    """Every time limit of the case as of one instant."""

    as_of: datetime
    promised_due_at: datetime | None
    promised_on: date | None
    published_on: date | None = Field(
        description="The last day of the term that the national database publishes, where it reads otherwise than the "
        "law; nobody is held to it."
    )
    provisional_because: list[Words] = Field(
        description="Calendars that end before a due date can; the dates are provisional until they reach further."
    )
    total: LimitRead | None
    without_limit: WithoutLimitRead | None
    case: CaseClockRead | None
    acceptance: ClockRead | None
    steps: list[StepRead]


class AvailableCommandRead(Read):
    """A command that the caller may give now."""

    command: str = Field(examples=["complete_step"])
    step: str | None = Field(examples=["register_birth"])
    method: str = "POST"
    href: str = Field(examples=["/cases/8b0e…/steps/register_birth/complete"])
    missing_documents: list[str] = Field(
        description="What the step cannot be completed without and is not there yet: ask the applicant for it, or "
        "record it in `documents` of the completion.",
        examples=[["proof_of_payment"]],
    )


class AvailableCommands(Read):
    """All commands that the caller may give now."""

    version: int
    items: list[AvailableCommandRead]


class PlannedStep(Read):
    """A step as it was planned at the receipt."""

    id: str
    title: Words
    agency: str | None
    agency_title: Words | None
    limit: LimitRead | None
    without_limit: WithoutLimitRead | None
    planned_at: datetime | None = Field(description="Null where nothing can be planned: no law limits it.")


class Receipt(Read):
    """Form 01: the receipt and appointment slip (Giấy tiếp nhận hồ sơ và hẹn trả kết quả)."""

    form: str = "01"
    title: Words
    dossier_code: str
    agency: str
    agency_title: Words
    procedure: str
    procedure_code: str | None
    procedure_version: str
    procedure_title: Words
    applicant: str
    channel_words: Words
    papers: list[PaperRead]
    received_at: datetime
    total: LimitRead | None
    without_limit: WithoutLimitRead | None = Field(description="Why no date is promised, if no law limits the whole.")
    promised_due_at: datetime | None
    promised_on: date | None
    notice: NoticeRead | None
    steps: list[PlannedStep]
    legal_basis: list[LegalBasisRead]


class CaseChange(Read):
    """What a `change` event says; read the case for the rest."""

    case_id: str
    version: int
    status: str
    status_words: Words
