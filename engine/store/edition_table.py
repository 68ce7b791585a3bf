"""Editions of the calendars and of the directory: what this installation could count with, and since when."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from engine.core.editions import Subject
from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, one_of, table_of


class EditionTable(StoreTable, table=True):
    """One table as its files said it when it was first seen; only ever added to (see `append_only`)."""

    __tablename__ = "editions"
    __table_args__ = (
        # Editions count from one over all tables: of two processes that record the next one, one is told.
        CheckConstraint("edition >= 1", name="ck_editions_from_one"),
        CheckConstraint("length(content_hash) = 64", name="ck_editions_hash"),
        # What is neither a calendar nor the directory nobody would read again.
        one_of("subject", Subject, "ck_editions_subject"),
    )

    edition: int = Field(primary_key=True)
    subject: str
    name: str
    content_hash: str
    content: str = Field(sa_type=JSON)
    first_seen_at: datetime = Field(sa_type=UtcInstant)


EDITIONS = table_of(EditionTable)
