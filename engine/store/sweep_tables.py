"""What the sweep has told, added once and never changed; and the cases at which it failed, until it succeeds."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from engine.core.rungs import RungKind
from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, one_of, table_of

_OF_CASES = [kind for kind in RungKind if kind is not RungKind.OPINION_OVERDUE]


class DueNoticeTable(StoreTable, table=True):
    """A rung of a case that somebody was told of: once in a version, by the primary key, and once for a due instant."""

    __tablename__ = "due_notices"
    __table_args__ = (
        # The rung is one that the core knows; those of opinions are in a table of their own.
        one_of("kind", _OF_CASES, "ck_due_notices_kind_known"),
        # Versions of a case count from one.
        CheckConstraint("version >= 1", name="ck_due_notices_version_from_one"),
        # Nobody is told before it has happened.
        CheckConstraint("at <= told_at", name="ck_due_notices_told_afterwards"),
        # Nobody is told one due instant twice.
        Index("uq_due_notices_due", "case_id", "kind", "step", "due_at", unique=True),
        # What an agency was told, the newest first.
        Index("ix_due_notices_agency", "agency", "at", "case_id", "kind", "step", "version"),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    kind: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    """Empty of the whole case."""
    version: int = Field(primary_key=True)
    agency: str
    due_at: datetime = Field(sa_type=UtcInstant)
    at: datetime = Field(sa_type=UtcInstant)
    told_at: datetime = Field(sa_type=UtcInstant)


class OpinionNoticeTable(StoreTable, table=True):
    """An opinion that was not given in time, and who was told of it: each agency once, for a term is never moved."""

    __tablename__ = "opinion_notices"
    __table_args__ = (
        # Versions of a case count from one.
        CheckConstraint("version >= 1", name="ck_opinion_notices_version_from_one"),
        # Nobody is told before it has happened.
        CheckConstraint("at <= told_at", name="ck_opinion_notices_told_afterwards"),
        # What an agency was told, the newest first.
        Index("ix_opinion_notices_agency", "agency", "at", "case_id", "step", "opinion", "version"),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    opinion: str = Field(primary_key=True)
    agency: str = Field(primary_key=True)
    step: str
    version: int
    due_at: datetime = Field(sa_type=UtcInstant)
    at: datetime = Field(sa_type=UtcInstant)
    told_at: datetime = Field(sa_type=UtcInstant)


class SweepFaultTable(StoreTable, table=True):
    """A case that the sweep could not look at: it is tried again, later each time, and does not hold up the others."""

    __tablename__ = "sweep_faults"
    __table_args__ = (
        # Failures are counted.
        CheckConstraint("failures >= 1", name="ck_sweep_faults_counted"),
        # It is tried again afterwards.
        CheckConstraint("retry_at > failed_at", name="ck_sweep_faults_tried_again"),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    failures: int
    error: str
    failed_at: datetime = Field(sa_type=UtcInstant)
    retry_at: datetime = Field(sa_type=UtcInstant)


DUE_NOTICES = table_of(DueNoticeTable)
OPINION_NOTICES = table_of(OpinionNoticeTable)
SWEEP_FAULTS = table_of(SweepFaultTable)
