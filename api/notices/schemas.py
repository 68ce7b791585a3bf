"""What a notice of time shows."""

from datetime import datetime

from pydantic import Field

from api.schemas import Read, Words


class NoticeOfTime(Read):
    """One rung that was passed, and told once."""

    case_id: str
    kind: str = Field(
        examples=["overdue"], description="`due_soon`, `overdue`, `supplement_expired`, `silence` or `opinion_overdue`."
    )
    words: Words
    step: str | None = Field(description="Null of the whole case.")
    opinion: str | None = Field(description="The question to another agency, of `opinion_overdue` alone.")
    agency: str = Field(description="Whom it was told.")
    due_at: datetime
    at: datetime = Field(description="When it was passed: its own instant, however late it was noticed.")
    told_at: datetime
    version: int = Field(description="The version of the case as it was then.")


class NoticesOfTime(Read):
    """A page of notices; `next` is the cursor for `after`, null at the end."""

    items: list[NoticeOfTime]
    next: str | None
