"""The words of a worked example: a dated story of one case, and what the law says of it."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from engine.core.case import CaseStatus
from engine.core.definition_basics import TimeLimit
from engine.core.identifiers import AgencyId, DocumentId, ProcedureId, ProcedureVersion, StepId, TerritoryId
from engine.core.legal_time import ClockStatus, NoticeStatus
from engine.core.papers import Channel
from engine.core.values import Instant, Value


def _as_text(value: Any) -> Any:
    """YAML reads an unquoted 2026-09-01 as a date; a version is that date's text."""
    return value.isoformat() if isinstance(value, date) else value


def _with_texts(value: Any) -> Any:
    """The answers of a form: an unquoted date in them is that date's text, as a citizen's form sends it."""
    if isinstance(value, dict):
        return {name: _with_texts(inner) for name, inner in value.items()}
    return _as_text(value)


Answers = Annotated[dict[str, Any], BeforeValidator(_with_texts)]


class Expected(Value):
    """The lawful outcome; what is not said is not compared. `why` is the reckoning, with its articles."""

    promised: Instant | None = Field(default=None, description="The instant that stands on the receipt slip.")
    promised_now: Instant | None = Field(default=None, description="The date now given: by the latest letter, if any.")
    due: dict[StepId, Instant] = Field(default={}, description="The due date of each step that is named.")
    original_due: dict[StepId, Instant] = Field(default={}, description="Before an extension.")
    status: dict[StepId, ClockStatus] = Field(default={}, description="How the clock of each named step stands.")
    first_status: dict[StepId, ClockStatus] = Field(default={}, description="Of the first run of a step done again.")
    total_due_on: date | None = Field(default=None, description="The last day of the total time limit.")
    total_status: ClockStatus | None = Field(default=None, description="How the clock of the whole case stands.")
    answer_due: Instant | None = Field(
        default=None, description="Until when the applicant must answer what was asked for last."
    )
    tell_by: Instant | None = Field(
        default=None, description="Until when the applicant is told what came of the last term that expired."
    )
    published_due_on: date | None = Field(default=None, description="The last day of `total.published`.")
    notice: NoticeStatus | Literal["exempt"] | None = Field(
        default=None, description="Whether it was handed in on time for its event."
    )
    notice_latest_on: date | None = Field(
        default=None, description="The last day on which it is in time before or after its event."
    )
    notice_published_on: date | None = Field(
        default=None, description="The last day by the term of another reading, `after_event.published`."
    )
    agencies: dict[StepId, AgencyId] = Field(default={}, description="Whose each named step is.")
    case_status: CaseStatus | None = Field(default=None, description="Where the whole case stands.")
    steps: dict[StepId, str] = Field(default={}, description="Where steps stand, e.g. `not_needed`.")
    why: tuple[str, ...] = Field(default=(), description="How the dates were reckoned from the law, in sentences.")


VERBS = (
    "claim",
    "ask",
    "answer",
    "resume",
    "extend",
    "complete",
    "refuse",
    "return",
    "establish",
    "migrate",
    "withdraw",
    "look",
)
_WITHOUT_STEP = frozenset({"migrate", "withdraw", "look"})

VersionName = Annotated[ProcedureVersion, BeforeValidator(_as_text)]


class StoryAct(Value):
    """One thing that happens: exactly one verb, whose value is the step (a fact for `establish`, a version for `migrate`)."""

    at: Instant = Field(description="When it happens.")
    claim: StepId | None = Field(default=None, description="A caseworker takes this step on.")
    ask: StepId | None = Field(default=None, description="The agency asks for a supplement, or notes another wait.")
    answer: StepId | None = Field(default=None, description="The applicant hands in what was asked for.")
    resume: StepId | None = Field(default=None, description="The agency notes that its wait is over.")
    extend: StepId | None = Field(default=None, description="The agency apologises and extends, by `plus` or `until`.")
    complete: StepId | None = Field(default=None, description="The agency completes this step.")
    refuse: StepId | None = Field(default=None, description="The agency refuses this step.")
    return_: StepId | None = Field(default=None, alias="return", description="Sends the case back to the step `to`.")
    establish: str | None = Field(default=None, description="The agency of `step` establishes a fact with `value`.")
    migrate: VersionName | None = Field(
        default=None, description="The case comes over to this version, because its applicant asks for it."
    )
    withdraw: str | None = Field(default=None, description="The applicant withdraws; the value is the reason.")
    look: bool | None = Field(default=None, description="Nothing happens; what is expected then is compared.")
    rule: str | None = Field(
        default=None, description="Which suspension or extension is meant; none: the step's first."
    )
    to: StepId | None = Field(default=None, description="The step that a `return` goes back to.")
    step: StepId | None = Field(
        default=None, description="The step whose agency establishes the fact; none: the reception."
    )
    value: bool | int | str | None = Field(default=None, description="What the fact is found to be.")
    plus: TimeLimit | None = Field(default=None, description="How much time an extension adds.")
    until: date | None = Field(default=None, description="The new date of an extension.")
    result: Answers = Field(default={}, description="The fields of the step's result; what is left out is filled in.")
    documents: tuple[DocumentId, ...] = Field(
        default=(),
        description="The papers that are asked for, brought, or received with a completion beside what the step makes; "
        "none: whatever was asked for.",
    )
    because: str = Field(default="ví dụ", description="The reason that is given.")
    expect: Expected | None = Field(default=None, description="What the law says right after this act.")

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
        return StepId(named) if self.verb not in _WITHOUT_STEP else None


class WorkedExample(Value):
    """One story: received, what happened when, and the lawful outcome at the end of it."""

    id: str = Field(description="The short name of the story.")
    title: str = Field(description="What the story shows.")
    version: VersionName = Field(description="The version of the procedure that is played.")
    territory: TerritoryId | None = Field(default=None, description="None: the first one that has every agency.")
    channel: Channel = Field(default=Channel.COUNTER, description="How the dossier is handed in.")
    form: Answers = Field(default={}, description="What the form says; what is left out is filled in.")
    submitted: Instant | None = Field(default=None, description="None: at the receipt.")
    received: Instant = Field(description="When the complete dossier is received; the clock runs from here.")
    facts: dict[str, bool | int | str] = Field(default={}, description="Facts that the reception establishes.")
    story: tuple[StoryAct, ...] = Field(default=(), description="What happens, act by act.")
    expect: Expected = Field(description="What the law says at the end.")


class WorkedExamples(Value):
    """The file beside the versions of a procedure."""

    of: ProcedureId = Field(description="The procedure that the stories are about.")
    worked_examples: tuple[WorkedExample, ...] = Field(description="The stories.")
