"""Delegations: who stands in for whom and until when; by the digest of a token of the one who is away."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class DelegationTable(StoreTable, table=True):
    """One colleague who may act for another one; as long as that one's own token is good."""

    __tablename__ = "delegations"
    __table_args__ = (
        # A delegation is good for some time at least.
        CheckConstraint("until_at > from_at", name="ck_delegations_end_later"),
        # Nobody stands in for himself.
        CheckConstraint("giver <> taker", name="ck_delegations_of_two"),
        # Who ended it early is known with when.
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ck_delegations_end_attributed"),
        # The delegations of an agency, the newest first.
        Index("ix_delegations_agency", "agency", "given_at"),
    )

    id: str = Field(primary_key=True)
    giver: str
    giver_digest: str = Field(foreign_key="tokens.digest")
    taker: str
    agency: str
    procedure: str | None
    from_at: datetime = Field(sa_type=UtcInstant)
    until_at: datetime = Field(sa_type=UtcInstant)
    given_at: datetime = Field(sa_type=UtcInstant)
    given_by: str
    ended_at: datetime | None = Field(sa_type=UtcInstant)
    ended_by: str | None


DELEGATIONS = table_of(DelegationTable)
