"""What lists show: one row for each case and each opened step, written with the events and derived from them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from engine.core.case import ENDED_STEPS, CaseStatus, StepStatus
from engine.core.transitions import CLOSED
from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, both_or_neither, one_of, table_of, where


def _listed(words: frozenset[CaseStatus] | frozenset[StepStatus]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(word.value for word in words))


_ENDED = "finished_at IS NOT NULL"
FINISHED = "closed_at IS NOT NULL AND received_at IS NOT NULL"
"""Of these a report says how they ended."""
_ENDED_LATE = f"{FINISHED} AND outcome = 'late'"
GOES_ON = "closed_at IS NULL AND received_at IS NOT NULL"


class CaseTable(StoreTable, table=True):
    """A case as lists show it."""

    __tablename__ = "cases"
    __table_args__ = (
        # The row is written with the first event at the earliest.
        CheckConstraint("version >= 1", name="ck_cases_version_from_one"),
        # The status is one that the core knows.
        one_of("status", CaseStatus, "ck_cases_status_known"),
        # A closed case has the instant of its closing, and no other case has one.
        CheckConstraint(f"(status IN ({_listed(CLOSED)})) = (closed_at IS NOT NULL)", name="ck_cases_closed_has_end"),
        # Nothing falls due any more in a closed case.
        CheckConstraint("closed_at IS NULL OR next_due_at IS NULL", name="ck_cases_closed_falls_not_due"),
        # Who has a receipt has a dossier code, and the other way round.
        both_or_neither("received_at", "dossier_code", "ck_cases_received_has_code"),
        # The receipt names the agency that received.
        both_or_neither("received_at", "receiving_agency", "ck_cases_received_has_agency"),
        # A date is promised by a receipt; where no law limits the whole, by none.
        CheckConstraint("promised_due_at IS NULL OR received_at IS NOT NULL", name="ck_cases_promise_has_receipt"),
        # A dossier code is printed on one receipt only.
        Index(
            "uq_cases_dossier_code",
            "dossier_code",
            unique=True,
            sqlite_where=text("dossier_code IS NOT NULL"),
            postgresql_where=text("dossier_code IS NOT NULL"),
        ),
        # Lists show the newest first: all, those of one status, those of one applicant, those that await a receipt.
        # The list of an agency goes by `case_readers`.
        Index("ix_cases_newest", "submitted_at", "case_id"),
        Index("ix_cases_status_newest", "status", "submitted_at", "case_id"),
        Index("ix_cases_submitter_newest", "submitted_by", "submitted_at", "case_id"),
        Index("ix_cases_awaiting", "awaited_by", "submitted_at", "case_id", **where("received_at IS NULL")),
        Index(
            *("ix_cases_awaiting_status", "awaited_by", "status", "submitted_at", "case_id"),
            **where("received_at IS NULL"),
        ),
        Index(
            *("ix_cases_awaiting_anybody", "submitted_at", "case_id"),
            **where("received_at IS NULL AND awaited_by IS NULL"),
        ),
        # The sweep finds what to look at without looking at anything else; a closed case is looked at once more if a
        # rung was passed before it closed and nobody was told.
        Index(
            "ix_cases_falling_due",
            "look_at",
            "case_id",
            sqlite_where=text("look_at IS NOT NULL"),
            postgresql_where=text("look_at IS NOT NULL"),
        ),
        # Reports count what a unit received by when it ended; only the closing of a case writes here.
        Index("ix_cases_received", "receiving_agency", "received_at", "case_id", **where("received_at IS NOT NULL")),
        Index("ix_cases_finished_late", "receiving_agency", "closed_at", "case_id", **where(_ENDED_LATE)),
        Index("ix_cases_going_on", "receiving_agency", "received_at", "case_id", **where(GOES_ON)),
        Index("ix_cases_finished", "receiving_agency", "closed_at", "case_id", **where(FINISHED)),
    )

    case_id: str = Field(primary_key=True)
    version: int
    status: str
    procedure: str
    procedure_version: str
    territory: str
    applicant: str
    dossier_code: str | None
    receiving_agency: str | None
    awaited_by: str | None
    submitted_by: str
    submitted_at: datetime = Field(sa_type=UtcInstant)
    received_at: datetime | None = Field(sa_type=UtcInstant)
    promised_due_at: datetime | None = Field(sa_type=UtcInstant)
    due_at: datetime | None = Field(sa_type=UtcInstant)
    next_due_at: datetime | None = Field(sa_type=UtcInstant)
    look_at: datetime | None = Field(sa_type=UtcInstant)
    closed_at: datetime | None = Field(sa_type=UtcInstant)
    channel: str | None
    outcome: str | None
    outcome_766: str | None
    outcome_766_waiting: str | None
    search_text: str
    """Name and code without case and diacritics (see `search_text`)."""


class StepTable(StoreTable, table=True):
    """An opened step as worklists show it."""

    __tablename__ = "steps"
    __table_args__ = (
        # The status is one that the core knows.
        one_of("status", StepStatus, "ck_steps_status_known"),
        # A step that is over has the instant of its end (one that is cut off by the end of the case has it too).
        CheckConstraint(
            f"status NOT IN ({_listed(ENDED_STEPS)}) OR finished_at IS NOT NULL", name="ck_steps_ended_has_end"
        ),
        # A claimed step names who claimed it.
        CheckConstraint("status <> 'claimed' OR claimed_by IS NOT NULL", name="ck_steps_claimed_has_holder"),
        # The worklist of an agency: unfinished steps in its order.
        Index(
            "ix_steps_worklist",
            "agency",
            "worklist_at",
            "case_id",
            "step",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        # The lists behind the figures: what an agency finished, in the order of time.
        Index("ix_steps_passed", "agency", "finished_at", "case_id", "step", **where(_ENDED)),
        Index("ix_steps_passed_step", "agency", "step", "finished_at", "case_id", **where(_ENDED)),
        Index("ix_steps_by_law", "agency", "by_law", "finished_at", "case_id", "step", **where(_ENDED)),
        Index("ix_steps_by_wall", "agency", "by_wall", "finished_at", "case_id", "step", **where(_ENDED)),
        # Of these, what became due soon a short while ago.
        Index(
            "ix_steps_due_soon", "agency", "soon_at", "worklist_at", "case_id", "step", **where("finished_at IS NULL")
        ),
        # Which cases have reached an agency.
        Index("ix_steps_agency_case", "agency", "case_id"),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    step: str = Field(primary_key=True)
    agency: str
    status: str
    opened_at: datetime = Field(sa_type=UtcInstant)
    claimed_by: str | None
    claimed_by_name: str | None
    due_at: datetime | None = Field(sa_type=UtcInstant)
    finished_at: datetime | None = Field(sa_type=UtcInstant)
    worklist_at: datetime = Field(sa_type=UtcInstant)
    """The step's place on the worklist: its due date, or the end of time while it waits or has none."""
    by_law: str | None
    by_wall: str | None
    working_seconds: int | None
    working_band: int | None
    wall_band: int | None
    soon_at: datetime | None = Field(sa_type=UtcInstant)


class CaseCounterTable(StoreTable, table=True):
    """A one-stop unit elsewhere that sees a case: its territory is one that the form names."""

    __tablename__ = "case_counters"
    __table_args__ = (
        # The list of a counter: which cases name its territory.
        Index("ix_case_counters_agency", "agency", "case_id"),
    )

    case_id: str = Field(primary_key=True, foreign_key="cases.case_id")
    agency: str = Field(primary_key=True)


CASES = table_of(CaseTable)
CASE_COUNTERS = table_of(CaseCounterTable)
STEPS = table_of(StepTable)
