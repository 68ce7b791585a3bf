"""Holds, releases and purges of cases, added once and never changed; and the case that is being purged just now."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from engine.core.retention import RetentionActKind
from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, one_of, table_of


class RetentionActTable(StoreTable, table=True):
    """Who held, released or purged a case, when and why."""

    __tablename__ = "retention_acts"
    __table_args__ = (
        # The act is one that the core knows.
        one_of("act", RetentionActKind, "ck_retention_acts_known"),
        # A case counts its acts from one; with the primary key, no two take the same place.
        CheckConstraint("number >= 1", name="ck_retention_acts_from_one"),
        # Nobody holds, releases or purges without saying who he is and why.
        CheckConstraint("length(by) > 0 AND length(reason) > 0", name="ck_retention_acts_attributed"),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    number: int = Field(primary_key=True)
    act: str
    at: datetime = Field(sa_type=UtcInstant)
    by: str
    reason: str
    basis: str
    events: int


class OpenPurgeTable(StoreTable, table=True):
    """The case whose personal data this very transaction takes out; empty to everybody else (see `append_only`)."""

    __tablename__ = "open_purges"

    case_id: str = Field(primary_key=True)


RETENTION_ACTS = table_of(RetentionActTable)
OPEN_PURGES = table_of(OpenPurgeTable)
