"""Commands: orders that people and systems give. Each carries its own id, so that a repeat is harmless."""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from engine.core.actors import Actor
from engine.core.definition_basics import LegalBasis, TimeLimit
from engine.core.identifiers import (
    ActorId,
    AgencyId,
    CaseId,
    CommandId,
    DocumentId,
    DossierCode,
    OpinionId,
    ProcedureId,
    ProcedureVersion,
    StepId,
    SuspensionId,
    TerritoryId,
)
from engine.core.opinions import OpinionAnswer
from engine.core.papers import Channel, Paper
from engine.core.values import Instant, Value


class CommandBase(Value):
    """What every command carries.

    `occurred_at` lets an office that was offline enter what happened earlier: at most now, at least the
    previous event of that step. `expected_version` refuses the command if somebody was faster.
    """

    command_id: CommandId
    case_id: CaseId
    actor: Actor
    occurred_at: Instant | None = None
    expected_version: int | None = Field(default=None, ge=0)


class SubmitCase(CommandBase):
    """The applicant hands in the dossier (nộp hồ sơ)."""

    type: Literal["submit_case"] = "submit_case"
    procedure: ProcedureId
    territory: TerritoryId
    channel: Channel
    form: dict[str, Any]
    documents: tuple[Paper, ...] = ()


class ReceiveCase(CommandBase):
    """The one-stop unit takes the complete dossier in (tiếp nhận); the clock runs from here."""

    type: Literal["receive_case"] = "receive_case"
    dossier_code: DossierCode
    receiving_agency: AgencyId
    facts: dict[str, Any] = {}


class RefuseReceipt(CommandBase):
    """The one-stop unit does not take the dossier in (từ chối tiếp nhận)."""

    type: Literal["refuse_receipt"] = "refuse_receipt"
    reason: str = Field(min_length=1)
    legal_basis: LegalBasis


class ClaimStep(CommandBase):
    """A caseworker takes an open step on (nhận xử lý)."""

    type: Literal["claim_step"] = "claim_step"
    step: StepId


class ReleaseStep(CommandBase):
    """The caseworker gives the step back to the agency's worklist."""

    type: Literal["release_step"] = "release_step"
    step: StepId


class AssignStep(CommandBase):
    """The agency's lead gives the step to a colleague (giao xử lý).

    `assignee`: the account of that id, looked up when the command was handed in; null where there is none.
    """

    type: Literal["assign_step"] = "assign_step"
    step: StepId
    to: ActorId
    assignee: Actor | None = None


class EstablishFact(CommandBase):
    """The agency of a step establishes a fact that conditions of the procedure look at."""

    type: Literal["establish_fact"] = "establish_fact"
    step: StepId
    name: str
    value: bool | int | str


class CompleteStep(CommandBase):
    """The agency finishes its step with its result; `documents`: what it makes, and required papers that come now."""

    type: Literal["complete_step"] = "complete_step"
    step: StepId
    result: dict[str, Any] = {}
    documents: tuple[Paper, ...] = ()


class RefuseStep(CommandBase):
    """The agency refuses (từ chối giải quyết); what needs this step is not reached any more."""

    type: Literal["refuse_step"] = "refuse_step"
    step: StepId
    reason: str = Field(min_length=1)
    legal_basis: LegalBasis


class AcknowledgeWork(CommandBase):
    """The agency's own system has taken an automatic step on and will answer later."""

    type: Literal["acknowledge_work"] = "acknowledge_work"
    step: StepId
    reference: str


class RequestSupplement(CommandBase):
    """The agency asks the applicant to supplement the dossier (form 02): complete, with reasons."""

    type: Literal["request_supplement"] = "request_supplement"
    step: StepId
    rule: str = "supplement"
    reasons: tuple[str, ...] = Field(min_length=1)
    documents: tuple[DocumentId, ...] = ()


class HandInSupplement(CommandBase):
    """The missing papers come in; the clock runs again."""

    type: Literal["hand_in_supplement"] = "hand_in_supplement"
    step: StepId
    documents: tuple[Paper, ...] = ()
    note: str | None = None


class ResumeTimeLimit(CommandBase):
    """The agency notes that what it waited for has come: an opinion, the originals, the proof of a payment."""

    type: Literal["resume_time_limit"] = "resume_time_limit"
    step: StepId
    rule: str | None = Field(
        default=None, description="Which wait, where the step has several; none: the one that holds it."
    )
    documents: tuple[Paper, ...] = ()
    note: str | None = None


