"""Files that were uploaded wait in a table of their own until a command names them, or their time is over."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    op.create_table(
        "uploads",
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("place", "digest", name="pk_uploads"),
        sa.CheckConstraint("length(digest) = 64", name="ck_uploads_hash_whole"),
        sa.CheckConstraint("size > 0", name="ck_uploads_not_empty"),
    )
    op.create_index("ix_uploads_at", "uploads", ["at"])


def downgrade() -> None:
    op.drop_table("uploads")
