"""Digests of bearer tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    op.create_table(
        "tokens",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("actor", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.CheckConstraint("expires_at IS NULL OR expires_at > created_at", name="ck_tokens_expire_later"),
        sa.CheckConstraint("length(digest) = 64", name="ck_tokens_digest_only"),
        sa.PrimaryKeyConstraint("digest", name="pk_tokens"),
    )


def downgrade() -> None:
    op.drop_table("tokens")