class ReturnToStep(CommandBase):
    """The agency finds a fault in the result of an earlier step and sends the case back to it."""

    type: Literal["return_to_step"] = "return_to_step"
    step: StepId
    to: StepId
    reason: str = Field(min_length=1)


class AskOpinion(CommandBase):
    """The agency of a step asks another one for its opinion (lấy ý kiến); its own clock runs on.

    Its term is `within`, by the calendar of the agency that is asked, or ends at `answer_by`.
    """

    type: Literal["ask_opinion"] = "ask_opinion"
    step: StepId
    agency: AgencyId
    question: str = Field(min_length=1)
    within: TimeLimit | None = None
    answer_by: Instant | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.within is None) == (self.answer_by is None):
            raise ValueError("say either `within` or `answer_by`")
        return self


class GiveOpinion(CommandBase):
    """The consulted agency says what it thinks (cho ý kiến)."""

    type: Literal["give_opinion"] = "give_opinion"
    step: StepId
    opinion: OpinionId
    answer: OpinionAnswer
    text: str = Field(min_length=1)
    reference: str | None = None


class WithdrawOpinion(CommandBase):
    """The agency that asked takes its question back."""

    type: Literal["withdraw_opinion"] = "withdraw_opinion"
    step: StepId
    opinion: OpinionId
    reason: str = Field(min_length=1)


class ExpireSupplement(CommandBase):
    """The applicant's term has passed without an answer; given by the sweep."""

    type: Literal["expire_supplement"] = "expire_supplement"
    suspension: SuspensionId


class ExtendTimeLimit(CommandBase):
    """A leader of the agency apologises and gives a new date (xin lỗi và hẹn lại, gia hạn; form 04)."""

    type: Literal["extend_time_limit"] = "extend_time_limit"
    step: StepId
    rule: str
    plus: TimeLimit | None = None
    new_due_on: date | None = None
    reason: str = Field(min_length=1)
    agency_at_fault: AgencyId | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.plus is None) == (self.new_due_on is None):
            raise ValueError("say either `plus` or `new_due_on`")
        return self


class NoteSilence(CommandBase):
    """An agency's time limit has passed in silence that the law takes for an answer; given by the sweep."""

    type: Literal["note_silence"] = "note_silence"
    step: StepId


class ReprojectDueDates(CommandBase):
    """The calendars say otherwise than when the dates of the case were told; given by the re-projection."""

    type: Literal["reproject_due_dates"] = "reproject_due_dates"


class TransferStep(CommandBase):
    """Another agency goes on with an open step: a successor, or the one that is competent; the clock is not touched."""

    type: Literal["transfer_step"] = "transfer_step"
    step: StepId
    to_agency: AgencyId
    reason: str = Field(min_length=1)
    legal_basis: LegalBasis | None = None


class TransferCase(CommandBase):
    """Another unit answers for the dossier to the applicant: the successor of the one-stop unit that has it."""

    type: Literal["transfer_case"] = "transfer_case"
    from_agency: AgencyId | None = None
    """A counter elsewhere that sees the case; null: the unit that holds the dossier."""
    to_agency: AgencyId
    reason: str = Field(min_length=1)
    legal_basis: LegalBasis | None = None


class MigrateCase(CommandBase):
    """A running case comes over to another version; `requested`: the applicant asked for it."""

    type: Literal["migrate_case"] = "migrate_case"
    to_version: ProcedureVersion
    requested: bool = False


class WithdrawCase(CommandBase):
    """The applicant withdraws the dossier (rút hồ sơ)."""

    type: Literal["withdraw_case"] = "withdraw_case"
    reason: str = Field(min_length=1)


StepCommand = (
    ClaimStep
    | ReleaseStep
    | AssignStep
    | EstablishFact
    | CompleteStep
    | RefuseStep
    | AcknowledgeWork
    | RequestSupplement
    | HandInSupplement
    | TransferStep
    | ExtendTimeLimit
    | ResumeTimeLimit
    | ReturnToStep
    | AskOpinion
    | GiveOpinion
    | WithdrawOpinion
)
Command = Annotated[
    SubmitCase
    | ReceiveCase
    | RefuseReceipt
    | StepCommand
    | ExpireSupplement
    | NoteSilence
    | ReprojectDueDates
    | TransferCase
    | MigrateCase
    | WithdrawCase,
    Field(discriminator="type"),
]
ADAPTER: TypeAdapter[Command] = TypeAdapter(Command)
