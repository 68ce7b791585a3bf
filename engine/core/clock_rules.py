"""The rules of a definition that stop, restart or move a time limit: suspensions and extensions, as YAML declares them."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from engine.core.definition_basics import Expression, LegalBasis, TimeLimit
from engine.core.legal_time import ClockEffect, PauseKind
from engine.core.values import Text, Value


class OnExpiry(StrEnum):
    """What happens when the applicant lets the term of a supplement pass: the case stops, the step is refused, or neither."""

    STOP = "stop"
    REFUSE = "refuse"
    NOTHING = "nothing"


class EndedBy(StrEnum):
    """Who ends a suspension: the applicant hands in what was asked for, or the agency notes that the wait is over."""

    APPLICANT = "applicant"
    AGENCY = "agency"


class AppliesTo(StrEnum):
    """Whose clock a rule is for: the step's own, that of the total, or both."""

    STEP = "step"
    TOTAL = "total"
    BOTH = "both"


class SuspensionRule(Value):
    """Why and how a step's time limit may be suspended."""

    title: Text = Field(description="The reason, as people read it.")
    kind: PauseKind = Field(default=PauseKind.SUPPLEMENT, description="Whom or what the wait is for.")
    effect: ClockEffect = Field(
        default=ClockEffect.SUSPEND,
        description="What the wait does to the time limit: it stops, it counts anew afterwards, or nothing.",
    )
    applies_to: AppliesTo = Field(
        default=AppliesTo.STEP,
        description="`both`: the clock of the total stops or restarts with the step's, whatever the other steps do; "
        "`step`: the total stands only as its `policy` says.",
    )
    max: int | None = Field(default=None, ge=1, description="How often in one step.")
    ask_within: TimeLimit | None = Field(
        default=None, description="How soon after its start the step must ask; a later request is marked as late."
    )
    ended_by: EndedBy = Field(
        default=EndedBy.APPLICANT,
        description="Who ends the wait: the applicant with the paper, or the agency with a note.",
    )
    applicant_term: TimeLimit | None = Field(default=None, description="How long the applicant may take to answer.")
    applicant_term_when: dict[Expression, TimeLimit] = Field(
        default={},
        description="Other terms of the applicant by their conditions; the first condition that holds counts, else "
        "`applicant_term`. They look at the form and at what is known at the receipt. `max` counts them together.",
    )
    on_expiry: OnExpiry = Field(default=OnExpiry.NOTHING, description="What happens when that term passes unanswered.")
    tell_within: TimeLimit | None = Field(
        default=None, description="How soon after that the agency tells the applicant the refusal or the stop, and why."
    )
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1, description="Where this suspension is allowed.")


ORIGINAL_LIMIT = "original_limit"
"""A cap in words: at most as long again as the time limit that is extended."""


AtMost = Annotated[
    Annotated[TimeLimit, Tag("limit")] | Annotated[Literal["original_limit"], Tag("words")],
    Discriminator(lambda value: "words" if value == ORIGINAL_LIMIT else "limit"),
]


class ExtensionRule(Value):
    """When and how far an agency that cannot keep its time limit may extend it, with an apology (form 04)."""

    title: Text = Field(description="The reason, as people read it.")
    max: int = Field(default=1, ge=1, description="How often: in one step, or in one case if it moves the total.")
    notice_days: int = Field(
        default=1, ge=0, description="So many days before the due date it is granted at the latest (NĐ 61/2018 19(9))."
    )
    at_most: AtMost | None = Field(
        default=None, description="The most that its extensions add in all: a limit, or `original_limit`."
    )
    applies_to: AppliesTo = Field(
        default=AppliesTo.STEP, description="Which due date moves: the step's, the case's, both."
    )
    legal_basis: tuple[LegalBasis, ...] = Field(min_length=1, description="Where this extension is allowed.")
