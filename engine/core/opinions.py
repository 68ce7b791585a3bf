"""What another agency is asked about a step, by when, and what it says: the clock of the step runs on meanwhile."""

from enum import StrEnum

from engine.core.definition_basics import Certainty, LegalBasis
from engine.core.identifiers import ActorId, AgencyId, OpinionId, StepId
from engine.core.values import Instant, Text, Value


class OpinionAnswer(StrEnum):
    """What the consulted agency says. It binds nobody: the step is decided by the agency that has it."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    REMARKS = "remarks"


OPINION_ANSWER: dict[OpinionAnswer, Text] = {
    OpinionAnswer.AGREES: Text(vi="Đồng ý", en="Agrees"),
    OpinionAnswer.DISAGREES: Text(vi="Không đồng ý", en="Does not agree"),
    OpinionAnswer.REMARKS: Text(vi="Có ý kiến khác", en="Has remarks"),
}


OPINION_BASIS = LegalBasis(
    ref="NĐ 61/2018/NĐ-CP",
    article="19(5)",
    certainty=Certainty.UNVERIFIED,
    note="Read in the text of 2018; the successor article in NĐ 118/2025/NĐ-CP was not seen.",
)
"""The lead agency sets a limit for the opinion; nothing there stops its own."""


class OpinionEnd(StrEnum):
    """How a question ended: with an opinion, taken back by who asked, or left open when its step was over."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    LEFT = "left"


class Opinion(Value):
    """One question to one agency; open while `ended_at` is null, whether or not its term has passed.

    `due_at` stays as it was told to the agency: what the calendars learn later moves it neither way.
    """

    id: OpinionId
    step: StepId
    agency: AgencyId
    asked_for: AgencyId
    """The agency that had the step when it asked."""
    question: str
    asked_by: ActorId
    asked_at: Instant
    due_at: Instant
    ended_at: Instant | None = None
    ended: OpinionEnd | None = None
    answer: OpinionAnswer | None = None
    text: str | None = None
    reference: str | None = None
    """The number of the paper that the opinion is in."""
    given_by_name: str | None = None
    withdrawn_because: str | None = None
    run: int = 1
    """The run of the step in which it was asked."""

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def is_late(self, now: Instant) -> bool:
        """Whether its term passed before the answer, or before now. A term holds to its last instant."""
        return (self.ended_at or now) > self.due_at
