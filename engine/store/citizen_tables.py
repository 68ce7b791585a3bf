"""Citizens' secrets, their sessions and their failures: digests only, so that whoever reads the database gets in nowhere."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class CitizenSecretTable(StoreTable, table=True):
    """The one secret of a case that is good now."""

    __tablename__ = "citizen_secrets"
    __table_args__ = (
        # A salted digest of 32 bytes, never the secret itself.
        CheckConstraint("length(digest) = 64", name="ck_citizen_secrets_digest_only"),
    )

    case_id: str = Field(primary_key=True)
    salt: str
    digest: str
    made_at: datetime = Field(sa_type=UtcInstant)
    made_by: str
    command_id: str


class CitizenSessionTable(StoreTable, table=True):
    """A visit to the page of one case."""

    __tablename__ = "citizen_sessions"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="ck_citizen_sessions_digest_only"),
        # A new secret ends the sessions of its case; what is over is cleared away.
        Index("ix_citizen_sessions_case", "case_id"),
        Index("ix_citizen_sessions_ends", "expires_at"),
    )

    digest: str = Field(primary_key=True)
    case_id: str
    expires_at: datetime = Field(sa_type=UtcInstant)


class CitizenFailureTable(StoreTable, table=True):
    """How often a code, or an address, went wrong in the period that ends then."""

    __tablename__ = "citizen_failures"
    __table_args__ = (
        CheckConstraint("failures >= 0", name="ck_citizen_failures_counted"),
        Index("ix_citizen_failures_ends", "ends_at"),
    )

    key: str = Field(primary_key=True)
    failures: int
    ends_at: datetime = Field(sa_type=UtcInstant)


CITIZEN_SECRETS = table_of(CitizenSecretTable)
CITIZEN_SESSIONS = table_of(CitizenSessionTable)
CITIZEN_FAILURES = table_of(CitizenFailureTable)
