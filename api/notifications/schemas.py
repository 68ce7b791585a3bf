"""What the list of a case's notes to its owner shows: no address and no word of them."""

from datetime import datetime

from pydantic import Field

from api.schemas import Read, Words


class OwnerNotification(Read):
    """One note on one way."""

    kind: str = Field(
        examples=["papers_asked"],
        description="`received`, `papers_asked`, `clock_stopped`, `clock_runs`, `date_moved`, `date_extended`, "
        "`due_soon`, `result_ready`, `refused` or `stopped`.",
    )
    title: Words
    way: str = Field(examples=["email"], description="`email`, or `message`: a text message by the gateway.")
    sequence: int = Field(description="The event, or the version of the case, from which it is told.")
    at: datetime = Field(description="As of when it is told.")
    outcome: str | None = Field(
        description="`sent`; `too_late`: the case has gone past it; `no_address`; `refused`: the address takes nothing; "
        "`given_up`: nobody took it for two days. Null while it is to be told."
    )
    settled_at: datetime | None = Field(description="When that was known; null while it is to be told.")
    attempts: int
    next_attempt_at: datetime | None = Field(description="When it is tried, or tried again; null once it is settled.")
    last_error: str | None = Field(description="What the last attempt met with, without the address.")


class OwnerNotifications(Read):
    """As they happened in the case."""

    reached_by: list[str] = Field(
        examples=[["email"]],
        description="The ways on which the owner is told: those that the installation has, and for which he left an "
        "address. Empty: he is told nothing, unless somebody does it.",
    )
    items: list[OwnerNotification]
