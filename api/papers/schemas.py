"""What the list of a case's papers shows."""

from datetime import datetime

from pydantic import Field

from api.schemas import Read, Words


class StatutoryPaper(Read):
    """One paper; its PDF is at `/cases/{case_id}/papers/{name}`."""

    name: str = Field(
        examples=["receipt-2"], description="Within the case: what it says, and the event that caused it."
    )
    kind: str = Field(
        examples=["receipt"],
        description="`receipt`, `supplement`, `refusal`, `apology`, `stop` or `control-sheet`.",
    )
    title: Words
    form: str = Field(examples=["01"], description="The number of the form in the set that is in force on its day.")
    form_set: str = Field(examples=["tt-03-2025"])
    sequence: int = Field(description="The event that caused it; it says what was known after that event.")
    at: datetime = Field(description="The instant of that event.")
    made_at: datetime | None = Field(description="Null until it is made: by the executor, or when it is asked for.")
    sha256: str | None = Field(description="Of the PDF; null until it is made.")
    template: str | None = Field(description="What it was set with; null until it is made.")


class PapersOfCase(Read):
    """In the order of the events; of a running case the control sheet as it stands now comes last."""

    items: list[StatutoryPaper]
