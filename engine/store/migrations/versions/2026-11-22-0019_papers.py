"""Statutory papers that were made, each once."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None

# PostgreSQL keeps a timestamp with time zone, SQLite `2026-08-21T08:10:00Z`.
INSTANT = sa.DateTime(timezone=True).with_variant(sa.String(20), "sqlite")


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("form_set", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.CheckConstraint("sequence >= 1", name="ck_papers_sequence_from_one"),
        sa.CheckConstraint("length(sha256) = 64", name="ck_papers_hash_whole"),
        sa.CheckConstraint("size > 0", name="ck_papers_not_empty"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_papers_cases"),
        sa.PrimaryKeyConstraint("case_id", "name", name="pk_papers"),
    )


def downgrade() -> None:
    """The sheets stay on their shelf; they are made again from the ledger when they are asked for."""
    op.drop_table("papers")
