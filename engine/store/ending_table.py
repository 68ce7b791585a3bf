"""Endings of published versions: facts beside what is published, which itself stays as it is."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class VersionEndingTable(StoreTable, table=True):
    """One ending of a version, moved or taken back by a later one; only ever added to (see `append_only`)."""

    __tablename__ = "version_endings"
    __table_args__ = (
        # Endings count from one over all versions: of two people who record the next one, one is told.
        CheckConstraint("number >= 1", name="ck_version_endings_from_one"),
        # Only what is published is ended by a record; a file says its end itself.
        ForeignKeyConstraint(
            ["procedure", "version"],
            ["published_procedures.procedure", "published_procedures.version"],
            name="fk_version_endings_published_procedures",
        ),
    )

    number: int = Field(primary_key=True)
    procedure: str
    version: str
    last_day: date | None
    legal_basis: str = Field(sa_type=JSON)
    recorded_at: datetime = Field(sa_type=UtcInstant)
    recorded_by: str


VERSION_ENDINGS = table_of(VersionEndingTable)
