"""Papers of cases, each once: due with the event that causes it, then made, with the hash of its bytes. Those lie on a shelf."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, both_or_neither, table_of, where

NOT_MADE = "made_at IS NULL"


class PaperTable(StoreTable, table=True):
    """A paper of a case; a purge of the case takes its rows out."""

    __tablename__ = "papers"
    __table_args__ = (
        # It is caused by an event, and those count from one.
        CheckConstraint("sequence >= 1", name="ck_papers_sequence_from_one"),
        # The hash is one, in small hexadecimal letters.
        CheckConstraint("length(sha256) = 64", name="ck_papers_hash_whole"),
        # A paper that was made has something on it.
        CheckConstraint("size > 0", name="ck_papers_not_empty"),
        # It is made with a template, at an instant; then its bytes are known, and not before.
        both_or_neither("made_at", "sha256", "ck_papers_made_has_hash"),
        both_or_neither("made_at", "size", "ck_papers_made_has_size"),
        both_or_neither("made_at", "template", "ck_papers_made_has_template"),
        # What is still to be made, the oldest first, without looking at what was made.
        Index("ix_papers_due", "due_at", "case_id", "name", **where(NOT_MADE)),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    name: str = Field(primary_key=True)
    sequence: int
    form_set: str
    number: str
    due_at: datetime = Field(sa_type=UtcInstant)
    """When the event was recorded."""
    sha256: str | None
    size: int | None
    template: str | None
    made_at: datetime | None = Field(sa_type=UtcInstant)


PAPERS = table_of(PaperTable)
