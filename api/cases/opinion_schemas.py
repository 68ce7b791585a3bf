"""What is answered of the opinions of other agencies."""

from datetime import datetime

from pydantic import Field

from api.schemas import Read, Words


class OpinionRead(Read):
    """A question to another agency; the clock of the step ran on meanwhile."""

    id: str
    step: str
    agency: str = Field(description="The agency that was asked.")
    asked_for: str = Field(description="The agency that asked.")
    question: str
    asked_at: datetime
    due_at: datetime = Field(description="The end of the term, as it was told to the agency.")
    overdue: bool = Field(description="Its term passed before the answer, or before `as_of`.")
    ended_at: datetime | None
    ended: str | None = Field(description="`given`, `withdrawn`, or `left`: the step was over first; null: it is open.")
    answer: str | None = Field(description="`agrees`, `disagrees` or `remarks`.")
    answer_words: Words | None
    text: str | None
    reference: str | None
    given_by: str | None = Field(description="The name of who gave it.")
    withdrawn_because: str | None
