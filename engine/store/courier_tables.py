"""What is still to be carried: messages to agencies' systems, and versions that the executor has not seen."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, both_or_neither, table_of

NEEDS_ENTRY = "wake_version > seen_version OR retry_at IS NOT NULL"
"""The executor must enter the case, now or at `retry_at`. The index and the question use the very same words."""

NEEDS_SHOWING = "shown_version < version AND wake_version <= seen_version AND flow_run_id IS NOT NULL"
"""The newest version needs no entry, but the run shows an older one."""


NEEDS_SEALING = "version > sealed_version"
"""Events of the case are not in the audit chain yet."""

LONGEST_TRACES = 8 * 56 - 1
"""Eight, with a space between; of what comes then only the trace of the command itself tells."""


class OutboxTable(StoreTable, table=True):
    """A message to an agency's system; its key is what makes a repeat harmless for the receiver."""

    __tablename__ = "outbox"
    __table_args__ = (
        # A delivered message has the receiver's answer, and nothing else has one.
        both_or_neither("delivered_at", "receipt", "ck_outbox_delivered_has_receipt"),
        # Attempts are counted.
        CheckConstraint("attempts >= 0", name="ck_outbox_attempts_counted"),
        # What is still to be delivered for a case.
        Index(
            "ix_outbox_due",
            "case_id",
            sqlite_where=text("delivered_at IS NULL"),
            postgresql_where=text("delivered_at IS NULL"),
        ),
    )

    key: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="cases.case_id")
    step: str
    agency: str
    system: str
    operation: str
    payload: str = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcInstant)
    attempts: int
    next_attempt_at: datetime = Field(sa_type=UtcInstant)
    last_error: str | None
    delivered_at: datetime | None = Field(sa_type=UtcInstant)
    receipt: str | None = Field(sa_type=JSON, sa_column_kwargs={"nullable": True})


class WakeTable(StoreTable, table=True):
    """How far the executor has seen each case: the transactional outbox towards Prefect, without messages."""

    __tablename__ = "wakes"
    __table_args__ = (
        # Versions of a case count from one.
        CheckConstraint("version >= 1", name="ck_wakes_version_from_one"),
        # Nothing calls for an entry in a version that is not there yet.
        CheckConstraint("wake_version BETWEEN 0 AND version", name="ck_wakes_wake_not_ahead"),
        # The executor has not seen a version that is not there yet.
        CheckConstraint("seen_version BETWEEN 0 AND version", name="ck_wakes_seen_not_ahead"),
        # Nor has it shown one.
        CheckConstraint("shown_version BETWEEN 0 AND version", name="ck_wakes_shown_not_ahead"),
        # A lease has an owner and an end.
        both_or_neither("lease_owner", "leased_until", "ck_wakes_lease_has_end"),
        # One flow run executes one case.
        Index(
            "uq_wakes_flow_run",
            "flow_run_id",
            unique=True,
            sqlite_where=text("flow_run_id IS NOT NULL"),
            postgresql_where=text("flow_run_id IS NOT NULL"),
        ),
        # The dispatcher finds what to enter, and what to show, without looking at cases that are at rest.
        Index("ix_wakes_to_enter", "woken_at", sqlite_where=text(NEEDS_ENTRY), postgresql_where=text(NEEDS_ENTRY)),
        Index("ix_wakes_to_show", "woken_at", sqlite_where=text(NEEDS_SHOWING), postgresql_where=text(NEEDS_SHOWING)),
        # The sealer finds what is new without looking at what is sealed.
        Index("ix_wakes_to_seal", "case_id", sqlite_where=text(NEEDS_SEALING), postgresql_where=text(NEEDS_SEALING)),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    version: int
    wake_version: int
    seen_version: int
    shown_version: int
    woken_at: datetime = Field(sa_type=UtcInstant)
    """Since when there is something to see: the oldest is entered first."""
    lease_owner: str | None
    leased_until: datetime | None = Field(sa_type=UtcInstant)
    retry_at: datetime | None = Field(sa_type=UtcInstant)
    last_error: str | None
    flow_run_id: str | None
    traces: str | None
    """Of the commands that no entry has seen, the oldest first, each as a `traceparent`; none where nobody follows."""
    sealed_version: int = Field(sa_column_kwargs={"server_default": "0"})
    """A hint for the sealer; `audit_cases` knows."""


OUTBOX = table_of(OutboxTable)
WAKES = table_of(WakeTable)
