"""Statutory papers of cases, due or made, each once."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
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
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("sha256", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=True),
        sa.CheckConstraint("sequence >= 1", name="ck_papers_sequence_from_one"),
        sa.CheckConstraint("length(sha256) = 64", name="ck_papers_hash_whole"),
        sa.CheckConstraint("size > 0", name="ck_papers_not_empty"),
        sa.CheckConstraint("(made_at IS NULL) = (sha256 IS NULL)", name="ck_papers_made_has_hash"),
        sa.CheckConstraint("(made_at IS NULL) = (size IS NULL)", name="ck_papers_made_has_size"),
        sa.CheckConstraint("(made_at IS NULL) = (template IS NULL)", name="ck_papers_made_has_template"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"], name="fk_papers_cases"),
        sa.PrimaryKeyConstraint("case_id", "name", name="pk_papers"),
    )
    op.create_index(
        "ix_papers_due",
        "papers",
        ["due_at", "case_id", "name"],
        sqlite_where=sa.text("made_at IS NULL"),
        postgresql_where=sa.text("made_at IS NULL"),
    )


def downgrade() -> None:
    """The sheets stay on their shelf; they are made again from the ledger when they are asked for."""
    op.drop_table("papers")
