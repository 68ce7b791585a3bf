"""Editions of the calendars: what this installation could count with, and since when."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class CalendarEditionTable(StoreTable, table=True):
    """One calendar as its file said it when it was first seen; only ever added to (see `append_only`)."""

    __tablename__ = "calendar_editions"
    __table_args__ = (
        # Editions count from one over all calendars: of two processes that record the next one, one is told.
        CheckConstraint("edition >= 1", name="ck_calendar_editions_from_one"),
        CheckConstraint("length(content_hash) = 64", name="ck_calendar_editions_hash"),
    )

    edition: int = Field(primary_key=True)
    calendar: str
    content_hash: str
    content: str = Field(sa_type=JSON)
    first_seen_at: datetime = Field(sa_type=UtcInstant)


CALENDAR_EDITIONS = table_of(CalendarEditionTable)
