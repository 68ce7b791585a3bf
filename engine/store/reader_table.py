"""Which agencies a case concerns, in the order of their lists: a row for each, kept by the database itself."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class CaseReaderTable(StoreTable, table=True):
    """An agency that received the case, had a step of it, or is a counter that it names; with what lists go by."""

    __tablename__ = "case_readers"
    __table_args__ = (
        ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_case_readers_cases", ondelete="CASCADE"),
        # The list of an agency, the newest first: all, those of one status, those of one procedure.
        Index("ix_case_readers_newest", "agency", "submitted_at", "case_id"),
        Index("ix_case_readers_status_newest", "agency", "status", "submitted_at", "case_id"),
        Index("ix_case_readers_procedure_newest", "agency", "procedure", "submitted_at", "case_id"),
    )

    case_id: str = Field(primary_key=True)
    agency: str = Field(primary_key=True)
    status: str
    procedure: str
    submitted_at: datetime = Field(sa_type=UtcInstant)


CASE_READERS = table_of(CaseReaderTable)
