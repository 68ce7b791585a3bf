"""Notes to owners of dossiers, each once on each way: due with the act that causes it, then settled. No word, no address."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from engine.core.notifications import NotificationKind, Way
from engine.service.notification_ports import Outcome
from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, both_or_neither, one_of, table_of, where

NOT_SETTLED = "settled_at IS NULL"
GIVEN_UP = "outcome IN ('given_up', 'refused')"


class NotificationTable(StoreTable, table=True):
    """A note of a case on one way; a purge of the case takes its rows out."""

    __tablename__ = "notifications"
    __table_args__ = (
        # It is told from an event, and those count from one.
        CheckConstraint("sequence >= 1", name="ck_notifications_sequence_from_one"),
        # What it is about, and how it goes, are what the core knows.
        one_of("kind", NotificationKind, "ck_notifications_kind_known"),
        one_of("way", Way, "ck_notifications_way_known"),
        # What is settled has an outcome, one of those that there are.
        both_or_neither("settled_at", "outcome", "ck_notifications_settled_has_outcome"),
        one_of("outcome", Outcome, "ck_notifications_outcome_known"),
        # Attempts are counted.
        CheckConstraint("attempts >= 0", name="ck_notifications_attempts_counted"),
        # What is still to be told, the most urgent first, without looking at what was told.
        Index("ix_notifications_due", "next_attempt_at", **where(NOT_SETTLED)),
        # What nobody could be told, the newest first: few rows.
        Index("ix_notifications_given_up", "settled_at", **where(GIVEN_UP)),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    sequence: int = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    way: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcInstant)
    """As of when it is told."""
    created_at: datetime = Field(sa_type=UtcInstant)
    attempts: int
    next_attempt_at: datetime = Field(sa_type=UtcInstant)
    """Whoever takes it sets this ahead: until then nobody else does."""
    last_error: str | None
    settled_at: datetime | None = Field(sa_type=UtcInstant)
    outcome: str | None


NOTIFICATIONS = table_of(NotificationTable)
