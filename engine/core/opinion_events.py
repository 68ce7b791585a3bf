"""Events about the opinion of another agency. None of them moves a due date."""

from typing import Literal

from engine.core.event_basics import EventBase
from engine.core.identifiers import ActorId, AgencyId, OpinionId, StepId
from engine.core.opinions import OpinionAnswer
from engine.core.values import Instant


class OpinionAsked(EventBase):
    """The agency of a step asks another one, and says by when; `due_at` is what its term came to, once and for all."""

    type: Literal["opinion_asked"] = "opinion_asked"
    step: StepId
    opinion: OpinionId
    agency: AgencyId
    asked_for: AgencyId
    asked_by: ActorId
    question: str
    due_at: Instant


class OpinionGiven(EventBase):
    """The consulted agency answers, in time or late."""

    type: Literal["opinion_given"] = "opinion_given"
    step: StepId
    opinion: OpinionId
    answer: OpinionAnswer
    text: str
    reference: str | None = None
    name: str


class OpinionWithdrawn(EventBase):
    """Who asked does not need the opinion any more."""

    type: Literal["opinion_withdrawn"] = "opinion_withdrawn"
    step: StepId
    opinion: OpinionId
    reason: str
