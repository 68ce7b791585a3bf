"""Citizens come to their own case with a secret: its digest, their sessions, and how often somebody guessed wrong."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    op.create_table(
        "citizen_secrets",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("command_id", sa.String(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name="ck_citizen_secrets_digest_only"),
        sa.PrimaryKeyConstraint("case_id", name="pk_citizen_secrets"),
    )
    op.create_table(
        "citizen_sessions",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.CheckConstraint("length(digest) = 64", name="ck_citizen_sessions_digest_only"),
        sa.PrimaryKeyConstraint("digest", name="pk_citizen_sessions"),
    )
    op.create_index("ix_citizen_sessions_case", "citizen_sessions", ["case_id"])
    op.create_index("ix_citizen_sessions_ends", "citizen_sessions", ["expires_at"])
    op.create_table(
        "citizen_failures",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.CheckConstraint("failures >= 0", name="ck_citizen_failures_counted"),
        sa.PrimaryKeyConstraint("key", name="pk_citizen_failures"),
    )
    op.create_index("ix_citizen_failures_ends", "citizen_failures", ["ends_at"])


def downgrade() -> None:
    for table in ("citizen_failures", "citizen_sessions", "citizen_secrets"):
        op.drop_table(table)
