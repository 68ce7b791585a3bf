"""Bearer tokens: digests only, so that whoever reads the database cannot act as anybody."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field

from engine.store.column_types import UtcInstant
from engine.store.schema import StoreTable, table_of


class TokenTable(StoreTable, table=True):
    """Whom a token stands for, and for how long."""

    __tablename__ = "tokens"
    __table_args__ = (
        # A digest is the 64 hexadecimal digits of a SHA-256, never the token itself.
        CheckConstraint("length(digest) = 64", name="ck_tokens_digest_only"),
        # A token is good for some time at least.
        CheckConstraint("expires_at IS NULL OR expires_at > created_at", name="ck_tokens_expire_later"),
    )

    digest: str = Field(primary_key=True)
    actor: str = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcInstant)
    expires_at: datetime | None = Field(sa_type=UtcInstant)
    revoked_at: datetime | None = Field(sa_type=UtcInstant)
    opened_under: str | None
    """Of a session, the digest of the token that it was opened with: a session is no account, and gives nothing on."""
    issuer: str | None
    subject: str | None
    """Of an account that comes in by an OpenID provider: who it is there. Its digest is that of these two."""


TOKENS = table_of(TokenTable)
