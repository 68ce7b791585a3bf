"""Questions to other agencies, as the list of who is asked shows them: without their words."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of, where


class AskedOpinionTable(StoreTable, table=True):
    """One question to one agency; open while it has no end."""

    __tablename__ = "asked_opinions"
    __table_args__ = (
        # What waits for an agency, in the order in which it is due.
        Index("ix_asked_opinions_open", "agency", "due_at", "case_id", "opinion", **where("ended_at IS NULL")),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    opinion: str = Field(primary_key=True)
    step: str
    agency: str
    due_at: datetime = Field(sa_type=UtcInstant)
    ended_at: datetime | None = Field(sa_type=UtcInstant)


ASKED_OPINIONS = table_of(AskedOpinionTable)
