"""The words of a worked example: a dated story of one case, and what the law says of it."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from engine.core.case import CaseStatus
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import DocumentId, ProcedureId, ProcedureVersion, StepId, TerritoryId
from engine.core.legal_time import ClockStatus, NoticeStatus
from engine.core.papers import Channel
from engine.core.values import Instant, Value


class Expected(Value):
    """The lawful outcome; what is not said is not compared. `why` is the reckoning, with its articles."""

    promised: Instant | None = Field(default=None, description="On the slip of the receipt; no letter changes it.")
    promised_now: Instant | None = Field(default=None, description="The date now given: by the latest letter, if any.")
    due: dict[StepId, Instant] = {}
    original_due: dict[StepId, Instant] = Field(default={}, description="Before an extension.")
    status: dict[StepId, ClockStatus] = {}
    first_status: dict[StepId, ClockStatus] = Field(default={}, description="Of the first run of a step done again.")
    total_due_on: date | None = None
    total_status: ClockStatus | None = None
    answer_due: Instant | None = None
    published_due_on: date | None = Field(default=None, description="The last day of `total.published`.")
    notice: NoticeStatus | Literal["exempt"] | None = Field(
        default=None, description="Whether it was handed in early enough before its event."
    )
    notice_latest_on: date | None = None
    case_status: CaseStatus | None = None
    steps: dict[StepId, str] = Field(default={}, description="Where steps stand, e.g. `not_needed`.")
    why: tuple[str, ...] = ()


VERBS = ("claim", "ask", "answer", "resume", "extend", "complete", "refuse", "return", "establish", "withdraw", "look")


class StoryAct(Value):
    """One thing that happens: exactly one verb, whose value is the step (a fact's name for `establish`)."""

    at: Instant
    claim: StepId | None = None
    ask: StepId | None = Field(default=None, description="The agency asks for a supplement, or notes another wait.")
    answer: StepId | None = Field(default=None, description="The applicant hands in what was asked for.")
    resume: StepId | None = Field(default=None, description="The agency notes that its wait is over.")
    extend: StepId | None = Field(default=None, description="The agency apologises and extends, by `plus` or `until`.")
    complete: StepId | None = None
    refuse: StepId | None = None
    return_: StepId | None = Field(default=None, alias="return", description="Sends the case back to the step `to`.")
    establish: str | None = Field(default=None, description="The agency of `step` establishes a fact with `value`.")
    withdraw: str | None = Field(default=None, description="The applicant withdraws; the value is the reason.")
    look: bool | None = Field(default=None, description="Nothing happens; what is expected then is compared.")
    rule: str | None = None
    to: StepId | None = None
    step: StepId | None = None
    value: bool | int | str | None = None
    plus: TimeLimit | None = None
    until: date | None = None
    result: dict[str, Any] = {}
    documents: tuple[DocumentId, ...] = ()
    because: str = "ví dụ"
    expect: Expected | None = None

    def verbs(self) -> tuple[str, ...]:
        """The verbs that are said, as in the file."""
        return tuple(verb for verb in VERBS if getattr(self, "return_" if verb == "return" else verb) is not None)

    @property
    def verb(self) -> str:
        return self.verbs()[0]

    @property
    def on(self) -> StepId | None:
        """The step that is acted on."""
        named = self.step or getattr(self, "return_" if self.verb == "return" else self.verb)
        return StepId(named) if self.verb not in ("withdraw", "look") else None


class WorkedExample(Value):
    """One story: received, what happened when, and the lawful outcome at the end of it."""

    id: str
    title: str
    version: ProcedureVersion
    territory: TerritoryId | None = Field(default=None, description="None: the first one that has every agency.")
    channel: Channel = Channel.COUNTER
    form: dict[str, Any] = {}
    submitted: Instant | None = Field(default=None, description="None: at the receipt.")
    received: Instant
    facts: dict[str, bool | int | str] = Field(default={}, description="Facts that the reception establishes.")
    story: tuple[StoryAct, ...] = ()
    expect: Expected


class WorkedExamples(Value):
    """The file beside the versions of a procedure."""

    of: ProcedureId
    worked_examples: tuple[WorkedExample, ...]
