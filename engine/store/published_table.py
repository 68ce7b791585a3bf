"""Versions of procedures that were published: what a case keeps can be read for ever, even if its file is gone."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class PublishedProcedureTable(StoreTable, table=True):
    """One version, as it was when it was published; only ever added to (see `append_only`)."""

    __tablename__ = "published_procedures"
    __table_args__ = (
        # A version is published once: with the primary key, no two contents share its name.
        CheckConstraint("length(content_hash) = 64", name="ck_published_procedures_hash"),
        UniqueConstraint("edition", name="uq_published_procedures_edition"),
        # Editions count from one; the newest tells a process whether it has seen everything.
        CheckConstraint("edition >= 1", name="ck_published_procedures_edition_from_one"),
    )

    procedure: str = Field(primary_key=True)
    version: str = Field(primary_key=True)
    edition: int
    content_hash: str
    content: str = Field(sa_type=JSON)
    published_at: datetime = Field(sa_type=UtcInstant)
    published_by: str


PUBLISHED_PROCEDURES = table_of(PublishedProcedureTable)
